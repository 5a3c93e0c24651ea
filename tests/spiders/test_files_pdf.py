"""PDF to text: reading order, tables, look-alike letters, scans."""

import os
from bisect import bisect_right
from pathlib import Path

import pypdfium2
import pytest

from spiders.files import FileLimits, FileText, read_file, read_here
from spiders.files.ocr import drawn, is_ocr_installed
from tests.spiders.papers import A4, Line, Picture, Sheet, centred, pdf, prose

LIMITS = FileLimits()
LETTERHEAD = (
    Line(70, 60, "UBND TỈNH BÌNH ĐỊNH", 12),
    Line(270, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12),
    Line(90, 76, "SỞ NỘI VỤ", 12),
    Line(310, 76, "Độc lập - Tự do - Hạnh phúc", 12),
    Line(80, 100, "Số: 123/QĐ-SNV", 12),
    Line(290, 100, "Bình Định, ngày 05 tháng 3 năm 2024", 12),
    Line(60, 116, "V/v công bố chỉ số", 12),
    Line(60, 132, "cải cách hành chính", 12),
)
SENTENCE = (
    "Căn cứ Quyết định số 1150/QĐ-UBND ngày 05 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh về việc ban hành "
    "Chỉ số cải cách hành chính của các sở, ban, ngành;"
)


def read(*sheets: Sheet) -> FileText:
    return read_here("a.pdf", None, pdf(sheets), LIMITS)


def scan(text: list[Line]) -> Picture:
    """Return a picture of ``text`` (plain letters only: it is drawn in the program's own font)."""
    document = pypdfium2.PdfDocument(pdf([Sheet(text, is_plain=True)]))
    picture, _ = drawn(document[0])
    document.close()
    size, pixels = picture.split(b"255\n", 1)
    width, height = map(int, size.split()[1:3])
    return Picture(width, height, pixels)


def without_tools(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))


def test_a_decision_is_read_in_the_order_a_reader_reads_it() -> None:
    foot = (
        Line(70, 520, "Nơi nhận:", 12),
        Line(380, 520, "KT. GIÁM ĐỐC", 12),
        Line(70, 536, "- Như Điều 3;", 11),
        Line(380, 536, "PHÓ GIÁM ĐỐC", 12),
        Line(70, 552, "- Lưu: VT.", 11),
        Line(380, 600, "Nguyễn Văn A", 12),
        Line(295, 810, "1", 12),
    )
    article = prose(
        70, 330, "Điều 1. Công bố Chỉ số cải cách hành chính năm 2023 của các sở, ban, ngành.", 64
    )
    middle = [centred(170, "QUYẾT ĐỊNH"), *prose(70, 230, SENTENCE, 64), *article]
    assert read(Sheet([*foot, *middle, *LETTERHEAD])).text == (
        "UBND TỈNH BÌNH ĐỊNH\nSỞ NỘI VỤ\nSố: 123/QĐ-SNV\nV/v công bố chỉ số cải cách hành chính\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Bình Định, ngày 05 tháng 3 năm 2024\n\n"
        "QUYẾT ĐỊNH\n\n"
        f"{SENTENCE}\n\n"
        "Điều 1. Công bố Chỉ số cải cách hành chính năm 2023 của các sở, ban, ngành.\n\n"
        "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n\n"
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNguyễn Văn A"
    )


