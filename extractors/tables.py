"""Tables in canonical text: rows of cells parted by «|», and what each cell says by its column and row.

Two shapes are read: rows whose cells carry their label («Điểm: 85,2 | Hạng: 3»), and a row of labels above
rows of bare cells. A cell that holds nothing but a number (or the name of a group) is decided here alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set
from extractors.ranks import RankCandidate
from extractors.scores import ScoreCandidate, decimal_of
from extractors.table_labels import Column, Label, crossed, label_of, row_label, word_column
from extractors.text import Span, line_spans

_LABELLED = re.compile(r"(?P<label>[^:|\n]{1,80}):\s(?P<value>\S[^|\n]*)")
_NUMERIC = re.compile(
    r"(?P<sign>[+\-↑↓▲▼]\s?)?(?P<number>\d{1,3}(?:[.,]\d{1,4})?)(?:\s?/\s?(?P<whole>\d{1,3}))?"
)
# A number with its unit or a remark: «87,5% (hạng 25)», «trên 68 điểm», «hạng 20».
_MEASURED = re.compile(
    r"(?:(?:trên|dưới|từ|tối thiểu|ít nhất|hạng|thứ|[≥≤><])\s?)*"
    rf"{_NUMERIC.pattern}\s?(?:%|điểm|bậc)?(?:\s?\([^()]*\)|\strở lên)?"
)
_GROUP = re.compile(
    rf"(?:nhóm\s)?[\"']?(?:[a-e]|{alternatives(folded_set(load_table('rank_words')['groups']['names']))})[\"']?"
)
# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__


class Cell(NamedTuple):
    """A cell: where its value stands, its folded label and where that stands, and what its column holds."""

    start: int
    end: int
    label: str
    label_at: Span
    column: Column
    period: str | None = None
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells in order, and the lines above the table that may name what it is about."""

    span: Span
    cells: tuple[Cell, ...]
    caption: Span | None
    labels: Span | None = field(default=None)

    def cell(self, position: int) -> Cell | None:
        """Return the cell that holds ``position``."""
        for cell in self.cells:
            if cell[0] <= position < cell[1]:
                return cell
        return None

    def first(self, column: Column) -> Cell | None:
        """Return the first cell of a ``column``."""
        for cell in self.cells:
            if cell.column == column:
                return cell
        return None


def find_rows(folded: str) -> list[Row]:
    """Return the rows of all tables of a folded text whose columns are known, in order."""
    if " | " not in folded:
        return []
    rows: list[Row] = []
    above: Span | None = None
    block: list[Span] = []
    for line in line_spans(folded):
        if folded.find("|", *line) >= 0:
            block.append(line)
            continue
        rows.extend(_block(folded, block, above))
        block, above = [], line
    rows.extend(_block(folded, block, above))
    return rows


def find_cells(folded: str, text: str, rows: list[Row]) -> Iterator[ScoreCandidate | RankCandidate]:
    """Yield a candidate for every cell that holds only a number, or only the name of a group."""
    for row in rows:
        percents = folded.find("%", *row.span) >= 0
        is_share = percents and any(
            "%" in folded[cell.start : cell.end] for cell in row.cells if not _is_number(folded, cell)
        )
        has_points = row.first("score") is not None
        for cell in row.cells:
            written = folded[cell.start : cell.end]
            if cell.column == "group" and _GROUP.fullmatch(written):
                name = re.sub(r"^nhóm\s", "", text[cell.start : cell.end], flags=re.IGNORECASE).strip("\"'“”")
                yield RankCandidate(
                    start=cell.start, end=cell.end, number=cell.start, rule="rank.cell", kind="group",
                    group=name,
                )  # fmt: skip
                continue
            match = _NUMERIC.fullmatch(written)
            if match is not None and not (cell.column == "percent" and has_points):
                candidate = _candidate(cell, match, is_share=is_share)
                if candidate is not None:
                    yield candidate


def is_decided(folded: str, row: Row, position: int) -> bool:
    """Tell whether the cell at ``position`` holds only a number, so that its column alone decides."""
    cell = row.cell(position)
    return cell is not None and _NUMERIC.fullmatch(folded, cell.start, cell.end) is not None


