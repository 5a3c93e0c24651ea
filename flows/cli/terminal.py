"""What reaches a terminal: cleaned text, consoles for both streams, and pictures of progress.

Data goes to standard output, everything about the work to standard error. Text from portals is never trusted:
control characters are cut and nothing in it is read as markup.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TextIO, cast

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from pipelines.cleaning import clean
from pipelines.progress import Observer
from pipelines.summary import said

__all__ = ["Bars", "PlainLines", "clean", "console", "counted", "error_console", "watching"]

#: Width of tables that go to a file or pipe, where there is no terminal to ask.
_PLAIN_WIDTH = 132


def console() -> Console:
    """Return a console on standard output: colours and the real width on a terminal only."""
    return _console(stderr=False)


def error_console() -> Console:
    """Return a console on standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    if stream.isatty():
        return Console(file=stream, markup=False, highlight=False, emoji=False)
    plain = cast("IO[str]", _Trimmed(stream))
    return Console(file=plain, width=_PLAIN_WIDTH, markup=False, highlight=False, emoji=False)


class _Trimmed:
    """What a console needs of a stream that is no terminal: lines lose the blanks that fill them up."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = stream.encoding

    def write(self, text: str) -> int:
        """Write ``text``, which holds whole lines: a console writes once for each print."""
        return self._stream.write(re.sub(r" +$", "", text, flags=re.MULTILINE))

    def flush(self) -> None:
        """Flush the stream below."""
        self._stream.flush()


@contextmanager
def watching() -> Iterator[Observer]:
    """Give an observer that shows a run on standard error: bars on a terminal, plain lines elsewhere."""
    target = error_console()
    if not target.is_terminal:
        yield PlainLines(target)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[counts]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=target) as progress:
        yield Bars(progress)


class PlainLines(Observer):
    """One line for each thing worth a line."""

    def __init__(self, target: Console) -> None:
        self._console = target
        self._counts: dict[str, str] = {}

    def crawl_started(self, portal: str) -> None:
        """Say which portal is begun."""
        self._counts.pop(portal, None)  # those of its last slice
        self.said(f"{portal}: crawling")

    def crawled(self, portal: str, pages: int, articles: int, new: int) -> None:
        """Keep the counts for the end: a line for every page would bury the rest."""
        self._counts[portal] = counted(pages, articles, new)

    def crawl_finished(self, portal: str, status: str, reason: str | None) -> None:
        """Say how a portal ended."""
        counts = self._counts.get(portal, counted(0, 0, 0))
        self.said(f"{portal}: {status}, {counts}" + (f": {said(portal, reason)}" if reason else ""))

    def advanced(self, stage: str, done: int, total: int) -> None:
        """Say when a stage has done its whole batch."""
        if done == total:
            self.said(f"{stage}: {done} of {total}")

    def said(self, line: str) -> None:
        """Print the line."""
        self._console.print(clean(line), soft_wrap=True)


class Bars(Observer):
    """A bar for every portal and stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def crawl_started(self, portal: str) -> None:
        """Begin a bar without an end: nobody knows how many pages a portal will give.

        In a back-fill it takes the place of that of the last slice.
        """
        if portal in self._bars:
            self._progress.remove_task(self._bars[portal])
        self._bars[portal] = self._progress.add_task(f"crawl {portal}", total=None, counts="")

    def crawled(self, portal: str, pages: int, articles: int, new: int) -> None:
        """Show the counts."""
        self._progress.update(self._bars[portal], counts=counted(pages, articles, new))

    def crawl_finished(self, portal: str, status: str, reason: str | None) -> None:
        """Fill the bar, or leave it empty when the portal failed."""
        bar = self._bars[portal]
        self._progress.update(bar, total=1, completed=0 if status == "failed" else 1)
        self._progress.stop_task(bar)
        if reason:
            self.said(f"{portal}: {status}: {said(portal, reason)}")

    def advanced(self, stage: str, done: int, total: int) -> None:
        """Move the bar of the stage."""
        if stage not in self._bars:
            self._bars[stage] = self._progress.add_task(stage, total=total, counts="")
        self._progress.update(self._bars[stage], completed=done, total=total, counts=f"{done} of {total}")

    def said(self, line: str) -> None:
        """Print the line above the bars."""
        self._progress.console.print(clean(line))


def counted(pages: int, articles: int, new: int) -> str:
    """Say the counts of a crawl in words; ``new`` entries of listings may be fetched by a later run."""
    return f"{pages} pages, {articles} articles, {new} new in listings"
