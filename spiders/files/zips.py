"""ZIP archives, judged by their directory before anything is unpacked."""

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from spiders.files.model import FileLimits, FileRejected
from spiders.wording import one_line

_SMALL = 1 << 20  # bytes: below this no ratio is suspicious
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_LONGEST_NAME = 200
_ANSWERS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, LookupError)


def entry_names(body: bytes) -> frozenset[str]:
    """Return the names of the entries. Raises FileRejected where the archive has no readable directory."""
    with _opened(body) as archive:
        return frozenset(archive.namelist())


def check_archive(body: bytes, limits: FileLimits, *, part_limit: int | None = None) -> None:
    """Refuse an archive that its directory shows to be a bomb, locked or empty; nothing is unpacked.

    ``part_limit`` is the size of one entry in bytes. Raises FileRejected (bomb, encrypted, empty, broken).
    """
    with _opened(body) as archive:
        entries = archive.infolist()
    if not entries:
        raise FileRejected("empty", "the archive has no entries")
    if len(entries) > limits.entries:
        raise FileRejected("bomb", f"{len(entries)} entries, {limits.entries} are allowed")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked:
        raise FileRejected("bomb", f"{total} bytes unpacked, {limits.unpacked} are allowed")
    for entry in entries:
        # An entry cannot be larger than the file it stands in: one that says so shares its bytes with others.
        packed = min(entry.compress_size, len(body))
        if entry.file_size > _SMALL and entry.file_size > limits.ratio * max(packed, 1):
            raise FileRejected("bomb", f"{_shown(entry)} unpacks {packed} bytes to {entry.file_size}")
        if part_limit is not None and entry.file_size > part_limit:
            raise FileRejected(
                "bomb", f"{_shown(entry)} has {entry.file_size} bytes, {part_limit} are allowed"
            )
    if part_limit is not None and any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileRejected("encrypted", "parts of the file are locked with a password")


def members(body: bytes) -> Iterator[tuple[str, bytes | FileRejected]]:
    """Yield name and bytes of each file in a checked archive, or why an entry has no bytes.

    Names are data, never paths: cleaned, without folders above, at most 200 characters.
    """
    with _opened(body) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield _shown(entry), _content(archive, entry)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | FileRejected:
    if entry.flag_bits & _ENCRYPTED:
        return FileRejected("encrypted", "locked with a password")
    try:
        # The reader never gives more than the size the directory states, which was checked.
        return archive.read(entry)
    except (*_ANSWERS, RuntimeError) as error:
        return FileRejected("broken", f"cannot be unpacked: {error}"[:200])


def _opened(body: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(body))
    except _ANSWERS as error:
        raise FileRejected("broken", f"the ZIP archive cannot be opened: {error}"[:200]) from None


def _shown(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        # Packers on Vietnamese Windows write UTF-8 without saying so.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = [
        part for part in name.replace("\\", "/").split("/") if part.strip(". ") and not part.endswith(":")
    ]
    return unicodedata.normalize("NFC", one_line("/".join(parts)))[-_LONGEST_NAME:] or "?"
