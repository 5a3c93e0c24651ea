"""The command line as its users meet it: help, data on standard output, one line for every mistake."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.cli.results import print_json
from flows.cli.terminal import clean
from flows.errors import RunTroubledError
from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.workers import CODE_ROOT
from tests.flows.command import refusal
from warehouse.query import Result

pytestmark = pytest.mark.usefixtures("data")

COMMANDS = [
    "demo",
    "run",
    "crawl",
    "load",
    "schedule",
    "backfill",
    "rebuild",
    "reextract",
    "extract",
    "evaluate",
    "query",
    "explain",
    "cite",
    "search",
    "export",
    "tables",
    "describe",
    "repair",
    "backup",
    "restore",
    "verify",
    "logs",
    "notify",
    "doctor",
    "config",
    "portals",
    "status",
    "report",
]
SENTENCE = (
    "Theo Quyết định số 1037/QĐ-UBND ngày 15/6/2024, chỉ số PAPI năm 2023 của tỉnh Sơn La đạt 42,5 điểm."
)


def gat(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the real command in a process of its own."""
    command = [sys.executable, "-m", "flows.cli", *arguments]
    return subprocess.run(command, cwd=CODE_ROOT, input=stdin, capture_output=True, check=False, timeout=120)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Example: gat {command}" in shown
    assert "Exit codes:" in shown


def test_the_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [command for command in COMMANDS if f" {command} " not in shown] == []
    assert "Exit codes:" in shown


def test_no_command_shows_the_help_and_no_summary_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    bare = capsys.readouterr()
    assert run(["--help"]) == 0
    assert (bare.out, bare.err) == (capsys.readouterr().out, "")
    listed = bare.out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("..") for line in listed)


