"""New portals and new cases: the pages are fetched by a child, read here, and written when they are clean."""

from dataclasses import dataclass, replace
from pathlib import Path

from flows.errors import UsageRefusedError
from flows.looking import Means, look
from flows.plan import configured_portals
from spiders.archive import read_capture
from spiders.case_files import new_case_path, save_case
from spiders.cases import CaseKind, case_folder
from spiders.errors import CrawlError, PortalConfigError
from spiders.ledger import Ledger
from spiders.pages import Listed
from spiders.portal import SHIPPED, Portal, load_portal, load_portals
from spiders.portal_text import portal_text
from spiders.proposing import Proposal, propose, refuse_foreign
from spiders.recording import Page, Recording, kind_of, record
from spiders.scouting import Orders, Report
from spiders.sights import Sight
from spiders.urls import host_of, split_url


@dataclass(frozen=True, slots=True)
class Grown:
    """What was written: files, and for each case what a person must check in it."""

    files: list[Path]
    recordings: list[Recording]
    problems: list[str]


def record_case(
    what: str, means: Means, *, slug: str | None = None, name: str | None = None, kind: CaseKind | None = None
) -> Grown:
    """Add a case to a portal: of the page at an address, or of a capture that the archive has by that id.

    Raises UsageRefusedError where no portal has the address or the name is none or taken, RunTroubledError
    where the page cannot be had.
    """
    portals = configured_portals(means.settings.portals)
    problems: list[str] = []
    folder = means.settings.portals
    if "://" in what:
        portal = _portal_of(what, portals, slug)
        _refuse_name(folder, portal, name)
        report = look(Orders(portal=portal, url=what), means)
        sight = report.sights[0]
        page, problems = _page(sight, means), report.problems
    else:
        portal, page, archived = _captured(what, portals, means.settings.data)
        _refuse_name(folder, portal, name)
        kind = kind or archived
    kind = kind or kind_of(page.url, portal)
    recording = record(page, portal, name or free_name(folder, portal.slug, kind), kind)
    return Grown([save_case(recording.recorded, folder)], [recording], problems)


def _refuse_name(folder: Path, portal: Portal, name: str | None) -> None:
    """Raise UsageRefusedError for a name that no case can be given, before anything is fetched for it."""
    try:
        if name is not None:
            new_case_path(folder, portal.slug, name)
    except PortalConfigError as error:
        raise UsageRefusedError(str(error)) from error


def new_portal(
    url: str, means: Means, *, province: str | None = None, slug: str | None = None, into: Path | None = None
) -> tuple[Proposal, Grown]:
    """Propose the file of a portal that is not configured yet, and write it with its first cases.

    Raises SiteUnknownError for a host or a CMS that Gặt does not know, UsageRefusedError for a portal that
    the folder has already, or that ships with Gặt (but in a rehearsal: the replicas are of shipped portals).
    """
    folder = into or means.settings.portals
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
    _refuse_known(url, folder, load_portals() if not means.rehosting else {})
    report = look(Orders(portal=_stand_in(url), url=url, explores=True), means)
    proposal = propose(url, report.sights, province=province, slug=slug)
    path = folder / f"{proposal.slug}.toml"
    if path.exists():
        message = f"{path} is there already; choose another name with --slug"
        raise UsageRefusedError(message)
    text = portal_text(proposal, report.sights[0].seen_at.date(), url)
    path.write_text(text, encoding="utf-8")
    try:
        portal = load_portal(path)
        recordings = _first_cases(portal, proposal, report, means)
        files = [path, *(save_case(one.recorded, folder) for one in recordings)]
    except CrawlError:
        path.unlink()
        raise
    return proposal, Grown(files, recordings, report.problems)


def _refuse_known(url: str, folder: Path, shipped: dict[str, Portal]) -> None:
    """Raise for a host that is no government's, and for one of a portal in ``folder`` or ``shipped``."""
    own = load_portals(folder)
    refuse_foreign(url, {host for portal in [*own.values(), *shipped.values()] for host in portal.hosts})
    for portals, advice in (
        (own, f"add a case to it with: gat portals record {url}"),
        (shipped, f"to change it, copy its file from {SHIPPED} to {folder}"),
    ):
        for portal in portals.values():
            if host_of(url) in portal.hosts:
                message = f"{host_of(url)} is the portal {portal.slug!r} already; {advice}"
                raise UsageRefusedError(message)


