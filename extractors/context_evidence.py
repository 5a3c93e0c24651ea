"""Whether the company a number keeps makes it the value, or the place, of an index."""

from typing import NamedTuple

from extractors.context_index import Binding
from extractors.ranks import RankCandidate
from extractors.scores import ScoreCandidate

#: Indices told in points only: a percentage near them is somebody's answer, not their value.
_POINTS_ONLY = frozenset({"PAPI", "PCI", "PGI", "ICT"})


class Neighbours(NamedTuple):
    """The facts beside a candidate: where the last one ended and the next begins; whether one is close
    before."""

    after_last: int
    until_next: int
    is_close: bool
    is_close_after: bool
    has_rank_in_sentence: bool


def is_score(candidate: ScoreCandidate, binding: Binding, beside: Neighbours) -> bool:
    """Decide whether an index is near enough for the number to be its value."""
    if binding.indicator is None or binding.is_foreign or not _is_fitting(candidate, binding, beside):
        return False
    if binding.strength == 3 or binding.head_is_index or candidate.scale_max is not None:
        return True
    # No index and no «điểm số» in the sentence: the company of ranks or of other scores helps, or a subject.
    if beside.has_rank_in_sentence or beside.is_close or candidate.unit != "percent":
        return beside.has_rank_in_sentence or beside.is_close or binding.strength == 2 or binding.has_subject
    return candidate.has_decimals and binding.has_subject


def _is_fitting(candidate: ScoreCandidate, binding: Binding, beside: Neighbours) -> bool:
    """Tell whether a number of this form can be a value of the index at all."""
    if candidate.unit == "percent" and candidate.kind == "level":
        is_named = binding.strength == 3 and binding.head_is_index
        # Above 100 only a number right at the name of the index is its value, and a doubt; others are growth.
        is_doubtful = candidate.value > 100 or binding.indicator in _POINTS_ONLY
        if is_doubtful and not is_named:
            return False
    if candidate.needs_name and not binding.is_named_right_before:
        return False
    return candidate.unit is not None or binding.head_is_index or beside.is_close or beside.is_close_after


def is_rank(candidate: RankCandidate, binding: Binding, beside: Neighbours, scope: str | None) -> bool:
    """Decide whether a weak candidate ranks something."""
    is_index = binding.indicator is not None and not binding.is_foreign
    if candidate.kind == "group":
        return is_index
    if candidate.rule == "rank.bare":
        return is_index and beside.is_close
    if candidate.rule == "rank.level":
        # A bare «thứ 4» may be a weekday, «vị trí 125» a pylon.
        in_sentence = is_index and (binding.strength == 3 or binding.head_is_index or beside.is_close_after)
        return (in_sentence or beside.is_close or scope is not None) and (candidate.rank or 0) < 100
    named = is_index and (binding.strength >= 2 or beside.is_close_after)
    return named or beside.is_close or scope is not None
