"""What the cells of a table are of: their row names index, component or subject, their column the year."""

import re
from bisect import bisect_right
from typing import NamedTuple

from extractors.basis import UNKNOWN, Drawn
from extractors.context_components import component_owners
from extractors.context_index import IndexReader
from extractors.context_layout import Spot
from extractors.context_marks import Kind, Marks, find_marks
from extractors.folding import fold
from extractors.table_labels import row_label
from extractors.tables import Cell, Row

# «Tổng điểm», «Chung»: the row of the whole index.
_WHOLE = re.compile(r"(?:tổng|chung|cộng|toàn bộ|chỉ số chung|điểm số chung|kết quả chung)(?!\w)")
_AVERAGE = re.compile(r"(?:trung bình|bình quân|cả nước|toàn quốc|toàn tỉnh|trung vị)")
_NUMBERING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[ivx]+\.|[-+•])\s*", re.IGNORECASE)


class CellContext(NamedTuple):
    """What a cell's row and column say; ``is_index`` tells that they name an index or a component of one."""

    named: Drawn
    part: Drawn
    period: Drawn | None
    subject: Drawn
    has_subject: bool
    is_index: bool
    target: Drawn | None
    is_value: bool
    scope: Drawn | None
    is_beside_target: bool


class RowContext(NamedTuple):
    """What a row says of all its cells."""

    own: Drawn | None
    above: Drawn | None
    part: Drawn
    owners: frozenset[str]
    is_ranking: bool
    is_topic: bool
    has_owner: bool
    subject: Drawn
    scope: Drawn | None
    has_target: bool


