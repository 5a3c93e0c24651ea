"""PDF to text: the text layer page by page in reading order, and OCR for pages that are pictures."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from spiders.files.layout import rows_text
from spiders.files.legacy import to_unicode
from spiders.files.model import FileLimits, FileRejected
from spiders.files.ocr import Seen, is_ocr_installed, see_page
from spiders.files.repair import is_garbled, is_poor, without_look_alikes
from spiders.files.rows import Word, page_rows
from spiders.wording import many_lines

_FEW_LETTERS = 40  # a page number, a stamp, the line of a signing program
_PICTURE = 0.3  # of the page: a picture that large may hold its text
_WHOLE_PAGE = 0.7
_HYPHENS = {0x02, 0xFFFE}  # what pdfium gives for a hyphen at the end of a line
_SPACES = frozenset(" \t\n\r\x0b\x0c\0\u00a0\u2002\u2003\u2007\u2009\u202f\u3000")
_WORD_GAP = 0.3  # of the height: pdfium itself puts spaces where it sees them
_PAGE_BREAK = "\n\x0c\n"
_REPEATS = 3
_RUNNING_CHARS = 120
_PAGE_LINES = 3  # empty ones included
_ANGLES = 300  # letters asked for the way they run

_Placing = Callable[[float, float, float, float], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class PdfText:
    """The pages of a PDF, and how sure they are: see ``FileText``."""

    pages: tuple[str, ...]
    ocr_pages: tuple[int, ...]
    ocr_confidence: float | None
    waiting_pages: tuple[int, ...]
    encoding: str | None


def read_pdf(body: bytes, limits: FileLimits) -> PdfText:
    """Return the text of a PDF. Raises FileRejected (encrypted, broken, empty, too_many_pages, too_large)."""
    document = _opened(body)
    try:
        if len(document) > limits.pages:
            raise FileRejected("too_many_pages", f"{len(document)} pages, {limits.pages} are allowed")
        if not len(document):
            raise FileRejected("empty", "the PDF has no pages")
        return _read(document, limits)
    finally:
        document.close()


def _opened(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise FileRejected("encrypted", "the PDF is locked with a password") from None
        raise FileRejected("broken", f"the PDF cannot be opened: {error}"[:200]) from None


def _read(document: pypdfium2.PdfDocument, limits: FileLimits) -> PdfText:
    layers = list(_layers(document, limits))
    whole, encoding = to_unicode(_PAGE_BREAK.join(layer.text for layer in layers))
    texts = [without_look_alikes(text) for text in whole.split(_PAGE_BREAK)]
    scans = [place for place, layer in enumerate(layers) if _is_scan(layer, texts[place])]
    seen = dict(zip(scans, _seen(document, scans, limits), strict=False))
    for place in scans:
        page = seen.get(place)
        texts[place] = "" if page is None else rows_text(page_rows(page.words, page.height))
    pages = _without_running_lines([many_lines(text) for text in texts])
    read = [page for page in seen.values() if page is not None and page.words]
    return PdfText(
        pages=tuple(pages),
        ocr_pages=tuple(place + 1 for place in scans if pages[place]),
        ocr_confidence=_mean_confidence(read),
        waiting_pages=tuple(place + 1 for place in scans if seen.get(place) is None),
        encoding=encoding,
    )


def _seen(document: pypdfium2.PdfDocument, scans: list[int], limits: FileLimits) -> Iterator[Seen | None]:
    """Yield what OCR sees on each of the first ``scans``, None where it failed."""
    if scans and is_ocr_installed():
        for place in scans[: limits.ocr_pages]:
            yield see_page(document[place], limits)


def _mean_confidence(pages: list[Seen]) -> float | None:
    words = sum(len(page.words) for page in pages)
    return sum(page.confidence * len(page.words) for page in pages) / words if words else None


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a page itself says: its text, the share of it that pictures cover, whether anything is drawn."""

    text: str
    pictured: float = 0.0
    is_drawn: bool = False


def _layers(document: pypdfium2.PdfDocument, limits: FileLimits) -> Iterator[_Layer]:
    chars = broken = 0
    for place in range(len(document)):
        try:
            page = document[place]
        except pypdfium2.PdfiumError:
            broken += 1
            if broken == len(document):
                raise FileRejected("broken", "no page of the PDF can be opened") from None
            yield _Layer("", is_drawn=True)
            continue
        layer = _layer(page, limits.chars - chars)
        chars += len(layer.text)
        page.close()
        yield layer


