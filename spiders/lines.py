"""A piece of HTML as lines of text that remember how they looked: centred, slanted, under a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from extractors.text import canonical_text
from spiders.tables import is_layout_table, is_picture_table, table_lines

_DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "audio", "video", "button",
    "select", "input", "textarea", "figcaption", "svg", "map", "hr", "head", "title", "meta", "link",
}  # fmt: skip
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "pre", "table"}
_LINES = {
    "div", "li", "tr", "td", "th", "dt", "dd", "section", "article", "header", "footer", "address", "center",
    "fieldset", "form", "figure", "tbody", "thead",
}  # fmt: skip
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


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks where the walk is; inherited by what stands inside."""

    tag: str = ""
    align: str = ""
    is_slanted: bool = False
    is_bold: bool = False


class LineReader:
    """Walks a tree once and collects its lines; a picture without text is a line of its own, empty."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[tuple[str, _Look]] = []
        self._block = _Look()
        self._has_picture = False
        self._gap = 2
        self._breaks = 0

    def read(self, root: Tag) -> list[Line]:
        """Return the lines under ``root``."""
        self._walk_children(root, _Look())
        self._end_line()
        return self.lines

    def _walk_children(self, node: Tag, look: _Look) -> None:
        for child in node.children:
            self._walk(child, look)

    def _walk(self, node: PageElement, look: _Look) -> None:
        if isinstance(node, NavigableString):
            if not isinstance(node, (Comment, PreformattedString)):
                self._pieces.append((str(node), look))
            return
        if not isinstance(node, Tag) or node.name in _DROPPED or _is_hidden(node):
            return
        if node.name == "br":
            self._break()
        elif node.name == "img":
            self._has_picture = True
        elif node.name == "table":
            self._table(node, look)
        elif node.name == "figure" and node.find("figcaption") and not node.find("table"):
            return
        elif node.name in _PARAGRAPHS or node.name in _LINES:
            self._walk_block(node, _look_of(node, look))
        else:
            self._walk_children(node, _look_of(node, look))

    def _walk_block(self, node: Tag, look: _Look) -> None:
        # The paragraphs of one list item stand together: an item is a line of its own, no more.
        gap = 2 if node.name in _PARAGRAPHS else 1
        outer = self._block
        self._end_line(gap)
        self._block = look
        self._walk_children(node, look)
        self._end_line(gap)
        self._block = outer

    def _table(self, table: Tag, look: _Look) -> None:
        if is_picture_table(table):
            return
        if is_layout_table(table):
            self._walk_block(table, look)
            return
        self._end_line(2)
        for text in table_lines(table):
            self.lines.append(Line(text=text, gap=self._gap, tag="table"))
            self._gap = 1
        self._gap = 2

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
        text = " ".join(canonical_text("".join(text for text, _ in self._pieces)).split())
        self._pieces = []
        if not text and not self._has_picture:
            return False
        self.lines.append(
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
    style = str(node.get("style") or "").replace(" ", "").lower()
    align = str(node.get("align") or "").lower()
    classes = _classes(node)
    for side in ("center", "right", "left", "justify"):
        if f"text-align:{side}" in style or f"text-{side}" in classes:
            align = side
    if node.name == "center":
        align = "center"
    tag = node.name if node.name in _PARAGRAPHS or node.name in _LINES else outer.tag
    return _Look(
        tag=tag,
        align=align or outer.align,
        is_slanted=outer.is_slanted or node.name in _SLANTED or "font-style:italic" in style,
        is_bold=outer.is_bold or node.name in _BOLD or "font-weight:bold" in style,
    )


def _is_hidden(node: Tag) -> bool:
    style = str(node.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "hidden" in _classes(node)


def _classes(node: Tag) -> list[str]:
    value: str | list[str] = node.get("class") or []
    return [value] if isinstance(value, str) else list(value)


def joined(lines: list[Line]) -> str:
    """Return the lines as one text, each behind its gap."""
    return canonical_text("".join(_with_gap(lines)))


def _with_gap(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        yield "\n" * line.gap
        yield line.text