class TableReader:
    """Answers for the tables of one document."""

    def __init__(
        self,
        text: str,
        folded: str,
        marks: Marks,
        rows: list[Row],
        index: IndexReader,
        title_codes: list[str],
    ) -> None:
        self._text, self._folded, self._marks, self._rows = text, folded, marks, rows
        self._index = index
        self._title_codes = title_codes
        self._starts = [row.span.start for row in rows]
        self._labels: dict[str, str | None] = {}
        self._contexts: dict[int, RowContext] = {}

    def read(self, spot: Spot) -> CellContext | None:
        """Return what the table around ``spot`` says, or None outside of tables."""
        if not self._rows:
            return None
        position = spot.start
        at = bisect_right(self._starts, position) - 1
        if at < 0 or position >= self._rows[at].span.end:
            return None
        row = self._rows[at]
        cell = row.cell(position)
        if cell is None or cell.column in {"name", "subject"}:
            return None
        said = self._contexts.get(at)
        if said is None:
            said = self._contexts[at] = self._read_row(row, at)
        labelled = self._label_index(cell)
        named = said.own or labelled or said.above or UNKNOWN
        if named.value is None:
            binding = self._index.read(spot)
            # A column of points or places is of the index that the document is about.
            is_ranking = said.is_ranking or cell.label.startswith(("điểm", "tổng điểm", "số điểm"))
            is_known = binding.indicator in said.owners or binding.indicator in self._title_codes
            if binding.strength >= 2 or is_known or is_ranking:
                named = binding.named
        is_foreign = said.is_topic and labelled is None
        column = None if said.has_owner else self._column_subject(cell)
        return CellContext(
            named, said.part, self._period(row, cell), column or said.subject,
            said.has_owner or column is not None,
            named.value is not None and not is_foreign,
            _labelled("target", cell) if cell.is_target else None,
            cell.column in {"score", "percent", "score_change"}, said.scope,
            said.has_target and cell.period is not None,
        )  # fmt: skip

    def _read_row(self, row: Row, at: int) -> RowContext:
        name, owner = row.first("name"), row.first("subject")
        own = None if name is None else self._index_in(name.start, name.end)
        above = None if row.caption is None else self._index_in(row.caption.start, row.caption.end)
        holds = None if name is None else row_label(self._folded[name.start : name.end])
        if own is None and holds is not None:
            own = self._row_before(at)
        part = UNKNOWN if name is None or own is not None or holds else self._component(name)
        owners = component_owners().get((part.value or "").casefold(), frozenset())
        is_told = own is not None or above is not None or bool(owners)
        is_topic = name is not None and not is_told and self._is_topic(name)
        is_mean = any(_AVERAGE.match(self._folded, c.start, c.end) for c in row.cells)
        subject = UNKNOWN if is_mean else self._subject(owner)
        has_owner = is_mean or owner is not None
        is_ranking = row.first("rank") is not None
        scope = None if name is None or holds is None else self._scope(name)
        has_target = any(cell.is_target and cell.column != "name" for cell in row.cells)
        return RowContext(
            own, above, part, owners, is_ranking, is_topic, has_owner, subject, scope, has_target
        )

    def _scope(self, name: Cell) -> Drawn | None:
        mark = self._marks.first("scope", name.start, name.end)
        return None if mark is None else Drawn.words(self._text[mark.start : mark.end], mark.start, mark.end)

    def _row_before(self, at: int) -> Drawn | None:
        """Return the index of the row of points that a row of places stands under."""
        row, before = self._rows[at], self._rows[at - 1] if at else None
        if before is None or before.span.end + 1 != row.span.start:
            return None
        name = before.first("name")
        return None if name is None else self._index_in(name.start, name.end)

    def _column_subject(self, cell: Cell) -> Drawn | None:
        """Return the place that the label of a column names: «Tiêu chí | Bình Định | Gia Lai»."""
        label = cell.label_at
        if _AVERAGE.match(self._folded, label.start, label.end):
            return UNKNOWN
        mark = self._marks.first("place", label.start, label.end)
        return None if mark is None else Drawn.words(mark.value, mark.start, mark.end)

    def _component(self, cell: Cell) -> Drawn:
        if _WHOLE.match(self._folded, cell.start, cell.end):
            return UNKNOWN
        written = self._text[cell.start : cell.end]
        numbering = _NUMBERING.match(written)
        name = (written[numbering.end() :] if numbering else written).strip(" “”\"'«»")
        at = cell.start + written.rfind(name)
        return Drawn.words(name, at, at + len(name)) if name else UNKNOWN

    def _index_in(self, start: int, end: int) -> Drawn | None:
        mark = self._marks.first("indicator", start, end)
        return None if mark is None else Drawn.words(mark.value, mark.start, mark.end)

    def _is_topic(self, cell: Cell) -> bool:
        return self._marks.first("topic", cell.start, cell.end) is not None

    def _label_index(self, cell: Cell) -> Drawn | None:
        label = cell.label
        if label not in self._labels:
            marks = find_marks(label, fold(label))
            self._labels[label] = next((m.value for m in marks if m.kind == "indicator"), None)
        code = self._labels[label]
        return None if code is None else _labelled(code, cell)

    def _period(self, row: Row, cell: Cell) -> Drawn | None:
        if cell.period is not None:
            return _labelled(cell.period, cell)
        year = row.first("year")
        if year is not None:
            return Drawn.words(self._text[year.start : year.end], year.start, year.end)
        # «Điểm năm 2022 | Điểm năm 2023 | Thứ hạng»: the place of the newest year.
        newest: Cell | None = None
        for dated in row.cells:
            if dated.period is None or dated.is_target:
                continue
            if newest is None or dated.period > (newest.period or ""):
                newest = dated
        return None if newest is None or newest.period is None else _labelled(newest.period, newest)

    def _subject(self, cell: Cell | None) -> Drawn:
        if cell is None or _AVERAGE.search(self._folded, cell.start, cell.end):
            return UNKNOWN
        kinds: tuple[Kind, ...] = ("place", "agency")
        for kind in kinds:
            mark = self._marks.first(kind, cell.start, cell.end)
            if mark is not None:
                return Drawn.words(mark.value, mark.start, mark.end)
        written = self._text[cell.start : cell.end]
        return Drawn.words(written, cell.start, cell.end) if written[0].isupper() else UNKNOWN


def _labelled(value: str, cell: Cell) -> Drawn:
    """Return ``value`` as said by the label of the column of ``cell``."""
    return Drawn.words(value, cell.label_at.start, cell.label_at.end)