def _layer(page: pypdfium2.PdfPage, most_chars: int) -> _Layer:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > most_chars:
            raise FileRejected("too_large", "the PDF has more text than is allowed")
        left, bottom, right, top = page.get_bbox()
        turns = _turned(textpage.raw, count)
        words = page_words(textpage.raw, count, _placing(page, turns))
        height = right - left if turns % 2 else top - bottom
        # Where each character is a word, they run down the page: no rows to be found.
        is_upright = len(words) < 100 or count < 1000 or 2 * len(words) < count
        text = rows_text(page_rows(words, height)) if is_upright else textpage.get_text_range()
    finally:
        textpage.close()
    area = max((right - left) * (top - bottom), 1.0)
    kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
    pictures = [_area(picture) for picture in page.get_objects(filter=kinds, max_depth=3)]
    is_drawn = bool(pictures) or pdfium.FPDFPage_CountObjects(page.raw) > 0
    return _Layer(text, min(1.0, sum(pictures) / area), is_drawn)


def _area(picture: Any) -> float:
    left, bottom, right, top = picture.get_bounds()
    return float(abs((right - left) * (top - bottom)))


def page_words(raw: Any, count: int, place: _Placing) -> list[Word]:
    """Return the words of a text layer, in points from the top left corner of the page as it is read."""
    box = pdfium.FS_RECTF()
    at = ctypes.byref(box)
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    words: list[Word] = []
    letters: list[str] = []
    left = top = right = bottom = 0.0
    for index in range(count):
        code = code_of(raw, index)
        char = "-" if code in _HYPHENS else chr(code) if code < 0x110000 else "\ufffd"
        if char in _SPACES or not box_of(raw, index, at):
            if letters:
                words.append(Word("".join(letters), left, top, right, bottom))
                letters = []
            continue
        x0, y0, x1, y1 = place(box.left, box.top, box.right, box.bottom)
        size = bottom - top
        if letters and (
            x0 - right > _WORD_GAP * size or right - x0 > size or not top < (y0 + y1) / 2 < bottom
        ):
            words.append(Word("".join(letters), left, top, right, bottom))
            letters = []
        if letters:
            right = max(right, x1)
        else:
            left, top, right, bottom = x0, y0, x1, y1
        letters.append(char)
    if letters:
        words.append(Word("".join(letters), left, top, right, bottom))
    return words


def _turned(raw: Any, count: int) -> int:
    """Return the quarter turns to the right that most letters stand in: wide tables run upwards, three."""
    step = max(1, count // _ANGLES)
    angles = (pdfium.FPDFText_GetCharAngle(raw, index) for index in range(0, count, step))
    turns = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else 0


def _placing(page: pypdfium2.PdfPage, turns: int) -> _Placing:
    """Return the function from a box of the page (left, top, right, bottom; upwards) to one as it is read."""
    left, bottom, right, top = page.get_bbox()
    if turns == 3:
        return lambda x0, y1, x1, y0: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if turns == 2:
        return lambda x0, y1, x1, y0: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if turns == 1:
        return lambda x0, y1, x1, y0: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y1, x1, y0: (x0 - left, top - y1, x1 - left, top - y0)


def _is_scan(layer: _Layer, text: str) -> bool:
    """Tell whether a page must be read from its picture: it has no text, or none that can be believed."""
    letters = sum(map(str.isalpha, text))
    if not letters and layer.is_drawn:
        return True
    if letters < _FEW_LETTERS and layer.pictured > _PICTURE:
        return True
    return is_garbled(text) or (layer.pictured > _WHOLE_PAGE and is_poor(text))


def _without_running_lines(pages: list[str]) -> list[str]:
    """Take out the line that most pages begin or end with, numbers in it aside."""
    for side in (0, -1):
        ends = [_end_line(page, side) for page in pages]
        counts = Counter(re.sub(r"\d+", "0", line) for line in ends if line)
        if not counts:
            continue
        line, times = counts.most_common(1)[0]
        if times < _REPEATS or times < 0.6 * len(pages):
            continue
        pages = [
            _cut(page, side) if re.sub(r"\d+", "0", end) == line else page
            for page, end in zip(pages, ends, strict=True)
        ]
    return pages


def _end_line(page: str, side: int) -> str:
    lines = page.split("\n")
    line = lines[side]
    # A page of a line or two is no running head.
    is_head = len(lines) >= _PAGE_LINES and len(line) < _RUNNING_CHARS and " | " not in line
    return line if is_head else ""


def _cut(page: str, side: int) -> str:
    lines = page.split("\n")
    del lines[side]
    return "\n".join(lines).strip()
