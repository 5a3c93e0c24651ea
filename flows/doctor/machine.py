"""Cores and memory, also where a control group allows fewer than the machine has."""

import os
from collections.abc import Iterator
from pathlib import Path

from flows.doctor.finding import Finding
from flows.settings import Settings

PROC = Path("/proc")
GROUPS = Path("/sys/fs/cgroup")
#: Bytes: the crawl of a portal may take 1 GB, and so may a query.
_LEAST_MEMORY = 2 << 30
#: What control groups of the first kind say when there is no limit.
_UNLIMITED = 1 << 60


def look_at_machine(settings: Settings) -> Iterator[Finding]:
    """Look at cores and memory."""
    cores = len(os.sched_getaffinity(0))
    if settings.workers > cores:
        advice = f"workers is {settings.workers}: more than one for each core only wait; set it to {cores}"
        yield Finding("note", "cores", f"{cores}, but {advice}")
    else:
        yield Finding("ok", "cores", str(cores))
    yield _memory()


def _memory() -> Finding:
    there, limit = _of_machine(), _of_group()
    usable = min(there, limit or there)
    said = f"{there / (1 << 30):.1f} GB"
    if limit is not None and limit < there:
        said += f", of which a control group allows {limit / (1 << 30):.1f} GB"
    if usable < _LEAST_MEMORY:
        least = _LEAST_MEMORY >> 30
        return Finding("note", "memory", f"{said}: give it {least} GB, or set parallel and workers to 1")
    return Finding("ok", "memory", said)


def _of_machine() -> int:
    """Return the memory of the machine in bytes."""
    for line in (PROC / "meminfo").read_text("ascii").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) << 10
    return 0


def _of_group() -> int | None:
    """Return the bytes that the control groups of this process allow, or None without a limit."""
    limits = []
    for line in (PROC / "self" / "cgroup").read_text("utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers:
            folder, name = GROUPS, "memory.max"
        elif "memory" in controllers.split(","):
            folder, name = GROUPS / "memory", "memory.limit_in_bytes"
        else:
            continue
        own = folder / path.lstrip("/")
        # In a container the own group is seen as the root; a limit of a group above counts as well.
        for group in (own, *(above for above in own.parents if above.is_relative_to(folder))):
            said = (group / name).read_text("ascii").strip() if (group / name).is_file() else "max"
            if said.isdigit() and int(said) < _UNLIMITED:
                limits.append(int(said))
    return min(limits, default=None)
