"""Counts and measures, as data: what is counted -> the phrasings that say so, and what counts nothing."""

import random
import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import find_dates
from extractors.facts import Quantity
from extractors.quantities import find_quantities
from extractors.quantity_units import table
from extractors.text import Span, canonical_text

# (value, out_of, unit) -> texts in which ⟦ ⟧ marks the span of exactly that quantity.
CORPUS: dict[tuple[str, str | None, str], list[str]] = {
    ("1932", None, "TTHC"): [
        "công khai ⟦1.932 TTHC⟧ trên Cổng", "là ⟦1,932 TTHC⟧", "Cấp tỉnh: ⟦1.932 TTHC⟧;", "(⟦1932 TTHC⟧)",
        "với ⟦1 932 TTHC⟧.",
        "có ⟦1 .932 TTHC⟧ được công bố", "tổng số ⟦1.932 TTHC⟧",
    ],
    ("17", "40", "nhiệm vụ"): [
        "hoàn thành ⟦17/40 nhiệm vụ⟧", "đã xong ⟦17 / 40 nhiệm vụ⟧.", "mới có ⟦17 trên 40 nhiệm vụ⟧ đúng hạn",
        "đạt ⟦17 trong tổng số 40 nhiệm vụ⟧",
    ],
    ("42", "40", "nhiệm vụ"): [
        "Đến nay hoàn thành ⟦42/40 nhiệm vụ⟧.", "có ⟦42/40 nhiệm vụ⟧ vượt kế hoạch",
        "đã thực hiện được ⟦42/40 nhiệm vụ⟧",
    ],
    ("60.5", None, "nghìn hộ nghèo"): ["hơn ⟦60,5 nghìn hộ nghèo⟧", "gần ⟦60.5 nghìn hộ nghèo⟧ thoát nghèo"],
    ("1200000", None, "lượt khách"): ["đón ⟦1 triệu 200 nghìn lượt khách⟧"],
    ("12500000000", None, "đồng"): ["kinh phí ⟦12 tỷ 500 triệu đồng⟧", "trao ⟦12 tỉ 500 triệu đồng⟧ cho"],
    ("1.25", None, "tỷ đồng"): [
        "bố trí ⟦1,25 tỷ đồng⟧", "⟦1.25 tỷ đồng⟧ từ nguồn vốn", "ngân sách trung ương ⟦1,25 tỷ đồng⟧",
        "trị giá hơn ⟦1,25 tỷ đồng⟧;",
    ],
    ("1873.5", None, "tỷ đồng"): ["tổng vốn ⟦1.873,5 tỷ đồng⟧", "với số vốn đăng ký ⟦1873,5 tỷ đồng⟧"],
    ("350", None, "triệu USD"): ["xuất khẩu ⟦350 triệu USD⟧", "đạt ⟦350 triệu USD⟧, tăng"],
    ("98.7", None, "%"): [
        "⟦98,7%⟧ hồ sơ qua mạng", "đạt ⟦98,7 %⟧", "tỷ lệ trễ hẹn dưới ⟦98.7%⟧", "(⟦98,7%⟧)",
        "tăng ⟦98,7%⟧ so với", "giảm ⟦98,7%⟧;",
    ],
    ("9.125", None, "%"): ["tăng ⟦9,125%⟧", "chiếm ⟦9.125%⟧ dân số"],
    ("1.5", None, "điểm phần trăm"): ["giảm ⟦1,5 điểm phần trăm⟧", "cao hơn ⟦1,5 điểm phần trăm⟧ so với"],
    ("3940", None, "ha"): ["ngập ⟦3.940 ha⟧ lúa", "rộng ⟦3.940ha⟧", "diện tích ⟦3940 ha⟧."],
    ("120", None, "m2"): ["sửa ⟦120m2⟧ nhà", "rộng ⟦120 m2⟧"],
    ("5.5", None, "triệu đồng/người/tháng"): ["thu nhập ⟦5,5 triệu đồng/người/tháng⟧"],
    ("62.3", None, "tạ/ha"): ["năng suất đạt ⟦62,3 tạ/ha⟧"],
    ("15", None, "nghị quyết"): ["thông qua ⟦15 nghị quyết⟧", "ban hành ⟦15 nghị quyết⟧ và"],
    ("2.5", None, "lần"): ["gấp ⟦2,5 lần⟧ năm trước", "tăng ⟦2,5 lần⟧"],
    ("159", None, "xã, phường, thị trấn"): [
        "tại ⟦159 xã, phường, thị trấn⟧", "⟦159 xã, phường, thị trấn⟧ niêm yết",
    ],
    ("18", None, "sở, ban, ngành"): ["ở ⟦18 sở, ban, ngành⟧ và 9 huyện", "gồm ⟦18 sở, ban, ngành⟧."],
    ("10", None, "chỉ số thành phần"): ["trong ⟦10 chỉ số thành phần⟧ có", "⟦10 chỉ số thành phần⟧;"],
    ("7", None, "nhóm nhiệm vụ"): ["nêu ⟦7 nhóm nhiệm vụ⟧", "với ⟦07 nhóm nhiệm vụ⟧."],
    ("3", None, "cấp chính quyền"): ["của ⟦03 cấp chính quyền⟧", "cả ⟦3 cấp chính quyền⟧"],
    ("9", None, "điểm cầu"): ["nối với ⟦9 điểm cầu⟧ cấp huyện"],
    ("10", None, "điểm"): ["mỗi lĩnh vực tối đa ⟦10 điểm⟧", "chậm báo cáo trừ ⟦10 điểm⟧"],
    ("35", "100", "điểm"): ["khảo sát chiếm ⟦35/100 điểm⟧"],
    ("12", None, "hồ sơ"): [
        "còn tồn ⟦12hồ sơ⟧ đất đai", "thu hồi ⟦12 hồ sơ⟧", "trong số ⟦12 hồ sơ⟧", "quyết định ⟦12 hồ sơ⟧",
    ],
    ("3500", None, "giấy chứng nhận"): [
        "cấp ⟦3.500 giấy chứng nhận⟧", "đã cấp ⟦3.500 giấy chứng nhận⟧ lần đầu",
    ],
    ("200", None, "hồ sơ"): ["mỗi năm ⟦200 hồ sơ⟧", "mỗi ngày ⟦200 hồ sơ⟧"],
    ("12", None, "vằn thắn"): ["bán ⟦12 vằn thắn⟧."],
}  # fmt: skip

