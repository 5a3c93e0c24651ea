"""Pictures of pages to words, by tesseract with its Vietnamese data, where they are installed."""

import ctypes
import os
import subprocess
from dataclasses import dataclass
from functools import cache

import pypdfium2

from spiders.files.converters import converted, is_installed
from spiders.files.model import FileLimits, FileRejected
from spiders.files.rows import Word

_DPI = 300
_MOST_PIXELS = 12_000_000  # of a page: A4 at 300 dpi has 8.7 million
_LINE, _WORD = "4", "5"  # levels of tesseract's table
_COLUMNS = 12
_ROOM = 0.2  # of the height of a line


@dataclass(frozen=True, slots=True)
class Seen:
    """The words OCR saw on a page, in pixels, with their mean confidence (0-100)."""

    words: tuple[Word, ...]
    height: float
    confidence: float


def is_ocr_installed() -> bool:
    """Tell whether tesseract and its Vietnamese data are there."""
    return is_installed("tesseract") and "vie" in _languages(os.environ.get("PATH", ""))


@cache
def _languages(_path: str) -> frozenset[str]:
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 - wherever the PATH has it
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(listed.stdout.split())


def see_page(page: pypdfium2.PdfPage, limits: FileLimits) -> Seen | None:
    """Return what stands on a page; None where it cannot be drawn or OCR fails."""
    try:
        picture, height = drawn(page)
        table = converted(
            ["tesseract", "stdin", "stdout", "-l", "vie", "--dpi", str(_DPI), "tsv"],
            picture,
            limits.ocr_seconds,
        )
    except (FileRejected, pypdfium2.PdfiumError):
        return None
    words, confidence = _words(table.decode("utf-8", "replace"))
    return Seen(tuple(words), height, confidence)


def drawn(page: pypdfium2.PdfPage) -> tuple[bytes, float]:
    """Return a page drawn in grey, as a PGM picture, and its height in pixels."""
    width, height = page.get_size()
    scale = _DPI / 72
    scale *= min(1.0, (_MOST_PIXELS / max(width * height * scale * scale, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        pixels = bytes(ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height))
        rows = (pixels[start : start + bitmap.width] for start in range(0, len(pixels), bitmap.stride))
        header = f"P5\n{bitmap.width} {bitmap.height}\n255\n".encode("ascii")
        return header + b"".join(rows), float(bitmap.height)
    finally:
        bitmap.close()


def _words(table: str) -> tuple[list[Word], float]:
    """Read tesseract's table; every word gets the height of its line, as in a text layer."""
    words: list[Word] = []
    sure = 0.0
    top = bottom = 0.0
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS:
            continue
        x, y, width, height = (float(cell) for cell in cells[6:10])
        if cells[0] == _LINE:
            # The box hugs its ink, a text layer's has room for every letter.
            top, bottom = y - _ROOM * height, y + height * (1 + _ROOM)
        elif cells[0] == _WORD and (text := cells[11].strip()):
            words.append(Word(text, x, top, x + width, bottom))
            sure += max(0.0, float(cells[10]))
    return words, sure / len(words) if words else 0.0
