"""Score candidates: the exact span and value of many phrasings, and numbers that are no values."""

from decimal import Decimal

import pytest

from extractors.folding import fold
from extractors.scores import ScoreCandidate, find_scores

# (value, unit, kind, full mark) -> phrasings; ⟦ ⟧ marks the span.
CORPUS: dict[tuple[str, str | None, str, str | None], list[str]] = {
    ("88.66", "percent", "level", None): [
        "đạt ⟦88,66%⟧",
        "đạt ⟦88.66%⟧, tăng so với năm trước",
        "với ⟦88,66 %⟧ (năm 2023)",
        "là ⟦88,66%⟧ và xếp hạng 13",
        "tăng lên ⟦88,66%⟧",
        "giảm còn ⟦88,66%⟧",
        "đạt khoảng ⟦88,66%⟧.",
        "không thấp hơn ⟦88,66%⟧",
        "vượt ⟦88,66%⟧",
        "nâng lên mức ⟦88,66%⟧ vào năm 2025",
        "(⟦88,66%⟧)",
        "Hải Phòng: ⟦88,66%⟧",
        "tối thiểu ⟦88,66%⟧ trở lên",
    ],
    ("87.87", "point", "level", "100"): [
        "đạt ⟦87,87/100 điểm⟧",
        "được ⟦87.87 / 100 điểm⟧",
        "đạt ⟦87,87 điểm/100 điểm⟧",
        "đạt ⟦87,87 trên 100 điểm⟧",
        "đạt ⟦87,87 điểm trên thang điểm 100⟧",
        "đạt ⟦87,87/100⟧, xếp thứ 13",
        "đạt ⟦87,87 trên tổng số 100 điểm⟧",
    ],
    ("41.944", "point", "level", None): [
        "chỉ được ⟦41.944 điểm⟧, thứ 37",
        "đạt ⟦41,944 điểm⟧",
        "(⟦41,944 điểm⟧, hạng 3)",
    ],
    ("1.88", "percent", "change", None): [
        "⟦tăng 1,88%⟧",
        "⟦tăng thêm 1,88%⟧ so với",
        "⟦nhích thêm 1,88%⟧",
        "⟦cao hơn 1,88%⟧ so với bình quân",
        "cao hơn bình quân cả nước ⟦1,88%⟧",
        "tăng so với năm 2022 là ⟦1,88%⟧",
        "(⟦+1,88%⟧)",
        "⟦cải thiện 1,88%⟧",
        "⟦tăng nhẹ 1,88%⟧",
        "⟦tăng khoảng 1,88%⟧",
        "⟦tăng 1,88 điểm phần trăm⟧",
        "⟦tăng 1,88 điểm %⟧",
    ],
    ("-0.5", "point", "change", None): [
        "⟦giảm 0,5 điểm⟧",
        "⟦mất 0,5 điểm⟧ và lùi 3 bậc",
        "⟦thấp hơn 0,5 điểm⟧ so với",
        "⟦sụt 0.5 điểm⟧",
        "(⟦-0,5 điểm⟧)",
        "⟦giảm tới 0,5 điểm⟧",
        "thấp hơn mức trung bình cả nước ⟦0,5 điểm⟧",
        "⟦hạ 0,5 điểm⟧",
        "giảm 3 bậc và ⟦0,5 điểm⟧",
    ],
    ("40.87", None, "level", None): [
        "lên ⟦40,87⟧, tức",
        "được ⟦40.87⟧, thứ 8",
        "Năm 2023: ⟦40,87⟧ | Hạng",
        "đạt ⟦40,87⟧.",
    ],
    ("0.6512", None, "level", None): ["DTI đạt ⟦0,6512⟧", "với giá trị ⟦0.6512⟧ (hạng 8)", "là ⟦0,6512⟧;"],
}

NEGATIVES = [
    "85% hồ sơ",
    "100% thủ trưởng cơ quan",
    "kết nối tới 126 điểm cầu",
    "tối đa 10 điểm",
    "cả thảy 80 điểm",
    "thang điểm 100",
    "trọng số 35%",
    "chiếm 35/100 điểm",
    "từ 80% đến dưới 90%",
    "53/63 địa phương",
    "6,5 triệu đồng",
    "17/40 nhiệm vụ",
    "58,6% kế hoạch",
    "95,2% dân số",
    "102% dự toán",
    "8 điểm trường",
    "20 điểm du lịch",
    "1,2 tỷ USD",
    "6,5 tấn/ha",
    "điểm chuẩn 24,5 điểm",
    "85% của kế hoạch",
    "15/2025/NĐ-CP",
    "ngày 12.4",
    "98% người dân",
    "3 điểm nghẽn",
    "1,5 lần",
]


def candidates(text: str) -> list[ScoreCandidate]:
    return find_scores(fold(text))


@pytest.mark.parametrize(
    ("expected", "marked"), [(expected, marked) for expected, group in CORPUS.items() for marked in group]
)
def test_phrasings(expected: tuple[str, str | None, str, str | None], marked: str) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    value, unit, kind, full = expected
    found = [c for c in candidates(text) if (c.start, c.end) == (start, end)]
    assert found, [(text[c.start : c.end], c.value) for c in candidates(text)]
    assert (found[0].value, found[0].unit, found[0].kind) == (Decimal(value), unit, kind)
    assert found[0].scale_max == (None if full is None else Decimal(full))


@pytest.mark.parametrize("text", NEGATIVES)
def test_no_values(text: str) -> None:
    assert [c for c in candidates(text) if not c.needs_name] == []


def test_a_range_is_two_scores_of_one_scale() -> None:
    found = candidates("đạt từ 56 - 60/60 điểm")
    assert [(c.value, c.scale_max) for c in found] == [(Decimal(56), Decimal(60)), (Decimal(60), Decimal(60))]


def test_a_journey_marks_its_first_value() -> None:
    found = candidates("hạ từ 41,71 xuống 41,56 điểm")
    assert [(c.value, c.unit, c.is_older) for c in found] == [
        (Decimal("41.71"), "point", True),
        (Decimal("41.56"), "point", False),
    ]
