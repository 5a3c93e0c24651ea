"""Words of a page as text: one line, composed letters, nothing that cannot be seen.

A canonical text holds no control characters. Pages hold them all the same (NUL, ``&#1;``, ``&#8;`` from old
word processors, halves of surrogate pairs from JSON): they are taken out here, before any text is made
canonical, so that the canonical rule of the extractors stays what it is.
"""

import re
import unicodedata

from extractors.text import canonical_text

# Line breaks and separators (\t \n \v \f \r, \x1c-\x1f, \x85) are white space, not dropped.
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff"
_CONTROLS = re.compile(f"[{_CONTROL}]")
# The above and the zero-width characters that a canonical text leaves out.
_UNSEEN = re.compile(f"[{_CONTROL}\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def without_controls(raw: str) -> str:
    """Return ``raw`` without control characters and lone surrogates."""
    return _CONTROLS.sub("", raw)


def one_line(raw: str) -> str:
    """Return ``raw`` as canonical text on one line; several times cheaper than making it canonical first."""
    text = " ".join(raw.split())
    # What cannot be seen is not printable; of the rest little is, so that most lines are spared the look.
    if not text.isprintable():
        text = " ".join(_UNSEEN.sub("", raw).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def many_lines(raw: str) -> str:
    """Return ``raw`` as canonical text, its line breaks kept."""
    return canonical_text(without_controls(raw))
