"""Which archived addresses are articles of a portal, and under which folders an index is asked for them.

An archive holds whatever a crawler met. An address counts when it has the form in which the portal's platform
writes articles, lies in a folder that holds articles, and is no trap. Listings are not needed: they name what
was news on one day; document lists are, as their rows are nowhere else.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from spiders.attachments import file_key
from spiders.dating import PORTAL_ZONE
from spiders.eras import item_key, seen_as, views
from spiders.errors import CrawlError
from spiders.pages import CaptureKind, Listed
from spiders.platforms import nukeviet
from spiders.platforms.nukeviet import rewritten
from spiders.portal import Portal
from spiders.sources.source import Find, IndexRow
from spiders.urls import canonical_key, host_of, is_trap

# How the address of an article looks, before any query or in it.
_FORMS = {
    "vhv": re.compile(r"^/[^?]+/[^/?]+\.html?$", re.IGNORECASE),
    "nukeviet": re.compile(r"-\d+\.html$|[?&]nv=.*[?&]op=[^&]*-\d+|/[^/?]+/detail/[^/?]+/?$", re.IGNORECASE),
    "vnpt": re.compile(r"^/[^?]+/[^/?]+-\d+/?$|^/\d+/\d+/\d+/\d+/|[?&]p_steering=\d+(?:&|$)", re.IGNORECASE),
    "dnn": re.compile(r"/id/\d+/?$|/default\.aspx\?(?:.*&)?id=\d|\.cpx\?(?:uuid|item)=", re.IGNORECASE),
    "inet": re.compile(r"\.cpx\?(?:.*&)?(?:uuid|item)=[0-9a-f]{24}(?:&|$)", re.IGNORECASE),
    "sharepoint": re.compile(r"\.aspx\?(?:.*&)?(?:id|itemid)=\d|/\d+-[^/?]+/?$", re.IGNORECASE),
}
# Documents stand outside of the folders of news: at the root of a site, or in a module of their own.
_DOCUMENTS = {
    "nukeviet": re.compile(r"/laws/detail/[^/?]+/?$", re.IGNORECASE),
    "vnpt": re.compile(r"[?&]p_steering=\d+(?:&|$)", re.IGNORECASE),
}
# Other faces of the same article: print, download, a dialogue.
_FACES = re.compile(r"/(?:print|savefile)/|[?&](?:download|pdf|isdlg)=", re.IGNORECASE)
# Where any folder may hold articles: the address ends in what names the item.
_FOLDERLESS = frozenset({"dnn", "inet"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an archived address is to a portal."""

    kind: CaptureKind
    url_key: str
    listed: Listed


def wanted(url: str, portal: Portal, captured_at: datetime) -> Wanted | None:
    """Return what ``url`` is, or None for what is not worth having."""
    day = captured_at.astimezone(PORTAL_ZONE).date()
    view = seen_as(portal, url, day)
    if view is None:
        return None
    try:
        if found := _document_list(url, portal):
            return found
        if _is_article(url, view):
            return Wanted("article", item_key(url, portal, day), Listed())
    except CrawlError:
        return None
    return None


def find_of_row(row: IndexRow, portal: Portal) -> Find | None:
    """Return the capture that a row of an index tells of, or None for one that is not wanted."""
    own = row.page
    if row.is_file:
        key = own_file_key(row.url, portal, row.captured_at)
        found = Wanted("file", key, Listed()) if key is not None else None
    elif own is not None:
        is_ours = own.portal == portal.slug and own.kind in {"article", "document_list", "file"}
        found = Wanted(own.kind, own.url_key, own.listed) if is_ours else None
    else:
        found = wanted(row.url, portal, row.captured_at) if row.status in {200, None} else None
    if found is None:
        return None
    return Find(
        url=row.url,
        url_key=found.url_key,
        kind=found.kind,
        captured_at=row.captured_at,
        digest=row.digest,
        place=row.place,
        is_revisit=row.status is None,
        listed=found.listed,
        asked=own.url if own is not None else None,
    )


