"""A folded twin of a text for matching: same length, so offsets hold in both.

Lower case, one placement of the tone mark («hoà» and «hòa» fold alike), one kind of dash and quote, and ``đ``
for the look-alikes that old keyboards leave («Ð»). The source's text is never changed; only looked at.
"""

import re

_TONES = (
    ("òóỏõọ", "a", "o", "àáảãạ"),
    ("òóỏõọ", "e", "o", "èéẻẽẹ"),
    ("ùúủũụ", "y", "u", "ỳýỷỹỵ"),
)
# «oà» -> «òa»: both styles become the old one. They differ at the end of a word only, and never behind «q».
_TONE_PAIRS = {
    plain + marked: toned + bare
    for toned_row, bare, plain, marked_row in _TONES
    for toned, marked in zip(toned_row, marked_row, strict=True)
}
# What may be such a pair. It begins with the letters that a scan can skip to.
_TONE_PAIR = re.compile("[ou][àáảãạèéẻẽẹỳýỷỹỵ](?<!q..)(?!\\w)")
_ALIKE = {"ð": "đ", "–": "-", "—": "-", "−": "-", "‑": "-", "“": '"', "”": '"', "«": '"', "»": '"'}


def fold(text: str) -> str:
    """Return ``text`` folded for matching, of exactly the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters (Turkish İ) grow when lowered; they stay as they are.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    # Replacing letter by letter is ten times faster than ``str.translate`` on text beyond Latin-1.
    for alike, plain in _ALIKE.items():
        lowered = lowered.replace(alike, plain)
    return _TONE_PAIR.sub(_mended, lowered)


def _mended(pair: re.Match[str]) -> str:
    return _TONE_PAIRS.get(pair[0], pair[0])
