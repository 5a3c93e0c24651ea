"""What passes between the spider and a platform's listings: what to ask, what came, what it lists."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.text import canonical_text
from spiders.decoding import decode_page
from spiders.urls import absolute, is_trap
from spiders.wording import one_line

_TIME = r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)?"
_LISTED_DATE = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/\d{4}(?!\d)" + _TIME)
# «29/6/26» is believed only in an element that is there for the date.
_SHORT_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])" + _TIME)
#: The field in which VHV's forms send back what the page gave to this session.
SESSION_FIELD = "securityToken"
# How many boxes above a link are looked at for its date.
_CLIMB = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request for a listing page. ``form`` makes it a POST; ``state`` is what later pages need."""

    url: str
    page: int = 1
    form: Mapping[str, str] | None = None
    state: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return the request as text, to be sent in a later run."""
        form = dict(self.form) if self.form is not None else None
        return json.dumps({"url": self.url, "page": self.page, "form": form, "state": dict(self.state)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the request that ``as_json`` wrote."""
        return cls(**json.loads(text))

    @property
    def is_lasting(self) -> bool:
        """Whether the request means the same in a later run: view state and tokens of a session do not."""
        return not any(name.startswith("__") or name == SESSION_FIELD for name in self.form or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The response to an Ask: its bytes and where they came from in the end."""

    ask: Ask
    final_url: str
    body: bytes
    content_type: str | None = None

    @property
    def text(self) -> str:
        """The body as text."""
        return decode_page(self.body, self.content_type).text

    def tree(self) -> LexborHTMLParser:
        """Return the body parsed."""
        return LexborHTMLParser(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One listed item. ``published`` is as written, ``form`` says in which kind of listing it stood."""

    url: str
    title: str
    published: str | None = None
    summary: str | None = None
    form: str = "html"

    @property
    def title_mark(self) -> str:
        """A fingerprint of the title alone, comparable across kinds of listings."""
        return _mark(self.title)

    @property
    def mark(self) -> str:
        """A fingerprint of title, date and summary, comparable within one kind of listing."""
        return _mark(self.title, self.published or "", self.summary or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """What a listing page lists, how to ask for the next, and the site's own count where it tells it."""

    items: Sequence[Item]
    following: Ask | None = None
    total: int | None = None


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(canonical_text(part) for part in parts).encode()).hexdigest()[:16]


def node_text(node: LexborNode | None) -> str:
    """Return the text of a node on one line, or an empty string."""
    return one_line(node.text(deep=True, separator=" ")) if node is not None else ""


def first_text(root: LexborNode, selectors: Sequence[str]) -> str | None:
    """Return the text of the first selector that gives any, in their order."""
    for selector in selectors:
        for node in root.css(selector):
            if text := node_text(node):
                return text
    return None


def linked_items(
    links: Sequence[LexborNode],
    base: str,
    boxes: Sequence[str],
    dates: Sequence[str],
    summaries: Sequence[str],
) -> list[Item]:
    """Return the items that ``links`` stand for, each with the date and summary of its own box.

    ``boxes`` names the tags and classes an item's box may be of; a box that holds other items too is a list,
    and what is written in it belongs to none of them.
    """
    owners = _owners(links)
    return unique(
        [_linked_item(link, base, _box_of(link, boxes, owners), dates, summaries) for link in links]
    )


def _linked_item(
    link: LexborNode, base: str, box: LexborNode, dates: Sequence[str], summaries: Sequence[str]
) -> Item | None:
    """Return the item a ``link`` inside its ``box`` stands for, or None when it is no item."""
    url = absolute(base, link.attributes.get("href") or "")
    title = node_text(link) or one_line(link.attributes.get("title") or "")
    if url is None or not title or is_trap(url):
        return None
    # A day in the title is what the article tells of.
    beside = node_text(box).replace(title, " ", 1)
    date = _SHORT_DATE.search(first_text(box, dates) or "") or _LISTED_DATE.search(beside)
    return Item(url=url, title=title, published=date[0] if date else None, summary=first_text(box, summaries))


def _owners(links: Sequence[LexborNode]) -> dict[int, set[str]]:
    """Return which addresses stand in each box above the ``links``."""
    owners: dict[int, set[str]] = {}
    for link in links:
        for box in _above(link):
            owners.setdefault(box.mem_id, set()).add(link.attributes.get("href") or "")
    return owners


def _above(link: LexborNode) -> Iterator[LexborNode]:
    node = link.parent
    for _ in range(_CLIMB):
        if node is None or node.tag in {"body", "html"}:
            return
        yield node
        node = node.parent


def _box_of(link: LexborNode, names: Sequence[str], owners: Mapping[int, set[str]]) -> LexborNode:
    """Return the nearest box of these tags or classes; the widest one that is the link's alone when that
    is a list of several items or there is none."""
    widest = link
    for box in _above(link):
        if len(owners[box.mem_id]) > 1:
            return widest
        widest = box
        classes = (box.attributes.get("class") or "").split()
        if box.tag in names or any(name in names for name in classes):
            return box
    # One item alone on its page: nothing says where its box ends.
    return link.parent or link


def unique(items: Sequence[Item | None]) -> list[Item]:
    """Return the items without gaps and without a second link to one URL, in their order."""
    found: dict[str, Item] = {}
    for item in items:
        if item is not None:
            found.setdefault(item.url, item)
    return list(found.values())


def postback(tree: LexborHTMLParser, answer: Answer, event: tuple[str, str], page: int) -> Ask:
    """Return the request that ``__doPostBack`` of an ASP.NET page would send for listing ``page``.

    ``event`` is its target and its argument. All hidden fields go back as they came, the view state too.
    """
    fields = {
        node.attributes["name"] or "": node.attributes.get("value") or ""
        for node in tree.css("form input[type=hidden][name]")
    }
    frame = tree.css_first("form[action]")
    action = (frame.attributes.get("action") or "") if frame is not None else ""
    form = {**fields, "__EVENTTARGET": event[0], "__EVENTARGUMENT": event[1]}
    return Ask(url=urljoin(answer.final_url, action), page=page, form=form)
