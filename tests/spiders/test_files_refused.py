"""Why a file has no text: every reason, and that no file can take the reader with it."""

import errno
import io
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from spiders.files import REASONS, FileLimits, FileRejected, ReaderKilledError, child, read_file, read_here
from tests.spiders.doc_files import compound, doc
from tests.spiders.papers import Line, Sheet, pdf
from tests.spiders.test_files_office import docx_of, workbook, zipped

LIMITS = FileLimits()
PAGE = Sheet([Line(70, 100, "Một trang")])
#: A handler that asks for a password: its keys are noise.
LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /O <"
    + "ab" * 32
    + "> /U <"
    + "cd" * 32
    + "> /P -4 >> /ID [<00> <00>]"
)


def locked_zip() -> bytes:
    body = bytearray(zipped({"a.pdf": pdf([PAGE])}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + place] |= 1
    return bytes(body)


def shared_zip() -> bytes:
    """Return an archive of many entries that all unpack the same bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packer.compress(bytes(900_000)) + packer.flush()
    crc = zlib.crc32(bytes(900_000))
    fields = (20, 0, 8, 0, 0, crc, len(content), 900_000)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields, 1, 0) + b"a" + content
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, *fields, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 300
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(entry) * count, len(local), 0)
    return local + entry * count + end


def part_replaced(body: bytes, part: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {part: content})


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a web page": ("html_instead", lambda: b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>404</body></html>"),
    "a login page": ("html_instead", lambda: b"<!-- x --><HTML><head></head>"),
    "noise": ("wrong_magic", lambda: b"MZ\x90\x00 a program"),
    "text": ("wrong_magic", "Không tìm thấy tệp".encode),
    "a locked PDF": ("encrypted", lambda: pdf([PAGE], LOCKED)),
    "a locked DOCX": ("encrypted", lambda: compound({"EncryptedPackage": bytes(4096)})),
    "a locked ZIP": ("encrypted", locked_zip),
    "half a PDF header": ("broken", lambda: b"%PDF-1.7\nnothing more"),
    "half a DOCX": ("broken", lambda: docx_of("x")[:500]),
    "a DOCX of bad XML": ("broken", lambda: part_replaced(docx_of("x"), "word/document.xml", b"<w:document")),
    "an XLSX of bad XML": ("broken", lambda: part_replaced(workbook(), "xl/workbook.xml", b"<workbook")),
    "nothing": ("empty", lambda: b""),
    "blanks": ("empty", lambda: b"\0\0 \r\n"),
    "a PDF without text": ("empty", lambda: pdf([Sheet()])),
    "a PDF without pages": ("broken", lambda: pdf([])),
    "a DOCX without text": ("empty", lambda: docx_of("")),
    "a ZIP without files": ("empty", lambda: zipped({"folder/": b""})),
    "an empty ZIP": ("empty", lambda: zipped({})),
    "a ZIP in a ZIP": ("nested_archive", lambda: zipped({"b.zip": zipped({"c.pdf": pdf([PAGE])})})),
    "a RAR": ("unsupported", lambda: b"Rar!\x1a\x07\x00"),
    "an RTF": ("unsupported", lambda: b"{\\rtf1 x}"),
    "an old workbook": ("unsupported", lambda: compound({"Workbook": bytes(4096)})),
    "a compound file": ("unsupported", lambda: compound({"Other": bytes(4096)})),
    "slides": ("unsupported", lambda: zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""})),
    "a ZIP that unpacks to much": ("bomb", lambda: zipped({"a.pdf": bytes(30_000_000)})),
    "a ZIP of shared bytes": ("bomb", shared_zip),
    "a ZIP of many entries": ("bomb", lambda: zipped({str(number): b"" for number in range(2001)})),
    "a DOCX that unpacks to much": (
        "bomb",
        lambda: part_replaced(docx_of("x"), "word/document.xml", b"<w:p/>" * 5_000_000),
    ),
    "an XLSX that unpacks to much": (
        "bomb",
        lambda: part_replaced(workbook(), "xl/sharedStrings.xml", bytes(20_000_000)),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_files_are_refused_with_a_reason(case: str) -> None:
    reason, make = CASES[case]
    with pytest.raises(FileRejected) as caught:
        read_here("báo cáo.pdf", "application/pdf", make(), LIMITS)
    assert (caught.value.reason, bool(caught.value.detail)) == (reason, True)


@pytest.mark.parametrize(
    ("reason", "limits", "make"),
    [
        ("too_large", FileLimits(size=1000), lambda: pdf([PAGE])),
        ("too_large", FileLimits(chars=5), lambda: pdf([PAGE])),
        ("too_large", FileLimits(chars=5), lambda: docx_of("Một đoạn dài")),
        ("too_large", FileLimits(cells=5), workbook),
        ("too_large", FileLimits(chars=5), lambda: zipped({"a": docx_of("Một"), "b": docx_of("Hai")})),
        ("too_many_pages", FileLimits(pages=2), lambda: pdf([PAGE] * 3)),
    ],
)
def test_limits(reason: str, limits: FileLimits, make: Callable[[], bytes]) -> None:
    with pytest.raises(FileRejected) as caught:
        read_here("a", None, make(), limits)
    assert caught.value.reason == reason


def test_the_bytes_decide_not_the_name() -> None:
    assert read_here("a.docx", "text/html", pdf([PAGE]), LIMITS).kind == "pdf"
    assert read_here("a.pdf", None, b"junk before\n" + pdf([PAGE]), LIMITS).kind == "pdf"
    with pytest.raises(FileRejected, match="sent as application/pdf"):
        read_here("a.pdf", "application/pdf", b"<html>", LIMITS)


def test_what_the_child_says_is_what_the_caller_gets() -> None:
    assert read_file("a", None, pdf([PAGE])) == read_here("a", None, pdf([PAGE]), LIMITS)
    with pytest.raises(FileRejected) as caught:
        read_file("a", None, b"Rar!")
    assert caught.value.reason == "unsupported"
    with pytest.raises(FileRejected, match="are allowed"):
        read_file("a", None, bytes(100), FileLimits(size=10))


def test_a_file_that_eats_memory_is_refused() -> None:
    # Long texts, which pack to little: under the limits of size, above that of memory.
    paragraph = b"<w:p><w:r><w:t>" + b"x" * 8_000_000 + b"</w:t></w:r></w:p>"
    heavy = part_replaced(
        docx_of("GIỮ"),
        "word/document.xml",
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + paragraph * 5
        + b"</w:body></w:document>",
    )
    limits = FileLimits(ratio=100_000, part=64 << 20, chars=64 << 20, memory=160 << 20)
    with pytest.raises(FileRejected) as caught:
        read_file("a.docx", None, heavy, limits)
    assert caught.value.reason == "out_of_memory"


def test_a_reader_that_hangs_is_ended_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "pid"
    (tmp_path / "antiword").write_text(
        f"#!/bin/sh\necho $$ > {started}\nexec /bin/sleep 60\n", encoding="utf-8"
    )
    (tmp_path / "antiword").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    begun = time.monotonic()
    with pytest.raises(FileRejected) as caught:
        read_file("a.doc", None, doc("x"), FileLimits(seconds=0.5))
    assert caught.value.reason == "timed_out"
    assert time.monotonic() - begun < 20
    deadline = time.monotonic() + 5
    while _is_running(int(started.read_text())) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _is_running(int(started.read_text()))


def _is_running(process: int) -> bool:
    try:
        return "(sleep) Z" not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def test_processor_time_is_limited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "antiword").write_text("#!/bin/sh\nwhile :; do :; done\n", encoding="utf-8")
    (tmp_path / "antiword").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileRejected, match="processor time") as caught:
        read_file("a.doc", None, doc("x"), FileLimits(cpu_seconds=1))
    assert caught.value.reason == "timed_out"


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (b"", "no answer"),
        (b"{}", "no answer"),
        (b'{"reason": "x", "detail": ""}', "unknown reason"),
        (b"[]", "no answer"),
    ],
)
def test_a_child_that_talks_nonsense_is_not_believed(answer: bytes, what: str) -> None:
    with pytest.raises(FileRejected, match=what) as caught:
        child._understood(answer)
    assert caught.value.reason == "broken"


def test_how_a_child_died_is_told() -> None:
    said = str(child._verdict(-11, 0, LIMITS))
    assert said.startswith("broken: ")
    assert "signal 11" in said
    assert str(child._verdict(-6, LIMITS.memory, LIMITS)).startswith("out_of_memory: ")
    assert str(child._verdict(-24, 0, LIMITS)).startswith("timed_out: ")
    assert str(child._verdict(None, 0, LIMITS)).startswith("timed_out: ")
    assert isinstance(child._verdict(-9, 0, LIMITS), ReaderKilledError)


def test_a_machine_without_room_is_no_verdict_about_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer finds no place on the disk, then what a converter would write does not."""
    job, answered = {"name": "a.pdf", "content_type": None, "limits": asdict(LIMITS)}, pdf([PAGE])
    with tempfile.TemporaryFile() as source, Path("/dev/full").open("wb") as full:
        source.write(answered)
        source.seek(0)
        ending, peak = child._run(job, source, full)
    assert isinstance(child._verdict(ending, peak, LIMITS), ReaderKilledError)

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(child, "read_here", no_room)
    with pytest.raises(OSError, match="No space left"):
        child.answer(job, answered, LIMITS)


def test_a_reader_works_below_a_lower_limit_of_its_service() -> None:
    lower = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)); "
    read = "import sys; from spiders.files import read_file; body = sys.stdin.buffer.read(); "
    command = [sys.executable, "-c", f"{lower}{read}print(read_file('a', None, body).text)"]
    told = subprocess.run(command, input=pdf([PAGE]), capture_output=True, check=True, cwd=child._CODE_ROOT)
    assert told.stdout.decode().strip() == "Một trang"


def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GAT_SECRET", "kín")
    (tmp_path / "antiword").write_text('#!/bin/sh\necho "[$GAT_SECRET]"\n', encoding="utf-8")
    (tmp_path / "antiword").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_file("a.doc", None, doc("x")).text == "[]"


def test_every_reason_has_a_test() -> None:
    tested = {reason for reason, _ in CASES.values()} | {
        "too_large",
        "too_many_pages",
        "timed_out",
        "out_of_memory",
    }
    assert tested | {"converter_missing"} == set(REASONS)


def test_noise_after_the_magic_never_escapes_as_another_error() -> None:
    seeds = (pdf([PAGE] * 2), docx_of("Một"), workbook(), zipped({"a.pdf": pdf([PAGE])}), doc("x"))
    for body in seeds:
        for cut in range(8, len(body), max(1, len(body) // 5)):
            damaged = body[:cut] + bytes([body[cut] ^ 0x55]) + body[cut + 1 :]
            for one in (damaged, body[:cut]):
                answer = child.answer({"name": "a", "content_type": None}, one, LIMITS)
                assert "pages" in answer or answer["reason"] in REASONS
