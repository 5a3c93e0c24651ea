"""From a page as it came to a case that may be kept: trimmed, without personal data, read, and explained."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from spiders.cases import Case, CaseKind, Expected, Recorded, Said, differences, read_case
from spiders.decoding import decode_page
from spiders.errors import CrawlError, PageRejected
from spiders.pages import Listed
from spiders.platforms import platform_of
from spiders.portal import Portal
from spiders.trimming import trimmed
from spiders.urls import canonical_key


class CaseRefusedError(CrawlError):
    """A page cannot be a case: it does not read, or not any more once it is trimmed."""

    exit_code = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to record. ``captured_at`` is aware; ``listed`` is what a listing said of it."""

    url: str
    body: bytes
    content_type: str | None
    captured_at: datetime
    listed: Listed = field(default_factory=Listed)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A case that is ready to be written, and what a person must check in it, a line for each."""

    recorded: Recorded
    checks: list[str]


def record(page: Page, portal: Portal, name: str, kind: CaseKind | None = None) -> Recording:
    """Make a case of a page; its kind is told by its address where none is given.

    Raises CaseRefusedError for a page that does not read, before or after trimming.
    """
    kind = kind or kind_of(page.url, portal)
    said = Said(title=page.listed.title, published=page.listed.published, section=page.listed.section)
    case = Case(
        url=page.url,
        captured_at=page.captured_at,
        origin="recorded",
        kind=kind,
        note=page.note,
        listed=said if kind == "article" else Said(),
        expect=Expected(),
    )
    whole = Recorded(portal.slug, name, case, decode_page(page.body, page.content_type).text.encode())
    before = _read(whole, portal, "the page does not read")
    reading = platform_of(portal).reading
    kept = [*portal.selectors.body, *portal.selectors.title, *reading.body, *reading.title]
    light = trimmed(page.body, page.content_type, kept)
    slim = replace(whole, body=light.html.encode())
    after = _read(slim, portal, "the page does not read any more once it is trimmed")
    recorded = replace(slim, case=case.model_copy(update={"expect": after}))
    removed = [f"taken out: {', '.join(f'{count} {what}' for what, count in light.removed.items())}"]
    changed = [
        f"{field} is not what the whole page gives, {_short(old)}: is that personal data gone, or text lost?"
        for field, (old, _) in differences(before, after, kind).items()
    ]
    return Recording(recorded, [*(removed if light.removed else []), *changed, *_checks(after, kind)])


def kind_of(url: str, portal: Portal) -> CaseKind:
    """Return what the page at an address is: one of the portal's listings, or an article."""
    key = canonical_key(url, fold_case=portal.fold_case)
    for section in portal.sections:
        if canonical_key(portal.section_url(section), fold_case=portal.fold_case) == key:
            return "documents" if section.kind == "documents" else "listing"
    return "article"


def _read(recorded: Recorded, portal: Portal, failing: str) -> Expected:
    try:
        return read_case(recorded, portal)
    except PageRejected as rejected:
        raise CaseRefusedError(f"{recorded.case.url}: {failing} ({rejected}); nothing was written") from None


def _checks(found: Expected, kind: CaseKind) -> list[str]:
    """Say what only a person can see."""
    checks = [
        "look for names, addresses and numbers of citizens (readers, petitioners, phone books) before you"
        " commit it: what is known of them is taken out, and nothing else"
    ]
    if kind != "article":
        titles = [_short(one.title) for one in found.items]
        shown = f"{len(titles)} items are listed, the first: {titles[0]}" if titles else "NO ITEM is listed"
        return [*checks, shown, f"the next page is {found.following or 'none: is this the only page?'}"]
    checks += [
        f"the title is {_short(found.title)}",
        f"the lead is {_short(found.lead)}",
        f"the text begins {_short(found.first_line)} and ends {_short(found.last_line)}",
        f"it was published at {found.published_at or 'NO TIME: does the page show one?'}",
        f"its author is {found.author or 'not named: does the page name one?'}",
        f"{len(found.attachments)} files are attached",
    ]
    if found.read_by != "platform":
        checks.append(f"READ BY THE {str(found.read_by).upper()} READER: the portal's platform found nothing")
    return checks


def _short(text: object) -> str:
    said = " ".join(str(text).split())
    return f"«{said[:70]}…»" if len(said) > 71 else f"«{said}»"
