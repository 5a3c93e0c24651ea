"""What a terminal shows of a run."""

import sys
from io import StringIO

import pytest
from rich.console import Console
from rich.progress import Progress, TextColumn

from flows.cli.output import data_out
from flows.cli.terminal import Bars, PlainLines, clean


def test_a_slice_does_not_end_with_the_counts_of_the_one_before() -> None:
    shown = StringIO()
    lines = PlainLines(Console(file=shown, width=80))
    lines.crawl_started("sonla")
    lines.crawled("sonla", 9, 7, 7)
    lines.crawl_finished("sonla", "ok", None)
    lines.crawl_started("sonla")
    lines.crawl_finished("sonla", "ok", None)
    ends = [line for line in shown.getvalue().splitlines() if "ok" in line]
    assert ends == [
        "sonla: ok, 9 pages, 7 articles, 7 new in listings",
        "sonla: ok, 0 pages, 0 articles, 0 new in listings",
    ]


def test_the_slices_of_a_portal_share_one_bar() -> None:
    progress = Progress(TextColumn("{task.description}"), console=Console(file=StringIO()))
    bars = Bars(progress)
    for _ in range(3):
        bars.crawl_started("sonla")
        bars.crawled("sonla", 1, 1, 1)
        bars.crawl_finished("sonla", "ok", None)
    assert [task.description for task in progress.tasks] == ["crawl sonla"]


def test_no_line_end_that_python_knows_is_left() -> None:
    ends = "\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
    assert len(clean(f"a{ends}b").splitlines()) == 1
    assert clean("một\r\nhai\u2028ba") == "một hai ba"


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "hostile", ["\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\u202egnp.exe", "\u2066x", "\r", "\x08", "\x7f"]
)
def test_data_acts_on_no_terminal_and_is_exact_for_programs(
    monkeypatch: pytest.MonkeyPatch, hostile: str
) -> None:
    for stream in (terminal := _Terminal()), (file := StringIO()):
        monkeypatch.setattr(sys, "stdout", stream)
        data_out().write(f"Tin,{hostile}\nhai\n")
    assert file.getvalue() == f"Tin,{hostile}\nhai\n"
    shown = terminal.getvalue()
    assert shown.isprintable() or shown.replace("\n", "").isprintable()
    assert shown.count("\n") == 2
