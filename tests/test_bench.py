"""The benchmarks' verdict: figures beyond their limit are told, and end in a failure."""

import pytest

from tests.bench import __main__ as bench
from tests.bench._figures import Figures


def test_a_figure_beyond_its_limit_is_told() -> None:
    said: list[str] = []
    figures = Figures(said.append)
    figures.median("answer", lambda: None, runs=3, limit=1000)
    figures.median("slow answer", lambda: None, runs=3, limit=0)
    figures.median("for comparison", lambda: None, runs=1, limit=None)
    figures.share("growth", percent=15.1, limit=15)
    assert figures.missed == ["slow answer", "growth"]
    assert [line.endswith("  MISSED\n") for line in said] == [False, True, False, True]
    assert "(limit 1000 ms)" in said[0]


@pytest.mark.parametrize(("missed", "code"), [(["slow answer"], 1), ([], 0), (None, 0)])
def test_a_missed_limit_ends_in_a_failure(
    missed: list[str] | None,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("tests.bench.load.main", lambda: missed)
    assert bench.main(["load"]) == code
    assert capsys.readouterr().err == ("limit missed: load: slow answer\n" if code else "")


def test_an_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["figures"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: no benchmark figures; there are export, extract, load, ")
    assert "_figures" not in said
