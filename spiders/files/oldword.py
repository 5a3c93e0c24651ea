"""DOC (Word until 2003) to text, by antiword, else by catdoc, where one of them is installed."""

import re

from spiders.files.converters import converted, is_installed
from spiders.files.legacy import Legacy, to_unicode
from spiders.files.model import FileRejected
from spiders.wording import many_lines

_SECONDS = 60.0
_COMMANDS = (
    # Lines of any length: a paragraph is one line.
    ["antiword", "-m", "UTF-8.txt", "-w", "0", "-"],
    ["catdoc", "-d", "utf-8", "-w", "-"],
)
_TABLE_ROW = re.compile(r"^\|(.*)\|\s*$")


def read_doc(body: bytes) -> Legacy:
    """Return the text of a DOC, canonical, and the legacy encoding it was in.

    Raises FileRejected (converter_missing, encrypted, broken, empty, timed_out).
    """
    commands = [command for command in _COMMANDS if is_installed(command[0])]
    if not commands:
        raise FileRejected(
            "converter_missing",
            "a DOC is read by antiword or catdoc: install one of them (apt install antiword)",
        )
    refused: FileRejected | None = None
    for command in commands:
        try:
            written = converted(command, body, _SECONDS).decode("utf-8", "replace")
        except FileRejected as rejection:
            refused = refused or rejection
            continue
        text, encoding = to_unicode(written)
        if clean := many_lines("\n".join(map(_row, text.split("\n")))):
            return Legacy(clean, encoding)
    if refused is None:
        raise FileRejected("empty", "the document has no text")
    if "ncrypt" in refused.detail:
        raise FileRejected("encrypted", "the document is locked with a password")
    raise refused


def _row(line: str) -> str:
    """Return a line of a table that antiword drew as cells joined by `` | ``."""
    row = _TABLE_ROW.match(line)
    return line if row is None else " | ".join(cell.strip() for cell in row[1].split("|") if cell.strip())
