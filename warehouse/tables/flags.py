"""The flags that a fact may bear: doubts about its source, as the readers raise them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag: the kinds of fact that bear it, and what it tells."""

    name: str
    kinds: tuple[str, ...]
    description: str


FLAGS = (
    Flag("value_exceeds_scale", ("score",), "The value is higher than the scale written with it."),
    Flag(
        "value_exceeds_index_scale",
        ("score",),
        "The value, in points, is higher than the full mark of the whole index in its year.",
    ),
    Flag("value_exceeds_100_percent", ("score",), "A percentage that is the value of an index is above 100."),
    Flag(
        "rank_exceeds_out_of", ("rank",), "The place, or the move, is larger than the number that was ranked."
    ),
    Flag("value_exceeds_out_of", ("quantity",), "The part is larger than the whole written with it."),
    Flag(
        "conflicting_values",
        ("score", "rank"),
        "Another value is stated of the same thing: index, component, subject, period and field agree.",
    ),
    Flag(
        "change_contradicts_levels",
        ("score", "rank"),
        "The change is not the difference of the two levels that the document states, beyond rounding.",
    ),
    Flag(
        "period_after_publication",
        ("score", "rank"),
        "Reported as reached for a period that began after the document was published.",
    ),
    Flag(
        "date_after_publication",
        ("date",),
        "A day that the document tells of as past (an issue, a meeting held) lies after its publication.",
    ),
    Flag("weekday_conflicts_with_date", ("date",), "The weekday written before the day is not the day's."),
    Flag(
        "glued_text", ("date",), "The year runs into the next number without a space: «12/20251. Văn phòng»."
    ),
    Flag(
        "issued_after_publication",
        ("directive",),
        "The issue date, or the year in the symbol, lies after the publication of what cites it.",
    ),
    Flag(
        "conflicting_issue_dates",
        ("directive",),
        "The document gives the same symbol another issue date within the same year.",
    ),
    Flag(
        "year_conflicts_with_issue_date",
        ("directive",),
        "The year in the symbol is not that of the issue date.",
    ),
    Flag("year_out_of_range", ("directive",), "The year is before 1945 or after 2099."),
    Flag(
        "type_conflicts_with_symbol", ("directive",), "The written type is not the one that the symbol tells."
    ),
    Flag(
        "issuer_conflicts_with_symbol",
        ("directive",),
        "The written issuer is not the body that the symbol tells.",
    ),
    Flag(
        "from_ocr",
        ("score", "rank", "date", "directive", "quantity", "person", "assignment"),
        "The page it stands on is a picture that was read by OCR: a letter or a digit may be another one.",
    ),
)
