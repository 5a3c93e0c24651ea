"""Where the text of a page stands that no module knows: by density of prose, furniture cut away.

The prose of an article is long lines with few links, under its title, in one box. Teasers (a headline that
links, a summary) are no prose, whatever their length; nor are boxes that name themselves comments, menus or
related news, or that a heading such as «Tin liên quan» leads.
"""

import re
from dataclasses import dataclass
from itertools import accumulate

from selectolax.lexbor import LexborNode

from spiders.generic_layout import Block, Layout
from spiders.generic_words import AUTHOR_NAME, CUT_LINE, DATE_LINE, FURNITURE, NOISE_NAME, is_imprint

_CUT_CHARS = 80
_FURNITURE_CHARS = 120
_NO_LETTER = re.compile(r"[\W\d_]*")
_LEFT_OUT = "nav, footer, marquee, [hidden], .d-none"
_HEADLINE_CHARS = 20
_TEASER_CHARS = 450
#: A box is only furniture while it holds no more of the page's prose than this.
_NOISE_SHARE = 0.4
#: One box holds the text when it holds this much of the prose of the box around it.
_BODY_SHARE = 0.75
#: The box of the title holds the text when it holds this much of the page's prose.
_TITLED_SHARE = 0.45
#: The text may reach out to the box that also holds the title when that adds no more prose than this.
_REACH = 1.5


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a page that is its article: a box, which of its blocks are text, and how sure that is.

    ``weight`` is the prose it holds, ``links`` the number of headlines linked in it.
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
    dropped = _furniture_boxes(layout, _weights(layout, title, set()), title)
    weights = _weights(layout, title, dropped)
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
    links = sum(1 for number in inside if is_headline(blocks[number]) and number != title)
    return Region(box, body, kept, sum(weights[number] for number in prose), links, title is not None)


def prune(layout: Layout, region: Region) -> LexborNode:
    """Take everything out of a region's box that is not its text; return its element. Changes the page."""
    kept = set(region.kept)
    gone = layout.first[region.box]
    for box in range(region.box + 1, len(layout.nodes)):
        first, end = layout.first[box], layout.end[box]
        if first >= layout.end[region.box] and end:
            break
        if gone <= first < end and kept.isdisjoint(range(first, end)):
            layout.nodes[box].remove()
            gone = end
    for number in range(layout.first[region.box], layout.end[region.box]):
        if number not in kept:
            for node in layout.blocks[number].nodes:
                node.remove()
    for node in layout.nodes[region.box].css(_LEFT_OUT):
        node.remove()
    return layout.nodes[region.box]


def _weights(layout: Layout, title: int | None, dropped: set[int]) -> list[int]:
    """Return how much prose each block is; what stands before the title or beside a headline is none."""
    weights: list[int] = []
    after_headline = False
    for number, block in enumerate(layout.blocks):
        if number in dropped:
            weights.append(0)
            continue
        is_before = title is not None and number <= title
        is_teaser = after_headline and (len(block.text) < _TEASER_CHARS or _heads_another(layout, number))
        weights.append(0 if is_before or is_teaser else block.weight)
        if number == title:
            after_headline = False
        elif is_headline(block):
            after_headline = True
        elif len(block.text) > _HEADLINE_CHARS and not DATE_LINE.fullmatch(block.text):
            after_headline = False
    return weights


def _heads_another(layout: Layout, number: int) -> bool:
    """Tell whether the next line that says something is a headline, or nothing follows."""
    for block in layout.blocks[number + 1 : number + 4]:
        if is_headline(block):
            return True
        if len(block.text) > _HEADLINE_CHARS and not DATE_LINE.fullmatch(block.text):
            return False
    return True


def is_headline(block: Block) -> bool:
    """Tell whether a block is the linked title of another article."""
    return len(block.text) >= _HEADLINE_CHARS and 5 * block.linked > 4 * len(block.text)


def _furniture_boxes(layout: Layout, weights: list[int], title: int | None) -> set[int]:
    """Return the blocks in boxes that name themselves furniture, or that a heading calls so."""
    sums = [0, *accumulate(weights)]
    most = _NOISE_SHARE * sums[-1]
    dropped: set[int] = set()

    def drop(box: int) -> bool:
        first, end = layout.first[box], layout.end[box]
        if sums[end] - sums[first] > most or (title is not None and first <= title < end):
            return False
        dropped.update(range(first, end))
        return True

    for box in range(1, len(layout.nodes)):
        if layout.end[box] and layout.first[box] not in dropped and _is_named_noise(layout.nodes[box]):
            drop(box)
    for number, block in enumerate(layout.blocks):
        if number not in dropped and len(block.text) <= _CUT_CHARS and CUT_LINE.fullmatch(block.text):
            box = _box_of_heading(layout, number)
            if not drop(box):
                dropped.update(_behind(layout, weights, number, box))
    return dropped


def _is_named_noise(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(names) > 1 and NOISE_NAME.search(names) is not None


def _box_of_heading(layout: Layout, number: int) -> int:
    """Return the box that a heading heads: the smallest that holds more than the heading."""
    box = layout.blocks[number].owner
    while box and layout.end[box] - layout.first[box] == 1:
        box = layout.parents[box]
    return box


def _behind(layout: Layout, weights: list[int], heading: int, box: int) -> range:
    """Return what a heading in the body's own box cuts off: all behind the text, else the links below it."""
    end = layout.end[box]
    if any(weights[layout.first[box] : heading]):
        return range(heading, end)
    last = heading + 1
    while last < end and (layout.blocks[last].is_linked or DATE_LINE.fullmatch(layout.blocks[last].text)):
        last += 1
    return range(heading, last)


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
    children: dict[int, list[int]] = {}
    for child in range(1, len(layout.nodes)):
        if layout.end[child] and sums[layout.end[child]] > sums[layout.first[child]]:
            children.setdefault(layout.parents[child], []).append(child)
    while below := children.get(box):
        held = [sums[layout.end[child]] - sums[layout.first[child]] for child in below]
        best = max(held)
        if best < _BODY_SHARE * (sums[layout.end[box]] - sums[layout.first[box]]):
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
