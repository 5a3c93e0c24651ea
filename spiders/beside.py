"""What a page offers beside its text: files, other articles, the section it belongs to."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from spiders.listing import node_text
from spiders.pages import Attachment, RawPage, RelatedLink
from spiders.portal import Portal
from spiders.urls import absolute, canonical_key, host_of, is_trap, unwrapped

_FILE_ENDINGS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar")
_ADDRESSES = ("href", "src", "data")
_OTHER_NEWS = ("Tin liên quan", "Các tin khác", "Tin khác", "Những tin mới hơn", "Những tin cũ hơn")
_HOME = ("Trang chủ", "Trang nhất", "Home")


def section_of(root: LexborNode, selectors: Sequence[str], raw: RawPage, portal: Portal) -> str | None:
    """Return the breadcrumb's end, else the listing above the URL, else the one that listed the page."""
    for selector in selectors:
        names = [name for name in map(node_text, root.css(selector)) if name]
        if names and names[-1] not in _HOME:
            return names[-1]
    path = urlsplit(raw.url).path.casefold()
    for section in portal.sections:
        listing = urlsplit(portal.section_url(section)).path.casefold().rstrip("/")
        if listing and path.startswith(listing + "/"):
            return section.name
    return raw.listed.section


def files_of(root: LexborNode, body: LexborNode, selectors: Sequence[str], base: str) -> Iterator[Attachment]:
    """Yield the files that ``selectors`` find on the page, then those linked or shown in the body, each once.

    A viewer shows a file of the article wherever it stands on the page. The address is that of the file
    itself, not of the download page or the viewer around it.
    """
    links = [(link, True) for selector in selectors for link in root.css(selector)]
    links += [(link, False) for link in body.css("a[href], iframe[src], embed[src], object[data]")]
    links += [(link, False) for link in root.css('iframe[src*="viewer.html"]')]
    seen: set[str] = set()
    for link, is_a_file in links:
        stated = next(filter(None, map(link.attributes.get, _ADDRESSES)), "")
        url = unwrapped(base, stated)
        if url is None or url in seen:
            continue
        path = urlsplit(url).path
        if not is_a_file and not path.lower().endswith(_FILE_ENDINGS):
            continue
        seen.add(url)
        # What stands between the tags of a frame is for browsers that know none.
        said = node_text(link.css_first("strong")) or node_text(link) if link.tag == "a" else ""
        wrapper = absolute(base, stated) if link.tag == "a" else None
        name = said or unquote(path.rpartition("/")[2])
        yield Attachment(url=url, name=name, other_url=wrapper if wrapper != url else None)


def related_of(
    links: Iterable[LexborNode], raw: RawPage, portal: Portal, files: Iterable[Attachment]
) -> Iterator[RelatedLink]:
    """Yield those of ``links`` that lead to other articles of the portal, each once."""
    seen = {file.url for file in files}
    asked: set[str] = set()
    own = canonical_key(raw.final_url, fold_case=portal.fold_case)
    hosts = portal.hosts
    for link in links:
        href = link.attributes.get("href") or ""
        title = node_text(link)
        if not title or href in asked:
            continue
        asked.add(href)
        url = absolute(raw.final_url, href)
        if url is None or url in seen or is_trap(url) or host_of(url) not in hosts:
            continue
        seen.add(url)
        if "?" in url or canonical_key(url, fold_case=portal.fold_case) != own:
            yield RelatedLink(url=url, title=title)


def links_under_headings(root: LexborNode) -> list[LexborNode]:
    """Return the links of the first box whose heading says that it lists other news."""
    for heading in root.css("h2, h3, h4, p.h3"):
        if node_text(heading) in _OTHER_NEWS and heading.parent is not None:
            return heading.parent.css("a[href]")
    return []
