"""Where the text of a page stands that no module knows: in the box that holds most of the prose.

Read is what stands between the title and the last prose of that box; short lines at its edges (dates,
counters, share buttons, bylines) are left out, those between paragraphs stay.
"""

import re
from dataclasses import dataclass
from itertools import accumulate

from selectolax.lexbor import LexborNode

from spiders.generic_layout import Block, Layout
from spiders.generic_prose import furniture_of, prose_weights
from spiders.generic_words import AUTHOR_NAME, DATE_LINE, FURNITURE, is_imprint

_FURNITURE_CHARS = 120
_NO_LETTER = re.compile(r"[\W\d_]*")
_LEFT_OUT = "nav, footer, marquee, [hidden], .d-none"
#: One box holds the text when it holds this much of the prose of the box around it.
_BODY_SHARE = 0.75
#: However many boxes stand in each other, it holds this much of the outermost.
_LEAST_SHARE = 0.67
#: The box of the title holds the text when it holds this much of the page's prose.
_TITLED_SHARE = 0.45
#: The text may reach out to the box that also holds the title when that adds no more prose than this.
_REACH = 1.5


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a page that is its article: a box, which of its blocks are text, and how sure that is.

    ``weight`` is the prose it holds, ``links`` the number of headlines linked above its last line.
    """

    box: int
    body: int
    kept: list[int]
    weight: int
    links: int
    is_titled: bool


def find_region(layout: Layout, title: int | None) -> Region | None:
    """Return where the article stands, or None on a page without prose. ``title`` is the title's block."""
    blocks = layout.blocks
    if not blocks:
        return None
    dropped = furniture_of(layout, prose_weights(layout, title, set()), title)
    weights = prose_weights(layout, title, dropped)
    sums = [0, *accumulate(weights)]
    if not sums[-1]:
        return None
    body = _descend(layout, sums, _start(layout, sums, title))
    box, start = _reach(layout, sums, body, title)
    inside = range(max(layout.first[box], start), layout.end[box])
    prose = [number for number in inside if weights[number]]
    if not prose:
        return None
    kept = _kept(layout, body, inside, set(prose), dropped, title)
    above = range(inside.start, kept[-1])
    links = sum(number not in dropped and blocks[number].is_headline for number in above)
    return Region(box, body, kept, sum(weights[number] for number in prose), links, title is not None)


def prune(layout: Layout, region: Region) -> LexborNode:
    """Take everything out of a region's box that is not its text; return its element. Changes the page."""
    kept = set(region.kept)
    held = [0, *accumulate(number in kept for number in range(len(layout.blocks)))]
    gone = layout.first[region.box]
    for box in range(region.box + 1, len(layout.nodes)):
        first, end = layout.first[box], layout.end[box]
        if first >= layout.end[region.box] and end:
            break
        if gone <= first < end and held[first] == held[end]:
            layout.nodes[box].remove()
            gone = end
    for number in range(layout.first[region.box], layout.end[region.box]):
        if number not in kept:
            for node in layout.blocks[number].nodes:
                node.remove()
    for node in layout.nodes[region.box].css(_LEFT_OUT):
        node.remove()
    return layout.nodes[region.box]


def _start(layout: Layout, sums: list[int], title: int | None) -> int:
    """Return the smallest box around the title that holds about half of the page's prose, or the page."""
    if title is None:
        return 0
    box = layout.blocks[title].owner
    while box and sums[layout.end[box]] - sums[layout.first[box]] < _TITLED_SHARE * sums[-1]:
        box = layout.parents[box]
    return box


def _descend(layout: Layout, sums: list[int], box: int) -> int:
    """Return the innermost box in ``box`` that still holds most of the prose of the box around it."""
    least = _LEAST_SHARE * (sums[layout.end[box]] - sums[layout.first[box]])
    children: dict[int, list[int]] = {}
    for child in range(1, len(layout.nodes)):
        if layout.end[child] and sums[layout.end[child]] > sums[layout.first[child]]:
            children.setdefault(layout.parents[child], []).append(child)
    while below := children.get(box):
        held = [sums[layout.end[child]] - sums[layout.first[child]] for child in below]
        best = max(held)
        around = sums[layout.end[box]] - sums[layout.first[box]]
        if best < _BODY_SHARE * around or best < least:
            break
        box = below[held.index(best)]
    return _widened(layout, box)


def _widened(layout: Layout, box: int) -> int:
    """Return the box around a lone paragraph: the paragraphs beside it may be short."""
    while box and layout.end[box] - layout.first[box] <= 1:
        box = layout.parents[box]
    return box


def _reach(layout: Layout, sums: list[int], body: int, title: int | None) -> tuple[int, int]:
    """Return the box to read, and its first block: that of the title too, where it adds little prose."""
    if title is None:
        return body, layout.first[body]
    if layout.holds(body, title):
        return body, title + 1
    both = layout.common(body, layout.blocks[title].owner)
    own = sums[layout.end[body]] - sums[layout.first[body]]
    if sums[layout.end[both]] - sums[title + 1] <= _REACH * own and title < layout.first[body]:
        return both, title + 1
    return body, layout.first[body]


def _kept(
    layout: Layout, body: int, inside: range, prose: set[int], dropped: set[int], title: int | None
) -> list[int]:
    """Return the blocks that are text: prose, and short lines between or behind it in the body's own box."""
    head = layout.blocks[title].text.casefold() if title is not None else ""
    begin, stop = min(prose), max(prose)
    second = min(prose - {begin}, default=stop)
    kept: list[int] = []
    for number in inside:
        block = layout.blocks[number]
        if number in dropped:
            continue
        if number > stop and block.is_headline:
            break  # a list of other news: nothing behind it is the article's
        if number not in prose:
            is_edge = not begin < number < stop
            if not layout.holds(body, number) or _is_beside(layout, block, is_edge, number < second):
                continue
            if is_edge and block.text.casefold() == head:
                continue
        kept.append(number)
    return kept


def _is_beside(layout: Layout, block: Block, is_edge: bool, is_early: bool) -> bool:
    """Tell whether a line that is no prose is no text either: a link, a teaser, a date, a counter."""
    text = block.text
    if is_edge and (block.is_linked or block.weight or is_imprint(text)):
        return True
    if layout.is_cell(block):
        return is_edge and len(text) <= _FURNITURE_CHARS and _says_no_number(text)
    if len(text) > _FURNITURE_CHARS:
        return False
    if _NO_LETTER.fullmatch(text) or (is_early and DATE_LINE.fullmatch(text)):
        return True
    if not is_edge:
        return False
    is_furniture = FURNITURE.fullmatch(text) or DATE_LINE.fullmatch(text)
    return bool(is_furniture or AUTHOR_NAME.search(layout.names(block)))


def _says_no_number(text: str) -> bool:
    return not _NO_LETTER.fullmatch(text) and bool(FURNITURE.fullmatch(text) or DATE_LINE.fullmatch(text))
