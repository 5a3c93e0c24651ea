"""DOCX to text: paragraphs, lists and tables in their order; headers, footers and notes left out."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape
from typing import Any

import docx
from bs4 import BeautifulSoup, Tag
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from spiders.errors import PageRejected
from spiders.files.fonts import Fonts
from spiders.files.legacy import Legacy, convert_runs, to_unicode
from spiders.files.model import FileLimits, FileRejected
from spiders.files.zips import check_archive
from spiders.tables import table_lines
from spiders.wording import many_lines, one_line

_P, _TBL, _TR, _TC, _R = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:r")
_VAL = qn("w:val")
#: What may stand around paragraphs, tables and runs: content controls, tracked insertions, smart tags.
_WRAPPERS = {
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink")
}
_WRAPPERS |= {qn("w:fldSimple")}
_MARKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT = qn("w:t")
_ASIDE = re.compile(r"C[ỘO]NG\s+H[ÒO]A?À?\s+X[ÃA]\s+H[ỘO]I|^N[ơo]i\s+nh[ậa]n\b", re.IGNORECASE | re.MULTILINE)


def read_docx(body: bytes, limits: FileLimits) -> Legacy:
    """Return the text of a DOCX, canonical, and the legacy encoding it was in.

    Raises FileRejected (bomb, encrypted, broken, empty, too_large). Its archive is judged first.
    """
    check_archive(body, limits, part_limit=limits.part)
    try:
        document = docx.Document(io.BytesIO(body))
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError) as error:
        if "unknown error" in str(error):  # what the XML parser says when it gets no more memory
            raise MemoryError from None
        raise FileRejected("broken", f"the DOCX cannot be opened: {error}"[:200]) from None
    reader = _Reader(Fonts(document.styles.element), limits)
    raw = "\n\n".join(reader.blocks(document.element.body))
    text, encoding = to_unicode(raw)
    return Legacy(many_lines(text), encoding or reader.encoding)


class _Reader:
    """Reads one document; keeps count of its characters, and what encoding its fonts were in."""

    def __init__(self, fonts: Fonts, limits: FileLimits) -> None:
        self._fonts = fonts
        self._left = limits.chars
        self.encoding: Any = None

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield paragraphs and tables below ``parent`` in their order; lines of a table are one block."""
        for child in parent:
            if child.tag == _P:
                if text := self._paragraph(child):
                    yield text
                for box in child.iter(qn("w:txbxContent")):
                    if not _is_fallback(box):
                        yield from self.blocks(box)
            elif child.tag == _TBL:
                if text := self._table(child):
                    yield text
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> str:
        runs = [(_run_text(run), self._fonts.of(run, paragraph)) for run in _runs(paragraph)]
        text, encoding = convert_runs(runs)
        self.encoding = encoding or self.encoding
        self._left -= len(text)
        if self._left < 0:
            raise FileRejected("too_large", "the document has more text than is allowed")
        return text.strip()

    def _table(self, table: Any) -> str:
        rows = [list(_below(row, _TC)) for row in _below(table, _TR)]
        if max(map(len, rows), default=0) < 2 or any(
            True for row in rows for cell in row for _ in cell.iter(_TBL)
        ):
            return "\n\n".join(block for row in rows for cell in row for block in self.blocks(cell))
        texts = [["\n".join(self.blocks(cell)) for cell in row] for row in rows]
        # Letterhead and signatures are set as tables without lines: each column is read for itself.
        if any(_ASIDE.search(text) for row in texts for text in row):
            width = max(map(len, texts))
            columns = ["\n".join(row[place] for row in texts if place < len(row)) for place in range(width)]
            return "\n\n".join(columns)
        try:
            return "\n".join(table_lines(_as_markup(table, rows, texts)))
        except PageRejected as rejection:
            raise FileRejected("too_large", rejection.detail) from None


def _below(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def _runs(parent: Any) -> Iterator[Any]:
    """Yield the runs of a paragraph that are shown: what was deleted is not."""
    for child in parent:
        if child.tag == _R:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _runs(child)


def _run_text(run: Any) -> str:
    return "".join((child.text or "") if child.tag == _TEXT else _MARKS.get(child.tag, "") for child in run)


def _is_fallback(element: Any) -> bool:
    """Tell whether a text box is written a second time, for old readers."""
    return any(parent.tag.endswith("}Fallback") for parent in element.iterancestors())


def _as_markup(table: Any, rows: list[list[Any]], texts: list[list[str]]) -> Tag:
    """Return the table as the element of a page, for which there is a reader."""
    above: dict[int, dict[str, Any]] = {}
    laid: list[tuple[bool, list[dict[str, Any]]]] = []
    for source, row, words in zip(_below(table, _TR), rows, texts, strict=True):
        column = _number(source, "w:trPr", "w:gridBefore", 0)
        cells: list[dict[str, Any]] = []
        for cell, text in zip(row, words, strict=True):
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            across = _number(cell, "w:tcPr", "w:gridSpan", 1)
            if merge is not None and merge.get(_VAL) != "restart" and column in above:
                above[column]["down"] += 1
            else:
                above[column] = {"text": text, "across": across, "down": 1, "bold": _is_bold(cell)}
                cells.append(above[column])
            column += across
        laid.append((source.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None, cells))
    heads = _merged_heads([cells for _, cells in laid])
    laid = [(is_head or place < heads, cells) for place, (is_head, cells) in enumerate(laid)]
    markup = "".join(f"<tr>{''.join(_cell(cell, is_head) for cell in cells)}</tr>" for is_head, cells in laid)
    found = BeautifulSoup(f"<table>{markup}</table>", "lxml").table
    return found if found is not None else Tag(name="table")


def _merged_heads(rows: list[list[dict[str, Any]]]) -> int:
    """Return how many rows at the top are a header by their form: wide cells over several others."""
    first = rows[0] if rows else []
    if any(cell["across"] > 1 for cell in first) and any(cell["down"] > 1 for cell in first):
        deepest: int = max(cell["down"] for cell in first)
        return min(deepest, len(rows) - 1)
    return 0


def _cell(cell: dict[str, Any], is_head: bool) -> str:
    name = "th" if is_head else "td"
    text = escape(one_line(cell["text"]))
    text = f"<b>{text}</b>" if cell["bold"] and text else text
    return f'<{name} colspan="{cell["across"]}" rowspan="{cell["down"]}">{text}</{name}>'


def _number(element: Any, properties: str, name: str, default: int) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    value = "" if found is None else found.get(_VAL) or ""
    return int(value) if value.isdecimal() and len(value) < 4 else default


def _is_bold(cell: Any) -> bool:
    runs = [run for run in cell.iter(_R) if _run_text(run).strip()]
    return bool(runs) and all(_is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(_VAL) not in {"0", "false", "off"}
