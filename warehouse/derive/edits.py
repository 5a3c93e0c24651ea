"""What an edit changed: sentences that one version of an article has and the version before has not.

Only articles of several versions are read, so the time grows with the edits. Few and short sentences are
kept: the table is published, and the bodies of news are not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from warehouse.tables.history import VERSION_CHANGES

if TYPE_CHECKING:
    from warehouse.connection import Connection

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
#: What is kept of the sentences of each version: so many, of each so many characters, in all no more than
#: this part of the text, but never so little that an edited number could not be seen.
_MOST_SENTENCES = 10
_LONGEST = 300
_SHARE = 3
_LEAST = 200
_CUT = "…"

#: Versions with the one before, of articles that have several.
_PAIRS = """
CREATE OR REPLACE TEMP TABLE edited AS
SELECT
    row_number() OVER () AS place, version_id, article_id, version_no, first_seen_at, title, text,
    lag(version_id) OVER one AS previous_id, lag(title) OVER one AS previous_title,
    lag(text) OVER one AS previous_text
FROM article_versions
SEMI JOIN (SELECT article_id FROM articles WHERE version_count > 1) USING (article_id)
WINDOW one AS (PARTITION BY article_id ORDER BY version_no)
QUALIFY previous_id IS NOT NULL
"""
_SOME = """
SELECT
    version_id, article_id, version_no, first_seen_at, title, text, previous_id, previous_title, previous_text
FROM edited WHERE place > ? AND place <= ?
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


def fill_version_changes(con: "Connection") -> None:
    """Fill the emptied table ``version_changes``."""
    con.execute(_PAIRS)
    total = (con.execute("SELECT count(*) FROM edited").fetchone() or (0,))[0]
    for first in range(0, total, _AT_ONCE):
        found = con.execute(_SOME, [first, first + _AT_ONCE]).fetchall()
        appender = con.appender(VERSION_CHANGES.name)
        appender.append_rows([_row(*values) for values in found])
        appender.flush()
    con.execute("DROP TABLE edited")


def _row(  # noqa: PLR0913, PLR0917 - one for each column of the query
    version: str,
    article: str,
    number: int,
    seen: object,
    title: str,
    text: str,
    previous: str,
    previous_title: str,
    previous_text: str,
) -> tuple[Any, ...]:
    edit = compare(previous_text, text)
    values = {
        "version_id": version,
        "previous_version_id": previous,
        "article_id": article,
        "version_no": number,
        "is_title_changed": title != previous_title,
        "is_text_changed": text != previous_text,
        "sentences_removed": kept(edit, 0, len(previous_text)),
        "sentences_added": kept(edit, 1, len(text)),
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
    pairs = tuple(
        pair
        for tag, i, j, m, n in SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
        for pair in zip_longest(old[i:j], new[m:n])
    )
    parts = [_between(old or "", new or "") for old, new in pairs]
    return Edit(pairs, sum(len(went) for went, _ in parts), sum(len(came) for _, came in parts))


def kept(edit: Edit, side: int, length: int) -> list[str]:
    """Return the sentences that went (``side`` 0) or came (1) as they are kept of a text of that length."""
    left = max(_LEAST, length // _SHARE)
    shown: list[str] = []
    for pair in edit.pairs:
        sentence = pair[side]
        if sentence is None:
            continue
        if len(shown) == _MOST_SENTENCES or left <= 0:
            break
        shown.append(_cut(sentence, pair[1 - side] or "", min(_LONGEST, left)))
        left -= len(shown[-1])
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
    """Return at most ``longest`` characters of a sentence, those around what the other one has not."""
    if len(sentence) <= longest:
        return sentence
    middle = _same(sentence, other) + len(_between(sentence, other)[0]) // 2
    start = max(0, min(middle - longest // 2, len(sentence) - longest))
    cut = sentence[start : start + longest]
    return (_CUT if start else "") + cut + (_CUT if start + longest < len(sentence) else "")
