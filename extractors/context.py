"""What the numbers of a document are about: one object that asks the readers of each question.

``Context.score`` and ``Context.rank`` turn a candidate into a fact, or into None where nothing binds the
number
to an index: a percentage is a score only in the company of an index.
"""

from collections.abc import Sequence
from typing import NamedTuple

from extractors.basis import UNKNOWN, Basis, Drawn, basis_of, value_of
from extractors.context_evidence import Neighbours, is_rank, is_score
from extractors.context_index import Binding, IndexReader
from extractors.context_layout import Layout, Spot
from extractors.context_lists import ListReader
from extractors.context_marks import Marks, PlacedMarks, find_marks
from extractors.context_periods import PeriodReader
from extractors.context_runs import RunReader, Whose
from extractors.context_scopes import ScopeReader
from extractors.context_status import StatusReader
from extractors.context_subjects import SubjectReader, home_province
from extractors.context_tables import CellContext, TableReader
from extractors.context_thresholds import is_threshold
from extractors.context_times import Times
from extractors.facts import Date, Rank, Score, Status
from extractors.folding import fold
from extractors.ranks import RankCandidate
from extractors.scores import ScoreCandidate
from extractors.tables import Row


class Known(NamedTuple):
    """What is known of a document before reading it; ``published`` is the year of publication."""

    title: str | None
    title_dates: Sequence[Date]
    province: str | None
    published: str | None


class Context:
    """Everything about one document that its numbers need."""

    def __init__(
        self, text: str, folded: str, known: Known, dates: Sequence[Date], rows: Sequence[Row] = ()
    ) -> None:
        title, published = known.title, known.published
        self._text, self._folded = text, folded
        title_marks = Marks(find_marks(title, fold(title)) if title else ())
        self.marks = marks = PlacedMarks(find_marks(text, folded))
        self.layout = layout = Layout(text)
        title_codes = [
            m.value for m in title_marks.all("indicator") or title_marks.all("weak_indicator") if m.value
        ]
        years = [d.value for d in known.title_dates if d.grain == "year"]
        title_period = years[-1] if years else None
        self._index = IndexReader(text, folded, layout, marks, title_codes)
        times = Times(folded, layout, marks, dates, published)
        periods = PeriodReader(folded, layout, marks, times, title_period)
        home = home_province(folded, marks, title_marks, known.province)
        self._runs = RunReader(folded, periods, SubjectReader(folded, marks, home))
        sets_targets = bool(title_marks.all("target"))
        self._status = StatusReader(folded, layout, marks, sets_targets, title_period, published)
        self._scopes = ScopeReader(text, folded, layout, marks)
        self._tables = TableReader(text, folded, marks, list(rows), self._index, title_codes)
        # Economic news is full of percentages and names no index: nothing in it needs a closer look.
        self.names_index = bool(title_codes) or any(
            marks.all(kind) for kind in ("indicator", "weak_indicator", "known_component")
        )
        self._lists = ListReader(text, folded, layout, marks, dates)

    def spot(self, candidate: ScoreCandidate | RankCandidate) -> Spot:
        """Return where ``candidate`` stands."""
        return Spot(self.layout, self.marks, candidate.start, candidate.end)

    def score(self, candidate: ScoreCandidate, spot: Spot, beside: Neighbours) -> Score | None:
        """Return the score that ``candidate`` at ``spot`` is, or None where it is no value of an index."""
        if not self.names_index:
            return None
        binding = self._index.read(spot)
        cell = self._tables.read(spot)
        if cell is not None and cell.is_value and (cell.is_index or candidate.rule == "score.cell"):
            if not cell.is_index:
                return None
        elif not is_score(candidate, binding, beside) or is_threshold(
            self._folded, candidate.start, candidate.end, kinds=self.marks.kinds
        ):
            return None
        whose = self._runs.read(spot, binding, older=candidate.is_older)
        if cell is not None:
            binding, whose = _by_cell(cell) if cell.is_index else binding, _whose_by_cell(cell, whose)
            if cell.period is not None and cell.target is None:
                self._runs.tell(binding.indicator, cell.period, spot)
        status = self._told(candidate, spot, whose, cell)
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
            period=value_of(whose.period),
            subject=whose.subject.value,
            status=status[0],
            basis=_basis(binding, whose, status[1]),
        )

    def rank(self, candidate: RankCandidate, spot: Spot, beside: Neighbours) -> Rank | None:
        """Return the rank that ``candidate`` at ``spot`` is, or None where nothing is ranked."""
        scope = None
        if candidate.kind != "change":
            scope = self._scopes.read(candidate, spot, beside.after_last, beside.until_next)
        cell = self._tables.read(spot)
        if scope is None and cell is not None and candidate.kind != "change":
            scope = cell.scope
        if candidate.is_weak and not is_rank(candidate, self._index.read(spot), beside, value_of(scope)):
            return None
        # What a row and its column say is surer than the words around.
        binding = _by_cell(cell) if cell is not None and cell.is_index else self._index.read(spot)
        if binding.is_foreign:
            binding = binding._replace(named=UNKNOWN, part=UNKNOWN)
        is_place = candidate.rule in {"rank.word", "rank.worded"} or candidate.rank in {1, 2, 3}
        whose = self._runs.read(spot, binding, older=candidate.is_older, is_place=is_place)
        if cell is not None:
            whose = _whose_by_cell(cell, whose)
        status = self._told(candidate, spot, whose, cell)
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
            scope=value_of(scope),
            indicator=binding.indicator,
            component=binding.component,
            period=value_of(whose.period),
            subject=whose.subject.value,
            status=status[0],
            basis=_basis(binding, whose, status[1], scope),
        )

    def in_turn(self, facts: Sequence[Score | Rank]) -> list[Score | Rank]:
        """Return ``facts`` with what «lần lượt» distributes over them."""
        return self._lists.distribute(facts)

    def _told(
        self,
        candidate: ScoreCandidate | RankCandidate,
        spot: Spot,
        whose: Whose,
        cell: CellContext | None,
    ) -> tuple[Status, Drawn]:
        """Return the status of ``candidate`` and what tells it."""
        if cell is not None and cell.target is not None:
            return "target", cell.target
        # Columns of years beside one of targets hold what was reached.
        if candidate.is_older or (cell is not None and cell.is_beside_target):
            return "actual", Drawn("actual")
        return self._status.told(spot, value_of(whose.period), value_of(whose.own))


def _by_cell(cell: CellContext) -> Binding:
    return Binding(cell.named, cell.part, 3, is_foreign=False, head_is_index=True)


def _whose_by_cell(cell: CellContext, whose: Whose) -> Whose:
    subject = cell.subject if cell.has_subject else whose.subject
    return Whose(cell.period or whose.period, subject, whose.own)


def _basis(binding: Binding, whose: Whose, status: Drawn, scope: Drawn | None = None) -> tuple[Basis, ...]:
    return basis_of(
        indicator=binding.named,
        component=binding.part,
        period=whose.period,
        subject=whose.subject,
        scope=scope,
        status=status,
    )
