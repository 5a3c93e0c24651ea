"""Pages that hold sentences and are no article: hits of a search, teasers, tables, forms, parked domains.

What is built of the same part again and again (a line of text and a link, a question and its answers) is a
list or a form, whatever date stands on it. A page without a date, an address of an article or a word of a
listing must show by its prose that it is one: sentences under a title, and not the rows of a table.
"""

import re
from collections import Counter, defaultdict
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser

from spiders.dating import Published
from spiders.generic_body import Region
from spiders.generic_layout import Layout
from spiders.generic_title import json_ld
from spiders.pages import RawPage
from spiders.wording import one_line

#: Addresses of articles: with a number of four digits at an end or as a value, or a year and a month.
_ADDRESS = re.compile(
    r"[/_-]\d{4,}(?:-\d+)?(?:\.(?:html?|aspx?|cpx|php|vnp)|/|$)|/\d{4,}-[^/]+"
    r"|[?&](?:(?:article|news|item|content|post)?_?id|nid|p)=\d{4,}"
    r"|/-/(?:asset_publisher|view_content)/|/\d{4}/\d{2}/[^/]+",
    re.IGNORECASE,
)
_ARTICLE_TYPES = frozenset({"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle"})
_MORE = re.compile(
    r"\W*(?:(?:xem|đọc) (?:chi tiết|tiếp|thêm|ảnh|video)|chi tiết|tiếp tục đọc|read more|more)\W*",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"\bdomain\b.{0,60}\b(?:for sale|expired|parked)\b|\b(?:buy|this) domain\b|\bis for sale\b"
    r"|tên miền.{0,60}(?:rao bán|hết hạn|chuyển nhượng|chưa được (?:kích hoạt|cấu hình|trỏ))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\w{2}[\"”»)\]]*[.!?…][\"”»)\]]*(?=\s|$)")
_FIELDS = "input, select, textarea"
_NO_FIELD = frozenset({"hidden", "submit", "button", "image", "reset"})
#: So many of the same part make a list, and so much of the prose in them makes it the page.
_REPEATED = 3
_REPEATED_SHARE = 0.5
_ROWS = 4
#: A form has less prose than this for each of its fields.
_PROSE_PER_FIELD = 300
#: So many sentences show an article where nothing else does.
_SENTENCES = 3


def doubt_of(layout: Layout, region: Region) -> str | None:
    """Return why the text of a page is a list or a form, or None. Asked before the page is pruned."""
    links = _more_links(layout, region)
    if links >= _REPEATED:
        return f"{links} links to read on: a list"
    share = _repeated_share(layout, region)
    if share >= _REPEATED_SHARE:
        return f"{share:.0%} of the prose stands in parts that repeat with a link in each: a list"
    fields = _fields_within(layout, region)
    if fields > 1 and fields * _PROSE_PER_FIELD > region.weight:
        return f"{fields} fields among {region.weight} characters of prose: a form"
    return None


def lack_of(
    tree: LexborHTMLParser, layout: Layout, region: Region, published: Published, raw: RawPage
) -> str | None:
    """Return what a page lacks to be an article where neither date, address nor listing say it is one."""
    is_told = published.at is not None or raw.listed.title is not None
    if is_told or _ADDRESS.search(raw.final_url) or _is_called_article(tree):
        return None
    text = "\n".join(layout.blocks[number].text for number in region.kept)
    head = one_line(" ".join(node.text() for node in tree.css("title, h1, h2")))
    if _PARKED.search(head) or _PARKED.search(text):
        return "no date, and the words of a parked domain"
    rows = _row_share(layout, region)
    if rows >= _REPEATED_SHARE:
        return f"no date, and {rows:.0%} of the prose in rows of a table"
    prose = (layout.blocks[number] for number in region.kept if layout.blocks[number].weight)
    sentences = sum(len(_SENTENCE.findall(block.text)) for block in prose)
    if not region.is_titled or sentences < _SENTENCES:
        return f"no date, and {sentences} sentences under {'a' if region.is_titled else 'no'} title"
    return None


def _is_called_article(tree: LexborHTMLParser) -> bool:
    kind = tree.css_first('meta[property="og:type"]')
    if kind is not None and kind.attributes.get("content") == "article":
        return True
    return any(str(one.get("@type")) in _ARTICLE_TYPES for one in json_ld(tree))


def _more_links(layout: Layout, region: Region) -> int:
    blocks = layout.blocks[region.kept[0] : region.kept[-1] + 2]
    return sum(block.is_linked and _MORE.fullmatch(block.text) is not None for block in blocks)


def _repeated_share(layout: Layout, region: Region) -> float:
    """Return how much of the prose stands in boxes of one name beside each other, a linked line in each."""
    kept, blocks = set(region.kept), layout.blocks
    links = [0, *accumulate(block.is_linked for block in blocks)]
    prose = [0, *accumulate(block.weight if number in kept else 0 for number, block in enumerate(blocks))]
    groups: defaultdict[tuple[int, str, str], list[int]] = defaultdict(list)
    for box in range(region.box + 1, len(layout.nodes)):
        first, end = layout.first[box], layout.end[box]
        if end - first > 1 and links[end] > links[first] and prose[end] > prose[first]:
            name = layout.nodes[box].attributes.get("class") or ""
            groups[layout.parents[box], layout.tags[box], name].append(prose[end] - prose[first])
    return (
        max((sum(found) for found in groups.values() if len(found) >= _REPEATED), default=0) / region.weight
    )


def _row_share(layout: Layout, region: Region) -> float:
    """Return how much of the prose stands in the rows of one table of two columns or more."""
    cell_of = [0]  # the nearest cell around each box, or 0
    for box in range(1, len(layout.nodes)):
        cell_of.append(box if layout.tags[box] == "td" else cell_of[layout.parents[box]])
    cells: defaultdict[int, set[int]] = defaultdict(set)
    weights: Counter[int] = Counter()
    kept = set(region.kept)
    for number in range(layout.first[region.box], layout.end[region.box]):
        block = layout.blocks[number]
        if cell := cell_of[block.owner]:
            row = layout.parents[cell]
            cells[row].add(cell)
            weights[row] += block.weight if number in kept else 0
    tables: defaultdict[int, list[int]] = defaultdict(list)
    for row, found in cells.items():
        if len(found) > 1:
            tables[layout.parents[row]].append(weights[row])
    return max((sum(rows) for rows in tables.values() if len(rows) >= _ROWS), default=0) / region.weight


def _fields_within(layout: Layout, region: Region) -> int:
    """Count the fields between the first line of the text and its last; choices of one name are one field."""
    fields = {node.mem_id: node for node in layout.nodes[region.box].css(_FIELDS)}
    if not fields:
        return 0
    begin = layout.blocks[region.kept[0]].nodes[0].mem_id
    end = layout.blocks[region.kept[-1]].nodes[-1].mem_id
    names: set[str] = set()
    is_within = False
    for node in layout.nodes[region.box].traverse(include_text=True):
        is_within = is_within or node.mem_id == begin
        if node.mem_id == end:
            break
        if is_within and node.mem_id in fields:
            attributes = node.attributes
            if (attributes.get("type") or "text").lower() not in _NO_FIELD:
                names.add(attributes.get("name") or f"#{node.mem_id}")
    return len(names)
