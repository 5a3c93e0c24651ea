"""What on an unknown page is prose of its article, and what is furniture around it.

Prose is long lines with few links, below the title. Teasers (a headline that links, a summary, the next
headline) are none; nor are boxes that name themselves comments, menus or related news, or that a heading
such as «Tin liên quan» leads.
"""

from itertools import accumulate

from selectolax.lexbor import LexborNode

from spiders.generic_layout import HEADLINE_CHARS, Layout
from spiders.generic_words import CUT_LINE, DATE_LINE, NOISE_NAME
from spiders.readers import heads_readers

_CUT_CHARS = 80
#: So many blocks below a heading tell whose words follow.
_BELOW = 8
_NEAR = 30
#: A box is only furniture while it holds no more of the page's prose than this.
_NOISE_SHARE = 0.4


def prose_weights(layout: Layout, title: int | None, dropped: set[int]) -> list[int]:
    """Return how much prose each block is; what stands before the title or beside a headline is none."""
    weights: list[int] = []
    after_headline = in_list = False
    for number, block in enumerate(layout.blocks):
        if number in dropped:
            weights.append(0)
            continue
        is_before = title is not None and number <= title
        is_teaser = after_headline and (in_list or _heads_another(layout, number))
        weights.append(0 if is_before or is_teaser else block.weight)
        if block.weight:
            in_list = is_teaser
        if number == title:
            after_headline = in_list = False
        elif block.is_headline:
            after_headline = True
        elif after_headline and len(block.text) > HEADLINE_CHARS and not DATE_LINE.fullmatch(block.text):
            after_headline = False
    return weights


def _heads_another(layout: Layout, number: int) -> bool:
    """Tell whether the next line that says something is a headline, or nothing follows."""
    for block in layout.blocks[number + 1 : number + 4]:
        if block.is_headline:
            return True
        if len(block.text) > HEADLINE_CHARS and not DATE_LINE.fullmatch(block.text):
            return False
    return True


def furniture_of(layout: Layout, weights: list[int], title: int | None) -> set[int]:
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

    near = _near_prose(weights, title)
    for box in range(1, len(layout.nodes)):
        first, end = layout.first[box], layout.end[box]
        is_near = end > near.start and first < near.stop
        if is_near and first not in dropped and _is_named_noise(layout.nodes[box]):
            drop(box)
    for number in near:
        block = layout.blocks[number]
        below = [one.text for one in layout.blocks[number + 1 : number + 1 + _BELOW]]
        if sums[number] and not block.is_linked and heads_readers(block.text, below):
            # Below it readers speak, in whatever boxes, and however much they say.
            dropped.update(range(number, len(layout.blocks)))
            break
        if number not in dropped and len(block.text) <= _CUT_CHARS and CUT_LINE.fullmatch(block.text):
            box = _box_of_heading(layout, number)
            if not drop(box):
                dropped.update(_behind(layout, weights, number, box))
    return dropped


def _near_prose(weights: list[int], title: int | None) -> range:
    """Return the blocks from the title, or the first prose, to a little behind the last."""
    prose = [number for number, weight in enumerate(weights) if weight]
    if not prose:
        return range(0)
    first = prose[0] if title is None else min(prose[0], title)
    return range(max(first - 1, 0), min(prose[-1] + _NEAR, len(weights)))


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
