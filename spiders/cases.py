"""Recorded cases: one page of a portal, trimmed, and what must be read from it.

They lie beside the portal files, ``cases/<slug>/<name>.html`` and ``.toml``. A page of a portal that nobody
could reach is written from what is known of its platform's markup, and its ``origin`` says so. A key that
the table ``expect`` leaves out must not be found on the page either.
"""

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, ValidationError, model_validator

from spiders.detect import detect_platform
from spiders.eras import item_key, seen_as
from spiders.errors import PortalConfigError
from spiders.listing import Answer
from spiders.pages import Article, CaptureKind, Listed, RawPage, ReadBy
from spiders.platforms import parse_page, platform_of
from spiders.portal import SHIPPED, Portal
from spiders.portal_keys import Strict

CaseKind = Literal["article", "listing", "documents"]
Origin = Literal["recorded", "written from field notes"]

#: What is compared, by the kind of a case. Every one of them is compared in every case.
FIELDS: dict[CaseKind, tuple[str, ...]] = {
    "article": (
        "recognised_as", "read_by", "title", "lead", "author", "published_at", "section", "text_sha256",
        "first_line", "last_line", "attachments",
    ),
    "listing": ("recognised_as", "items", "following", "total"),
    "documents": ("recognised_as", "items", "following"),
}  # fmt: skip
_CAPTURES: dict[CaseKind, CaptureKind] = {
    "article": "article",
    "listing": "listing",
    "documents": "document_list",
}


class File(Strict):
    """A file that an article offers."""

    url: str
    name: str


class Entry(Strict):
    """One item of a listing, its date as written, or one row of a document list with its day (ISO)."""

    url: str
    title: str
    published: str | None = None


class Said(Strict):
    """What the listing said of an article: where the page is silent, it counts."""

    title: str | None = None
    published: str | None = None
    section: str | None = None


class Expected(Strict):
    """What must be read. ``following`` is the address that is asked for the next page of a listing."""

    recognised_as: str | None = None
    read_by: ReadBy | None = None
    title: str | None = None
    lead: str | None = None
    author: str | None = None
    published_at: AwareDatetime | None = None
    section: str | None = None
    text_sha256: str | None = None
    first_line: str | None = None
    last_line: str | None = None
    attachments: tuple[File, ...] = ()
    items: tuple[Entry, ...] = ()
    following: str | None = None
    total: int | None = None


class Case(Strict):
    """The file beside a recorded page. One written from notes stands for a page of ``captured_at``."""

    url: str
    captured_at: AwareDatetime
    origin: Origin
    kind: CaseKind
    note: str | None = None  # what this case shows, or where its page departs from what was seen
    listed: Said = Said()
    expect: Expected

    @model_validator(mode="after")
    def _expects_what_its_kind_has(self) -> "Case":
        strange = self.expect.model_fields_set - set(FIELDS[self.kind])
        if strange:
            raise ValueError(f"a case of kind {self.kind!r} has no {', '.join(sorted(strange))}")
        return self


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case and its page."""

    slug: str
    name: str
    case: Case
    body: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """The case in one word: ``sonla/article``."""
        return f"{self.slug}/{self.name}"


def case_folder(portals: Path = SHIPPED) -> Path:
    """Return where the cases of a folder of portal files lie."""
    return portals / "cases"


def load_cases(portals: Path = SHIPPED) -> list[Recorded]:
    """Return every case beside the portal files of a folder. Raises PortalConfigError naming file and key."""
    return [load_case(path) for path in sorted(case_folder(portals).glob("*/*.toml"))]


def load_case(path: Path) -> Recorded:
    """Return the case of a TOML file and the page beside it."""
    try:
        case = Case.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        body = path.with_suffix(".html").read_bytes()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PortalConfigError(f"{path}: not a readable case: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"]) or "file"
        raise PortalConfigError(f"{path}: {key}: {first['msg'].removeprefix('Value error, ')}") from error
    return Recorded(path.parent.name, path.stem, case, body)


def read_case(recorded: Recorded, portal: Portal) -> Expected:
    """Return what is read from the page of a case as the code is now.

    Raises PageRejected for a page that does not read.
    """
    case = recorded.case
    view = seen_as(portal, case.url, case.captured_at.date()) or portal
    raw = _raw(recorded, portal)
    recognised = detect_platform(recorded.body.decode("utf-8", "replace"))
    if case.kind == "article":
        return expected_of(parse_page(raw, view)[0], recognised)
    platform = platform_of(view)
    ask = platform.first_page(case.url)
    answer = Answer(ask=ask, final_url=case.url, body=recorded.body, content_type=raw.content_type)
    page = platform.read_listing(answer)
    found: dict[str, object] = {"following": page.following.url if page.following is not None else None}
    if case.kind == "documents":
        found["items"] = tuple(_row(row) for row in parse_page(raw, view))
    else:
        found["items"] = tuple(
            Entry(url=item.url, title=item.title, published=item.published) for item in page.items
        )
        found["total"] = page.total
    return Expected.model_validate({"recognised_as": recognised, **found})


def expected_of(article: Article, recognised: str | None) -> Expected:
    """Return what was read of an article in the form of an expectation."""
    lines = article.text.split("\n")
    return Expected(
        recognised_as=recognised,
        read_by=article.read_by,
        title=article.title,
        lead=article.lead,
        author=article.author,
        published_at=article.published_at,
        section=article.section,
        text_sha256=article.text_sha256,
        first_line=lines[0],
        last_line=lines[-1],
        attachments=tuple(File(url=file.url, name=file.name) for file in article.attachments),
    )


def differences(expected: Expected, found: Expected, kind: CaseKind) -> dict[str, tuple[object, object]]:
    """Return the fields that differ: what was expected, what was found."""
    pairs = {name: (getattr(expected, name), getattr(found, name)) for name in FIELDS[kind]}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _row(article: Article) -> Entry:
    day = article.published_at.date().isoformat() if article.published_at is not None else None
    return Entry(url=article.url, title=article.title, published=day)


def _raw(recorded: Recorded, portal: Portal) -> RawPage:
    case = recorded.case
    return RawPage(
        capture_id="",
        run_id="",
        portal=portal.slug,
        kind=_CAPTURES[case.kind],
        url=case.url,
        final_url=case.url,
        url_key=item_key(case.url, portal, case.captured_at.date()),
        fetched_at=case.captured_at,
        status=200,
        content_type="text/html; charset=utf-8",
        sha256=hashlib.sha256(recorded.body).hexdigest(),
        body=recorded.body,
        warc_file="",
        warc_offset=0,
        warc_length=0,
        listed=Listed(**case.listed.model_dump()),
    )