def _first_cases(portal: Portal, proposal: Proposal, report: Report, means: Means) -> list[Recording]:
    """Return a case of the first listing, and one of the article that was looked at, if any."""
    first = proposal.listings[0]
    kind: CaseKind = "documents" if first.kind == "documents" else "listing"
    found = [record(_page(first.sight, means), portal, kind, kind)]
    listings = {one.sight.url for one in proposal.listings}
    for one in proposal.listings:
        for item in one.items:
            for sight in report.sights:
                if sight.url == item.url and sight.url not in listings:
                    listed = Listed(title=item.title, published=item.published, section=one.name)
                    article = replace(_page(sight, means), listed=listed)
                    return [record(article, portal, "article", "article"), *found]
    return found


def _page(sight: Sight, means: Means) -> Page:
    note = "recorded in a rehearsal, from a replica" if means.rehosting else None
    return Page(
        url=sight.final_url,
        body=sight.body,
        content_type=sight.content_type,
        captured_at=sight.seen_at,
        note=note,
    )


def _portal_of(url: str, portals: dict[str, Portal], slug: str | None) -> Portal:
    host = host_of(url)
    owners = [portal for portal in portals.values() if host in portal.hosts]
    if slug is not None:
        owners = [portal for portal in owners if portal.slug == slug]
    if len(owners) == 1:
        return owners[0]
    if owners:
        message = (
            f"{host} is of several portals: name one with --portal ({', '.join(p.slug for p in owners)})"
        )
    elif slug is not None and slug not in portals:
        message = f"no portal {slug!r}; known are: {', '.join(portals)}"
    else:
        of = f"the portal {slug!r}" if slug is not None else "any configured portal"
        message = f"{host or repr(url)} is no host of {of}; make a new portal with: gat portals new {url}"
    raise UsageRefusedError(message)


def _captured(
    capture_id: str, portals: dict[str, Portal], data: Path
) -> tuple[Portal, Page, CaseKind | None]:
    """Return a page that the archive has, whose portal it is, and what kind of page it was kept as."""
    ledger = data / "ledger.sqlite"
    row = None
    if ledger.exists():
        with Ledger(ledger) as opened:
            row = opened.capture(capture_id)
    if row is None:
        message = f"{capture_id!r} is neither a URL nor a capture in the archive of {data}"
        raise UsageRefusedError(message)
    portal = portals.get(row.portal)
    if portal is None:
        message = f"capture {capture_id} is of the portal {row.portal!r}, which is not configured"
        raise UsageRefusedError(message)
    raw = read_capture(data / "archive", row)
    kinds: dict[str, CaseKind] = {"article": "article", "listing": "listing", "document_list": "documents"}
    page = Page(
        url=row.final_url,
        body=raw.body,
        content_type=raw.content_type,
        captured_at=raw.fetched_at,
        listed=raw.listed,
    )
    return portal, page, kinds.get(row.kind)


def _stand_in(url: str) -> Portal:
    """Return what the crawler needs of a portal that nobody has described yet."""
    parts = split_url(url)
    return Portal.model_validate(
        {
            "slug": "new",
            "name": "new",
            "province": "unknown",
            "platform": "vhv",
            "base_url": f"{parts.scheme}://{parts.netloc}",
            "sections": [{"url": "/", "name": "new"}],
            "expect": {"first_page_items": 1},
        }
    )


def free_name(portals: Path, slug: str, kind: str) -> str:
    """Return the first of ``article``, ``article-2``, … that a portal has no case of."""
    folder, number = case_folder(portals) / slug, 1
    while (folder / f"{kind}{'' if number == 1 else f'-{number}'}.toml").exists():
        number += 1
    return kind if number == 1 else f"{kind}-{number}"
