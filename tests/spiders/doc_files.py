"""A Word 97 document written by hand: a compound file with the streams ``WordDocument`` and ``1Table``."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: A style sheet of one style without a description.
STYLES = struct.pack("<H9HH", 18, 1, 10, 0, 0, 0, 0, 0, 0, 0, 0)
TEXT_AT = 0x600  # where the text begins in the stream WordDocument


def doc(text: str, *, is_encrypted: bool = False, macro: str = "") -> bytes:
    """Return a DOC of one section. ``text`` is stored as Windows-1252 where it can be, else as UTF-16.

    ``macro`` is the source of one, in a stream named as those of macros are.
    """
    text = text.replace("\n", "\r") + "\r"
    try:
        stored, is_wide = text.encode("cp1252"), False
    except UnicodeEncodeError:
        stored, is_wide = text.encode("utf-16-le"), True
    pieces = _pieces(len(text), is_wide=is_wide)
    table = pieces + STYLES
    main = bytearray(max(TEXT_AT + len(stored), 0x1000))
    main[TEXT_AT : TEXT_AT + len(stored)] = stored
    flags = 0x0200 | (0x0100 if is_encrypted else 0)  # the table stream is «1Table»
    struct.pack_into("<HHHHHH", main, 0, 0xA5EC, 0xC1, 0, 0x409, 0, flags)
    struct.pack_into("<II", main, 0x18, TEXT_AT, TEXT_AT + len(stored))
    struct.pack_into("<H", main, 0x20, 14)  # csw
    struct.pack_into("<H", main, 0x3E, 22)  # cslw
    struct.pack_into("<I", main, 0x40, len(main))
    struct.pack_into("<I", main, 0x4C, len(text))
    struct.pack_into("<H", main, 0x98, 0x5D)  # cbRgFcLcb
    struct.pack_into("<II", main, 0xA2, len(pieces), len(STYLES))
    struct.pack_into("<II", main, 0x01A2, 0, len(pieces))  # fcClx, lcbClx
    streams = {"WordDocument": bytes(main), "1Table": table.ljust(0x1000, b"\0")}
    if macro:
        streams["_VBA_PROJECT"] = macro.encode("utf-16-le").ljust(0x1000, b"\0")
    return compound(streams)


def _pieces(chars: int, *, is_wide: bool) -> bytes:
    place = TEXT_AT if is_wide else (TEXT_AT * 2) | 0x40000000
    plc = struct.pack("<II", 0, chars) + struct.pack("<HIH", 0, place, 0)
    return b"\x02" + struct.pack("<I", len(plc)) + plc


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file of ``streams``, each of at least 4096 bytes."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def placed(content: bytes) -> int:
        start = len(sectors)
        blocks = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        sectors.extend(blocks)
        chain.extend([*range(start + 1, start + len(blocks)), END])
        return start

    starts = {name: placed(content) for name, content in streams.items()}
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        after = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, starts[name], len(content), right=after))
    while len(entries) % 4:
        entries.append(_entry("", 0, 0, 0))
    directory = placed(b"".join(entries))
    fat_at = len(sectors)
    chain.append(FAT)
    assert len(chain) <= SECTOR // 4
    chain += [FREE] * (SECTOR // 4 - len(chain))
    sectors.append(struct.pack("<128I", *chain))
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, directory, 0, 0x1000, END, 0, END, 0, fat_at)
    struct.pack_into("<108I", header, 80, *[FREE] * 108)
    return bytes(header) + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    stored = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        stored.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(stored), kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
