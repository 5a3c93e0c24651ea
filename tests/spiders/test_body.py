"""From a piece of HTML to canonical text: what stays, what goes, and how tables are told."""

import pytest

from spiders.body import read_body, unlabelled


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
        "<p>Lãnh đạo tỉnh phát biểu tại buổi làm việc. (Ảnh: STTT)</p>",
    ],
)
def test_captions_are_left_out(caption: str) -> None:
    assert read_body(f"<p>Trước.</p>{caption}<p>Sau đó, tỉnh họp.</p>").text == "Trước.\n\nSau đó, tỉnh họp."


def test_a_paragraph_with_a_picture_keeps_its_words() -> None:
    assert "Tỉnh đạt 87,87 điểm" in read_body("<p><img src=a.jpg>Tỉnh đạt 87,87 điểm.</p><p>Hết.</p>").text


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


def test_hidden_and_active_content_is_left_out() -> None:
    html = (
        "<p>Một.</p><script>x()</script><style>p{}</style><div style='display: none'>Ẩn</div>"
        "<!-- chú thích --><noscript>y</noscript><iframe>z</iframe>"
    )
    assert read_body(html).text == "Một."


def test_furniture_lines_are_left_out() -> None:
    assert read_body("<p>Một.</p><p>Tin liên quan</p><p>Lượt xem: 29</p>").text == "Một."


def test_deep_nesting_is_survived() -> None:
    assert "đáy" in read_body("<div>" * 200 + "đáy" + "</div>" * 200).text


def test_a_label_is_taken_off_a_name() -> None:
    assert unlabelled("Tác giả: Nhật Chi") == "Nhật Chi"
    assert unlabelled("Nhật Chi") == "Nhật Chi"
    assert unlabelled("") is None
