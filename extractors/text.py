"""Canonical text and spans.

Every offset in Gặt counts code points of a canonical text: Unicode NFC, every space character but the
line break is one plain space, runs of spaces are one, lines are trimmed, and at most one blank line stands
between paragraphs. Lone surrogates, which no file can hold, become U+FFFD. Nothing else is changed: typos and
tone placement stay as the source wrote them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Zero-width characters carry no text; SharePoint sprinkles them through its rich text fields.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r" *\n *")
# Half a pair is no character: such code points can be neither stored nor searched for.
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n{3,}")


# Only before a space can a sentence end.
_STOP = re.compile(r"[.?!](?= \S)")
# How much is looked at before a stop: more than any abbreviation has.
_WORD = 32


class Span(NamedTuple):
    """A half-open range of code points: ``start`` inclusive, ``end`` exclusive."""

    start: int
    end: int


def canonical_text(raw: str) -> str:
    """Return ``raw`` as canonical text. Idempotent."""
    text = unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", raw)))
    text = _SPACES.sub(" ", _LINE_BREAK.sub("\n", text))
    return _BLANK_LINES.sub("\n\n", _EDGES.sub("\n", text)).strip()


def line_spans(text: str) -> Iterator[Span]:
    """Yield the span of every line of ``text`` that is not empty, in order."""
    start = 0
    for line in text.split("\n"):
        if line:
            yield Span(start, start + len(line))
        start += len(line) + 1


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of ``text`` as spans, in order, never across a line break.

    underthesea decides where sentences end. It reads letter by letter, so it is asked only about the word and
    the stop before a space, where alone a sentence can end, and once for each such word.
    """
    spans: list[Span] = []
    for start, end in line_spans(text):
        spans += [Span(start + s, start + e) for s, e in line_sentences(text[start:end])]
    return spans


def line_sentences(line: str) -> list[Span]:
    """Return the sentences of one ``line`` as spans, in order, as ``sentence_spans`` does."""
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(line):
        end = stop.end()
        head = line[max(start, end - _WORD) : end]
        if _is_boundary(head[head.rfind(" ") + 1 :], line[end + 1]):
            spans.append(Span(start, end))
            start = end + 1
    spans.append(Span(start, len(line.rstrip())))
    return spans


@lru_cache(maxsize=4096)
def _is_boundary(word: str, following: str) -> bool:
    """Tell whether a sentence ends with ``word`` and its stop, before a space and ``following``, a letter."""
    from underthesea import sent_tokenize  # noqa: PLC0415 - importing takes a quarter of a second

    return bool(sent_tokenize(f"{word} {following}")[-1] == following)
