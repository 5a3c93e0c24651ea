"""DOCX, DOC, XLSX and ZIP to text."""

import datetime
import io
import os
import shutil
import zipfile
from bisect import bisect_right
from pathlib import Path

import docx
import pytest
import xlsxwriter
from docx.document import Document

from spiders.files import FileLimits, FileRejected, read_file, read_here
from spiders.files.grid import grid_lines
from spiders.files.model import as_json, from_json
from tests.spiders.doc_files import STYLES, doc
from tests.spiders.papers import Line, Sheet, pdf

LIMITS = FileLimits()
LEGACY = "UBND tØnh B×nh §Þnh\nB¸o c¸o kÕt qu¶ c¶i c¸ch hµnh chÝnh n¨m 2003."
UNICODE = "UBND tỉnh Bình Định\nBáo cáo kết quả cải cách hành chính năm 2003."


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_docx_is_read_in_its_order() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "UBND TỈNH SƠN LA\nSỞ NỘI VỤ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 12/BC-SNV"
    head.cell(1, 1).text = "Sơn La, ngày 5 tháng 3 năm 2024"
    document.add_heading("BÁO CÁO", 1)
    document.add_paragraph("Một mục", style="List Bullet")
    table = document.add_table(4, 3)
    rows = (
        ("Đơn vị", "Năm 2023", ""),
        ("", "Điểm", "Hạng"),
        ("Sở Nội vụ", "92,15", "1"),
        ("Sở Tư pháp", "90,02", "2"),
    )
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_paragraph("Hết.")
    assert read_here("a.docx", None, saved(document), LIMITS).text == (
        "UBND TỈNH SƠN LA\nSỞ NỘI VỤ\nSố: 12/BC-SNV\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSơn La, ngày 5 tháng 3 năm 2024\n\n"
        "BÁO CÁO\n\nMột mục\n\n"
        "Đơn vị: Sở Nội vụ | Năm 2023 Điểm: 92,15 | Năm 2023 Hạng: 1\n"
        "Đơn vị: Sở Tư pháp | Năm 2023 Điểm: 90,02 | Năm 2023 Hạng: 2\n\nHết."
    )


def test_the_font_of_a_run_tells_its_encoding() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("uû ban").font.name = ".VnTimeH"
    paragraph.add_run(" S¬n La").font.name = ".VnTime"
    document.styles["Body Text"].font.name = "VNI-Times"
    document.add_paragraph("Vónh Long", style="Body Text")
    file = read_here("a.docx", None, saved(document), LIMITS)
    assert file.text == "UỶ BAN Sơn La\n\nVĩnh Long"
    assert file.encoding is not None


def test_insertions_are_read_and_deletions_are_not() -> None:
    document = zipfile.ZipFile(io.BytesIO(docx_of("GIỮ")))
    with document:
        parts = {name: document.read(name) for name in document.namelist()}
    was = "<w:r><w:t>GIỮ</w:t></w:r>"
    now = (
        f"{was}<w:ins><w:r><w:t> THÊM</w:t></w:r></w:ins><w:del><w:r><w:delText> BỎ</w:delText></w:r></w:del>"
    )
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace(was, now).encode()
    assert read_here("a.docx", None, zipped(parts), LIMITS).text == "GIỮ THÊM"


def test_entities_of_a_docx_reach_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TUYỆT MẬT", encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(docx_of("MỘT"))) as document:
        parts = {name: document.read(name) for name in document.namelist()}
    body = parts["word/document.xml"].decode().replace("MỘT", "MỘT &x;")
    entity = f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parts["word/document.xml"] = body.replace("?>", f"?>{entity}", 1).encode()
    assert read_file("a.docx", None, zipped(parts)).text == "MỘT"


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        share, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "dd/mm/yyyy"})
        score = book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet("Chỉ số")
        sheet.write(0, 0, "BẢNG XẾP HẠNG NĂM 2023")
        rows = (
            ("STT", "Đơn vị", "Năm 2023", None, "Tỷ lệ"),
            (None, None, "Điểm", "Hạng", None),
            (1, 2, 3, 4, 5),
            (1, "Sở Nội vụ", 1092.149, 1, 0.425),
            (2, "Sở Tư pháp", 90, 2, 0.5),
            ("Tổng",),
        )
        formats = (None, None, score, None, share)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    is_head = number < 3
                    sheet.write(number + 2, column, value, None if is_head else formats[column])
        pairs = book.add_worksheet("Khác")
        pairs.write_row(0, 0, ["Tỉnh", "Sơn La"])
        pairs.write_row(1, 0, ["Điểm", 84.32])
        pairs.write(2, 0, "Ngày")
        pairs.write_datetime(2, 1, datetime.datetime(2024, 3, 5), day)  # noqa: DTZ001 - a sheet knows no zone
        hidden = book.add_worksheet("Ẩn")
        hidden.write(0, 0, "không ai thấy")
        hidden.hide()
    return buffer.getvalue()