def test_tables_are_rows_of_cells() -> None:
    rows = (("Đơn vị", "Điểm", "Hạng"), ("Sở Nội vụ", "92,15", "1"), ("Sở Tư pháp", "90,02", "2"))
    cells = [
        Line(x, 400 + 18 * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((70, 250, 400), row, strict=True)
    ]
    text = read(Sheet([*prose(70, 300, SENTENCE, 64), *cells])).text
    assert text == f"{SENTENCE}\n\nĐơn vị | Điểm | Hạng\nSở Nội vụ | 92,15 | 1\nSở Tư pháp | 90,02 | 2"


def test_numbers_cut_by_a_line_break_are_one_again() -> None:
    wide = "x" * 60
    lines = [
        Line(70, 100, f"{wide} số 1150/QĐ-"),
        Line(70, 118, f"UBND {wide} 2021-"),
        Line(70, 136, "2025 xong."),
    ]
    assert read(Sheet(lines)).text == f"{wide} số 1150/QĐ-UBND {wide} 2021-2025 xong."


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    words = " ".join(["chữ"] * 60)
    left, right = prose(60, 100, f"Trái {words}.", 30), prose(320, 100, f"Phải {words}.", 30)
    assert read(Sheet([*left, *right])).text == f"Trái {words}.\n\nPhải {words}."


def test_a_turned_page_is_read_as_its_reader_turns_it() -> None:
    lines = [Line(70, 60, "Dòng thứ nhất:"), Line(70, 120, "Dòng thứ hai.")]
    assert read(Sheet(lines, is_turned=True, rotate=90)).text == "Dòng thứ nhất:\n\nDòng thứ hai."


def test_pages_keep_their_numbers_and_sentences_go_on_over_them() -> None:
    sheets = [
        Sheet(
            [
                Line(250, 40, "Báo cáo số 12/BC-SNV", 10),
                *prose(70, 100, text, 64),
                Line(295, 810, str(number), 10),
            ]
        )
        for number, text in enumerate(("Kết quả năm 2023", "đạt 84,32 điểm.", "Năm 2024 tăng."), 1)
    ]
    file = read(*sheets)
    assert file.pages == ("Kết quả năm 2023", "đạt 84,32 điểm.", "Năm 2024 tăng.")
    assert file.text == "Kết quả năm 2023 đạt 84,32 điểm.\n\nNăm 2024 tăng."
    places = [file.text.index(word) for word in ("Kết", "2023", "đạt", "điểm", "tăng")]
    assert [bisect_right(file.page_starts, place) for place in places] == [1, 1, 2, 2, 3]


def test_look_alike_letters_become_latin() -> None:
    assert read(Sheet([Line(70, 100, "UВND tỉnh Вình Định xếp hạng сао về сải сách hành сhính")])).text == (
        "UBND tỉnh Bình Định xếp hạng cao về cải cách hành chính"
    )


def test_fonts_of_before_unicode_are_converted() -> None:
    file = read(Sheet([Line(70, 100, "UBND tØnh B×nh §Þnh b¸o c¸o kÕt qu¶ c¶i c¸ch")], is_plain=True))
    assert (file.text, file.encoding) == ("UBND tỉnh Bình Định báo cáo kết quả cải cách", "tcvn3")


def test_a_font_without_meaning_is_a_scan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_tools(monkeypatch, tmp_path)
    file = read(Sheet([Line(70, 100, SENTENCE)], unmapped=[ord(char) for char in "ăứậổíềịưđế"]))
    assert file.pages == ("",)
    assert file.waiting_pages == (1,)


def test_scans_wait_where_ocr_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_tools(monkeypatch, tmp_path)
    blank = Picture(10, 10, bytes(100))
    file = read_file("a.pdf", None, pdf([Sheet(picture=blank), Sheet([Line(70, 100, SENTENCE)]), Sheet()]))
    assert file.waits_for_ocr
    assert file.waiting_pages == (1,)
    assert file.ocr_confidence is None
    assert file.pages[1].startswith("Căn cứ")
    assert file.pages[2] == ""


def test_scans_are_read_where_ocr_is_installed() -> None:
    lines = prose(70, 140, "Nam 2023 tinh Binh Dinh dat 84,32 diem va xep hang 12 trong 63 tinh.", 40)
    file = read_file(
        "a.pdf", None, pdf([Sheet(picture=scan(lines)), Sheet(picture=scan(lines))]), FileLimits(ocr_pages=1)
    )
    if is_ocr_installed():
        assert "84,32" in file.pages[0]
        assert file.ocr_pages == (1,)
        assert file.ocr_confidence is not None
        assert 50 < file.ocr_confidence <= 100
        assert file.waiting_pages == (2,)
    else:
        assert file.waiting_pages == (1, 2)


FAKE = """#!/bin/sh
if [ "$1" = --list-langs ]; then echo vie; exit 0; fi
cat > /dev/null
printf 'level\\tpage\\tblock\\tpar\\tline\\tword\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n'
printf '4\\t1\\t1\\t1\\t1\\t0\\t100\\t100\\t900\\t40\\t-1\\t\\n'
printf '5\\t1\\t1\\t1\\t1\\t1\\t100\\t100\\t100\\t40\\t90\\tĐạt\\n'
printf '5\\t1\\t1\\t1\\t1\\t2\\t210\\t100\\t100\\t40\\t70\\t84,32\\n'
"""


def test_what_ocr_says_is_kept_with_how_sure_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text(FAKE, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    file = read_file("a.pdf", None, pdf([Sheet(picture=Picture(10, 10, bytes(100)))]))
    assert (file.pages, file.ocr_pages, file.ocr_confidence) == (("Đạt 84,32",), (1,), 80.0)
    assert not file.waits_for_ocr


def test_ocr_that_fails_or_hangs_leaves_the_page_waiting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    for ending in ("exit 1", "sleep 30"):
        program.write_text(FAKE.replace("cat > /dev/null", ending), encoding="utf-8")
        program.chmod(0o755)
        body = pdf([Sheet(picture=Picture(10, 10, bytes(100)))])
        file = read_file("a.pdf", None, body, FileLimits(ocr_seconds=0.3))
        assert file.waiting_pages == (1,)


def test_a_poor_text_behind_a_picture_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_tools(monkeypatch, tmp_path)
    guess = "Uy ban nhan dan tinh bao cao ket qua cai cach hanh chinh nam va phuong huong "
    picture = Picture(10, 10, bytes(100))
    assert read(Sheet(prose(70, 100, guess * 5, 60), picture)).waiting_pages == (1,)
    assert read(Sheet(prose(70, 100, SENTENCE * 3, 60), picture)).waiting_pages == ()


def test_a_page_of_the_test_builder_is_a4() -> None:
    document = pypdfium2.PdfDocument(pdf([Sheet([Line(70, 100, "a")])]))
    assert document[0].get_size() == A4
    document.close()
