"""Districts, towns and communes by their name: «huyện Phú Giáo» is «Phú Giáo»."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.anchors import matches_at
from extractors.folding import fold
from extractors.lexicon import load_table

_PROVINCES: dict[str, dict[str, Any]] = load_table("provinces")["provinces"]
#: The provinces that are cities themselves.
CITIES = frozenset(name for name, entry in _PROVINCES.items() if entry.get("kind") == "city") | {
    "Thừa Thiên Huế"
}
_CITY_NAMES = frozenset(fold(name) for name in CITIES) | {"hồ chí minh", "huế"}
_OFFICE = "UBND "
_LOCALITY = re.compile(
    rf"(?<!\w)(?:{_OFFICE})?(?:huyện|thị xã|thành phố|quận|phường|xã|đặc khu|thị trấn|TP\.?|TX\.?|Thành phố|"
    r"Huyện|Thị xã|Quận|Phường|Xã) (?=[^\W\d_])"
)
#: The nouns, folded, behind which a name of a locality stands.
LOCALITY_NOUNS = (
    "huyện", "thị xã", "thành phố", "quận", "phường", "xã", "đặc khu", "thị trấn", "tp", "tp.", "tx", "tx.",
)  # fmt: skip
_NAME_WORD = re.compile(r"(?P<word>[^\W\d_]+) ?")


def localities(text: str, places: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, name)`` of the localities of ``text`` whose nouns stand at ``places``."""
    heads: list[int] = []
    for start in sorted(places):
        before = start - len(_OFFICE)
        heads += (before, start) if before >= 0 and text.startswith(_OFFICE, before) else (start,)
    for head in matches_at(_LOCALITY, text, sorted(heads)):
        end = at = head.end()
        for word in _NAME_WORD.finditer(text, at, at + 40):
            if word.start() != at or not word["word"][0].isupper() or word["word"].isdigit():
                break
            end, at = word.end("word"), word.end()
        name = text[head.end() : end]
        if name and fold(name) not in _CITY_NAMES:
            yield head.start(), end, name
