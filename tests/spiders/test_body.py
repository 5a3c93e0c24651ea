"""From a piece of HTML to canonical text: what stays, what goes, and how tables are told."""

import time

import pytest

from extractors.text import canonical_text
from spiders.body import read_body, unlabelled
from spiders.errors import PageRejected
from spiders.wording import many_lines, one_line


def test_paragraphs_are_parted_by_a_blank_line_and_boxes_by_a_break() -> None:
    assert read_body("<p>Một.</p><p>&nbsp;</p><p>Hai</p>").text == "Một.\n\nHai"
    assert read_body("<div>Một.</div><div>Hai</div>").text == "Một.\nHai"
    assert read_body("Một.<br />\nHai<br>Ba").text == "Một.\nHai\nBa"
    assert read_body("Một.<br><br>Hai").text == "Một.\n\nHai"
    assert read_body("<p>Gồm:</p><ul><li>a</li><li>b</li></ul><p>Hết</p>").text == "Gồm:\n\na\nb\n\nHết"


def test_inline_tags_and_spaces_do_not_break_words() -> None:
    body = read_body("<p>Chỉ <b>số</b> P<i>API</i>\u200b đạt\n   42,5\xa0điểm</p>")
    assert body.text == "Chỉ số PAPI đạt 42,5 điểm"


def test_list_items_stand_on_lines_of_their_own() -> None:
    assert read_body("<ul><li>Một</li><li>Hai</li></ul><p>Ba</p>").text == "Một\nHai\n\nBa"


@pytest.mark.parametrize(
    "caption",
    [
        '<figure class="image"><img src="a.jpg"><figcaption>Quang cảnh hội nghị</figcaption></figure>',
        '<p style="text-align:center"><img src="a"></p><p style="text-align:center"><i>Quang cảnh</i></p>',
        '<p style="text-align: center;"><img src="a.jpg"><br><em>Ảnh: Quang cảnh Hội nghị</em></p>',
        "<table><tr><td><img src=a.jpg></td></tr><tr><td>Lãnh đạo phát biểu (Ảnh: STTT).</td></tr></table>",
        "<p>Ảnh minh họa (Nguồn: Internet)</p>",
        "<p><img src=a></p><p>Lãnh đạo tỉnh phát biểu tại buổi làm việc. (Ảnh: STTT)</p>",
        "<table><tr><td><img src=a></td></tr></table><p>Lãnh đạo tỉnh phát biểu. (Ảnh: STTT)</p>",
        "<table><tr><td><img></td><td><img></td></tr><tr><td>Chủ trì</td><td>Hội nghị</td></tr></table>",
        "<table><tr><td><img src=a><br>Chủ trì hội nghị</td><td><img src=b><br>Quang cảnh</td></tr></table>",
    ],
)
def test_captions_are_left_out(caption: str) -> None:
    assert read_body(f"<p>Trước.</p>{caption}<p>Sau đó, tỉnh họp.</p>").text == "Trước.\n\nSau đó, tỉnh họp."


def test_a_paragraph_with_a_picture_keeps_its_words() -> None:
    assert "Tỉnh đạt 87,87 điểm" in read_body("<p><img src=a.jpg>Tỉnh đạt 87,87 điểm.</p><p>Hết.</p>").text


@pytest.mark.parametrize(
    "kept",
    [
        # A credit without a picture, and a sentence that is only bold, or tells figures, behind one.
        "<p>Lãnh đạo tỉnh phát biểu tại buổi làm việc. (Ảnh: STTT)</p>",
        "<p><img src=a></p><p style='text-align:center'><b>Tỉnh quyết tâm cải cách</b></p>",
        "<p><img src=a></p><p style='text-align:center'><b>Năm 2023, tỉnh đạt 42,5 điểm.</b></p>",
        "<p><img src=a></p><p><i>Năm 2023, tỉnh đạt 42,5 điểm.</i></p>",
    ],
)
def test_sentences_are_no_captions(kept: str) -> None:
    text = read_body(f"<p>Trước.</p>{kept}<p>Sau đó, tỉnh họp.</p>").text
    assert text.startswith("Trước.\n\n")
    assert len(text.split("\n\n")) == 3


