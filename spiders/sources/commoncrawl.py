"""Common Crawl: a list of collections, an index of each, and single records by byte range.

«Not found» (404) of the index means no captures and is no error; a page past the end is 400; 503 asks for
patience. Filters are those of pywb («=status:200», «~mime:…»), not those of the Wayback Machine.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from spiders.errors import PageRejected
from spiders.pages import SourceKind
from spiders.portal import Portal
from spiders.sources.digests import plain
from spiders.sources.records import captured_of, read_member
from spiders.sources.source import (
    Answered,
    Asked,
    Captured,
    Find,
    IndexPage,
    IndexRow,
    IndexTroubled,
    Window,
    instant,
)
from spiders.sources.wanted import index_prefixes
from spiders.urls import canonical_key, host_of

DEFAULT_INDEX = "https://index.commoncrawl.org"
DEFAULT_DATA = "https://data.commoncrawl.org"

_COLLECTIONS, _FILE = "collections", "file"
#: Captures of one file that are asked for.
_FILE_ROWS = "20"
_FILTERS = (("filter", "=status:200"), ("filter", "~mime:(text/html|application/xhtml\\+xml|unk).*"))
_WEEK = re.compile(r"-(\d{4})-(\d{2})$")
_YEARS = re.compile(r"-(\d{4})(?:-(\d{4}))?$")
#: A collection is named after a week and gathered in the weeks around it.
_AROUND = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class CommonCrawl:
    """Common Crawl at the addresses of its index and its data."""

    index: str = DEFAULT_INDEX
    data: str = DEFAULT_DATA
    takes_all: bool = False
    kind: SourceKind = "commoncrawl"
    is_asked_by_address: bool = False

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the index and of the records."""
        return frozenset({host_of(self.index), host_of(self.data)})

    def tasks(self, portal: Portal, window: Window) -> list[str]:
        """Return the one task that finds the others: the list of the collections that exist.

        It carries what those depend on, so that it is asked again for another window or another portal file.
        """
        prefixes = index_prefixes(portal, window.first, window.last)
        return [f"{_COLLECTIONS} {window.first or ''} {window.last or ''} {' '.join(prefixes)}"]

    def file_tasks(self, file: Find) -> list[str]:
        """Return the question for a file in the collection that its page is of."""
        collection = file.place["filename"].split("/")[1]
        return [f"{_FILE} /{collection}-index {file.url}"]

    def ask_index(self, task: str, resume: str | None) -> Asked:
        """Return the request for the collections, for a number of pages, or for one page of an index."""
        if task.startswith(f"{_COLLECTIONS} "):
            return Asked(url=f"{self.index}/collinfo.json")
        if task.startswith(f"{_FILE} "):
            _, path, url = task.split(" ", 2)
            asked = {"url": url, "output": "json", "filter": "=status:200", "limit": _FILE_ROWS}
            return Asked(url=f"{self.index}{path}?{urlencode(asked)}")
        path, prefix = task.split(" ")
        pairs = [("url", f"{prefix}*"), ("output", "json"), *_FILTERS]
        # First how many pages there are, then one after the other.
        pairs.append(("showNumPages", "true") if resume is None else ("page", resume.partition("/")[0]))
        return Asked(url=f"{self.index}{path}?{urlencode(pairs)}")

    def read_index(self, task: str, resume: str | None, answer: Answered) -> IndexPage:
        """Read the collections, the number of pages, or the rows of a page."""
        if task.startswith(f"{_COLLECTIONS} "):
            return IndexPage(tasks=list(_collection_tasks(task, answer)))
        if answer.status == 404 or (answer.status == 400 and resume is not None):
            return IndexPage()  # nothing was found, or the index has fewer pages than it said
        if answer.status != 200:
            raise IndexTroubled(f"the index answers with status {answer.status}")
        if task.startswith(f"{_FILE} "):
            return IndexPage(rows=[replace(_row(line), is_file=True) for line in _lines(answer.body)])
        if resume is None:
            pages = _page_count(answer.body)
            return IndexPage(resume=f"0/{pages}" if pages else None)
        number, _, pages_told = resume.partition("/")
        following = int(number) + 1
        more = f"{following}/{pages_told}" if following < int(pages_told) else None
        return IndexPage(rows=[_row(line) for line in _lines(answer.body)], resume=more)

    def ask_page(self, find: Find) -> Asked:
        """Return the request for the bytes of one record."""
        offset, length = int(find.place["offset"]), int(find.place["length"])
        return Asked(
            url=f"{self.data}/{find.place['filename']}",
            headers={"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"},
        )

    def read_page(self, find: Find, answer: Answered) -> Captured:
        """Return the page of the record that came."""
        if answer.status != 206:
            raise PageRejected(f"archive_{answer.status}", f"{answer.url}: status {answer.status} to a range")
        expected = int(find.place["length"])
        if len(answer.body) != expected:
            raise PageRejected("archive_damaged", f"{len(answer.body)} bytes came of {expected}")
        origin = f"{find.place['filename']} {find.place['offset']}"
        captured = captured_of(read_member(answer.body), origin, find.digest)
        if canonical_key(captured.url) != canonical_key(find.url):
            raise PageRejected("archive_other_page", f"{origin} holds {captured.url}")
        if captured.status != 200:
            raise PageRejected(f"http_{captured.status}", f"the capture is an answer {captured.status}")
        return captured

    def local(self, asked: Asked) -> None:
        """Return None: every request goes over the network."""


