"""One crawl of a portal at a time in a data folder: a ``flock``, which dies with its owner."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spiders.errors import PortalLockedError
from spiders.ledger import now_utc


@contextmanager
def portal_lock(data: Path, slug: str, run_id: str) -> Iterator[None]:
    """Hold the lock of one portal in the ``data`` folder.

    Raises PortalLockedError at once, naming the holder, when another process crawls the portal.
    """
    path = data / "locks" / f"{slug}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "a process that has not named itself yet"
            raise PortalLockedError(
                f"{slug}: already being crawled into {data} by {holder}; wait for it to end, or stop it"
            ) from error
        file.truncate(0)
        file.write(f"process {os.getpid()} (run {run_id}, since {now_utc().isoformat()})")
        file.flush()
        # A child that outlives its parent must not go on holding the lock.
        os.register_at_fork(after_in_child=file.close)
        yield
