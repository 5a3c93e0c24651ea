"""What the numbers of a document are about: one object that asks the readers of each question.

``Context.score`` and ``Context.rank`` turn a candidate into a fact, or into None where nothing binds the
number
to an index: a percentage is a score only in the company of an index.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractors.context_evidence import Neighbours, is_rank, is_score
from extractors.context_index import Binding, IndexReader
from extractors.context_layout import Layout
from extractors.context_lists import ListReader
from extractors.context_marks import Marks, find_marks
from extractors.context_periods import PeriodReader, year_before
from extractors.context_scopes import ScopeReader
from extractors.context_status import StatusReader
from extractors.context_subjects import SubjectReader, home_province
from extractors.context_tables import CellContext, TableReader
from extractors.context_thresholds import is_threshold
from extractors.facts import Date, Rank, Score, Status
from extractors.folding import fold
from extractors.ranks import RankCandidate
from extractors.scores import ScoreCandidate
from extractors.tables import Row


class Context:
    """Everything about one document that its numbers need."""

    def __init__(
        self, text: str, folded: str, title: str | None, province: str | None, dates: Sequence[Date],
        title_dates: Sequence[Date], rows: Sequence[Row] = (),
    ) -> None:  # fmt: skip
        self._text, self._folded = text, folded
        folded_title = fold(title or "")
        title_marks = Marks(find_marks(title or "", folded_title))
        self.marks = marks = Marks(find_marks(text, folded))
        self.layout = layout = Layout(text)
        title_codes = [
            m.value for m in title_marks.all("indicator") or title_marks.all("weak_indicator") if m.value
        ]
        years = [d.value for d in title_dates if d.grain == "year"]
        title_period = years[-1] if years else None
        self._index = IndexReader(text, folded, layout, marks, title_codes)
        self._periods = PeriodReader(folded, layout, marks, dates, title_period)
        self._subjects = SubjectReader(
            folded, layout, marks, home_province(folded, marks, title_marks, province)
        )
        self._status = StatusReader(folded, layout, marks, bool(title_marks.all("target")), title_period)
        self._scopes = ScopeReader(text, folded, layout, marks)
        self._tables = TableReader(text, folded, marks, list(rows), title_codes)
        self._hosts: dict[int, bool] = {}
        # Economic news is full of percentages and names no index: nothing in it needs a closer look.
        self.names_index = bool(title_codes) or any(
            marks.all(kind) for kind in ("indicator", "weak_indicator", "known_component")
        )
        self._lists = ListReader(text, folded, layout, marks, dates)
        self._told_of: dict[str, tuple[int, str | None]] = {}
        self._last: tuple[int, str | None] = (-9, None)
        self._mate: tuple[RankCandidate, str | None] | None = None

    def sentence_starts_at(self, position: int) -> int:
        """Return where the sentence of ``position`` begins."""
        return self.layout.line(position).sentence(position).start

    def score(self, candidate: ScoreCandidate, beside: Neighbours) -> Score | None:
        """Return the score that ``candidate`` is, or None where it is no value of an index."""
        if not self.names_index:
            return None
        binding = self._index.read(candidate.start, candidate.end)
        cell = self._tables.read(candidate.start, binding)
        if cell is not None and cell.is_value and (cell.is_index or candidate.rule == "score.cell"):
            if not cell.is_index:
                return None
        elif not is_score(candidate, binding, beside) or is_threshold(
            self._folded, candidate.start, candidate.end
        ):
            return None
        period, subject, own = self._whose(candidate.start, candidate.end, binding, older=candidate.is_older)
        if cell is not None:
            binding, period, subject = _by_cell(cell, binding, period, subject)
        return Score(
            start=candidate.start,
            end=candidate.end,
            text=self._text[candidate.start : candidate.end],
            rule=candidate.rule,
            value=candidate.value,
            unit=candidate.unit or "point",
            scale_max=candidate.scale_max,
            kind=candidate.kind,
            indicator=binding.indicator,
            component=binding.component,
            period=period,
            subject=subject,
            status=self._told(candidate.start, candidate.end, period, own, candidate.is_older, cell),
        )

    def rank(self, candidate: RankCandidate, beside: Neighbours) -> Rank | None:
        """Return the rank that ``candidate`` is, or None where nothing is ranked."""
        binding = self._index.read(candidate.start, candidate.end)
        scope = None
        if candidate.kind != "change":
            scope = self._scopes.read(candidate.start, candidate.end, beside.after_last, beside.until_next)
            scope = scope or self._shared_scope(candidate)
            if scope is None and candidate.is_older:
                scope = self._scopes.of_journey(candidate.end)
            self._mate = (candidate, scope)
        cell = self._tables.read(candidate.start, binding)
        if candidate.is_weak and not is_rank(candidate, binding, beside, scope):
            return None
        if cell is not None:
            binding = _by_cell(cell, binding, None, None)[0]
        if binding.is_foreign:
            binding = replace(binding, indicator=None, component=None)
        is_place = candidate.rule in {"rank.word", "rank.worded"} or candidate.rank in {1, 2, 3}
        period, subject, own = self._whose(
            candidate.start, candidate.end, binding, older=candidate.is_older, is_place=is_place
        )
        if cell is not None:
            _, period, subject = _by_cell(cell, binding, period, subject)
        return Rank(
            start=candidate.start,
            end=candidate.end,
            text=self._text[candidate.start : candidate.end],
            rule=candidate.rule,
            kind=candidate.kind,
            rank=candidate.rank,
            bound=candidate.bound,
            out_of=candidate.out_of,
            group=candidate.group,
            scope=scope,
            indicator=binding.indicator,
            component=binding.component,
            period=period,
            subject=subject,
            status=self._told(candidate.start, candidate.end, period, own, candidate.is_older, cell),
        )

    def in_turn(self, facts: Sequence[Score | Rank]) -> list[Score | Rank]:
        """Return ``facts`` with what «lần lượt» distributes over them."""
        return self._lists.distribute(facts)

    def _shared_scope(self, candidate: RankCandidate) -> str | None:
        """Return the scope of the rank before: of a journey's first place, or of the host of a
        parenthesis."""
        if self._mate is None:
            return None
        mate, scope = self._mate
        paren = self.layout.line(candidate.start).paren(candidate.start)
        is_hosted = paren is not None and mate.end <= paren.start and paren.start - mate.end < 60
        is_same_race = is_hosted and candidate.out_of == mate.out_of and candidate.out_of is not None
        is_arrival = candidate.rule == "rank.journey" and not candidate.is_older
        return scope if is_arrival or is_same_race else None

    def _whose(
        self, start: int, end: int, binding: Binding, *, older: bool, is_place: bool = False
    ) -> tuple[str | None, str | None, str | None]:
        """Return period, subject, and the period that stands with the value itself."""
        indicator, component = binding.indicator, binding.component
        own = self._periods.own(start, end, older=older)
        period = (
            own
            or self._hosted_period(start)
            or self._periods.near(start, end)
            or self._run_period(start, indicator, component)
            or self._periods.elsewhere(start, indicator)
        )
        if own is None and (older or self._periods.is_of_year_before(start)):
            period = year_before(period)
        self._last = (end, period)
        line = self.layout.line(start)
        if indicator is not None and component is None and not (older or line.is_row):
            self._told_of[indicator] = (line.index, period)
        return period, self._subjects.read(start, end, indicator, is_place=is_place), own

    def _run_period(self, start: int, indicator: str | None, component: str | None) -> str | None:
        """Return the period of the whole index told right before, for the components of it that follow."""
        line, period = self._told_of.get(indicator or "", (-9, None))
        is_next = self.layout.line(start).index - line <= 1
        return period if component is not None and is_next else None

    def _hosted_period(self, start: int) -> str | None:
        """Return the period of the fact that the parenthesis around ``start`` explains: «41,2 điểm (thứ
        40/63)»."""
        paren = self.layout.line(start).paren(start)
        last_end, period = self._last
        if paren is None or last_end > paren.end:
            return None
        if last_end >= paren.start:
            return period if self._hosts.get(paren.start) else None
        is_host = 0 <= paren.start - last_end <= 2
        self._hosts[paren.start] = is_host
        return period if is_host else None

    def _told(
        self, start: int, end: int, period: str | None, own: str | None, is_older: bool,
        cell: CellContext | None,
    ) -> Status:  # fmt: skip
        if cell is not None and cell.is_target:
            return "target"
        return "actual" if is_older else self._status.read(start, end, period, own)


def _by_cell(
    cell: CellContext, binding: Binding, period: str | None, subject: str | None
) -> tuple[Binding, str | None, str | None]:
    """Return what a value is of with what its row and column say, which is surer than the words around."""
    if cell.is_index:
        binding = replace(binding, indicator=cell.indicator, component=cell.component, is_foreign=False)
    return binding, cell.period or period, cell.subject if cell.has_subject else subject