@pytest.mark.parametrize(
    "row",
    [
        "<td>PAPI</td><td>42,5</td><td><img src=up.png></td>",
        "<td>PAPI</td><td><img src=up.png></td><td>42,5</td>",
        "<td>PAPI</td><td><img src=up.png> 42,5</td>",
    ],
)
def test_a_data_table_with_icons_is_no_picture(row: str) -> None:
    text = read_body(f"<p>Trước.</p><table><tr>{row}</tr></table>").text
    assert text == "Trước.\n\nPAPI | 42,5"


def test_labels_beside_values_are_no_headers() -> None:
    html = "<table><tr><td>Tỉnh</td><td>Sơn La</td></tr><tr><td>PAPI</td><td>42,5</td></tr></table>"
    assert read_body(html).text == "Tỉnh | Sơn La\nPAPI | 42,5"
    bold = html.replace("<td>", "<td><b>")
    assert read_body(bold).text == "Tỉnh | Sơn La\nPAPI | 42,5"
    head = "<tr><td><b>Chỉ số</b></td><td><b>Sơn La</b></td></tr>"
    first = f"<table>{head}<tr><td>PAPI</td><td>42,5</td></tr></table>"
    assert read_body(first).text == "Chỉ số: PAPI | Sơn La: 42,5"
    wide = (
        "<table><tr><td>Tỉnh</td><td>PAPI</td><td>PCI</td></tr>"
        "<tr><td>Sơn La</td><td>42,5</td><td>63</td></tr></table>"
    )
    assert read_body(wide).text == "Tỉnh: Sơn La | PAPI: 42,5 | PCI: 63"


def test_footnote_marks_do_not_become_digits() -> None:
    html = "<p>Đạt 42,5<sup>1</sup> điểm<sup>[2]</sup>, rộng 14.000 km<sup>2</sup></p>"
    assert read_body(html).text == "Đạt 42,5 điểm, rộng 14.000 km2"
    table = (
        "<table><tr><th>A</th><th>B</th></tr><tr><td>PAPI</td><td>42,5<sup><a>1</a></sup></td></tr></table>"
    )
    assert read_body(table).text == "A: PAPI | B: 42,5"


def test_control_characters_do_not_reach_the_text() -> None:
    html = "<p>Đạt\x00 42\x01,5&#8; điểm&#x7f;</p><table><tr><td>a\x08</td><td>b&#1;c</td></tr></table>"
    assert read_body(html.replace("\x00", "")).text == "Đạt 42,5 điểm\n\na | bc"


def test_what_readers_wrote_is_left_out() -> None:
    html = (
        "<p>Một.</p><div id=idcomment><p>Nguyễn A, a@example.test: hay!</p></div>"
        "<ul class='comment-list'><li>b@example.test</li></ul><div id='news_Comments'>c</div><p>Hai.</p>"
    )
    assert read_body(html).text == "Một.\n\nHai."


def test_a_table_says_its_headers_in_every_row() -> None:
    html = (
        "<table><thead><tr><th>Chỉ số</th><th>Năm 2023</th><th>Hạng</th></tr></thead>"
        "<tr><td>PAPI</td><td>42,5</td><td>15/63</td></tr><tr><td>PCI</td><td></td><td>20</td></tr></table>"
    )
    assert read_body(html).text == "Chỉ số: PAPI | Năm 2023: 42,5 | Hạng: 15/63\nChỉ số: PCI | Hạng: 20"


def test_headers_of_plain_cells_are_found_by_the_numbers_below() -> None:
    html = "<table><tr><td>Chỉ số</td><td>Điểm</td></tr><tr><td>PAPI</td><td>42,5</td></tr></table>"
    assert read_body(html).text == "Chỉ số: PAPI | Điểm: 42,5"


def test_a_table_without_headers_gives_its_cells() -> None:
    html = (
        "<table><tr><td>Tổng số</td><td>12 hồ sơ</td></tr><tr><td>Trễ hạn</td><td>3 hồ sơ</td></tr></table>"
    )
    assert read_body(html).text == "Tổng số | 12 hồ sơ\nTrễ hạn | 3 hồ sơ"