def test_the_rows_of_a_workbook_carry_their_labels() -> None:
    file = read_file("a.xlsx", None, workbook())
    assert file.page_names == ("Chỉ số", "Khác")
    assert file.pages[0].split("\n") == [
        "BẢNG XẾP HẠNG NĂM 2023",
        "STT: 1 | Đơn vị: Sở Nội vụ | Năm 2023 Điểm: 1092,15 | Năm 2023 Hạng: 1 | Tỷ lệ: 42,5%",
        "STT: 2 | Đơn vị: Sở Tư pháp | Năm 2023 Điểm: 90,00 | Năm 2023 Hạng: 2 | Tỷ lệ: 50,0%",
        "Tổng",
    ]
    assert file.pages[1] == "Tỉnh | Sơn La\nĐiểm | 84,32\nNgày | 05/03/2024"
    assert bisect_right(file.page_starts, file.text.index("84,32")) == 2


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["Tỉnh", "Điểm"], ["Sơn La", "1,5"]], ["Tỉnh: Sơn La | Điểm: 1,5"]),
        ([["Tên", "Năm 2023"], ["A", "1"], [], ["B", "2"]], ["Tên: A | Năm 2023: 1", "Tên: B | Năm 2023: 2"]),
        ([["a", "b", "c"], ["d", "e", "f"]], ["a: d | b: e | c: f"]),
        ([["1", "2"], ["3", "4"]], ["1 | 2", "3 | 4"]),
        ([["chỉ một"]], ["chỉ một"]),
        ([], []),
    ],
)
def test_headers_of_grids(rows: list[list[str]], lines: list[str]) -> None:
    assert list(grid_lines(rows)) == lines


def test_a_doc_is_read_by_what_is_installed() -> None:
    body = doc(LEGACY)
    if shutil.which("antiword") or shutil.which("catdoc"):
        file = read_file("a.doc", None, body)
        assert (file.kind, file.text, file.encoding) == ("doc", UNICODE, "tcvn3")
    else:
        with pytest.raises(FileRejected, match="install one of them"):
            read_file("a.doc", None, body)


def test_a_macro_is_neither_run_nor_text(tmp_path: Path) -> None:
    body = doc("Báo cáo năm 2023", macro=f'Sub AutoOpen()\nShell "touch {tmp_path}/ran"\nEnd Sub')
    assert "AutoOpen".encode("utf-16-le") in body
    if shutil.which("antiword") or shutil.which("catdoc"):
        assert read_file("a.doc", None, body).text == "Báo cáo năm 2023"
    else:
        with pytest.raises(FileRejected, match="install one of them"):
            read_file("a.doc", None, body)
    assert not list(tmp_path.iterdir())


def test_a_doc_without_a_converter_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileRejected, match="antiword or catdoc: install one of them") as caught:
        read_file("a.doc", None, doc(LEGACY))
    assert caught.value.reason == "converter_missing"


def tool(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_where_antiword_dies_catdoc_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    tool(tmp_path, "antiword", "kill -SEGV $$")
    tool(tmp_path, "catdoc", "cat > /dev/null; echo 'B¸o c¸o kÕt qu¶'; echo '|Sở|1,5|'")
    assert read_file("a.doc", None, doc("x")).text == "Báo cáo kết quả\nSở | 1,5"
    tool(tmp_path, "catdoc", "exit 1")
    with pytest.raises(FileRejected) as caught:
        read_file("a.doc", None, doc("x"))
    assert caught.value.reason == "broken"
    tool(tmp_path, "antiword", "echo 'Encrypted documents are not supported' >&2; exit 1")
    with pytest.raises(FileRejected) as caught:
        read_file("a.doc", None, doc("x", is_encrypted=True))
    assert caught.value.reason == "encrypted"
    for name in ("antiword", "catdoc"):
        tool(tmp_path, name, "echo")
    with pytest.raises(FileRejected) as caught:
        read_file("a.doc", None, doc("x"))
    assert caught.value.reason == "empty"


def test_each_file_of_a_zip_is_read_for_itself() -> None:
    broken = docx_of("x")[:-30]
    names = {
        "../../etc/Báo cáo.docx": docx_of("Một"),
        "C:\\thư mục\\b.pdf": pdf([Sheet([Line(70, 100, "Hai")])]),
        "c.xlsx": workbook(),
        "lồng.zip": zipped({"d.docx": docx_of("Ba")}),
        "hỏng.docx": broken,
        "ảnh.png": b"\x89PNG\r\n\x1a\n",
    }
    file = read_file("a.zip", None, zipped(names))
    assert [(member.name, member.kind) for member in file.members] == [
        ("etc/Báo cáo.docx", "docx"),
        ("thư mục/b.pdf", "pdf"),
        ("c.xlsx", "xlsx"),
    ]
    assert [member.text[:3] for member in file.members] == ["Một", "Hai", "BẢN"]
    assert [(one.name, one.reason) for one in file.rejected] == [
        ("lồng.zip", "nested_archive"),
        ("hỏng.docx", "broken"),
        ("ảnh.png", "unsupported"),
    ]
    assert file.text == ""
    assert from_json(as_json(file)) == file


def test_the_test_builder_writes_a_style_sheet() -> None:
    assert len(STYLES) == 22
