"""Which of its alternatives a platform's selectors fall back on: the earliest sign of a changed layout."""

from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborNode

from spiders.body import unlabelled
from spiders.listing import node_text
from spiders.portal import Selectors
from spiders.reading import Reading

#: Parts of an article that are looked at.
PARTS = ("title", "lead", "body", "date", "author")
#: Said of the selector of the body where it finds more than one box.
_MORE = " (several)"


def fired_selectors(root: LexborNode, own: Selectors, reading: Reading) -> dict[str, str]:
    """Return by part of an article the first selector that finds something; parts without one are left out.

    It looks for text only. What is read in the end may stand further down, where that text is refused.
    """
    ranked: dict[str, tuple[Sequence[str], Callable[[LexborNode], bool]]] = {
        "title": ([*own.title, *reading.title], _has_text),
        "lead": ([*own.lead, *reading.lead], _has_text),
        "body": ([*own.body, *reading.body], _has_text),
        "date": ([*own.date, *reading.visible_date, *reading.system_date], _has_digits),
        "author": ([*own.author, *reading.author], _has_text),
    }
    found = {part: _first(root, *ranked[part]) for part in PARTS}
    if found["body"] is not None and len(root.css(found["body"])) > 1:
        # Another box that bears the name of the body: which of them is the article's, nobody knows.
        found["body"] += _MORE
    found["author"] = found["author"] or _first(root, reading.labelled_author, _is_labelled)
    return {part: selector for part, selector in found.items() if selector is not None}


def _first(root: LexborNode, selectors: Sequence[str], fits: Callable[[LexborNode], bool]) -> str | None:
    return next((one for one in selectors if any(map(fits, root.css(one)))), None)


def _text(node: LexborNode) -> str:
    return (node.attributes.get("content") or "").strip() if node.tag == "meta" else node_text(node)


def _has_text(node: LexborNode) -> bool:
    return bool(_text(node))


def _has_digits(node: LexborNode) -> bool:
    attributes = (node.attributes.get(name) or "" for name in ("content", "datetime"))
    return any(letter.isdigit() for text in (_text(node), *attributes) for letter in text)


def _is_labelled(node: LexborNode) -> bool:
    text = node_text(node)
    return unlabelled(text) not in {None, "", text}
