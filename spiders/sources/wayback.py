"""The Wayback Machine: its index asked by prefix and time, its captures raw (no toolbar, links as they were).

A near timestamp answers with a redirect to the exact one; a capture that is itself a redirect leads to
another page's capture, and is none of this one.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, quote, urlsplit

from spiders.errors import PageRejected
from spiders.pages import SourceKind
from spiders.portal import Portal
from spiders.sources.cdx import CdxQuery, read_cdx
from spiders.sources.digests import agrees
from spiders.sources.source import (
    Answered,
    Asked,
    Captured,
    Find,
    IndexPage,
    IndexTroubled,
    Window,
    instant,
    is_excluded,
    stamp,
)
from spiders.sources.wanted import index_prefixes
from spiders.urls import canonical_key, host_of

DEFAULT_BASE = "https://web.archive.org"
_ORIGINAL = "x-archive-orig-"
_REPLAY = re.compile(r"/web/(\d{4,14})(?:[a-z]{2}_)?/(.+)$")
_EXCLUDED = 451


@dataclass(frozen=True, slots=True)
class Wayback:
    """The Wayback Machine at an address."""

    base: str = DEFAULT_BASE
    takes_all: bool = False
    kind: SourceKind = "wayback"
    is_asked_by_address: bool = True
    rows_at_once: int = 5000

    @property
    def hosts(self) -> frozenset[str]:
        """The one host of index and captures."""
        return frozenset({host_of(self.base)})

    def tasks(self, portal: Portal, window: Window) -> list[str]:
        """Return a task for every folder that holds articles, within the window."""
        return [
            f"{prefix} {window.first or ''} {window.last or ''}"
            for prefix in index_prefixes(portal, window.first, window.last)
        ]

    def file_tasks(self, file: Find) -> list[str]:  # noqa: ARG002 - the interface's
        """Return nothing: the nearest capture is asked for outright."""
        return []

    def ask_index(self, task: str, resume: str | None) -> Asked:
        """Return the request for the next rows of a folder."""
        prefix, first, last = task.split(" ")
        days = [datetime.fromisoformat(day).date() if day else None for day in (first, last)]
        query = CdxQuery(url=prefix, window=Window(*days), limit=self.rows_at_once)
        return Asked(url=query.address(self.base, resume=resume))

    def read_index(self, task: str, resume: str | None, answer: Answered) -> IndexPage:  # noqa: ARG002 - the interface's
        """Read the rows, and the key to go on with."""
        if answer.status == _EXCLUDED or is_excluded(answer):
            return IndexPage()  # the host asked not to be in the archive
        if answer.status != 200:
            raise IndexTroubled(f"the index answers with status {answer.status}")
        found = read_cdx(answer.body)
        if found.resume is not None and found.resume == resume:
            raise IndexTroubled("the index gives the same resume key again")
        return IndexPage(rows=found.rows, resume=found.resume)

    def ask_page(self, find: Find) -> Asked:
        """Return the request for a capture as it was received."""
        original = quote(find.url, safe="/%:@!$&'()*+,;=~-._?[]")
        return Asked(url=f"{self.base}/web/{stamp(find.captured_at)}id_/{original}")

    def read_page(self, find: Find, answer: Answered) -> Captured:
        """Return the page that was captured, with the headers it came with then."""
        if is_excluded(answer):
            raise PageRejected("archive_excluded", f"{answer.url}: its host asked not to be in the archive")
        if answer.status != 200:
            raise PageRejected(
                f"archive_{answer.status}", f"{answer.url} answers with status {answer.status}"
            )
        at, original = _served(find, answer)
        if _identity(original) != _identity(find.url):
            raise PageRejected("archived_redirect", f"the capture leads to {original}")
        headers = [
            (name.removeprefix(_ORIGINAL), value)
            for name, value in answer.headers.items()
            if name.startswith(_ORIGINAL)
        ]
        names = {name for name, _ in headers}
        if "content-type" not in names and "content-type" in answer.headers:
            headers.append(("content-type", answer.headers["content-type"]))
        captured = Captured(
            url=original,
            captured_at=at,
            status=200,
            headers=headers,
            body=answer.body,
            is_truncated=_is_cut(dict(headers), answer.body),
            origin=answer.url,
        )
        _check_digest(find, captured, is_coded=bool(names & {"content-encoding", "transfer-encoding"}))
        return captured

    def local(self, asked: Asked) -> None:
        """Return None: every request goes over the network."""


def _identity(url: str) -> str:
    """Return an address as archives compare it: no scheme, no port, every part of its query."""
    names = {name.lower() for name, _ in parse_qsl(urlsplit(url).query)}
    return canonical_key(url, fold_case=True, keep_query=names)


def _served(find: Find, answer: Answered) -> tuple[datetime, str]:
    """Return when the capture that came was made, and of which address it is."""
    match = _REPLAY.search(answer.url)
    original = match[2] if match else find.url
    if memento := answer.headers.get("memento-datetime"):
        try:
            return parsedate_to_datetime(memento).astimezone(UTC), original
        except ValueError:
            pass
    return (instant(match[1]) if match else find.captured_at), original


def _is_cut(headers: dict[str, str], body: bytes) -> bool:
    """Tell whether fewer bytes were captured than the portal announced."""
    announced = headers.get("content-length", "")
    return announced.isdecimal() and "content-encoding" not in headers and len(body) < int(announced)


def _check_digest(find: Find, captured: Captured, *, is_coded: bool) -> None:
    """Raise PageRejected for other bytes than the index knows. Coded transfers were digested as coded."""
    is_the_one = captured.captured_at == find.captured_at
    if is_the_one and find.digest and not is_coded and agrees(find.digest, [captured.body]) is False:
        if captured.is_truncated:
            return
        raise PageRejected("digest_mismatch", f"the bytes of {captured.origin} are not those of the index")
