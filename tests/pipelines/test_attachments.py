"""Archived files -> documents of their own, rows of ``files``, and facts that know their page."""

import dataclasses
import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from extractors.facts import Fact
from pipelines.attachments import ReadFile, read_captured, read_files, to_read_again
from pipelines.extract import with_ocr_doubts
from pipelines.file_rows import rows_of_files, rows_of_missing
from pipelines.progress import Observer
from pipelines.rebuild import read_waiting
from pipelines.rows import joined
from spiders.errors import ArchiveError
from spiders.filebook import MissingFile
from spiders.ledger import CaptureRow, Ledger
from spiders.reading import article_id_of
from tests.pipelines.captures import archived
from tests.portals.attached import PLAIN, body_of
from tests.portals.model import Shape
from tests.warehouse import batches
from warehouse.connection import open_memory
from warehouse.load import load_batch

PARENT = "sonla.test/tin-cai-cach-hanh-chinh/bai-viet-1"
PUBLISHED = "2024-03-01T02:00:00+00:00"


def captured(data: Path, number: int, body: bytes, name: str = "Báo cáo.pdf") -> CaptureRow:
    row = archived(data, number, body)
    return dataclasses.replace(
        row, kind="file", listed_title=name, listed_published=PUBLISHED, listed_parent=PARENT
    )


def read(data: Path, capture: CaptureRow) -> ReadFile:
    found = read_captured(capture, data / "archive")
    assert isinstance(found, ReadFile)
    return found


def test_a_file_is_a_document_tied_to_its_page(tmp_path: Path) -> None:
    capture = captured(tmp_path, 1, body_of("pdf", ("Trang một.", "Trang hai có nội dung.")))
    found = read(tmp_path, capture)
    [document], [told] = found.articles, found.records
    assert (document.kind, document.title, document.url) == ("file", "Báo cáo.pdf", capture.url)
    assert document.parent_id == article_id_of("sonla", PARENT)
    assert document.published_at is not None
    assert document.published_at.isoformat() == PUBLISHED
    assert document.page_starts == (0, document.text.index("\n\nTrang hai"))
    assert (told.state, told.kind, told.page_count, told.file_id) == ("read", "pdf", 2, document.article_id)
    # Never the id of the page whose key is the file's, as those of rows of document lists are.
    assert document.article_id != article_id_of("sonla", document.url_key)


def test_a_zip_gives_a_document_for_each_of_its_files(tmp_path: Path) -> None:
    capture = captured(tmp_path, 1, body_of("zip", ("Một trang.",)), "Tài liệu.zip")
    found = read(tmp_path, capture)
    assert [(one.title, one.url_key) for one in found.articles] == [
        ("Bao-cao.pdf", f"{capture.url_key}#Bao-cao.pdf"),
        ("khac/Phu-luc.docx", f"{capture.url_key}#khac/Phu-luc.docx"),
    ]
    assert [(one.name, one.kind, one.state) for one in found.records] == [
        ("Tài liệu.zip", "zip", "read"),
        ("Bao-cao.pdf", "pdf", "read"),
        ("khac/Phu-luc.docx", "docx", "read"),
    ]
    assert len({one.file_id for one in found.records}) == 3


@pytest.mark.parametrize(("shape", "reason"), [("html", "html_instead"), ("encrypted", "encrypted")])
def test_a_file_that_cannot_be_read_is_told_why(tmp_path: Path, shape: Shape, reason: str) -> None:
    capture = captured(tmp_path, 1, body_of(shape, (PLAIN,)))
    found = read(tmp_path, capture)
    assert found.articles == ()
    assert [(one.state, one.reason) for one in found.records] == [("refused", reason)]


def staff_list(people: int = 8) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Sở")
        sheet.write_row(0, 0, ["Họ và tên", "Chức vụ", "Điện thoại", "Thư điện tử"])
        for row in range(1, people + 1):
            contact = f"0912 345 6{row:02}", f"nguoi{row}@example.test"
            sheet.write_row(row, 0, [f"Lê Văn Giả {row}", "Chuyên viên", *contact])
    return buffer.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "Danh bạ điện thoại.xlsx",
        unicodedata.normalize("NFD", "Danh bạ.xlsx"),
        "Danh_ba_2024.xlsx",
        "Phụ lục.xlsx",
    ],
)
def test_a_phone_book_is_refused_as_a_file_too(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, captured(tmp_path, 1, staff_list(), name))
    assert found.articles == ()
    [record] = found.records
    assert (record.state, record.reason, record.kind) == ("refused", "personal_data", "xlsx")
    assert "Giả" not in (record.detail or "")