NEGATIVES = [
    "Điều 4 Nghị định này", "theo khoản 2 Điều 19 Nghị định", "mức độ 3, mức độ 4", "trường cấp 3",
    "xe hạng 2", "bão số 3 và mưa lũ",
    "cơn bão số 10", "quốc lộ 19", "QL1A và QL19", "đường tỉnh 639", "Km 12 + 500", "tổ dân phố 5",
    "khu phố 2", "thôn 3 và thôn 4",
    "phường 1, quận 3", "trong 4 năm qua", "sau 15 ngày làm việc", "5 phút", "30 giây", "kéo dài 2 tuần",
    "45 tuổi", "ông, 62 tuổi,",
    "lúc 14h30", "từ 7 giờ 30 phút", "8h sáng", "19:30", "điện thoại 0256.3822.294", "hotline 1900 1234",
    "số 35 đường Lê Lợi",
    "vào ngày 20 hằng tháng", "tháng thứ 3 của quý", "lần thứ 12", "Nghị quyết 35 của Bộ Chính trị",
    "Đề án 06", "Nghị quyết Trung ương 4 khóa XII",
    "thương binh 1/4", "tỷ lệ bản đồ 1/500", "tăng 3 bậc", "giảm 12 bậc so với", "nhóm 2", "lớp 5",
    "khối 12", "kỳ họp thứ 8",
    "Covid-19", "F0 và F1", "5G", "mạng 4G", "phụ lục 2", "mục 3 và mục 4", "giai đoạn 2", "vòng 3",
    "trang 15", "thửa 120",
    "phòng 204", "tầng 3", "1. Công tác chỉ đạo", "2.1. Kết quả", "a) Về thể chế", "II.3 Tồn tại",
    "ISO 9001", "Windows 10", "vĩ độ 13",
    "xã hội hoá", "STT: 1", "quy hoạch tỷ lệ 1/500 khu dân cư", "a%20tin.pdf", "dịch covid- 19 tỉnh",
    "tại điều 1 quyết định này", "60 năm thành lập", "thế kỷ 21", "khóa 13", "mẫu 02", "biểu 05",
    "vùng 4 Hải quân", "Quân khu 5",
    "Trung đoàn 739", "tổ 7", "hẻm 12", "lô 8", "Tổ công tác 22", "trạm 2", "giờ thứ 3", "hạng 3", "12b",
    "Lưu: VT, K7.",
    "năm thứ 7 liên tục", "24/24 giờ", "24/7", "8-10 ngày", "2 tháng tuổi", "đến năm 2030, đạt",
    "nhà số 42/3 phường 5", "ngõ 15/2 tổ 4", "dịp 30/4 lễ hội", "hoàn thành trước 30/4, hồ sơ",
    "nhiệm kỳ 3", "buổi chiều 12 giờ", "khách sạn 4 sao", "Trường Tiểu học Hòa Bình 2 kỷ niệm",
]  # fmt: skip


