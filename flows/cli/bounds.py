"""How much memory this process may take while it runs somebody's statement."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: DuckDB's own limit knows nothing of single huge values («repeat('x', 2000000000)»), the system's does.
_MOST = 2 * 1024**3
_STATM = Path("/proc/self/statm")


@contextmanager
def bounded_memory() -> Iterator[None]:
    """Let this process map 2 GB more than it has now, where the system can tell what it has (Linux)."""
    if not _STATM.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    mapped = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    bound = mapped + _MOST
    allowed = [one for one in (bound, soft, hard) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(allowed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
