"""Standard output for data, which programs read and people look at."""

import sys
from typing import IO, TextIO, cast

from pipelines.cleaning import clean_lines


def data_out() -> IO[str]:
    """Return standard output: exact for files and programs, on a terminal without what that would obey."""
    return cast("IO[str]", _Harmless(sys.stdout)) if sys.stdout.isatty() else sys.stdout


class _Harmless:
    """What writes data to a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write ``text`` without control characters other than line ends."""
        return self._stream.write(clean_lines(text))
