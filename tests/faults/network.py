"""What a crawl is made in while the network misbehaves: limits that end soon, names that lead astray."""

import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from spiders import settings

#: Seconds a request may take; a minute in earnest.
PATIENCE = 0.5
_PEAK = re.compile(r"grew by (\d+) MB")


@contextmanager
def impatient() -> Iterator[None]:
    """Give a request half a second, in all, and one more try."""
    with mock.patch.dict(settings._LIMITS, DOWNLOAD_TIMEOUT=PATIENCE, RETRY_TIMES=1):
        yield


@contextmanager
def hasty() -> Iterator[None]:
    """Let the longest pause that a robots.txt may ask for be ``PATIENCE``; half a minute in earnest."""
    with mock.patch("spiders.manners._MAX_CRAWL_DELAY", PATIENCE):
        yield


@contextmanager
def nameless() -> Iterator[None]:
    """Let no name be known."""
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    with mock.patch("socket.gethostbyname", side_effect=unknown):
        yield


@contextmanager
def inside() -> Iterator[None]:
    """Let every name lead to a private address."""
    with mock.patch("socket.gethostbyname", return_value="127.0.0.2"):
        yield


@contextmanager
def weighed() -> Iterator[None]:
    """Tell on standard error how much memory the crawl took."""
    before = _peak()
    yield
    sys.stderr.write(f"\ngrew by {(_peak() - before) >> 10} MB\n")


def megabytes(log: str) -> int:
    """Return what ``weighed`` told."""
    told = _PEAK.search(log)
    assert told is not None, log
    return int(told[1])


def _peak() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
