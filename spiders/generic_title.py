"""The title of a page no module knows: the line that its head names too, else its main heading."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.generic_layout import Block, Layout
from spiders.generic_words import CUT_LINE, DATE_LINE, FURNITURE
from spiders.wording import one_line

_SUFFIX = re.compile(r"\s+[|\-–—»:]+\s+|\s*[|»]\s*|::")
_METAS = (
    'meta[property="og:title"]',
    'meta[name="twitter:title"]',
    "meta[name=title]",
    'meta[name="DC.Title"]',
    "meta[itemprop=headline]",
)
_NAMED = "[class*=title], [class*=tieu], [id*=itle], [id*=ieuDe], [itemprop=headline], [class*=heading]"
_SHORTEST = 8
_LONGEST = 400
_SHORTEST_LINE = 20
_LONGEST_LINE = 200
#: So many blocks above the text are looked at for its title.
_ABOVE = 6
#: Behind a title stands at least this much of the page's prose.
_TEXT_SHARE = 0.3
_ENDS_A_SENTENCE = re.compile(r"[.!?;:…/][\"”»)]*$")
_TAGS = {"h1": 3, "h2": 2, "h3": 1}
_CUT_TITLE = re.compile(r"\s*(?:\.\.\.|…)$")


def json_ld(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD that describes something; broken ones are passed over."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        found = data if isinstance(data, list) else [data]
        for one in found:
            graph = one.get("@graph") if isinstance(one, dict) else None
            yield from (
                each for each in (graph if isinstance(graph, list) else [one]) if isinstance(each, dict)
            )


def head_titles(tree: LexborHTMLParser) -> list[str]:
    """Return what the head of a page calls it, most trusted first; the title element comes last."""
    found = [str(one["headline"]) for one in json_ld(tree) if one.get("headline")]
    for selector in _METAS:
        found += [node.attributes.get("content") or "" for node in tree.css(selector)]
    title = tree.css_first("title")
    found.append(title.text() if title is not None else "")
    return [text for text in map(one_line, found) if text]


def find_title(tree: LexborHTMLParser, layout: Layout) -> tuple[str, int | None]:
    """Return the title, and the block it stands in; without a block the head alone knows it."""
    heads = head_titles(tree)
    named = {one_line(node.text()).casefold() for node in tree.css(_NAMED)}
    wanted = [_folded(text) for text in dict.fromkeys(heads)]
    behind = sum(block.weight for block in layout.blocks)
    least = _TEXT_SHARE * behind
    best, best_score = None, 2
    for number, block in enumerate(layout.blocks):
        behind -= block.weight
        if behind < least:
            break
        if _SHORTEST <= len(block.text) <= _LONGEST:
            score = _score(layout, block, wanted, named)
            if score > best_score:
                best, best_score = number, score
    if best is not None:
        return _shortest(layout.blocks[best].text, heads), best
    return (_SUFFIX.split(heads[0])[0], None) if heads else ("", None)


def title_above(layout: Layout, first: int) -> int | None:
    """Return the block that reads as a title just above or at ``first``, the block where the text begins.

    For pages that name their title neither in the head nor by a tag: a line that ends no sentence.
    """
    found: list[int] = []
    for number in range(max(0, first - _ABOVE), first + 1):
        block = layout.blocks[number]
        is_line = _SHORTEST_LINE <= len(block.text) <= _LONGEST_LINE and not block.linked
        if is_line and not _ENDS_A_SENTENCE.search(block.text) and not _is_furniture(block.text):
            below = layout.blocks[number + 1].text if number + 1 < len(layout.blocks) else ""
            if DATE_LINE.fullmatch(below.strip("() ")):
                return number
            found.append(number)
    return max(found, key=lambda number: len(layout.blocks[number].text), default=None)


def _is_furniture(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (CUT_LINE, DATE_LINE, FURNITURE))


def _shortest(text: str, heads: list[str]) -> str:
    """Return the title without the place in front of it, which the head leaves out."""
    text = one_line(text)
    for head in heads:
        if len(head) >= 25 and text.casefold().endswith(" " + head.casefold()):
            return text[-len(head) :]
    return text


def _score(layout: Layout, block: Block, wanted: list[tuple[str, str]], named: set[str]) -> int:
    text = block.text.casefold()
    score = _TAGS.get(layout.tags[block.owner], 0) + (2 if text in named else 0)
    match = _likeness(text, wanted)
    if not match and (not score or CUT_LINE.fullmatch(text)):
        return 0
    # A menu or a list of news may link to the page itself, and call it by its name.
    return score + match + (1 if len(text) >= 25 else 0) - (4 if block.is_linked else 0)


def _likeness(text: str, wanted: list[tuple[str, str]]) -> int:
    """Say how well a line agrees with what the head says: 0, or 3 to 5."""
    best = 0
    is_long = len(text) >= _SHORTEST_LINE
    for head, cut in wanted:
        if text == head:
            return 5
        if is_long and (head.startswith(text) or head.endswith(text)):
            best = 4
        elif is_long and len(cut) >= _SHORTEST_LINE and text.startswith(cut):
            best = max(best, 3)
    return best


def _folded(head: str) -> tuple[str, str]:
    """Return what the head says for comparing, and the same without the dots where it was cut."""
    text = head.casefold()
    return text, _CUT_TITLE.sub("", text)
