"""A piece of HTML as lines of text that remember how they looked: centred, slanted, under a picture."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bs4 import Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from spiders.errors import PageRejected
from spiders.tables import is_layout_table, is_picture_table, table_lines
from spiders.wording import one_line

_DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "audio", "video", "button",
    "select", "input", "textarea", "figcaption", "svg", "map", "hr", "head", "title", "meta", "link",
}  # fmt: skip
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "pre", "table"}
_LINES = {
    "div", "li", "tr", "td", "th", "dt", "dd", "section", "article", "header", "footer", "address", "center",
    "fieldset", "form", "figure", "tbody", "thead",
}  # fmt: skip
# What readers wrote below an article; themes also call bodies «has-comments», which is no such mark.
_COMMENT_CLASS = re.compile(
    r"(?:comments?|discussion|binh-?luan|y-?kien-?ban-?doc)(?:$|[-_])"
    r"|(?:list|fb|user|ui|taglib)-?(?:comments?|discussion|binhluan)(?:$|[-_])",
    re.IGNORECASE,
)
_MOST_TABLES = 50
_MOST_CHARS = 1_000_000
_SLANTED = {"i", "em", "cite"}
_BOLD = {"b", "strong"}


@dataclass(slots=True, kw_only=True)
class Line:
    """One line as a reader sees it. ``gap`` counts the line breaks before it (1 or 2)."""

    text: str
    gap: int = 1
    tag: str = ""
    is_centred: bool = False
    is_right: bool = False
    is_slanted: bool = False
    is_bold: bool = False
    has_picture: bool = False


class _Look(NamedTuple):
    """How text looks where the walk is; inherited by what stands inside."""

    tag: str = ""
    align: str = ""
    is_slanted: bool = False
    is_bold: bool = False


class _Frame(NamedTuple):
    """An element the walk is in: what is left of it, how it looks, and, of a block, how its line ends."""

    children: Iterator[PageElement]
    look: _Look
    gap: int = 0
    outer_block: _Look = _Look()
    is_table: bool = False


class LineReader:
    """Walks a tree once and collects its lines; a picture without text is a line of its own, empty.

    The walk keeps its own stack: pages nest deeper than the interpreter does. Raises PageRejected for a page
    whose tables nest without sense or whose text has no end.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[tuple[str, _Look]] = []
        self._block = _Look()
        self._has_picture = False
        self._gap = 2
        self._breaks = 0
        self._chars = 0
        self._tables = 0  # the walk is in
        self._stack: list[_Frame] = []

    def read(self, root: Tag) -> list[Line]:
        """Return the lines under ``root``."""
        self._stack = [_Frame(iter(root.children), _Look())]
        while self._stack:
            frame = self._stack[-1]
            child = next(frame.children, None)
            if child is not None:
                self._visit(child, frame.look)
                continue
            self._stack.pop()
            self._tables -= frame.is_table
            if frame.gap:
                self._end_line(frame.gap)
                self._block = frame.outer_block
        self._end_line()
        return self.lines

    def _visit(self, node: PageElement, look: _Look) -> None:
        if isinstance(node, NavigableString):
            if not isinstance(node, (Comment, PreformattedString)):
                self._pieces.append((str(node), look))
            return
        if not isinstance(node, Tag) or node.name in _DROPPED or _is_left_out(node):
            return
        if node.name == "br":
            self._break()
        elif node.name == "img":
            self._has_picture = True
        elif node.name == "table":
            self._table(node, look)
        elif node.name == "figure" and node.find("figcaption", recursive=False) and not node.find("table"):
            return
        elif node.name in _PARAGRAPHS or node.name in _LINES:
            self._enter_block(node, _look_of(node, look))
        else:
            self._stack.append(_Frame(iter(node.children), _look_of(node, look)))

    def _enter_block(self, node: Tag, look: _Look) -> None:
        # The paragraphs of one list item stand together: an item is a line of its own, no more.
        gap = 2 if node.name in _PARAGRAPHS else 1
        self._end_line(gap)
        is_table = node.name == "table"
        self._tables += is_table
        self._stack.append(_Frame(iter(node.children), look, gap, self._block, is_table))
        self._block = look

    def _table(self, table: Tag, look: _Look) -> None:
        if self._tables == _MOST_TABLES:
            raise PageRejected("too_deep", f"more than {_MOST_TABLES} tables stand in each other")
        if is_picture_table(table):
            self._end_line()
            # A picture whose caption is in the table needs none from the paragraph behind it.
            if not table.get_text(strip=True):
                self.lines.append(Line(text="", gap=self._gap, tag="table", has_picture=True))
            return
        if is_layout_table(table):
            self._enter_block(table, look)
            return
        self._end_line(2)
        for text in table_lines(table):
            self._add(Line(text=text, gap=self._gap, tag="table"))
            self._gap = 1
        self._gap = 2

    def _add(self, line: Line) -> None:
        self.lines.append(line)
        self._chars += len(line.text)
        if self._chars > _MOST_CHARS:
            raise PageRejected("too_long", f"the body gives more than {_MOST_CHARS} characters of text")

    def _break(self) -> None:
        if not self._flush():
            self._breaks += 1
            self._gap = max(self._gap, min(2, self._breaks))
        else:
            self._breaks = 1
            self._gap = max(self._gap, 1)

    def _end_line(self, gap: int = 1) -> None:
        self._flush()
        self._gap = max(self._gap, gap)

    def _flush(self) -> bool:
        """Turn what was collected into a line; say whether there was any."""
        shown = [(text, look) for text, look in self._pieces if text.strip()]
        text = one_line("".join(text for text, _ in self._pieces))
        self._pieces = []
        if not text and not self._has_picture:
            return False
        self._add(
            Line(
                text=text,
                gap=self._gap,
                tag=self._block.tag,
                is_centred=self._block.align == "center",
                is_right=self._block.align == "right",
                is_slanted=bool(shown) and all(look.is_slanted for _, look in shown),
                is_bold=bool(shown) and all(look.is_bold for _, look in shown),
                has_picture=self._has_picture,
            )
        )
        self._has_picture = False
        if text:
            self._gap, self._breaks = 1, 0
        return True


