"""Rank candidates: the exact span and value of many phrasings, and ordinals that rank nothing."""

import pytest

from extractors.folding import fold
from extractors.rank_places import find_ranks
from extractors.ranks import RankCandidate

# (kind, rank, out of, bound, group) -> phrasings; ⟦ ⟧ marks the span.
CORPUS: dict[tuple[str, int | None, int | None, str, str | None], list[str]] = {
    ("level", 13, 63, "exact", None): [
        "xếp ⟦thứ 13/63⟧ tỉnh",
        "xếp ⟦hạng 13/63⟧ tỉnh, thành phố",
        "lên ⟦vị trí 13/63⟧ cả nước",
        "đứng ⟦thứ 13 / 63⟧",
        "đứng ⟦thứ 13 trên 63⟧ tỉnh",
        "xếp ⟦13/63⟧",
        "đứng ⟦thứ 13 trong tổng số 63⟧ tỉnh",
        "Hạng: ⟦13/63⟧",
        "ở vị trí ⟦thứ 13/63⟧",
        "có ⟦thứ hạng 13/63⟧",
    ],
    ("level", 11, None, "exact", None): [
        "68,32 điểm, ⟦thứ 11⟧)",
        "đứng ⟦thứ 11⟧ cả nước",
        "lên ⟦hạng 11⟧",
        "xếp ⟦vị trí 11⟧",
    ],
    ("level", 3, None, "exact", None): [
        "đứng ⟦thứ ba⟧ cả nước",
        "xếp ⟦thứ ba⟧",
        "vươn lên vị trí ⟦thứ ba⟧",
        "đứng ⟦hạng ba⟧",
    ],
    ("level", 1, None, "exact", None): [
        "⟦đứng đầu⟧ cả nước",
        "⟦dẫn đầu⟧ bảng xếp hạng",
        "giành ⟦ngôi quán quân⟧",
        "giữ ⟦vị trí quán quân⟧",
        "ở ⟦ngôi đầu⟧",
        "xếp ⟦thứ nhất⟧",
        "⟦vị trí số 1⟧",
        "lên ⟦ngôi đầu bảng⟧",
        "⟦Dẫn đầu⟧ là Hải Phòng",
        "ở ⟦vị trí dẫn đầu⟧",
    ],
    ("level", 1, 7, "exact", None): ["⟦đứng đầu 7 tỉnh⟧", "⟦dẫn đầu 7 địa phương⟧ trong vùng"],
    ("level", None, None, "exact", None): [
        "⟦đứng cuối⟧ với 38,80 điểm",
        "bị ⟦đội sổ⟧",
        "⟦xếp cuối⟧ cả nước",
        "⟦đứng chót⟧",
    ],
    ("level", 22, 22, "exact", None): ["⟦xếp cuối, 22/22⟧", "⟦đứng cuối (22/22⟧)"],
    ("level", 10, None, "at_most", None): [
        "trong ⟦TOP 10⟧ cả nước",
        "lọt ⟦top 10⟧",
        "vào ⟦tốp 10⟧",
        "⟦nhóm 10 tỉnh dẫn đầu⟧",
        "trong ⟦10 tỉnh, thành phố dẫn đầu⟧",
        "⟦nhóm 10 địa phương đứng đầu⟧ cả nước",
        "là một trong ⟦10 tỉnh có điểm cao nhất⟧",
    ],
    ("level", 15, 63, "at_most", None): ["⟦vị trí 10 - 15/63⟧ tỉnh", "⟦hạng 10-15/63⟧", "⟦thứ 10 đến 15/63⟧"],
    ("change", 46, None, "exact", None): [
        "⟦tăng 46 bậc⟧",
        "⟦vượt lên 46 bậc⟧",
        "⟦tiến 46 bậc⟧",
        "⟦cải thiện 46 bậc⟧",
        "⟦thăng 46 bậc⟧",
        "⟦tăng thêm 46 bậc⟧",
        "(⟦+46 bậc⟧)",
        "⟦nhảy vọt 46 bậc⟧",
        "⟦lên 46 bậc⟧",
        "⟦tăng tới 46 hạng⟧",
        "⟦tăng 46 vị trí⟧ so với năm trước",
        "tăng 1,2 điểm và ⟦46 bậc⟧",
        "⟦tăng hạng 46 bậc⟧",
        "⟦leo 46 bậc⟧",
    ],
    ("change", -3, None, "exact", None): [
        "⟦tụt 3 bậc⟧",
        "⟦giảm 3 bậc⟧",
        "⟦lùi 3 bậc⟧",
        "⟦rớt 3 bậc⟧",
        "⟦xuống 3 bậc⟧",
        "⟦giảm ba bậc⟧",
        "⟦mất 03 bậc⟧",
        "⟦tụt giảm 3 hạng⟧",
    ],
    ("group", None, None, "exact", "B"): [
        "thuộc ⟦nhóm B⟧ của cả nước",
        "nằm trong ⟦nhóm B⟧",
        "xếp vào ⟦nhóm B⟧.",
    ],
    ("group", None, None, "exact", "Tốt"): [
        "giữ ⟦nhóm “Tốt”⟧ về chất lượng",
        "thuộc ⟦nhóm điều hành Tốt⟧",
        "69,34 điểm, ⟦nhóm “Tốt”⟧.",
        "thuộc ⟦nhóm có chất lượng điều hành Tốt⟧",
    ],
    ("group", None, None, "exact", "Trung bình cao"): [
        "ở ⟦nhóm Trung bình cao⟧ trở lên",
        "vào ⟦nhóm “Trung bình cao”⟧",
    ],
}

