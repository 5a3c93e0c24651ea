"""Is the text of a PDF what a reader sees? Look-alike letters are put right, garbage is told from text.

A PDF may show «ỦY BAN» and say «&Ӫ<ۍ%$1»: its fonts then map their glyphs to no or to wrong characters.
Nothing can be read from such a page but its picture.
"""

import re

from spiders.files.syllables import accented_words, is_syllable

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
#: Cyrillic (and two Latin) letters that look like those of Vietnamese.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХЅІЈаеорсухѕіјԁһԚԛԜԝÐðƉɖ", "ABEKMHOPCTYXSIJaeopcyxsijdhQqWwĐđĐđ")
#: Bullets of symbol fonts, which lie in the private use area.
_SYMBOLS = {code: chr(code - 0xF000) for code in range(0xF020, 0xF07F)}
_SYMBOLS |= dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF0A8, 0xF076, 0xF0E8, 0xF0F0), "•")
#: What may stand in a Vietnamese document: Latin, Greek, punctuation, signs, arrows, boxes, full-width forms.
_EXPECTED = re.compile("[\\s\u0020-\u024f\u0300-\u036f\u0370-\u03ff\u1e00-\u1eff\u2000-\u27bf\uff00-\uffee]")
_ODD_SHARE = 0.05
_FEWEST_WORDS = 40
_POOR_SHARE = 0.25


def without_look_alikes(text: str) -> str:
    """Return Latin text with the Cyrillic letters in it replaced by those they look like."""
    text = text.translate(_SYMBOLS)
    foreign = len(_CYRILLIC.findall(text))
    if foreign and foreign < len(_LATIN.findall(text)):
        text = text.translate(_LOOK_ALIKES)
    return text.replace("Ð", "Đ")


def is_garbled(text: str) -> bool:
    """Tell whether too many characters are none that a document has: private, unknown, of far alphabets.

    A text all of Cyrillic letters is Russian, not garbage.
    """
    written = len(re.sub(r"\s", "", text))
    if not written:
        return False
    odd = written - len(re.findall(r"\S", "".join(_EXPECTED.findall(text))))
    if odd <= _ODD_SHARE * written:
        return False
    russian = len(re.findall("[а-яА-ЯёЁ]", text))
    return russian < 0.9 * odd or russian < 0.5 * written


def is_poor(text: str) -> bool:
    """Tell whether a text that lies behind a picture lacks the marks of Vietnamese: a scanner's guess."""
    words = [word for word in text.split() if word.isalpha()]
    if len(words) < _FEWEST_WORDS:
        return False
    good = sum(map(is_syllable, accented_words(" ".join(words))))
    return good < _POOR_SHARE * len(words)
