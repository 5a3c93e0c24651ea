"""What an edit changed: sentences that one version of an article has and the version before has not.

Only articles of several versions are read, and of these only those whose versions are not told yet as they
are, so that a night's time grows with its own edits. Little is kept of the words around an edit, and over all
versions of an article only a part of its text: the table is published, and the bodies of news are not.
"""

# Names in these statements are those below, never from a user.
# ruff: noqa: S608

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from warehouse.tables.history import VERSION_CHANGES

if TYPE_CHECKING:
    from warehouse.connection import Connection

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
#: What is kept of an edit: so many sentences, of each what was edited with so many characters on either side,
#: and no more than so many.
_MOST_SENTENCES = 10
_AROUND = 80
_LONGEST = 300
#: What is kept of an article over all its edits, what went and what came together: this part of its shortest
#: version, nothing if that is shorter than so many characters.
_SHARE = 3
_LEAST_TEXT = 300
#: Characters that still show an edited number; where fewer are left nothing more is kept.
_LEAST_SHOWN = 40
_CUT = "…"
#: Sentences between the first and the last edit that are laid side by side; the time grows with their square.
_MOST_ALIGNED = 1000

#: What a row is told of: an id stands for title and text, so what is told of the same is right already.
_TOLD = "version_id, article_id, version_no, first_seen_at"
#: Articles whose rows, all but those of the first versions, are not the ones there are.
_STALE = f"""
CREATE OR REPLACE TEMP TABLE stale AS
WITH wanted AS (
    SELECT {_TOLD}, lag(version_id) OVER (PARTITION BY article_id ORDER BY version_no) AS previous_version_id
    FROM article_versions
    SEMI JOIN (SELECT article_id FROM articles WHERE version_count > 1) USING (article_id)
    QUALIFY previous_version_id IS NOT NULL
),

there AS (SELECT {_TOLD}, previous_version_id FROM version_changes)

SELECT DISTINCT article_id
FROM (
    (FROM wanted EXCEPT FROM there) UNION ALL (FROM there EXCEPT FROM wanted)
)
"""
#: Their versions with the one before.
_PAIRS = """
CREATE OR REPLACE TEMP TABLE edited AS
SELECT
    row_number() OVER (ORDER BY article_id, version_no) AS place,
    version_id, article_id, version_no, first_seen_at, title, text,
    lag(version_id) OVER one AS previous_id, lag(title) OVER one AS previous_title,
    lag(text) OVER one AS previous_text, min(length(text)) OVER (PARTITION BY article_id) AS shortest
FROM article_versions
SEMI JOIN stale USING (article_id)
WINDOW one AS (PARTITION BY article_id ORDER BY version_no)
QUALIFY previous_id IS NOT NULL
"""
_SOME = """
SELECT
    version_id, article_id, version_no, first_seen_at, title, text,
    previous_id, previous_title, previous_text, shortest
FROM edited WHERE place > ? AND place <= ? ORDER BY place
"""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Edit:
    """What differs between two texts: sentences that went and came, paired where edited, and how much.

    A pair holds None where nothing went or came in its place. Lengths are code points.
    """

    pairs: tuple[tuple[str | None, str | None], ...]
    removed_length: int
    added_length: int


def update_version_changes(con: "Connection") -> None:
    """Bring ``version_changes`` up to date: tell the articles anew whose versions are others by now."""
    con.execute(_STALE)
    con.execute(f"DELETE FROM {VERSION_CHANGES.name} WHERE article_id IN (FROM stale)")
    con.execute(_PAIRS)
    total = (con.execute("SELECT max(place) FROM edited").fetchone() or (0,))[0] or 0
    # Older edits first: releases that follow each other then show the same, not each another part.
    spent: Counter[str] = Counter()
    for first in range(0, total, _AT_ONCE):
        found = con.execute(_SOME, [first, first + _AT_ONCE]).fetchall()
        appender = con.appender(VERSION_CHANGES.name)
        appender.append_rows([_row(spent, *values) for values in found])
        appender.flush()
    for name in ("stale", "edited"):
        con.execute(f"DROP TABLE {name}")


