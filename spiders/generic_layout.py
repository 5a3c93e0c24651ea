"""A page no module knows as a row of text blocks, and the boxes they stand in.

One walk over the fast parser's tree. A block is what a reader sees as one line: text between two box edges or
line breaks. Every box covers a range of blocks, so that what it holds is known from two numbers.
"""

from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.generic_words import is_imprint
from spiders.wording import one_line

_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins",
    "label", "mark", "nobr", "o:p", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "wbr",
})  # fmt: skip
_SKIPPED = frozenset({
    "-comment",
    "script", "style", "noscript", "template", "iframe", "svg", "select", "button", "textarea", "input",
    "object", "embed", "audio", "video", "map", "head", "title", "option", "nav", "footer",
    "figcaption", "marquee", "canvas",
})  # fmt: skip
# What decomposed Vietnamese holds, and the characters that cannot be seen.
_UNPLAIN = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u200b\u200c\u200d\u2060\ufeff\u00ad\x00\x01\x08"
_CELLS = frozenset({"td", "th", "li"})
_HIDDEN = ".hidden, [hidden], .d-none, [style*='display:none'], [style*='display: none']"
#: A block with fewer characters or words is no prose.
_PROSE_CHARS = 50
#: A linked line of so many characters is a headline.
HEADLINE_CHARS = 20
_PROSE_WORDS = 9
#: A line of so many fields parted by bars is a record.
_FIELDS = 5
_OUTSIDE = -1
_NOWHERE = 1 << 30
_TABLE_CELLS = frozenset({"td", "th"})
#: So many cells make a row one of data, so many of these rows a table of data.
_WIDE = 4
_ROWS = 3


@dataclass(slots=True)
class Block:
    """One line of the page: its text, how much of it is linked, and its weight as prose (0: none)."""

    owner: int  # the box it stands in
    nodes: list[LexborNode]
    pieces: list[str] = field(default_factory=list)
    text: str = ""
    linked: int = 0
    weight: int = 0
    is_headline: bool = False  # the linked title of another page

    @property
    def is_linked(self) -> bool:
        """Tell whether most of the block is links."""
        return 2 * self.linked > len(self.text)


@dataclass(slots=True)
class Layout:
    """The boxes of a page in document order; box ``n`` holds the blocks ``blocks[first[n]:end[n]]``."""

    nodes: list[LexborNode] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def add(self, node: LexborNode, tag: str, parent: int) -> int:
        """Add an empty box and return its number."""
        self.nodes.append(node)
        self.tags.append(tag)
        self.parents.append(max(parent, 0))
        self.first.append(_NOWHERE)
        self.end.append(0)
        return len(self.nodes) - 1

    def begin(self, box: int) -> Block:
        """Begin a block of a box."""
        self.first[box] = min(self.first[box], len(self.blocks))
        self.blocks.append(Block(box, []))
        self.end[box] = len(self.blocks)
        return self.blocks[-1]

    def is_cell(self, block: Block) -> bool:
        """Tell whether a block stands in a table's cell or a list's item, where a number is text."""
        return self.tags[block.owner] in _CELLS

    def names(self, block: Block) -> str:
        """Return the classes and ids of the box a block stands in and of what wraps its words there."""
        inner = block.nodes[0].parent if block.nodes else None
        found = [node.attributes for node in (self.nodes[block.owner], inner) if node is not None]
        return " ".join(f"{one.get('class') or ''} {one.get('id') or ''}" for one in found)

    def common(self, one: int, other: int) -> int:
        """Return the smallest box that holds both boxes."""
        above = {one}
        while one > 0:
            one = self.parents[one]
            above.add(one)
        while other not in above:
            other = self.parents[other]
        return other

    def holds(self, box: int, block: int) -> bool:
        """Tell whether a box holds a block."""
        return self.first[box] <= block < self.end[box]


def lay_out(tree: LexborHTMLParser) -> Layout:
    """Return the layout of a page; empty for one without a body."""
    layout = Layout()
    body = tree.body
    if body is None:
        return layout
    _walk(body, {node.mem_id for node in body.css(_HIDDEN)}, layout)
    said = body.text(deep=True)
    is_plain = not any(mark in said for mark in _UNPLAIN)
    for block in layout.blocks:
        _measure(block, is_plain=is_plain)
    _discount_tables(layout, _spread(layout))
    return layout


def _spread(layout: Layout) -> Counter[int]:
    """Let every box know the blocks of the boxes in it; return how many cells with text each box holds."""
    first, end, parents, tags = layout.first, layout.end, layout.parents, layout.tags
    cells: Counter[int] = Counter()
    for box in range(len(parents) - 1, 0, -1):
        if end[box]:
            above = parents[box]
            first[above] = min(first[above], first[box])
            end[above] = max(end[above], end[box])
            if tags[box] in _TABLE_CELLS:
                cells[above] += 1
    return cells


def _discount_tables(layout: Layout, cells: Counter[int]) -> None:
    """Take the weight from the cells of tables of data: a list of documents is no prose, however wordy."""
    parents = layout.parents
    wide = {box for box, count in cells.items() if count >= _WIDE}
    tables = Counter(parents[row] for row in wide)
    for block in layout.blocks:
        row = parents[block.owner]
        if row in wide and tables[parents[row]] >= _ROWS:
            block.weight = 0


def _walk(body: LexborNode, hidden: set[int], layout: Layout) -> None:
    """Collect boxes and text nodes. What an element is in is looked up by its parent's number."""
    owners: dict[int, int] = {}  # element -> its box, or none for what is left out
    linked: set[int] = set()
    last, is_broken = _OUTSIDE, False
    block = Block(_OUTSIDE, [])
    for node in body.traverse(include_text=True):
        tag = node.tag or ""
        text = (node.text_content or "") if tag == "-text" else ""
        if tag in _SKIPPED or text.isspace():
            continue
        parent = node.parent
        above = parent.mem_id if parent is not None else 0
        box = owners.get(above, _OUTSIDE)
        if tag == "-text":
            if box < 0:
                continue
            if box != last or is_broken:
                last, is_broken = box, False
                block = layout.begin(box)
            block.nodes.append(node)
            block.pieces.append(text)
            if above in linked:
                block.linked += len(text.strip())
            continue
        me = node.mem_id
        if me in hidden or (box < 0 and layout.nodes):
            continue
        if tag == "a" or above in linked:
            linked.add(me)
        if tag in _INLINE:
            owners[me] = box
        elif tag == "br":
            is_broken = True
        else:
            owners[me] = layout.add(node, tag, box)
            last = _OUTSIDE


def _measure(block: Block, *, is_plain: bool) -> None:
    """Put a block's text in order and weigh it; ``is_plain`` spares pages that are composed already."""
    raw = "".join(block.pieces)
    text = block.text = " ".join(raw.split()) if is_plain else one_line(raw)
    block.is_headline = len(text) >= HEADLINE_CHARS and 5 * block.linked > 4 * len(text)
    if len(text) < _PROSE_CHARS or text.count(" ") < _PROSE_WORDS or 5 * block.linked >= 2 * len(text):
        return
    # SharePoint's listings show every field of an item in one line.
    if text.count(" | ") < _FIELDS and not is_imprint(text):
        block.weight = len(text) - 2 * block.linked
