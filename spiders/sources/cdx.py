"""The index of the Wayback Machine: requests built, answers read. Pure.

Source of the rules: the README of the Wayback CDX server, and what public clients of it found. Filters here
are «[!]field:regex» over the whole field; those of Common Crawl's index have another grammar.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from spiders.sources.source import IndexRow, IndexTroubled, Window, bounds, instant

#: The fields of a row where the answer does not name them.
FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
#: No answer has more rows than this, whatever is asked.
MOST_ROWS = 150_000
_REVISIT = "warc/revisit"
_ENCODED = re.compile(r"[\w.~%+-]+", re.ASCII)
#: Pages that came, and revisits of them; error pages and redirects are no articles.
_COMING = ("statuscode:(200|-)", "mimetype:(text/html|application/xhtml\\+xml|warc/revisit|unk)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CdxQuery:
    """One question to the index: what lies under an address. Neighbours of the same bytes are one row."""

    url: str
    window: Window = field(default_factory=Window)
    limit: int = 5000

    def address(self, base: str, *, resume: str | None = None) -> str:
        """Return the address to ask. ``resume`` is the key an earlier answer ended with."""
        pairs: list[tuple[str, str]] = [("url", self.url), ("matchType", "prefix")]
        pairs += bounds(self.window).items()
        pairs += [("filter", one) for one in _COMING]
        pairs += [("collapse", "digest"), ("output", "json")]
        pairs += [("limit", str(min(self.limit, MOST_ROWS))), ("showResumeKey", "true")]
        tail = f"&resumeKey={_encoded(resume)}" if resume else ""
        return f"{base}/cdx/search/cdx?{urlencode(pairs)}{tail}"


@dataclass(frozen=True, slots=True)
class CdxAnswer:
    """The rows of an answer, and the key with which the next one goes on; None after the last."""

    rows: list[IndexRow]
    resume: str | None


def read_cdx(body: bytes) -> CdxAnswer:
    """Read an answer in either form. Raises IndexTroubled for what is neither."""
    text = body.decode("utf-8", "replace")
    if text.lstrip().startswith("["):
        return _read_json(text)
    if "<html" in text[:500].lower():
        raise IndexTroubled(f"the index answers with a web page: {' '.join(text[:120].split())!r}")
    return _read_text(text)


def _encoded(resume: str) -> str:
    """Return a resume key for an address. As a rule it comes encoded, with «+» for a blank."""
    return resume if _ENCODED.fullmatch(resume) else quote_plus(resume)


def _read_json(text: str) -> CdxAnswer:
    try:
        lines: list[list[str]] = json.loads(text)
    except json.JSONDecodeError as error:
        raise IndexTroubled(f"the answer of the index is cut or damaged ({error})") from error
    if not lines:
        return CdxAnswer([], None)
    resume = None
    if len(lines) >= 2 and lines[-2] == [] and len(lines[-1]) == 1:
        resume = lines[-1][0]
        lines = lines[:-2]
    fields = lines[0]
    return CdxAnswer(_rows(fields, lines[1:]), resume)


def _read_text(text: str) -> CdxAnswer:
    lines = text.splitlines()
    resume = None
    if len(lines) >= 2 and not lines[-2].strip() and lines[-1].strip():
        resume = lines[-1].strip()
        lines = lines[:-2]
    if text and not text.endswith("\n") and resume is None:
        raise IndexTroubled("the answer of the index is cut: its last line has no end")
    return CdxAnswer(_rows(FIELDS, (line.split(" ") for line in lines if line.strip())), resume)


def _rows(fields: Sequence[str], lines: Iterable[Sequence[str]]) -> list[IndexRow]:
    found = []
    for line in lines:
        if len(line) != len(fields):
            raise IndexTroubled(
                f"a row of the index has {len(line)} fields, {len(fields)} expected: {line!r:.120}"
            )
        found.append(_row(dict(zip(fields, line, strict=True))))
    return found


def _row(values: dict[str, Any]) -> IndexRow:
    try:
        captured_at = instant(values["timestamp"])
        status = values.get("statuscode", "-")
        return IndexRow(
            url=values["original"],
            captured_at=captured_at,
            status=None if status == "-" or values.get("mimetype") == _REVISIT else int(status),
            mime=values.get("mimetype", ""),
            digest=values.get("digest", ""),
            place={"timestamp": values["timestamp"]},
        )
    except (KeyError, ValueError) as error:
        raise IndexTroubled(f"a row of the index cannot be read: {values!r:.160}") from error
