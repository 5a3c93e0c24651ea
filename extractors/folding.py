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
_TONE_PAIR = re.compile(rf"(?<!q)(?:{'|'.join(_TONE_PAIRS)})(?!\w)")
_ALIKE = str.maketrans(
    {"ð": "đ", "–": "-", "—": "-", "−": "-", "‑": "-", "“": '"', "”": '"', "«": '"', "»": '"'}
)


def fold(text: str) -> str:
    """Return ``text`` folded for matching, of exactly the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters (Turkish İ) grow when lowered; they stay as they are.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _TONE_PAIR.sub(lambda pair: _TONE_PAIRS[pair[0]], lowered.translate(_ALIKE))
