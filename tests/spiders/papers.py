"""Small files made for the tests: PDFs written by hand, so that every byte of them is known."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595, 842)
#: Every letter of the test font is so wide, in parts of its size.
LETTER = 0.5


@dataclass(frozen=True)
class Line:
    """Text at ``x`` points from the left and ``y`` from the top of the page."""

    x: float
    y: float
    text: str
    size: float = 14


@dataclass(frozen=True)
class Picture:
    """A grey picture that covers the whole page."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True)
class Sheet:
    """One page. ``bytes_of`` writes text with a plain font in Windows-1252, as the legacy fonts were."""

    lines: Sequence[Line] = ()
    picture: Picture | None = None
    is_plain: bool = False
    rotate: int = 0
    is_turned: bool = False  # its text runs upwards, as on a page that is turned for a wide table
    unmapped: Sequence[int] = field(default=())  # code points that the font maps wrongly, by 0xE000


def centred(y: float, text: str, size: float = 14) -> Line:
    return Line((A4[0] - len(text) * LETTER * size) / 2, y, text, size)


def prose(x: float, y: float, text: str, chars: int, step: float = 18, indent: int = 4) -> list[Line]:
    """Set a paragraph: its first line indented by so many letters, no line longer than ``chars``."""
    lines: list[str] = [" " * indent]
    for word in text.split(" "):
        joined = f"{lines[-1]}{word} "
        if len(joined.rstrip()) > chars:
            lines.append(f"{word} ")
        else:
            lines[-1] = joined
    first = len(lines[0]) - len(lines[0].lstrip())
    return [
        Line(x + (first * LETTER * 14 if place == 0 else 0), y + place * step, line.strip())
        for place, line in enumerate(lines)
    ]


def pdf(sheets: Sequence[Sheet], trailer: str = "") -> bytes:
    """Return a PDF of ``sheets``."""
    letters = sorted({char for sheet in sheets for line in sheet.lines for char in line.text})
    wrong = {char for sheet in sheets for char in sheet.unmapped}
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 6 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe)"
        f" /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW {int(LETTER * 1000)} >>".encode(),
        b"<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -220 1000 900] /ItalicAngle 0"
        b" /Ascent 900 /Descent -220 /CapHeight 700 /StemV 80 >>",
        _stream(_to_unicode(letters, wrong)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    pages: list[int] = []
    for sheet in sheets:
        first = len(objects) + 1
        objects += _page(sheet, letters, first)
        pages.append(first)
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    return _file(objects, trailer)


def _page(sheet: Sheet, letters: Sequence[str], number: int) -> list[bytes]:
    drawn = [_shown(line, letters, sheet) for line in sheet.lines]
    images = ""
    extra: list[bytes] = []
    if sheet.picture is not None:
        drawn.insert(0, f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /I Do Q".encode())
        images = f" /XObject << /I {number + 2} 0 R >>"
        shape = f"/Width {sheet.picture.width} /Height {sheet.picture.height}"
        kind = f"/Type /XObject /Subtype /Image {shape} /ColorSpace /DeviceGray /BitsPerComponent 8"
        extra = [_stream(sheet.picture.pixels, kind)]
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] /Rotate {sheet.rotate}"
        f" /Resources << /Font << /F 3 0 R /P 7 0 R >>{images} >> /Contents {number + 1} 0 R >>"
    )
    return [page.encode(), _stream(b"\n".join(drawn)), *extra]


def _shown(line: Line, letters: Sequence[str], sheet: Sheet) -> bytes:
    place = f"0 1 -1 0 {line.y} {line.x} Tm" if sheet.is_turned else f"1 0 0 1 {line.x} {A4[1] - line.y} Tm"
    if sheet.is_plain:
        text, font = line.text.encode("cp1252").hex(), "P"
    else:
        text, font = "".join(f"{letters.index(char) + 1:04x}" for char in line.text), "F"
    return f"BT /{font} {line.size} Tf {place} <{text}> Tj ET".encode()


def _to_unicode(letters: Sequence[str], wrong: set[int]) -> bytes:
    def meant(char: str) -> str:
        return chr(0xE000 + ord(char) % 0x1000) if ord(char) in wrong else char

    rows = "\n".join(
        f"<{code:04x}> <{meant(char).encode('utf-16-be').hex()}>" for code, char in enumerate(letters, 1)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{rows}\n"
        "endbfchar endcmap end end"
    ).encode()


def _stream(content: bytes, kind: str = "") -> bytes:
    packed = zlib.compress(content)
    return (
        f"<< {kind} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        + packed
        + b"\nendstream"
    )


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    body = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        body
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
        ).encode()
    )