def test_spans_are_laid_out() -> None:
    html = (
        "<table><tr><th rowspan=2>Chỉ số</th><th colspan=2>Năm 2023</th></tr>"
        "<tr><th>Điểm</th><th>Hạng</th></tr>"
        "<tr><td colspan=3>A. Cấp tỉnh</td></tr>"
        "<tr><td rowspan=2>PAPI</td><td>42,5</td><td>15</td></tr><tr><td>43,1</td><td>12</td></tr></table>"
    )
    assert read_body(html).text.split("\n") == [
        "A. Cấp tỉnh",
        "Chỉ số: PAPI | Năm 2023 Điểm: 42,5 | Năm 2023 Hạng: 15",
        "Chỉ số: PAPI | Năm 2023 Điểm: 43,1 | Năm 2023 Hạng: 12",
    ]


def test_absurd_spans_cost_nothing() -> None:
    html = "<table><tr><td colspan=9999999>a</td><td rowspan='x'>b</td></tr><tr><td>c</td></tr></table>"
    assert "a" in read_body(html).text


def test_a_layout_table_is_read_as_paragraphs() -> None:
    html = "<table><tr><td><p>Một đoạn văn.</p><p>Đoạn khác.</p></td></tr></table>"
    assert read_body(html).text == "Một đoạn văn.\n\nĐoạn khác."


@pytest.mark.parametrize(
    ("last", "name"),
    [
        ("<p>Tác giả: Tuấn Nguyễn- Văn phòng</p>", "Tuấn Nguyễn- Văn phòng"),
        ("<p>Tác giả bài viết: Nguyễn thị Thanh Trà - P.CCHC-VTLT</p>", "Nguyễn thị Thanh Trà - P.CCHC-VTLT"),
        ("<p>Dũng Linh</p>", "Dũng Linh"),
        ("<p style='text-align:right'><b>N.H</b></p>", "N.H"),
        ("<p>Tin, ảnh: Văn Lực</p>", "Văn Lực"),
        ("<p>Ngọc Nhuận - Hải Yến</p>", "Ngọc Nhuận - Hải Yến"),
        ("<p>Tác giả: Nhật Chi (nhatchi@example.test)</p>", "Nhật Chi"),
        ("<p>Nhật Chi - Email: nhatchi@example.test</p>", "Nhật Chi"),
    ],
)
def test_the_closing_byline_is_split_off(last: str, name: str) -> None:
    body = read_body(f"<p>Tỉnh tổ chức hội nghị.</p>{last}")
    assert (body.text, body.byline) == ("Tỉnh tổ chức hội nghị.", name)


@pytest.mark.parametrize(
    "last",
    ["<p>Trung tâm Phục vụ hành chính công</p>", "<ul><li>Bình Định</li></ul>", "<p>TOP 10 cả nước</p>"],
)
def test_other_short_lines_stay(last: str) -> None:
    assert read_body(f"<p>Gồm:</p>{last}").byline is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>Đứng đầu cả nước là.</p><p>Sơn La</p>",
        "<p>Gồm các địa phương.</p><p>TP. Hồ Chí Minh</p>",
        "<p>Người được khen thưởng:</p><p><b>Dũng Linh</b></p>",
        "<p>Lễ ra quân tại huyện Mộc Châu.</p><p>Đơn vị dẫn đầu là.</p><p>Mộc Châu</p>",
        "<p>- Sở Nội vụ;</p><p>Mai Sơn</p>",
    ],
)
def test_places_and_what_a_colon_announces_are_no_authors(html: str) -> None:
    body = read_body(html)
    assert body.byline is None
    assert body.text.endswith(("Sơn La", "Hồ Chí Minh", "Dũng Linh", "Mộc Châu", "Mai Sơn"))