def read(text: str) -> list[Quantity]:
    return find_quantities(text, find_dates(text, None))


@pytest.mark.parametrize(
    ("expected", "marked"), [(expected, marked) for expected, group in CORPUS.items() for marked in group]
)
def test_phrasings(expected: tuple[str, str | None, str], marked: str) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    value, out_of, unit = expected
    found = [q for q in read(text) if (q.start, q.end) == (start, end)]
    assert found, [(q.text, q.value) for q in read(text)]
    assert (found[0].value, found[0].out_of, found[0].unit) == (
        Decimal(value),
        None if out_of is None else Decimal(out_of),
        unit,
    )
    assert found[0].text == text[start:end]


@pytest.mark.parametrize("text", NEGATIVES)
def test_what_counts_nothing(text: str) -> None:
    assert [(q.text, q.unit) for q in read(text)] == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 triệu 200 nghìn USD", 1_200_000, "USD"),
        ("2 tỷ 350 triệu đồng", 2_350_000_000, "đồng"),
        ("2 tỷ 350 triệu đồng/người", 2_350_000_000, "đồng/người"),
        ("1 tỷ 2 triệu 300 nghìn người", 1_002_300_000, "người"),
        ("3 tỷ 5 triệu", 3_005_000_000, ""),
    ],
)
def test_a_number_of_several_multipliers_is_one_quantity(text: str, value: int, unit: str) -> None:
    found = read(f"Kinh phí đạt {text}.")
    assert [(q.text, q.value, q.unit) for q in found] == [(text, Decimal(value), unit)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "200",
                "3,5",
                "2/7",
                "tỷ",
                "triệu",
                "nghìn",
                "đồng",
                "USD",
                "%",
                "/",
                "người",
                "xã",
                "đến",
                "-",
                ",",
                "đạt",
                "tháng Tám",
                "xếp thứ",
                "mức độ",
            ]
        ),
        max_size=40,
    )
)
def test_quantities_never_overlap(parts: list[str]) -> None:
    found = read(canonical_text(" ".join(parts)))
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_range_is_two_quantities_of_one_unit() -> None:
    found = read("tăng 86 - 87%, cấp từ 10 đến dưới 15 triệu đồng")
    assert [(q.text, q.value, q.unit) for q in found] == [
        ("86", Decimal(86), "%"),
        ("87%", Decimal(87), "%"),
        ("10", Decimal(10), "triệu đồng"),
        ("15 triệu đồng", Decimal(15), "triệu đồng"),
    ]


