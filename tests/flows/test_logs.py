"""``gat logs``: the newest log or the one that is named, what is asked for of it, readable and harmless."""

import json
import threading
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.logs import Wanted, followed, log_of
from pipelines.lock import run_lock
from tests.flows.command import refusal

RECORDS = [
    {
        "at": "2026-11-22T01:00:00.000+00:00",
        "level": "info",
        "message": "the run begins",
        "purpose": "gat run",
    },
    {
        "level": "warning",
        "stage": "crawl",
        "portal": "sonla",
        "message": "no\u001b[2J answer",
        "url": "http://a/",
    },
    {"level": "error", "stage": "parse", "message": "failed", "trace": "Traceback\n  ValueError: \u202ex"},
    {"level": "info", "stage": "crawl", "portal": "binhdinh", "message": "ended", "counts": {"files": 2}},
]


@pytest.fixture
def log(data: Path) -> Path:
    folder = data / "logs"
    folder.mkdir(parents=True)
    (folder / "20261121T010000Z-aaaa.jsonl").write_text('{"message": "older"}\n', "utf-8")
    path = folder / "20261122T010000Z-bbbb.jsonl"
    lines = [json.dumps(record) for record in RECORDS]
    path.write_text("\n".join([lines[0], lines[1][:20], "[]", *lines[1:], ""]), "utf-8")
    return path


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert run(["logs", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_the_newest_log_is_shown_a_line_for_each_record(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys) == [
        "2026-11-22 01:00:00  info                          the run begins purpose=gat run",
        "  warning  crawl sonla          no[2J answer url=http://a/",
        "  error    parse                failed",
        "    Traceback",
        "      ValueError: x",
        "  info     crawl binhdinh       ended counts=files:2",
    ]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--level", "warning"], 4),
        (["--level", "error", "--stage", "parse"], 3),
        (["--portal", "sonla"], 1),
        (["--portal", "sonla", "--level", "error"], 0),
        (["--stage", "crawl", "--follow"], 2),
        (["20261121"], 1),
    ],
)
def test_only_what_is_asked_for_is_shown(
    log: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], count: int
) -> None:
    assert len(shown(capsys, *arguments)) == count


def test_what_cannot_be_shown_is_refused_in_one_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, "logs")[0] == 2
    (data / "logs").mkdir(parents=True)
    for name in ("a1", "a2"):
        (data / "logs" / f"{name}.jsonl").touch()
    for arguments, said in (
        (["b"], "no log of that run"),
        (["a"], "several"),
        (["--level", "loud"], "none of"),
    ):
        code, message = refusal(capsys, "logs", *arguments)
        assert (code, said in message) == (2, True)


def test_a_growing_log_is_followed_to_the_end_of_the_run(log: Path) -> None:
    data = log.parent.parent
    with run_lock(data, "test"):
        coming = followed(data, log_of(data, None), Wanted(stage="publish"))
        with log.open("a") as file:
            file.write('{"stage": "publish", "message": "on')
        timer = threading.Timer(0.1, lambda: log.write_text(log.read_text() + 'e"}\n'))
        timer.start()
        assert next(coming)["message"] == "one"
    timer.join()
    assert list(coming) == []
