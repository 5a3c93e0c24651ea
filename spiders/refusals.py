"""What the operating system refuses, in one line that says what to do, with its exit code."""

import errno

from spiders.errors import CrawlError, DiskFullError

#: A full disk, an exhausted quota, a file at its limit.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def system_trouble(error: OSError) -> tuple[str, int]:
    """Return what is said when the operating system refuses something, and the exit code."""
    message = f"{error.filename or 'system'}: {error.strerror or error}"
    if error.errno in FULL:
        said = f"{message}; free some space and run again, nothing loaded earlier is lost"
        return said, DiskFullError.exit_code
    if error.errno in _CLOSED:
        message = f"{message}; let this user write there, or name another data folder with --data DIR"
    return message, CrawlError.exit_code