def test_hidden_and_active_content_is_left_out() -> None:
    html = (
        "<p>Một.</p><script>x()</script><style>p{}</style><div style='display: none'>Ẩn</div>"
        "<!-- chú thích --><noscript>y</noscript><iframe>z</iframe>"
    )
    assert read_body(html).text == "Một."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Một.</p><h3>Tin liên quan</h3><ul><li><a href=/b>Tin</a></li><li><a href=/c>B</a></li></ul>",
            "Một.",
        ),
        ("<p>Một.</p><p><b>Các tin khác:</b></p><p><a href=/b>PAPI 9 điểm</a></p>\n<p><a>B</a></p>", "Một."),
        ("<p>Một.</p><p>Tin khác</p><a href=/b>Tin 1</a><p>Hai.</p>", "Một.\n\nHai."),
        ("<p>Một.</p><p>Tin khác</p><p>Theo <a href=/b>báo</a>.</p>", "Một.\n\nTin khác\n\nTheo báo."),
    ],
)
def test_links_to_other_news_below_their_heading_are_no_text(html: str, text: str) -> None:
    assert read_body(html).text == text


def test_furniture_lines_are_left_out_behind_the_text_only() -> None:
    assert read_body("<p>Một.</p><p>Tin liên quan</p><p>Lượt xem: 29</p>").text == "Một."
    assert read_body("<p>Một.</p><p>Tin khác</p><p>Hai.</p>").text == "Một.\n\nTin khác\n\nHai."


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 900 + "đáy" + "</div>" * 900,
        "<b><i>" * 10_000 + "đáy",
        "<table><tr><td>" * 30 + "đáy",
        "<ul><li>" * 900 + "đáy",
        "<figure>" * 5_000 + "đáy",
    ],
)
def test_deep_nesting_is_survived(html: str) -> None:
    assert read_body(html).text == "đáy"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<table><tr><td>" * 120 + "đáy", "too_deep"),
        (
            "<table>" + "<tr><td rowspan=50>x</td><td colspan=50>y</td></tr>" * 2_000 + "</table>",
            "table_too_large",
        ),
        (
            "<table>" + f"<tr><td rowspan=50>{'x' * 3_000}</td><td>y</td></tr>" * 60 + "</table>",
            "table_too_large",
        ),
        (
            f"<table><tr><th>{'x' * 5_000}</th><th>b</th></tr>"
            + "<tr><td>1</td><td>2</td></tr>" * 300
            + "</table>",
            "too_long",
        ),
        ("<p>" + "một hai " * 130_000 + "</p>", "too_long"),
        ("<table><tr>" + "<td colspan=50>x</td>" * 2_000 + "</tr></table>", "table_too_large"),
    ],
)
def test_pages_that_blow_up_are_rejected(html: str, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        read_body(html)
    assert caught.value.reason == reason


def _seconds(html: str) -> float:
    started = time.process_time()
    read_body(html)
    return time.process_time() - started


@pytest.mark.parametrize(
    "part",
    ["<p>Đạt 42,5</p>", "<b>Tin khác</b><a href=x>a</a>", "<table><tr><td>a</td><td>1</td></tr></table>"],
)
def test_four_times_the_parts_take_about_four_times_as_long(part: str) -> None:
    few = min(_seconds(part * 400) for _ in range(3))
    # What is quadratic takes sixteen times as long.
    assert min(_seconds(part * 1_600) for _ in range(3)) < 11 * few + 0.3


def test_tables_deep_in_a_page_do_not_each_look_up_to_its_root() -> None:
    tables = "<table><tr><td>a</td><td>1</td></tr></table>" * 500
    shallow = min(_seconds(tables) for _ in range(2))
    assert min(_seconds("<div>" * 3_000 + tables) for _ in range(2)) < 4 * shallow + 1


def test_a_label_is_taken_off_a_name() -> None:
    assert unlabelled("Tác giả: Nhật Chi") == "Nhật Chi"
    assert unlabelled("Nhật Chi") == "Nhật Chi"
    assert unlabelled("Tác giả: a.b@example.test") is None
    assert unlabelled("") is None


def test_one_line_is_the_canonical_text_on_one_line() -> None:
    raw = "\ufeff Tỉ\u0301nh\u200b \xa0đạt\r\n42,5\x0b điê\u0309m\u2028 \x1c\xadcuối"
    assert one_line(raw) == " ".join(canonical_text(raw).split())
    assert one_line(" a\x00\x08 \x9fb\ud800 ") == "a b"
    assert many_lines("a\x01\n\n\n b") == "a\n\nb"