def test_the_version_is_printed_by_the_real_command() -> None:
    done = gat("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"gat {version('gat')}\n".encode(), b"")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["harvest"], 2, "harvest"),
        (["extract"], 2, "FILE"),
        (["extract", "--format", "xml", "x.txt"], 2, "xml"),
        (["extract", "no/such/file.txt"], 2, "no/such/file.txt cannot be read: No such file or directory"),
        (["extract", "."], 2, ". cannot be read: Is a directory"),
        (["extract", "--reference-date", "30/6/2024", "README.md"], 2, "'30/6/2024' is no day: write it as"),
        (["extract", "--reference-date", "", "README.md"], 2, "'' is no day: write it as 2024-06-30"),
        (["extract", "--reference-date", "20240101", "README.md"], 2, "'20240101' is no day"),
        (["extract", "--reference-date", "2024-02-30", "README.md"], 2, "'2024-02-30' is no day"),
        (["run", "--since", "yesterday"], 2, "'yesterday' is no day"),
        (["run", "--since", ""], 2, "'' is no day"),
        (["run", "--recheck-days", "-1"], 2, "--recheck-days"),
        (["run", "--until", "31/12/2024"], 2, "'31/12/2024' is no day"),
        (["run", "--since", "2024-02-01", "--until", "2024-01-31"], 2, "2024-02-01 is later than until 2024"),
        (["crawl", "--since", "2024-02-01", "--until", "2024-01-31"], 2, "2024-02-01 is later than until"),
        (["run", "--limit", "0"], 2, "--limit"),
        (["run", "--limit", "all"], 2, "--limit"),
        (["run", "--portal", "atlantis"], 4, "no portal 'atlantis'; known are: bienho-gialai, binhdinh"),
        (["crawl", "--portal", "atlantis"], 4, "no portal 'atlantis'"),
        (["evaluate", "no/such/folder"], 2, "no/such/folder"),
        (["query", "SELECT \udcff"], 2, r"error: 'SELECT \xff' is not valid UTF-8: type it in UTF-8"),
        (["export", "-o", "\udcff.csv"], 2, r"error: '\xff.csv' is not valid UTF-8"),
        (["query", "SELECT 1"], 2, "nothing is published in"),
        (["explain", "abc"], 2, "nothing is published in"),
        (["export", "--kind", "score", "-o", "out.csv"], 2, "nothing is published in"),
    ],
)
def test_a_mistake_is_one_line_and_a_code(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    found, message = refusal(capsys, *arguments)
    assert said in message
    assert found == code


@pytest.mark.parametrize(("command", "stage"), [("run", "_flow"), ("crawl", "crawl_only")])
def test_a_crawl_is_told_how_far_to_look(
    command: str, stage: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[NightPlan] = []

    def begun(plan: NightPlan, _observer: Observer, **_hear: object) -> None:
        told.append(plan)
        raise RunTroubledError("enough", 5)

    monkeypatch.setattr(f"flows.cli.running.{stage}", begun)
    span = ["--since", "2024-01-01", "--until", "2024-01-01", "--limit", "3"]
    assert refusal(capsys, command, "--portal", "sonla", *span) == (5, "error: enough\n")
    assert refusal(capsys, command)[0] == 5
    day = date(2024, 1, 1)
    assert [plan.reach for plan in told] == [Reach(since=day, until=day, limit=3), Reach()]
    assert told[0].reach.options() == span


def test_text_that_is_not_utf8_is_refused_with_its_place_and_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "legacy.txt"
    file.write_bytes("Điểm".encode("utf-16-le"))
    file.write_bytes(b"abc \xd1\xee")
    code, message = refusal(capsys, "extract", str(file))
    assert code == 2
    assert f"{file} is not UTF-8 (byte 4 is 0xd1)" in message
    assert "iconv" in message


def test_a_bug_is_one_line_and_its_trace_a_file(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("nothing to divide")

    monkeypatch.setattr("flows.cli.portals.read_settings", broken)
    code, message = refusal(capsys, "portals")
    assert code == 1
    assert message.startswith("error: an unexpected failure: nothing to divide; the details are in ")
    (trace,) = (data / "logs").iterdir()
    assert "ZeroDivisionError" in trace.read_text("utf-8")


def test_jsonl_is_nothing_but_the_keys_of_a_fact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "article.txt"
    file.write_text(f"  {SENTENCE}\r\n", "utf-8")
    assert run(["extract", "--format", "jsonl", str(file)]) == 0
    captured = capsys.readouterr()
    facts = [json.loads(line) for line in captured.out.splitlines()]
    assert captured.err == ""
    assert {fact["type"] for fact in facts} == {"score", "date", "directive"}
    assert all(SENTENCE[fact["start"] : fact["end"]] == fact["text"] for fact in facts)
    (directive,) = [fact for fact in facts if fact["type"] == "directive"]
    shared = {"type", "start", "end", "text", "flags"}
    assert set(directive) == shared | {"doc_type", "number", "symbol", "year", "issued_on", "issuer"}


def test_explain_tells_rule_and_basis(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "article.txt"
    file.write_text(SENTENCE, "utf-8")
    assert run(["extract", "--explain", "--format", "jsonl", str(file)]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (score,) = [fact for fact in facts if fact["type"] == "score"]
    assert score["rule"].startswith("score.")
    said = {basis["key"]: basis for basis in score["basis"]}
    assert {key: basis["text"] for key, basis in said.items()} == {
        "indicator": "chỉ số PAPI",
        "period": "năm 2023",
        "subject": "Sơn La",
        "status": None,
    }
    assert SENTENCE[said["period"]["start"] : said["period"]["end"]] == "năm 2023"
    assert said["status"]["source"] == "default"
    assert all({"rule", "basis"} <= set(fact) for fact in facts)


def test_explain_shows_the_words_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "article.txt"
    file.write_text(f"{SENTENCE} Năm nay phấn đấu đạt 44 điểm.", "utf-8")
    assert run(["extract", "--explain", "--reference-date", "2024-08-01", str(file)]) == 0
    shown = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    start = SENTENCE.index("chỉ số PAPI")
    assert f"indicator PAPI from «chỉ số PAPI» [{start}:{start + 11}]" in shown
    assert "rule directive.symbol.typed" in shown
    assert "value 2024 from the day of publication" in shown
    assert "status actual nothing says otherwise" in shown
    assert any(line.startswith("period 2024 from «Năm nay»") for line in shown)


def test_standard_input_is_read_and_a_table_shows_facts_in_their_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = SENTENCE + "\x1b[31m"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(hostile.encode())))
    assert run(["extract", "-"]) == 0
    shown = capsys.readouterr().out
    assert "[1037/QĐ-UBND]" in shown or "[Quyết định số 1037/QĐ-UBND]" in shown
    assert "symbol=1037/QĐ-UBND" in shown
    assert "indicator=PAPI" in shown
    assert "\x1b" not in shown


def test_a_text_without_facts_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(b"")
    assert run(["extract", str(file)]) == 0
    assert capsys.readouterr().out == "no facts found\n"


def test_control_and_direction_characters_do_not_reach_the_terminal() -> None:
    assert clean("Sơn\x1b[2J La\u202e\x07\x9b\n2024") == "Sơn[2J La 2024"


def test_json_has_null_where_it_has_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    strange = (float("inf"), [float("-inf"), Decimal("1.5")], {"a": float("nan")})
    print_json(Result(("a", "b", "c"), iter([strange])))
    assert capsys.readouterr().out == '[{"a": null, "b": [null, 1.5], "c": {"a": null}}]\n'


@pytest.mark.parametrize("arguments", [["verify"], ["extract", "--format", "jsonl", "long.txt"]])
def test_a_reader_that_goes_away_is_no_error_and_no_success(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("long.txt").write_text((SENTENCE + "\n") * 300, "utf-8")
    data.mkdir()
    (data / "warehouse.duckdb").write_bytes(b"\0damaged")
    reading, writing = os.pipe()
    os.close(reading)
    # What it still holds cannot be written: it is never closed.
    monkeypatch.setattr(sys, "stdout", os.fdopen(writing, "w", encoding="utf-8", closefd=False))
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    code = run(arguments)
    os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
    assert (code, capsys.readouterr().err) == (141, "")
