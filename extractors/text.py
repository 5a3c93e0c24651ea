"""Canonical text and spans.

Every offset in Gặt counts code points of a canonical text: Unicode NFC, every space character but the
line break is one plain space, runs of spaces are one, lines are trimmed, and at most one blank line stands
between paragraphs. Lone surrogates, which no file can hold, become U+FFFD. Nothing else is changed: typos and
tone placement stay as the source wrote them.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Zero-width characters carry no text; SharePoint sprinkles them through its rich text fields.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r" *\n *")
# Half a pair is no character: such code points can be neither stored nor searched for.
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n{3,}")


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

    underthesea decides where sentences end. Its strings are not the source's text (it trims and respells
    dots), so each sentence is only looked up in the source, and the source is what is returned.
    """
    spans: list[Span] = []
    for start, end in line_spans(text):
        spans += [Span(start + s, start + e) for s, e in line_sentences(text[start:end])]
    return spans


def line_sentences(line: str) -> list[Span]:
    """Return the sentences of one ``line`` as spans, in order, as ``sentence_spans`` does."""
    # Only before a space can a sentence end (``_align``): a line without these is one.
    if not (". " in line or "? " in line or "! " in line):
        return [Span(0, len(line.rstrip()))]
    from underthesea import sent_tokenize  # noqa: PLC0415 - importing takes a quarter of a second

    return _align(line, sent_tokenize(line))


def _align(source: str, sentences: list[str]) -> list[Span]:
    """Place the ``sentences`` of a segmenter in their ``source`` line by searching forward."""
    starts = [0]
    for sentence in sentences[1:]:
        # A head that the segmenter respelled is not found, and one inside a word («Vinhlong.gov.vn») is no
        # sentence: both stay joined to the sentence before.
        at = source.find(sentence[:24].rstrip(), starts[-1] + 1)
        if at > 0 and source[at - 1] == " ":
            starts.append(at)
    ends = [*starts[1:], len(source)]
    return [_trimmed(source, start, end) for start, end in zip(starts, ends, strict=True)]


def _trimmed(source: str, start: int, end: int) -> Span:
    return Span(start, start + len(source[start:end].rstrip()))
