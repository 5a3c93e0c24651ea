"""The two columns at the head and at the foot of Vietnamese administrative documents.

At the head stand the issuer with the number of the document at the left, the national motto with place and
date at the right; at the foot who gets it at the left, who signs at the right. Read straight across, number
and date, receivers and signer would mix.
"""

import re
from collections.abc import Sequence

from spiders.files.rows import Row

_MOTTO = re.compile(r"C[ỘO]NG\s+H[ÒOÓÀ]+A?\s+X[ÃA]\s+H[ỘO]I", re.IGNORECASE)
_RECEIVERS = re.compile(r"^N[ơo]i\s+nh[ậa]n\b", re.IGNORECASE)
_DATED = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_LETTERHEAD_WITHIN = 12  # rows from the top of the page


def letterhead(rows: Sequence[Row]) -> tuple[int, int, float] | None:
    """Return the first row, the row behind the last, and the middle line of the letterhead's columns."""
    found = next(
        (
            (place, segment)
            for place, row in enumerate(rows[:_LETTERHEAD_WITHIN])
            for segment in row.segments
            if _MOTTO.search(segment.text)
        ),
        None,
    )
    if found is None:
        return None
    place, motto = found
    lefts = [
        segment.right
        for near in rows[max(0, place - 1) : place + 4]
        for segment in near.segments
        if segment.right < motto.left + near.height and segment is not motto
    ]
    if not lefts:
        return None
    middle = (max(lefts) + motto.left) / 2
    start = place
    while start > 0 and _stays_aside(rows[start - 1], middle):
        start -= 1
    end, is_dated = place, False
    while end < len(rows) and end < place + _LETTERHEAD_WITHIN and _stays_aside(rows[end], middle):
        at_right = [segment for segment in rows[end].segments if segment.left >= middle]
        if is_dated and at_right:
            break
        is_dated = is_dated or any(_DATED.search(segment.text) for segment in at_right)
        end += 1
    return start, end, middle


def receivers(rows: Sequence[Row], start: int) -> tuple[int, float] | None:
    """Return the row where receivers and signer begin side by side, and the line between them."""
    for place in range(start, len(rows)):
        if not _RECEIVERS.match(rows[place].segments[0].text):
            continue
        # The signer's office may begin a row above («TM. ỦY BAN NHÂN DÂN»).
        first = place
        while first > start and rows[first - 1].left > rows[place].segments[0].right + rows[place].height:
            first -= 1
        rights = [
            one.left
            for row in rows[first:]
            for one in row.segments[-1:]
            if one.left > rows[place].left + 4 * row.height
        ]
        lefts = [row.segments[0].right for row in rows[place:] if len(row.segments) > 1]
        if not rights:
            return None
        edge = max((right for right in lefts if right < max(rights)), default=rows[place].segments[0].right)
        beyond = [left for left in rights if left > edge]
        return (first, (edge + min(beyond)) / 2) if beyond else None
    return None


def side_by_side(rows: Sequence[Row], middle: float) -> str:
    """Return the left column, then the right one, line by line."""
    columns: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        for segment in row.segments:
            is_right = (segment.left + segment.right) / 2 > middle
            columns[is_right].append(segment.text)
    return "\n\n".join("\n".join(_subject_joined(lines)) for lines in columns if lines)


def _stays_aside(row: Row, middle: float) -> bool:
    """Tell whether nothing in the row stands across the ``middle``."""
    slack = row.height * 0.4
    return all(one.right < middle + slack or one.left > middle - slack for one in row.segments)


def _subject_joined(lines: Sequence[str]) -> list[str]:
    """Join what a letter is about (``V/v …``) to one line: it ends the left column."""
    for place, line in enumerate(lines):
        if re.match(r"V/v\b", line, re.IGNORECASE):
            return [*lines[:place], " ".join(lines[place:])]
    return list(lines)