NEGATIVES = [
    "người đứng đầu cơ quan",
    "Người đứng đầu cấp ủy",
    "Đoàn công tác do đồng chí A dẫn đầu",
    "dẫn đầu đoàn công tác",
    "kỳ họp thứ 8",
    "năm thứ 7 liên tục",
    "lần thứ XI",
    "thương binh 1/4",
    "53/63 địa phương tăng",
    "Huân chương Lao động hạng Nhì",
    "huân chương hạng Ba",
    "bệnh viện hạng 2",
    "khách sạn hạng 5 sao",
    "tăng 2 bậc lương",
    "dự án nhóm A",
    "truyền nhiễm nhóm B",
    "Thứ nhất, tăng cường",
    "thứ 2 hàng tuần",
    "cao nhất là",
    "nhóm cao tuổi",
    "nhóm A, từ 90% trở lên",
    "3 tỉnh đứng đầu",
    "tăng 3 hạng mục",
    "vị trí việc làm",
    "giảm 5 vị trí việc làm",
    "bậc 3",
    "lên 46",
    "đứng thứ",
    "nhóm 5 giải pháp",
    "Quý thứ 2",
    "phiên họp thứ 15",
]


def candidates(text: str) -> list[RankCandidate]:
    return find_ranks(text, fold(text))


@pytest.mark.parametrize(
    ("expected", "marked"), [(expected, marked) for expected, group in CORPUS.items() for marked in group]
)
def test_phrasings(expected: tuple[str, int | None, int | None, str, str | None], marked: str) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    found = [c for c in candidates(text) if (c.start, c.end) == (start, end)]
    assert found, [text[c.start : c.end] for c in candidates(text)]
    one = found[0]
    assert (one.kind, one.rank, one.out_of, one.bound, one.group) == expected


@pytest.mark.parametrize("text", NEGATIVES)
def test_ordinals_that_rank_nothing(text: str) -> None:
    assert [text[c.start : c.end] for c in candidates(text)] == []


def test_a_journey_is_two_places() -> None:
    text = "từ vị trí 53 toàn quốc lên 46; trong vùng từ 11 lên 10"
    found = [(c.rank, c.is_older) for c in candidates(text)]
    assert found == [(53, True), (46, False), (11, True), (10, False)]


def test_a_group_that_was_left_is_older() -> None:
    found = candidates("ra khỏi nhóm Thấp nhất để vào nhóm Trung bình thấp")
    assert [(c.group, c.is_older) for c in found] == [("Thấp nhất", True), ("Trung bình thấp", False)]
