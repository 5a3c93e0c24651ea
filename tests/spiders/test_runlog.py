"""The log of a run: one record one line, whoever writes it, and nothing in it that a terminal obeys."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from _pytest.logging import LogCaptureHandler

from spiders import runlog
from spiders.redaction import conceal, know
from spiders.runlog import KEPT_RUNS, child_environment, join, stage, writing

logger = logging.getLogger("spiders.tested")


def records(path: Path) -> list[dict[str, Any]]:
    lines = path.read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    return [json.loads(line) for line in lines]


def test_a_record_tells_when_where_and_what(tmp_path: Path) -> None:
    with writing(tmp_path, "r1") as path, stage("parse"):
        logger.warning("read %d", 3, extra={"url": "http://a.vn/", "count": 3, "crawler": object()})
    (record,) = records(path)
    assert record.pop("at").endswith("+00:00")
    assert record == {
        "level": "warning",
        "run_id": "r1",
        "stage": "parse",
        "message": "read 3",
        "url": "http://a.vn/",
        "count": 3,
        "logger": "spiders.tested",
        "process": os.getpid(),
    }
    assert path == tmp_path / "logs" / "r1.jsonl"


def test_nothing_is_written_after_the_run(tmp_path: Path) -> None:
    with writing(tmp_path, "r1") as path:
        pass
    logger.error("too late")
    assert not runlog.is_open()
    assert records(path) == []
    assert runlog.VARIABLE not in child_environment()


@contextmanager
def unheard() -> Iterator[None]:
    """Keep what is logged from pytest, whose processes cannot tell each other of half a character."""
    root = logging.getLogger()
    heard = [handler for handler in root.handlers if isinstance(handler, LogCaptureHandler)]
    for handler in heard:
        root.removeHandler(handler)
    try:
        yield
    finally:
        for handler in heard:
            root.addHandler(handler)


def test_one_record_is_one_line_and_harmless(tmp_path: Path) -> None:
    hostile = "a\r\nfake\u2028line\x1b[2J\x9b\x7f\u202edcba\ud800\ufeff"
    with unheard(), writing(tmp_path, "r1") as path:
        logger.info(hostile, extra={"url": hostile})
    text = path.read_text("utf-8")
    assert text.isprintable() is False  # its one line end
    assert text[:-1].isprintable()
    (record,) = records(path)
    assert record["message"] == record["url"] == hostile


def test_long_texts_are_cut(tmp_path: Path) -> None:
    with unheard(), writing(tmp_path, "r1") as path:
        logger.info("x" * 10_000_000)
    assert path.stat().st_size < 5_000


def test_messages_extras_and_traces_have_no_secret(tmp_path: Path) -> None:
    know("log-canary")
    with writing(tmp_path, "r1") as path:
        try:
            raise ValueError("http://user:log-canary@proxy:1 refused")
        except ValueError:
            logger.exception(
                "with log-canary", extra={"url": "http://a.vn/?token=log-canary", "a": {"b": "log-canary"}}
            )
    assert "log-canary" not in path.read_text("utf-8")
    assert "ValueError: http://***@proxy:1 refused" in records(path)[0]["trace"]


def test_a_child_writes_to_the_same_file_and_is_told_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conceal("GAT_NOTIFY_SMTP_PASSWORD")
    monkeypatch.setenv("GAT_NOTIFY_SMTP_PASSWORD", "env-canary")
    with writing(tmp_path, "r1") as path:
        told = child_environment()
        assert "env-canary" not in json.dumps(told)
        pid = os.fork()
        if pid == 0:
            logging.getLogger().handlers.clear()
            os.environ[runlog.VARIABLE] = told[runlog.VARIABLE]
            join(stage="crawl", portal="sonla")
            for number in range(200):
                logger.info("child %d", number)
            os._exit(0)
        for number in range(200):
            logger.info("parent %d", number)
        os.waitpid(pid, 0)
    found = records(path)
    assert len(found) == 400
    assert {(one.get("portal"), one["run_id"]) for one in found} == {("sonla", "r1"), (None, "r1")}


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    with writing(tmp_path, "r1") as path:
        path.unlink()
        path.mkdir()
        logger.error("into nothing")
    assert list(path.iterdir()) == []


def test_only_the_newest_runs_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT_RUNS + 5):
        (tmp_path / "runs" / f"r{number:03}").mkdir(parents=True)
        (tmp_path / "logs").mkdir(exist_ok=True)
        (tmp_path / "logs" / f"r{number:03}.jsonl").touch()
        (tmp_path / "logs" / f"error-{number:03}.txt").touch()
    with writing(tmp_path, "r999"):
        pass
    for pattern in ("runs/*", "logs/*.jsonl", "logs/error-*.txt"):
        names = sorted(path.name for path in tmp_path.glob(pattern))
        assert len(names) == KEPT_RUNS
        assert not names[0].endswith(("r000", "r000.jsonl", "000.txt"))
    assert (tmp_path / "logs" / "r999.jsonl").exists()


def test_a_back_fill_of_many_slices_pushes_out_no_night(tmp_path: Path) -> None:
    for number in range(KEPT_RUNS + 5):
        for at, purpose in (("20261101", "gat run"), ("20261102", "gat backfill")):
            run = f"{at}T{number:06}Z-aaaa"
            (tmp_path / "runs" / run).mkdir(parents=True)
            (tmp_path / "logs").mkdir(exist_ok=True)
            (tmp_path / "logs" / f"{run}.jsonl").write_text(f'{{"purpose": "{purpose}"}}\n{{}}\n')
    with writing(tmp_path, "r999"):
        pass
    for pattern in ("runs/*", "logs/*Z-aaaa.jsonl"):
        names = sorted(path.name[:15] for path in tmp_path.glob(pattern))
        assert names == [f"2026110{day}T{number:06}" for day in (1, 2) for number in range(5, KEPT_RUNS + 5)]