def _look_of(node: Tag, outer: _Look) -> _Look:
    name = node.name
    tag = name if name in _PARAGRAPHS or name in _LINES else outer.tag
    is_slanted = outer.is_slanted or name in _SLANTED
    is_bold = outer.is_bold or name in _BOLD
    align = outer.align
    if node.attrs:
        style = str(node.get("style") or "").replace(" ", "").lower()
        align = str(node.get("align") or "").lower() or align
        classes = _classes(node)
        for side in ("center", "right", "left", "justify"):
            if f"text-align:{side}" in style or f"text-{side}" in classes:
                align = side
        is_slanted = is_slanted or "font-style:italic" in style
        is_bold = is_bold or "font-weight:bold" in style
    return _Look(tag, "center" if name == "center" else align, is_slanted, is_bold)


def _is_left_out(node: Tag) -> bool:
    """Tell whether an element is hidden, or holds what readers wrote (their names and addresses)."""
    if not node.attrs:
        return False
    style = node.get("style")
    if style and "display:none" in str(style).replace(" ", "").lower():
        return True
    if "comment" in str(node.get("id") or "").lower():
        return True
    classes = _classes(node)
    return "hidden" in classes or any(_COMMENT_CLASS.match(name) for name in classes)


def _classes(node: Tag) -> list[str]:
    value: str | list[str] = node.get("class") or []
    return value.split() if isinstance(value, str) else list(value)


def joined(lines: list[Line]) -> str:
    """Return the lines as one text, each behind its gap: canonical, since every line is and none is empty."""
    return "".join(_with_gap(lines)).strip()


def _with_gap(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        yield "\n" * line.gap
        yield line.text
