"""Candidates for places without a rank word beside them: «xếp 13/63», «(13/63)», «Thứ hạng PCI: 20»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.anchors import matches_at
from extractors.phrases import phrase_ending, words_before
from extractors.rank_anchors import before_slashes
from extractors.ranks import NOUN, TITLES, RankCandidate

# «Thứ hạng PCI năm 2022: 20», «Xếp hạng PCI năm 2023 là 15, …»: the rank word heads a label.
_TITLED = re.compile(
    r"(?<!\w)hạng\s[^.;:|\d\n]{0,40}(?:(?:20\d\d)?\s?:\s(?:(?:năm\s)?20\d\d\s?:\s)?"
    r"|20\d\d\slà\s(?=[\d/ ]{1,9}(?:[,;.()\n]|$))|\slà\s(?=[\d/]{1,6}\s\(?năm\s20\d\d))"
    r"(?P<rank>\d{1,3})(?: ?/ ?(?P<out_of>\d{1,3}))?(?![\w/%]|[.,]\d|\s(?:điểm|%|tỉnh|đơn vị))"
)
# «Thứ hạng PAPI các năm 2021, 2022 và 2023 lần lượt là 45, 38 và 29»: several places share the rank word.
_TITLED_IN_TURN = re.compile(
    r"(?<!\w)hạng\s[^.;:|\n]{0,80}?lần lượt\s(?:là|ở|đạt|xếp|đứng|:)?\s?(?:(?:các )?vị trí\s)?(?:thứ\s)?"
    r"(?P<rank>\d{1,3})(?: ?/ ?(?P<out_of>\d{1,3}))?(?![\w/%]|[.,]\d|\s(?:điểm|%|bậc))"
)
# «; năm 2023: 15»: the next year's place under the same rank word.
_NEXT_YEAR = re.compile(
    r"(?:\s\([^()\n]{0,40}\))?\s?(?:[;,]|và|[;,]\svà)\s(?:năm\s)?20\d\d(?:\s?:|\slà)\s(?:thứ\s|hạng\s)?"
    r"(?P<rank>\d{1,3})(?: ?/ ?(?P<out_of>\d{1,3}))?(?![\w/%]|[.,]\d|\s(?:điểm|%|tỉnh|đơn vị))"
)
# «Hạng PCI: 15 (2023), 22 (2022)».
_NEXT_DATED = re.compile(
    r"\s\((?:năm\s)?20\d\d\)\s?(?:[;,]|và)\s"
    r"(?P<rank>\d{1,3})(?: ?/ ?(?P<out_of>\d{1,3}))?(?=\s\((?:năm\s)?20\d\d\))"
)
# «chính quyền số xếp 10, kinh tế số xếp 12»: nothing is counted behind it.
_VERBED = re.compile(
    r"(?<!\w)(?:xếp|đứng)\s(?P<rank>\d{1,3})(?P<out_of>(?!))?(?=\s?(?:[;)\n|(]|[.,](?!\d)|$)"
    r"|\s(?:cả nước|toàn quốc|toàn tỉnh|tăng|giảm|lên|tụt|so với)(?!\w))"
)
_BARE = re.compile(r"(?<![\w.,/])(?P<rank>\d{1,3})\s?/\s?(?P<out_of>\d{1,3})(?![\w/%]|[.,]\d|\s?(?:điểm|%))")
_HEADED = re.compile(r"(?<!\w)(?:thứ hạng|xếp hạng|vị trí)(?!\w)[^.;:\d\n]{0,80}$")
# Words that may stand right before a place without a rank word; behind any other it is a count or a class.
_LEADING_IN = frozenset({"", "và", "giữ", "đạt", "lên", "xuống", "còn", "từ", "tới", "hay", "hoặc"})
# «(13/63)», «và 3/14 của vùng», «13/63 tỉnh, thành cả nước»; «53/63 địa phương tăng» counts.
_BARE_END = re.compile(
    rf"(?:\s{NOUN})?\s?(?:[;.)\n|,]|$|(?:của|trong|cả nước|toàn quốc|khu vực|vùng|trên)(?!\w))"
)


def find_bare(folded: str, titles: Sequence[int], verbs: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield places without a rank word: «xếp 13/63», «(13/63)», «và 3/14 của vùng»; all weak but behind a
    verb. ``titles`` are the places of «hạng», ``verbs`` of the verbs before a digit."""
    for match in matches_at(_TITLED, folded, titles):
        following: re.Match[str] | None = match
        while following is not None:
            yield _titled(following)
            end = following.end()
            following = _NEXT_YEAR.match(folded, end) or _NEXT_DATED.match(folded, end)
    for match in matches_at(_TITLED_IN_TURN, folded, titles) if "lần lượt" in folded else ():
        yield _titled(match)
    for match in matches_at(_VERBED, folded, verbs):
        yield replace(_titled(match), is_weak=True)
    for match in matches_at(_BARE, folded, before_slashes(folded)):
        rank, out_of, start = int(match["rank"]), int(match["out_of"]), match.start()
        if not 0 < rank <= out_of or out_of < 3:
            continue
        words = words_before(folded, start, 24)
        verb = words[-1].text if words else ""
        # «Thứ hạng PCI của tỉnh là 13/63»: the rank word stands at the head of the clause.
        is_headed = verb in {"là", "đạt", "còn", "ở"} and _HEADED.search(folded, max(0, start - 90), start)
        if verb == "hạng" and phrase_ending(words[:-1], TITLES):
            continue
        if verb in {"xếp", "đứng", "hạng"} or is_headed:
            yield RankCandidate(
                start=start, end=match.end(), number=start, rule="rank.bare", rank=rank, out_of=out_of
            )
        elif verb in _LEADING_IN and _BARE_END.match(folded, match.end()):
            yield RankCandidate(
                start=start,
                end=match.end(),
                number=start,
                rule="rank.bare",
                rank=rank,
                out_of=out_of,
                is_weak=True,
            )


def _titled(match: re.Match[str]) -> RankCandidate:
    return RankCandidate(
        start=match.start("rank"),
        end=match.end(),
        number=match.start("rank"),
        rule="rank.titled",
        rank=int(match["rank"]),
        out_of=int(match["out_of"]) if match["out_of"] else None,
    )
