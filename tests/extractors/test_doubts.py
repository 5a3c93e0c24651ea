"""Doubts about the source: each flag with texts that raise it, and texts that only look as if they did."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extractors.doubts import DOUBTS, FROM_OCR, with_doubts
from extractors.engine import Document, extract_facts
from extractors.facts import KINDS, Quantity, Score

PUBLISHED = date(2024, 6, 4)

DOUBTFUL: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 97,37/10 điểm.",
        [("97,37/10 điểm", "value_exceeds_scale")],
    ),
    (
        "Năm 2023, Chỉ số PAPI của tỉnh Sơn La đạt 142,5 điểm.",
        [("142,5 điểm", "value_exceeds_index_scale")],
    ),
    (
        "Năm 2016, Chỉ số PAPI của tỉnh Sơn La đạt 61,2 điểm.",
        [("61,2 điểm", "value_exceeds_index_scale")],
    ),
    (
        "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La xếp thứ 65/63.",
        [("thứ 65/63", "rank_exceeds_out_of")],
    ),
    (
        "Năm 2023, Chỉ số SIPAS của tỉnh Sơn La đạt 112,5%.",
        [("112,5%", "value_exceeds_100_percent")],
    ),
    (
        "Năm 2023, Chỉ số PCI của tỉnh Sơn La đạt 66,52 điểm.\n\n"
        "Hội nghị thảo luận nhiều giải pháp.\n\n"
        "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 65,62 điểm, cần cải thiện hơn nữa.",
        [("66,52 điểm", "conflicting_values"), ("65,62 điểm", "conflicting_values")],
    ),
    (
        "Năm 2023, Chỉ số PCI của tỉnh Sơn La xếp thứ 24/63 cả nước. Doanh nghiệp hài lòng.\n\n"
        "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 42/63 tỉnh, thành phố.",
        [("thứ 24/63", "conflicting_values"), ("thứ 42/63", "conflicting_values")],
    ),
    (
        "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
        "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, tăng 3,88% so với năm 2022.",
        [("tăng 3,88%", "change_contradicts_levels")],
    ),
    (
        "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
        "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, giảm 1,88% so với năm 2022.",
        [("giảm 1,88%", "change_contradicts_levels")],
    ),
    (
        "Chỉ số PCI năm 2022 của tỉnh Sơn La xếp thứ 59/63.\n"
        "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 13/63, tăng 40 bậc so với năm 2022.",
        [("tăng 40 bậc", "change_contradicts_levels")],
    ),
    (
        "Chỉ số PAPI năm 2025 của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 13/63.",
        [("42,5 điểm", "period_after_publication"), ("thứ 13/63", "period_after_publication")],
    ),
    (
        "Thực hiện Quyết định số 1037/QĐ-UBND ngày 01/7/2024 của UBND tỉnh, các sở đã rà soát.",
        [
            ("Quyết định số 1037/QĐ-UBND", "issued_after_publication"),
            ("01/7/2024", "date_after_publication"),
        ],
    ),
    (
        "Căn cứ Nghị định số 61/2028/NĐ-CP của Chính phủ về cơ chế một cửa.",
        [("Nghị định số 61/2028/NĐ-CP", "issued_after_publication")],
    ),
    (
        "Ngày 25/12/2024, UBND tỉnh đã ban hành kế hoạch cải cách hành chính.",
        [("25/12/2024", "date_after_publication")],
    ),
    (
        "Sáng thứ Hai, ngày 04/6/2024, Sở Nội vụ tổ chức hội nghị.",
        [("04/6/2024", "weekday_conflicts_with_date")],
    ),
    (
        "Căn cứ Quyết định số 1037/QĐ-UBND ngày 01/3/2024. Quyết định số 1037/QĐ-UBND ngày 03/3/2024 nêu rõ.",
        [
            ("Quyết định số 1037/QĐ-UBND", "conflicting_issue_dates"),
            ("Quyết định số 1037/QĐ-UBND", "conflicting_issue_dates"),
        ],
    ),
    (
        "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2019 của Chính phủ.",
        [("Nghị định số 61/2018/NĐ-CP", "year_conflicts_with_issue_date")],
    ),
    (
        "Căn cứ Nghị định số 61/1018/NĐ-CP của Chính phủ.",
        [("Nghị định số 61/1018/NĐ-CP", "year_out_of_range")],
    ),
    (
        "Căn cứ Nghị định số 1956/QĐ-TTg của Thủ tướng Chính phủ.",
        [("Nghị định số 1956/QĐ-TTg", "type_conflicts_with_symbol")],
    ),
    (
        "Nghị quyết số 10/2017/NQ-HĐND ngày 07/12/2017 của Hội Nông dân Thành phố.",
        [("Nghị quyết số 10/2017/NQ-HĐND", "issuer_conflicts_with_symbol")],
    ),
    ("TRONG THÁNG 12/20231. Văn phòng", [("THÁNG 12/2023", "glued_text")]),
]

SOUND = [
    # Values at the top of their scale, places at the end of their field.
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 10/10 điểm, xếp thứ 63/63.",
    "Năm 2023, Chỉ số PAPI của tỉnh Sơn La đạt 61,2 điểm.",
    "Chỉ số DTI năm 2022 của tỉnh Sơn La đạt 65,12 điểm.",
    "Sở đã hoàn thành 40/40 nhiệm vụ được giao.",
    # Beside an index, growth and the share of a plan are no values of it.
    "Chỉ số SIPAS năm 2023 của tỉnh Sơn La đạt 82,5%, "
    "thu ngân sách đạt 112,5% dự toán, giải ngân đạt 105,2%.",
    "Chỉ số giá tiêu dùng đạt 103,2% so với cùng kỳ, Chỉ số CCHC năm 2023 của tỉnh Sơn La đạt 88%.",
    # One value, rounded or told twice; a hundredfold of a value up to 1.
    "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 66,52 điểm. "
    "Như vậy, PCI năm 2023 của tỉnh Sơn La đạt 66,5 điểm.",
    "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 66,52 điểm.\nPCI năm 2023 của tỉnh Sơn La đạt 66,52 điểm.",
    "Chỉ số DTI năm 2022 của tỉnh Sơn La đạt 0,6512.\nChỉ số DTI năm 2022 của tỉnh Sơn La đạt 65,12 điểm.",
    # Two years, two provinces, two indices, two components, two units, two fields.
    "Chỉ số PCI năm 2022 của tỉnh Sơn La đạt 66,52 điểm.\n"
    "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 65,62 điểm.",
    "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 66,52 điểm.\n"
    "Chỉ số PCI năm 2023 của tỉnh Lai Châu đạt 65,62 điểm.",
    "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 66,52 điểm.\n"
    "Chỉ số PAPI năm 2023 của tỉnh Sơn La đạt 42,62 điểm.",
    "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 24/63.\n"
    "PCI năm 2023 của tỉnh Sơn La xếp thứ 5/14 tỉnh trong vùng.",
    "Năm 2023, Chỉ số PCI của tỉnh Sơn La xếp thứ 24 cả nước. PCI năm 2023 của tỉnh Sơn La xếp thứ 3 khu vực"
    " Trung du và miền núi phía Bắc.",
    # Stages and averages are other things; a target is no value reached.
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La tự đánh giá đạt 95,5 điểm.\n"
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66 điểm.",
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%. Bình quân cả nước năm 2023, PAR INDEX đạt 86,98%.",
    "Chỉ số PCI năm 2023 của tỉnh Sơn La đạt 66,52 điểm.\n"
    "Năm 2023, phấn đấu Chỉ số PCI của tỉnh Sơn La đạt 68 điểm.",
    "Năm 2023, Chỉ số PCI của tỉnh Sơn La nằm trong TOP 30.\n"
    "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 24/63.",
    # Three values are several things that one name was read for.
    "PCI năm 2023 của tỉnh Sơn La đạt 7,5 điểm.\nPCI năm 2023 của tỉnh Sơn La đạt 6,2 điểm.\n"
    "PCI năm 2023 của tỉnh Sơn La đạt 5,1 điểm.",
    # Changes that fit: exactly, by rounding, as a share; and changes against something else.
    "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, tăng 1,88% so với năm 2022.",
    "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, tăng 1,9% so với năm 2022.",
    "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, tăng 2,17% so với năm 2022.",
    "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, tăng 5,2% so với năm 2020.",
    "Chỉ số PAR INDEX năm 2022 của tỉnh Sơn La đạt 86,78%.\n"
    "Chỉ số PAR INDEX năm 2023 của tỉnh Sơn La đạt 88,66%, cao hơn 1,65% so với bình quân cả nước.",
    "Chỉ số PCI năm 2022 của tỉnh Sơn La xếp thứ 59/63.\n"
    "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 13/63, tăng 46 bậc so với năm 2022.",
    "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 13/63, tăng 40 bậc so với năm 2022.",
    # Goals, plans and deadlines lie ahead rightly.
    "Phấn đấu Chỉ số PAPI năm 2025 của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 13/63.",
    "Kế hoạch năm 2025: Chỉ số PAPI của tỉnh Sơn La đạt 42,5 điểm.",
    "Các sở hoàn thành việc rà soát trước ngày 30/9/2024.",
    "Ngày 25/12/2024, hội nghị đã được chuẩn bị sẽ diễn ra tại Sơn La.",
    "Quyết định có hiệu lực từ ngày 01/7/2024.",
    "Thực hiện Quyết định số 1037/QĐ-UBND ngày 01/6/2024 của UBND tỉnh, các sở báo cáo trước ngày 01/7/2024.",
    "Quyết định số 1037/QĐ-UBND ngày 05/6/2024 của UBND tỉnh.",
    "Ngày 03/6/2024, UBND tỉnh đã ban hành kế hoạch.",
    # The right weekday; ordinals that are none; a day whose year is not written.
    "Sáng thứ Ba, ngày 04/6/2024, Sở Nội vụ tổ chức hội nghị.",
    "Kỳ họp thứ hai, ngày 04/6/2024, thông qua nghị quyết.",
    "Sáng thứ Hai, ngày 04/6, Sở Nội vụ tổ chức hội nghị.",
    # One number in two years is two documents; so is one of two bodies.
    "Quyết định số 1037/QĐ-UBND ngày 01/3/2023 và Quyết định số 1037/QĐ-UBND ngày 03/3/2024.",
    "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 và Nghị định số 61/2018/NĐ-CP ngày 23/4/2018.",
    "Công văn số 12/UBND-NC ngày 01/3/2024 của UBND huyện Mai Sơn. Công văn số 12/UBND-NC ngày 04/3/2024 của"
    " UBND huyện Yên Châu.",
]


def flagged(text: str, published_on: date | None = PUBLISHED) -> list[tuple[str, str]]:
    facts = extract_facts(Document(text, published_on=published_on))
    return [(fact.text, flag) for fact in facts for flag in fact.flags]


@pytest.mark.parametrize(("text", "flags"), DOUBTFUL, ids=[flags[0][1] for _, flags in DOUBTFUL])
def test_doubtful_texts(text: str, flags: list[tuple[str, str]]) -> None:
    assert flagged(text) == flags


@pytest.mark.parametrize("text", SOUND, ids=lambda text: text[:60])
def test_sound_texts(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(("text", "flags"), DOUBTFUL, ids=[flags[0][1] for _, flags in DOUBTFUL])
def test_a_doubt_changes_no_value(text: str, flags: list[tuple[str, str]]) -> None:
    facts = extract_facts(Document(text, published_on=PUBLISHED))
    assert with_doubts(facts, text, PUBLISHED) == facts
    alone = [
        fact for kind in KINDS for fact in extract_facts(Document(text, published_on=PUBLISHED), (kind,))
    ]
    assert sorted(f.start for f in alone if f.flags) == [f.start for f in facts if f.flags]


def test_nothing_is_too_late_where_the_day_of_publication_is_unknown() -> None:
    late = [text for text, flags in DOUBTFUL if any("after_publication" in flag for _, flag in flags)]
    assert len(late) >= 4
    assert [flagged(text, None) for text in late] == [[] for _ in late]


def test_a_day_of_publication_at_the_end_of_time_is_no_error() -> None:
    assert flagged("Quyết định số 1037/QĐ-UBND ngày 01/7/2024.", date.max) == []


def test_every_flag_is_documented_and_has_a_case() -> None:
    raised = {flag for _, flags in DOUBTFUL for _, flag in flags}
    assert raised | {"value_exceeds_out_of", FROM_OCR} == set(DOUBTS)
    assert all(set(kinds) <= set(KINDS) and told.endswith(".") for kinds, told in DOUBTS.values())


def test_a_part_above_its_whole_is_doubted() -> None:
    text, value, whole = "42/40 nhiệm vụ", Decimal(42), Decimal(40)
    fact = Quantity(
        start=0, end=14, text=text, rule="quantity.noun", value=value, unit="nhiệm vụ", out_of=whole
    )
    assert with_doubts([fact], text, None)[0].flags == ("value_exceeds_out_of",)
    assert with_doubts([replace(fact, value=whole)], text, None)[0].flags == ()


def test_a_pass_over_many_statements_grows_with_their_number() -> None:
    text = "Chỉ số PCI năm 2023 của tỉnh Sơn La xếp thứ 13/63, tăng 40 bậc so với năm 2022.\n" * 200
    facts = extract_facts(Document(text, published_on=PUBLISHED))
    assert len(facts) >= 800
    assert not any(fact.flags for fact in facts if isinstance(fact, Quantity | Score))
