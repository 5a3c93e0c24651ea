"""Is a word a Vietnamese syllable? The measure by which garbled and legacy text is told from good text."""

import re
import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oan oang oanh oao oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uyn uynh uyp uyt
uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y yêm yên yêng yêt yêu ych ynh yt
"""
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_RHYME = frozenset(_RHYMES.split())
# Longest first: «gh» before «g», «ngh» before «ng».
_ONSET = re.compile("|".join(sorted(_ONSETS.split(), key=len, reverse=True)))
_WORD = re.compile("[A-Za-z\u00a1-\u1fff\u0300-\u036f\ue000-\uffff]+")
_MARKS = str.maketrans("", "", "«»·°©®§±¡¿")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether ``word`` (NFC) is spelled as a Vietnamese syllable can be, its tone and case included."""
    if not (word.isupper() or word[1:].islower() or len(word) == 1):
        return False
    tones = [mark for mark in unicodedata.normalize("NFD", word.lower()) if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = "".join(mark for mark in unicodedata.normalize("NFD", word.lower()) if mark not in _TONES)
    bare = unicodedata.normalize("NFC", bare)
    onset = _ONSET.match(bare)
    if not (bare in _RHYME or (onset and bare[onset.end() :] in _RHYME) or _is_short_gi(bare)):
        return False
    # A syllable that ends in a stop has the sharp or the heavy tone, written or (in bare text) left out.
    return not (_STOPPED.search(bare) and tones and tones[0] not in "\u0301\u0323")


def _is_short_gi(bare: str) -> bool:
    """«gì», «gin», «giết»: the i of the onset is also that of the rhyme."""
    return bare.startswith("gi") and (bare[1:] in _RHYME or "i" + bare[1:] in _RHYME)


def accented_words(text: str) -> list[str]:
    """Return the words of ``text`` that hold a letter or sign beyond ASCII, quotes and degree signs apart."""
    words = (word.translate(_MARKS) for word in _WORD.findall(text))
    return [word for word in words if not word.isascii()]