def _is_number(folded: str, cell: Cell) -> bool:
    return folded[cell.start : cell.start + 1].isdigit()


def _candidate(cell: Cell, match: re.Match[str], *, is_share: bool) -> ScoreCandidate | RankCandidate | None:
    written, whole, sign = match["number"], match["whole"], match["sign"]
    has_decimals = "," in written or "." in written
    is_change = cell.column in {"rank_change", "score_change"}
    if sign is not None and not is_change:
        return None
    falls = (sign is not None and sign[0] in "-↓▼") or (
        is_change and "giảm" in cell.label and "tăng" not in cell.label
    )
    if cell.column in {"rank", "rank_change"}:
        if has_decimals or (not is_change and int(written) == 0):
            return None
        return RankCandidate(
            start=cell.start, end=cell.end, number=cell.start, rule="rank.cell",
            kind="change" if is_change else "level", rank=-int(written) if falls else int(written),
            out_of=int(whole) if whole else None,
        )  # fmt: skip
    if cell.column not in {"score", "percent", "score_change"}:
        return None
    value = decimal_of(written)
    unit: Literal["point", "percent"] = (
        "percent" if is_share or cell.column == "percent" or "%" in cell.label else "point"
    )
    return ScoreCandidate(
        cell.start, cell.end, cell.start, -value if falls else value, unit,
        Decimal(whole) if whole else None, "change" if is_change else "level", "score.cell",
        has_decimals=has_decimals,
    )  # fmt: skip


def _block(folded: str, lines: list[Span], above: Span | None) -> Iterator[Row]:
    """Yield the rows of one table, given as consecutive lines."""
    labels: list[Span] = []
    labels_at: Span | None = None
    for line in lines:
        cells = _split(folded, line)
        named: list[Cell] = []
        for start, end in cells:
            match = _LABELLED.fullmatch(folded, start, end)
            if match is not None:
                named.append(_cell(folded, match.start("value"), end, Span(start, match.end("label"))))
        if len(named) * 2 > len(cells):
            yield Row(line, _crossed(folded, named), above)
        elif not any(_MEASURED.fullmatch(folded, *cell) for cell in cells[1:]):
            if len(cells) > 1 and (not labels or len(cells) != len(labels)):
                labels, labels_at = cells, line
        elif 1 < len(cells) <= len(labels):
            bare = [_cell(folded, *cell, label) for cell, label in zip(cells, labels, strict=False)]
            yield Row(line, _crossed(folded, bare), above, labels_at)


def _crossed(folded: str, cells: list[Cell]) -> tuple[Cell, ...]:
    """Return the cells of a row, by what its name says of them too: «Xếp hạng | 33/63 | 21/63»."""
    name = cells[0]
    row = row_label(folded[name.start : name.end]) if name.column == "name" else None
    if row is None:
        return tuple(cells)
    return (name, *(_by_row(folded, cell, row) for cell in cells[1:]))


def _by_row(folded: str, cell: Cell, row: Label) -> Cell:
    if not _NUMERIC.match(folded, cell.start, cell.end):
        return cell
    column = crossed(cell.column, label_of(cell.label), row)
    return cell._replace(column=column, period=cell.period or row.period)


def _split(folded: str, line: Span) -> list[Span]:
    cells: list[Span] = []
    at = line.start
    for part in folded[line.start : line.end].split("|"):
        start = at + len(part) - len(part.lstrip())
        cells.append(_new(Span, (start, start + len(part.strip()))))
        at += len(part) + 1
    # A row may be fenced («| 1 | Sơn La |»): the edges are no cells, an empty cell inside is one.
    first = 1 if cells[0].start >= cells[0].end else 0
    last = len(cells) - (cells[-1].start >= cells[-1].end)
    return cells[first:last]


def _cell(folded: str, start: int, end: int, label_at: Span) -> Cell:
    label = label_of(folded[label_at[0] : label_at[1]].strip())
    value = folded[start:end]
    column = label.of_numbers if _NUMERIC.match(value) else word_column(label, value)
    return _new(Cell, (start, end, label.written, label_at, column, label.period, label.is_target))