def test_of_a_zip_only_the_phone_book_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("danh-ba.xlsx", staff_list())
        packed.writestr("bao-cao.pdf", body_of("pdf", (PLAIN,)))
    found = read(tmp_path, captured(tmp_path, 1, buffer.getvalue(), "Tài liệu.zip"))
    assert [one.title for one in found.articles] == ["bao-cao.pdf"]
    assert [(one.name, one.state, one.reason) for one in found.records] == [
        ("Tài liệu.zip", "read", None),
        ("danh-ba.xlsx", "refused", "personal_data"),
        ("bao-cao.pdf", "read", None),
    ]


@pytest.mark.parametrize(
    ("lines", "is_read"),
    [
        (("Phiếu khảo sát", "Họ và tên: ..........", "Câu hỏi: Ông/bà có hài lòng?"), True),
        (("Phiếu hỏi", "Họ và tên: Lê Văn Giả", "Câu hỏi: Khi nào có giấy?"), False),
    ],
)
def test_an_empty_form_in_a_file_asks_nobody(tmp_path: Path, lines: tuple[str, ...], is_read: bool) -> None:
    found = read(tmp_path, captured(tmp_path, 1, body_of("docx", lines), "Phiếu.docx"))
    assert [one.state for one in found.records] == ["read" if is_read else "refused"]
    assert bool(found.articles) is is_read


def test_bytes_that_changed_are_no_verdict_on_the_file(tmp_path: Path) -> None:
    good = captured(tmp_path, 1, body_of("pdf", (PLAIN,)))
    bad = dataclasses.replace(good, sha256="0" * 64)
    done: list[int] = []
    first, second = read_files([good, bad], tmp_path / "archive", 2, done.append)
    assert isinstance(first, ReadFile)
    assert isinstance(second, ArchiveError)
    assert done == [1, 2]


def test_a_scan_waits_for_ocr_and_is_read_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bare:
        bare.setenv("PATH", str(tmp_path / "nothing"))
        capture = captured(tmp_path, 1, body_of("scan", (PLAIN,)))
        found = read(tmp_path, capture)
        assert to_read_again() == ()
    assert found.articles == ()
    [record] = found.records
    assert (record.state, record.reason, record.page_count) == ("waiting_for_ocr", "ocr_missing", 1)
    with open_memory() as con, Ledger(tmp_path / "ledger.sqlite") as ledger:
        load_batch(con, joined(batches.common("r1"), rows_of_files([record])))
        ledger.add_capture(capture)
        ledger.mark_loaded([capture.capture_id])
        monkeypatch.setattr("pipelines.rebuild.to_read_again", tuple)
        assert read_waiting(con, ledger, Observer()) == 0
        assert list(ledger.unloaded()) == []
        monkeypatch.setattr("pipelines.rebuild.to_read_again", lambda: ("ocr_missing",))
        assert read_waiting(con, ledger, Observer()) == 1
        assert [row.capture_id for row in ledger.unloaded()] == [capture.capture_id]


def test_facts_on_pages_read_by_ocr_are_doubted(tmp_path: Path) -> None:
    capture = captured(tmp_path, 1, body_of("pdf", ("Trang một.", "Trang hai có nội dung.")))
    [document] = read(tmp_path, capture).articles
    spans = [("Trang", 0), ("hai", document.text.index("hai"))]
    facts = tuple(Fact(start=at, end=at + len(word), text=word, rule="test") for word, at in spans)
    assert with_ocr_doubts(document, facts) == facts
    doubted = with_ocr_doubts(dataclasses.replace(document, ocr_pages=(2,)), facts)
    assert [fact.flags for fact in doubted] == [(), ("from_ocr",)]


def test_a_missing_file_never_replaces_one_that_was_read(tmp_path: Path) -> None:
    capture = captured(tmp_path, 1, body_of("pdf", (PLAIN,)))
    [record] = read(tmp_path, capture).records
    missing = MissingFile(
        portal="sonla", url=capture.url, url_key=capture.url_key, name="Báo cáo.pdf", parent_key=PARENT,
        run_id="r0", reason="http_404", detail=None,
    )  # fmt: skip
    with open_memory() as con:
        for rows in (rows_of_missing([missing]), rows_of_files([record]), rows_of_missing([missing])):
            load_batch(con, rows)
        assert con.execute("SELECT state, reason, run_id FROM files").fetchall() == [("read", None, "r1")]
