"""``gat evaluate --against``: every difference in its sentence, counts by kind, or one object a line."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.cli import comparison
from flows.cli.app import run
from pipelines.compare import Change, Comparison, DocumentComparison
from pipelines.errors import ComparisonError
from pipelines.matching import Record

TEXT = "Đây là câu đầu. Năm 2022, PAPI của tỉnh đạt 40,87 điểm, hạng 46/63. Câu cuối\x1b[31m ở đây."


def fact(kind: str, quote: str, **values: Any) -> Record:
    start = TEXT.index(quote)
    return {"type": kind, "start": start, "end": start + len(quote), "text": quote, **values}


CHANGES = [
    Change("gained", fact("date", "Năm 2022", value="2022", grain="year"), {}),
    Change("changed", fact("score", "40,87 điểm", value=40.87, period="2022"), {"period": None}),
    Change("lost", fact("rank", "hạng 46/63", rank=46, out_of=63), {}),
]
FOUND = Comparison(
    [DocumentComparison("one", TEXT, CHANGES), DocumentComparison("two", TEXT, [])],
    {"score": 3, "rank": 2},
    {"score": 3, "rank": 1, "date": 1},
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
    """Put ``FOUND`` in the place of a comparison; return what was asked for."""
    calls: list[tuple[Path, str]] = []

    def compare(directory: Path, revision: str) -> Comparison:
        calls.append((directory, revision))
        return FOUND

    monkeypatch.setattr(comparison, "compare", compare)
    return calls


def test_differences_stand_in_their_sentences_with_counts_at_the_end(
    asked: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "--against", "v1", "texts"]) == 0
    assert asked == [(Path("texts"), "v1")]
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    words = [" ".join(line.split()) for line in lines if line]
    assert words == [
        "one",
        "+ date Năm 2022 value=2022 grain=year",
        "[Năm 2022], PAPI của tỉnh đạt 40,87 điểm, hạng 46/63.",
        '~ score 40,87 điểm period null -> "2022"',
        "Năm 2022, PAPI của tỉnh đạt [40,87 điểm], hạng 46/63.",
        "- rank hạng 46/63 rank=46 out_of=63",
        "Năm 2022, PAPI của tỉnh đạt 40,87 điểm, [hạng 46/63].",
        "Kind Read at v1 Read now Gained Lost Changed",
        "date 0 1 1 0 0",
        "rank 2 1 0 1 0",
        "score 3 3 0 0 1",
    ]


def test_one_kind_can_be_asked_for(asked: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", "--against", "v1", "--show", "rank", "texts"]) == 0
    shown = capsys.readouterr().out
    assert "hạng 46/63" in shown
    assert "grain=year" not in shown
    assert "score" not in shown


def test_jsonl_carries_differences_and_nothing_else(
    asked: list[tuple[Path, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", "--against", "v1", "--format", "jsonl", "texts"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert records == [
        {"document": "one", "change": change.kind, "fact": change.fact, "before": change.before}
        for change in CHANGES
    ]


def test_no_difference_leaves_the_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same = Comparison([DocumentComparison("one", TEXT, [])], {"rank": 2}, {"rank": 2})
    monkeypatch.setattr(comparison, "compare", lambda *_: same)
    assert run(["evaluate", "--against", "v1", "texts"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()][1:] == [
        ["rank", "2", "2", "0", "0", "0"]
    ]


def refuse(_directory: Path, revision: str) -> Comparison:
    message = f"{revision!r} names no commit"
    raise ComparisonError(message)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--against", "nowhere", "texts"], "'nowhere' names no commit"),
        (["--against", "v1", "--show", "omen", "texts"], "'omen' is no kind of fact"),
        (["--format", "jsonl", "texts"], "--format goes with --against"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    monkeypatch.setattr(comparison, "compare", refuse)
    assert run(["evaluate", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"error: {said}")
    assert captured.err.count("\n") == 1