def _row(  # noqa: PLR0913, PLR0917 - one for each column of the query, and what was kept so far
    spent: Counter[str],
    version: str,
    article: str,
    number: int,
    seen: object,
    title: str,
    text: str,
    previous: str,
    previous_title: str,
    previous_text: str,
    shortest: int,
) -> tuple[Any, ...]:
    edit = compare(previous_text, text)
    removed, added = kept(edit, shortest // _SHARE - spent[article] if shortest >= _LEAST_TEXT else 0)
    spent[article] += sum(map(len, removed + added))
    values = {
        "version_id": version,
        "previous_version_id": previous,
        "article_id": article,
        "version_no": number,
        "is_title_changed": title != previous_title,
        "is_text_changed": text != previous_text,
        "sentences_removed": removed,
        "sentences_added": added,
        "removed_count": sum(old is not None for old, _ in edit.pairs),
        "added_count": sum(new is not None for _, new in edit.pairs),
        "removed_length": edit.removed_length,
        "added_length": edit.added_length,
        "first_seen_at": seen,
    }
    return tuple(values[name] for name in VERSION_CHANGES.names)


def compare(before: str, now: str) -> Edit:
    """Return what differs between two texts, sentence by sentence."""
    old, new = _sentences(before), _sentences(now)
    head = _same(old, new)
    old, new = old[head:], new[head:]
    tail = _same(old[::-1], new[::-1])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    pairs = tuple(_aligned(old, new) if max(len(old), len(new)) <= _MOST_ALIGNED else _counted(old, new))
    parts = [_between(old or "", new or "") for old, new in pairs]
    return Edit(pairs, sum(len(went) for went, _ in parts), sum(len(came) for _, came in parts))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    for tag, i, j, m, n in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[i:j], new[m:n])


def _counted(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair in their order the sentences that one text has more often; those that only moved are none."""
    went, came = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return zip_longest(_taken(old, went), _taken(new, came))


def _taken(sentences: Sequence[str], wanted: Counter[str]) -> Iterator[str]:
    for sentence in sentences:
        if wanted[sentence]:
            wanted[sentence] -= 1
            yield sentence


def kept(edit: Edit, left: int) -> tuple[list[str], list[str]]:
    """Return of the sentences that went and that came what is kept, ``left`` characters at most in all."""
    shown: tuple[list[str], list[str]] = ([], [])
    for old, new in edit.pairs[:_MOST_SENTENCES]:
        share = left // (1 if old is None or new is None else 2)
        if share < _LEAST_SHOWN:
            break
        for place, one, other in ((shown[0], old, new), (shown[1], new, old)):
            if one is not None:
                place.append(_cut(one, other or "", min(_LONGEST, share)))
                left -= len(place[-1])
    return shown


def _sentences(text: str) -> Sequence[str]:
    return [part for part in _SENTENCE_END.split(text) if part]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many of the first sentences, or characters, two have in common."""
    differing = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _between(old: str, new: str) -> tuple[str, str]:
    """Return what lies between the beginning and the end that two sentences have in common."""
    head = _same(old, new)
    old, new = old[head:], new[head:]
    tail = _same(old[::-1], new[::-1])
    return old[: len(old) - tail], new[: len(new) - tail]


def _cut(sentence: str, other: str, longest: int) -> str:
    """Return at most ``longest`` characters of a sentence: what the other one has not and words around it."""
    begin = _same(sentence, other)
    end = begin + len(_between(sentence, other)[0])
    room = longest - 2 * len(_CUT)
    reach = max(0, min(_AROUND, (room - (end - begin)) // 2))
    first = max(0, begin - reach)
    last = min(len(sentence), end + reach, first + room)
    # Words are cut only where one is longer than all there is on its side.
    if first and not sentence[first - 1].isspace():
        first = max(first, sentence.find(" ", first, begin) + 1)
    if last < len(sentence) and not sentence[last].isspace():
        blank = sentence.rfind(" ", end if end < last else first + 1, last)
        last = blank if blank >= 0 else last
    return (_CUT if first else "") + sentence[first:last].strip() + (_CUT if last < len(sentence) else "")