def test_cells_of_a_table_take_their_unit_from_label_or_heading() -> None:
    text = (
        "Bảng 3. Hồ sơ thủ tục hành chính\n"
        "STT: 1 | Tỉnh: Hưng Yên | Tiếp nhận: 187.344 | Vốn (tỷ đồng): 12,5 | Đúng hạn: 98,07% | Hạng: 3\n"
        "STT: 2 | Tỉnh: Hà Nam | Tiếp nhận: 96.120 | Vốn (tỷ đồng): 7 | Đúng hạn: 98,85% | Hạng: 2"
    )
    assert [(q.text, q.unit, q.of) for q in read(text)][:3] == [
        ("187.344", "hồ sơ", "Tiếp nhận"),
        ("12,5", "tỷ đồng", "Vốn"),
        ("98,07%", "%", "Đúng hạn"),
    ]
    assert len(read(text)) == 6


def test_what_another_fact_has_read_is_no_quantity() -> None:
    text = "Chỉ số đạt 87,87 điểm, đứng đầu 7 tỉnh, có 14 xã"
    score, place = text.index("87,87"), text.index("đứng")
    taken = [Span(score, score + len("87,87 điểm")), Span(place, place + len("đứng đầu"))]
    assert [q.text for q in find_quantities(text, taken)] == ["14 xã"]


def test_a_count_above_its_whole_needs_a_word_of_doing_and_a_noun() -> None:
    assert [(q.value, q.out_of) for q in read("đạt 41/40 nhiệm vụ")] == [(Decimal(41), Decimal(40))]
    assert read("theo mẫu 41/40 nhiệm vụ") == []
    assert read("đạt 41/40, nhiệm vụ") == []


def test_no_word_counts_and_measures_time_at_once() -> None:
    words = table()
    nouns = [noun for group in words["nouns"].values() for noun in group]
    assert not set(words["times"]["words"]) & {*nouns, *words["money"]["words"]}
    assert len(nouns) == len(set(nouns)), {noun for noun in nouns if nouns.count(noun) > 1}


@pytest.mark.parametrize(
    "text",
    ["9" * 3000, "1.234 " * 500, "17/40" * 400, "(" * 2000 + "5 xã", "5 xã, " * 400, "%" * 999,
    "1 triệu " * 300, "3 ", "", "\u200b7 xã"],
)  # fmt: skip
def test_hostile_text_keeps_its_spans(text: str) -> None:
    for quantity in find_quantities(text, []):
        assert text[quantity.start : quantity.end] == quantity.text


def test_random_text_keeps_its_spans_and_order() -> None:
    rng = random.Random(7)
    parts = [
        "12",
        "1.932",
        "3,5",
        "%",
        " ",
        "/",
        "xã",
        "tỷ đồng",
        ",",
        "(",
        ")",
        "\n",
        "triệu",
        "năm",
        "-",
        "là",
        "hồ sơ",
        ":",
        "|",
    ]
    for _ in range(400):
        text = "".join(rng.choice(parts) for _ in range(60)).strip()
        found = find_quantities(text, [])
        assert all(text[q.start : q.end] == q.text for q in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


def test_time_grows_with_the_length() -> None:
    part = "Năm qua có 17/40 nhiệm vụ, 98,7% hồ sơ đúng hạn, thu 1.873,5 tỷ đồng; Điều 4 nói về 3 cấp.\n"
    took = []
    for size in (100, 800):
        text = part * size
        tries = []
        for _ in range(3):
            start = time.process_time()
            find_quantities(text, [])
            tries.append(time.process_time() - start)
        took.append(min(tries))
    # Eight times the text; what is quadratic takes sixty-four times as long.
    assert took[1] < 24 * took[0] + 0.2