def own_file_key(url: str, portal: Portal, captured_at: datetime) -> str | None:
    """Return the key of a file, or None for one on hosts that are none of the portal's, then or now."""
    view = seen_as(portal, url, captured_at.astimezone(PORTAL_ZONE).date())
    if view is None and host_of(url) not in portal.hosts.union(portal.file_hosts):
        return None
    return file_key(url, fold_case=(view or portal).fold_case)


def index_prefixes(portal: Portal, first: date | None, last: date | None) -> list[str]:
    """Return the folders to ask an index for, without scheme and `www.`, for captures between two days."""
    found = []
    for view in views(portal, first, last):
        host = host_of(view.base_url).removeprefix("www.")
        is_whole = view.platform in _FOLDERLESS or _has_list_at_root(view)
        folders = [""] if is_whole else sorted(_folders(view)) or [""]
        found += [f"{host}/{folder}/" if folder else f"{host}/" for folder in folders]
        lists = [view.section_url(one) for one in view.sections if one.kind == "documents"]
        found += [host + urlsplit(url).path.casefold() for url in lists]
    return list(dict.fromkeys(found))


def _is_article(url: str, view: Portal) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path)
    form = _FORMS.get(view.platform)
    target = path + (f"?{parts.query}" if parts.query else "")
    # As the site would write it today.
    plain = rewritten(url) if view.platform == nukeviet.NAME else url
    looks_right = form is None or any(form.search(one) for one in (target, path, urlsplit(plain).path))
    if not looks_right or is_trap(url) or is_trap(plain) or _FACES.search(target) or _is_section(url, view):
        return False
    if view.platform in _FOLDERLESS or not _folders(view):
        return True
    documents = _DOCUMENTS.get(view.platform)
    if documents is not None and documents.search(target):
        return True
    low = path.strip("/").casefold() + "/"
    return any(low.startswith(f"{folder}/") for folder in _folders(view)) or "nv=" in parts.query


def _folders(view: Portal) -> set[str]:
    """Return the folders that hold articles, in small letters: those of the sections and the told ones."""
    found = {unquote(path).strip("/").casefold() for path in view.archive_paths}
    for section in view.sections:
        steps = [step for step in urlsplit(view.section_url(section)).path.split("/") if step]
        if section.kind == "articles" and steps:
            found.add("/".join(steps[: _depth(view)]).casefold())
    if view.platform == "nukeviet":
        # Sites leave the language out, or have every address behind a file name.
        found |= {folder.removeprefix("vi/") for folder in found}
        found |= {f"index.php/{folder}" for folder in found}
    return found


def _has_list_at_root(view: Portal) -> bool:
    """Tell whether a listing is told by its query alone, as VNPT's documents are: its items lie there too."""
    urls = (urlsplit(view.section_url(section)) for section in view.sections)
    return any(url.query and not url.path.strip("/") for url in urls)


def _depth(view: Portal) -> int:
    """Return how many steps of a listing's path the articles of all listings share."""
    return 2 if view.platform in {"nukeviet", "sharepoint"} else 1


def _is_section(url: str, view: Portal) -> bool:
    key = canonical_key(url, fold_case=True)
    return any(canonical_key(view.section_url(one), fold_case=True) == key for one in view.sections)


def _document_list(url: str, portal: Portal) -> Wanted | None:
    for section in portal.sections:
        if section.kind != "documents":
            continue
        key = canonical_key(portal.section_url(section), fold_case=portal.fold_case)
        if canonical_key(url, fold_case=portal.fold_case) == key:
            return Wanted("document_list", f"{key}#{_page_of(url)}", Listed(section=section.name))
    return None


def _page_of(url: str) -> int:
    pairs = parse_qsl(urlsplit(url).query)
    numbers = (value for name, value in pairs if name.lower() in {"pageindex", "page"})
    first = next(numbers, "1")
    return int(first) if first.isdecimal() else 1