def _collection_tasks(task: str, answer: Answered) -> Iterator[str]:
    _, first_day, last_day, *prefixes = task.split(" ")
    first, last = (date.fromisoformat(day) if day else None for day in (first_day, last_day))
    try:
        if answer.status != 200:
            raise ValueError(f"status {answer.status}")
        collections = [(str(one["id"]), urlsplit(one["cdx-api"]).path) for one in json.loads(answer.body)]
    except (ValueError, KeyError, TypeError) as error:
        raise IndexTroubled(f"the list of collections cannot be read: {error}") from error
    for name, path in collections:
        begins, ends = collection_days(name)
        if (last is None or begins <= last) and (first is None or ends >= first):
            yield from (f"{path} {prefix}" for prefix in prefixes)


def collection_days(name: str) -> tuple[date, date]:
    """Return days between which a collection was gathered, by its name; all days for an odd name."""
    if match := _WEEK.search(name):
        try:
            monday = datetime.strptime(f"{match[1]}-{match[2]}-1", "%G-%V-%u").date()  # noqa: DTZ007 - a day
        except ValueError:
            return date.min, date.max
        return monday - _AROUND, monday + _AROUND
    if match := _YEARS.search(name):
        return date(int(match[1]), 1, 1), date(int(match[2] or match[1]), 12, 31)
    return date.min, date.max


def _page_count(body: bytes) -> int:
    try:
        answer = json.loads(body)
        return int(answer["pages"] if isinstance(answer, dict) else answer)
    except (ValueError, KeyError, TypeError) as error:
        raise IndexTroubled(f"the number of pages is {body[:80]!r}") from error


def _lines(body: bytes) -> Iterator[dict[str, Any]]:
    if body and not body.endswith(b"\n"):
        raise IndexTroubled("the answer of the index is cut: its last line has no end")
    for line in body.splitlines():
        if not line.strip():
            continue
        try:
            values: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise IndexTroubled(f"a row of the index is no JSON: {line[:80]!r}") from error
        yield values


def _row(values: dict[str, Any]) -> IndexRow:
    try:
        status = values.get("status", "")
        return IndexRow(
            url=values["url"],
            captured_at=instant(values["timestamp"]),
            status=int(status) if status.isdecimal() else None,
            mime=values.get("mime", ""),
            digest=plain(values.get("digest", "")),
            place={name: values[name] for name in ("filename", "offset", "length")},
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise IndexTroubled(f"a row of the index cannot be read: {values!r:.160}") from error
