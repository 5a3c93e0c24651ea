"""The reader for pages that no platform's module knows: archive captures of older systems, changed layouts.

It answers only when it is sure. What it is not sure of (little prose, mostly links, no title) is left to the
refusal of the portal's own platform; a notice in prose is refused as one.
"""

from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from spiders.beside import files_of, related_of, section_of
from spiders.body import byline_of, read_body
from spiders.disguise import refuse_disguised
from spiders.errors import PageRejected
from spiders.generic_body import Region, find_region, prune
from spiders.generic_date import find_published
from spiders.generic_doubt import doubt_of, lack_of
from spiders.generic_layout import Block, Layout, lay_out
from spiders.generic_title import find_title, title_above
from spiders.generic_words import CUT_LINE, LEAD_NAME, READERS_NAME
from spiders.pages import Article
from spiders.portal import Portal
from spiders.readers import may_head_readers
from spiders.reading import OpenPage, Reader, article_of
from spiders.wording import one_line

NAME = "generic"
VERSION = "1"

#: Prose that makes a page an article: less under a title that the page's head names too.
_ENOUGH_PROSE = 300
_ENOUGH_TITLED = 120
#: A page with so many linked headlines among so little prose is a list.
_PROSE_PER_HEADLINE = 100
_SURE_PROSE = 600
_HOME = frozenset(
    {
        "",
        "/",
        "/index.html",
        "/index.php",
        "/default.aspx",
        "/home",
        "/trang-chu",
        "/vi",
        "/vi/",
        "/web/guest",
    }
)
_FILES = (
    'a[href*="LinkClick.aspx"]',
    'a[href*="DownloadFilePage.aspx"]',
    'a[href*="download=1"]',
)
_SECTIONS = (
    "[class*=readcrumb] a",
    "[id*=readCrumb] a",
    "[class*=pathway] a",
    "[class*=duong-dan] a, [class*=duongdan] a",
)
_MOST_RELATED = 20
_BOLD = frozenset({"b", "strong"})
#: So many blocks below the text are looked at for who wrote it.
_BYLINE_WITHIN = 4


def read_generic(page: OpenPage, portal: Portal) -> Article:
    """Read an article of an unknown layout. Raises PageRejected where it is not sure. Changes the page."""
    raw = page.raw
    _refuse_home(raw.final_url)
    layout = lay_out(page.tree)
    title, at, region = _find(page, layout)
    if region is None or not title:
        raise _unsure("no prose under a title")
    published = find_published(page.tree, layout, at, region, raw)
    why = doubt_of(layout, region) or lack_of(page.tree, layout, region, published, raw)
    box = layout.nodes[region.box]
    files = tuple(files_of(box, box, _FILES, raw.final_url))
    related = tuple(related_of(_other_news(layout, region), raw, portal, files))
    section = section_of(page.root, _SECTIONS, raw, portal)
    lead = _lead(layout, region)
    author = _byline(layout, region)
    node = prune(layout, region)
    body = read_body(node.html or "")
    text = body.text
    if region.weight >= _SURE_PROSE:
        # A login beside a long text is the site's, not the page.
        for field in node.css("input[type=password]"):
            field.remove()
    refuse_disguised(title, text, node, portal.name)
    _refuse_unsure(region, text)
    if why is not None:
        raise _unsure(why)
    return article_of(
        raw,
        portal,
        Reader(NAME, VERSION, "generic"),
        title=title,
        lead=lead if lead and lead in text else None,
        text=text,
        author=body.byline or author,
        published=published,
        section=section,
        attachments=files,
        related=related,
    )


def _refuse_home(url: str) -> None:
    parts = urlsplit(url)
    if parts.path.casefold() in _HOME and not parts.query:
        raise PageRejected("home_page", f"the address is that of a home page: {url}")


def _find(page: OpenPage, layout: Layout) -> tuple[str, int | None, Region | None]:
    title, at = find_title(page.tree, layout)
    region = find_region(layout, at)
    if at is None and region is not None and (above := title_above(layout, region.kept[0])) is not None:
        return one_line(layout.blocks[above].text), above, find_region(layout, above)
    return title, at, region


def _refuse_unsure(region: Region, text: str) -> None:
    least = _ENOUGH_TITLED if region.is_titled else _ENOUGH_PROSE
    if region.weight < least or len(text) < least:
        raise _unsure(f"only {region.weight} characters of prose")
    if region.links * _PROSE_PER_HEADLINE > region.weight:
        raise _unsure(f"{region.links} headlines among {region.weight} characters of prose: a list")


def _unsure(why: str) -> PageRejected:
    return PageRejected("no_body", f"the generic reader is not sure: {why}")


def _lead(layout: Layout, region: Region) -> str | None:
    """Return the first paragraph where it stands apart from the body, is bold, or its box is so named."""
    first = region.kept[0]
    block = layout.blocks[first]
    if not block.weight or len(region.kept) < 2:
        return None
    is_apart = not layout.holds(region.body, first)
    is_bold = all(node.parent is not None and node.parent.tag in _BOLD for node in block.nodes)
    return one_line(block.text) if is_apart or is_bold or LEAD_NAME.search(layout.names(block)) else None


def _byline(layout: Layout, region: Region) -> str | None:
    """Return the writer named in one of the lines that follow the text."""
    last = region.kept[-1] + 1
    for block in layout.blocks[last : last + _BYLINE_WITHIN]:
        is_heading = CUT_LINE.fullmatch(block.text) is not None or may_head_readers(block.text)
        if is_heading or _is_of_readers(layout, block, region):
            break
        if not block.linked and (name := byline_of(one_line(block.text))):
            return name
    return None


def _is_of_readers(layout: Layout, block: Block, region: Region) -> bool:
    """Tell whether a box around a block, and not around the text, is named as one in which readers speak."""
    box = block.owner
    while layout.first[box] > region.kept[-1]:
        named = layout.nodes[box].attributes
        if READERS_NAME.search(f"{named.get('class') or ''} {named.get('id') or ''}"):
            return True
        box = layout.parents[box]
    return False


def _other_news(layout: Layout, region: Region) -> list[LexborNode]:
    """Return the links of the first headlines that follow the text."""
    links: list[LexborNode] = []
    for block in layout.blocks[region.kept[-1] + 1 :]:
        if block.is_headline:
            link: LexborNode | None = block.nodes[0].parent
            while link is not None and link.tag != "a":
                link = link.parent
            links += [link] if link is not None else []
        if len(links) == _MOST_RELATED:
            break
    return links
