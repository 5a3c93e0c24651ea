"""The crawl stage against children that behave, fail, lie, hang and refuse to die."""

import json
import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pipelines.crawl import CrawlPlan, crawl_portals, run_folder
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.summary import RunSummary, crawl_exit_code, portal_summaries

PRELUDE = """
import json, os, pathlib, signal, subprocess, sys, time
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
slug, run_id = options["--portal"], options["--run-id"]
folder = pathlib.Path(options["--data"]) / "runs" / run_id

def tell(**event):
    print(json.dumps(event), flush=True)

def leave(**changes):
    result = {"portal": slug, "run_id": run_id, "status": "ok", "reason": None,
              "started_at": "2026-11-22T01:00:00Z", "finished_at": "2026-11-22T01:00:05Z",
              "counts": {"listing_pages": 4, "article_pages": 40, "not_modified": 1},
              "rejected": {}, "stops": {}, "expectations": []}
    (folder / f"{slug}.json").write_text(json.dumps(result | changes))
"""


class Heard(Observer):
    def __init__(self) -> None:
        self.events: list[tuple[object, ...]] = []

    def crawl_started(self, portal: str) -> None:
        self.events.append(("started", portal))

    def crawled(self, portal: str, pages: int, articles: int, new: int) -> None:
        self.events.append(("crawled", portal, pages, articles, new))

    def crawl_finished(self, portal: str, status: str, reason: str | None) -> None:
        self.events.append(("finished", portal, status, reason))


def plan(folder: Path, body: str, **changes: object) -> CrawlPlan:
    script = folder / "child.py"
    script.write_text(PRELUDE + textwrap.dedent(body), "utf-8")
    settings: dict[str, object] = {
        "data": folder / "data",
        "portals_dir": folder,
        "run_id": "r1",
        "command": (sys.executable, str(script)),
        "timeout": 60.0,
        "grace": 5.0,
    }
    return CrawlPlan(**(settings | changes))  # type: ignore[arg-type]  # the settings of one test


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_results_come_back_in_the_order_asked_for_and_progress_is_passed_on(tmp_path: Path) -> None:
    heard = Heard()
    body = """
        tell(event="page", kind="listing", pages=1, articles=0, new=0)
        print("a library that prints")
        tell(event="page", kind="article", pages=2, articles=1, new=1)
        leave()
    """
    results = crawl_portals(plan(tmp_path, body), ["b", "a"], heard)
    assert [(result.portal, result.status, result.pages) for result in results] == [
        ("b", "ok", 45),
        ("a", "ok", 45),
    ]
    for slug in ("a", "b"):
        assert [event for event in heard.events if event[1] == slug] == [
            ("started", slug),
            ("crawled", slug, 1, 0, 0),
            ("crawled", slug, 2, 1, 1),
            ("finished", slug, "ok", None),
        ]


def test_the_child_is_told_the_whole_plan(tmp_path: Path) -> None:
    body = "leave(reason=json.dumps([*sys.argv[1:], os.environ['GAT_PROXY']]))"
    proxy = "http://user:password@127.0.0.1:9"
    told = plan(tmp_path, body, reach=Reach(limit=3), rehost=".gov.vn=.test", proxy=proxy, delay=0.0)
    (result,) = crawl_portals(told, ["a"], Observer())
    # Whoever is on the machine can read arguments.
    assert json.loads(result.reason or "") == [
        *(
            "--portal",
            "a",
            "--portals-dir",
            str(tmp_path),
            "--data",
            str(tmp_path / "data"),
            "--run-id",
            "r1",
        ),
        *("--rehost", ".gov.vn=.test", "--delay", "0.0", "--limit", "3"),
        proxy,
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sys.exit(0)", "ended with exit code 0 and left no result"),
        (
            "print('error: binhdinh.gov.vn cannot be resolved', file=sys.stderr); sys.exit(8)",
            "exit code 8 and left no result: error: binhdinh.gov.vn cannot be resolved",
        ),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed by signal 9"),
        ("(folder / f'{slug}.json').write_text('{')", "its result is not valid"),
        ("leave(status='splendid')", "its result is not valid: status"),
        ("leave(run_id='r0')", "its result is of a, run r0"),
        ("leave(portal='z')", "its result is of z, run r1"),
    ],
)
def test_a_child_without_a_valid_result_has_failed_with_a_reason(
    tmp_path: Path, body: str, reason: str
) -> None:
    (result,) = crawl_portals(plan(tmp_path, body), ["a"], Observer())
    assert result.status == "failed"
    assert reason in (result.reason or "")


def test_one_failing_portal_leaves_the_others_alone(tmp_path: Path) -> None:
    body = "sys.exit(1) if slug == 'bad' else leave()"
    results = crawl_portals(plan(tmp_path, body, parallel=1), ["a", "bad", "c"], Observer())
    assert [result.status for result in results] == ["ok", "failed", "ok"]


def test_a_result_that_says_failed_is_believed_whatever_the_exit_code(tmp_path: Path) -> None:
    (result,) = crawl_portals(plan(tmp_path, "leave(status='failed', reason='no page')"), ["a"], Observer())
    assert (result.status, result.reason) == ("failed", "no page")


def test_a_hanging_child_is_asked_to_stop_and_its_result_still_counts(tmp_path: Path) -> None:
    body = """
        def stop(*_):
            leave(status="partial", reason="stopped by SIGTERM")
            sys.exit(13)
        signal.signal(signal.SIGTERM, stop)
        signal.pause()
    """
    (result,) = crawl_portals(plan(tmp_path, body, timeout=1.0), ["a"], Observer())
    assert (result.status, result.reason) == ("partial", "stopped by SIGTERM")


def test_a_child_that_ignores_sigterm_is_killed_with_all_it_started(tmp_path: Path) -> None:
    body = """
        grandchild = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        (folder / "pids").write_text(f"{os.getpid()} {grandchild.pid}")
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            signal.pause()
    """
    told = plan(tmp_path, body, timeout=1.0, grace=0.5)
    (result,) = crawl_portals(told, ["a"], Observer())
    assert result.status == "failed"
    assert "time limit of 1 s" in (result.reason or "")
    pids = (run_folder(told.data, "r1") / "pids").read_text("ascii").split()
    assert not [pid for pid in pids if is_alive(int(pid))]


def test_no_child_outlives_a_run_that_is_interrupted(tmp_path: Path) -> None:
    class Interrupting(Observer):
        portal, pid = "", 0

        def crawled(self, portal: str, pages: int, articles: int, new: int) -> None:
            self.pid = pages + articles + new
            self.portal = portal
            os.kill(os.getpid(), signal.SIGINT)

    observer = Interrupting()
    body = "tell(pages=os.getpid(), articles=0, new=0); signal.pause()"
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        crawl_portals(plan(tmp_path, body), ["a"], observer)
    assert observer.pid
    assert not is_alive(observer.pid)
    assert time.monotonic() - started < 5.0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("sys.exit(9 if slug == 'a' else 8)", 9),
        ("leave(status='failed', reason='full'); sys.exit(3 if slug == 'a' else 0)", 3),
        ("sys.exit(9 if slug == 'a' else 3)", 9),
        ("leave(); sys.exit(9 if slug == 'a' else 0)", 9),
        ("sys.exit(8)", 8),
        ("sys.exit(1)", 1),
        ("leave(status='failed', reason='clock'); sys.exit(4)", 4),
        ("sys.exit(1 if slug == 'a' else 8)", 8),
        ("sys.exit(1) if slug == 'a' else leave()", 5),
        ("leave()", 0),
    ],
)
def test_a_full_disk_and_a_damaged_archive_are_carried_upward(tmp_path: Path, body: str, code: int) -> None:
    results = crawl_portals(plan(tmp_path, body), ["a", "b"], Observer())
    assert crawl_exit_code(results) == code
    summary = RunSummary(
        run_id="r1",
        started_at=results[0].started_at,
        finished_at=results[0].finished_at,
        portals=portal_summaries(["a", "b"], results, {}, []),
        checks=(),
        snapshot=None,
        rows_changed=0,
    )
    assert summary.exit_code == code


def test_alarms_of_a_crawl_reach_the_summary_of_the_run(tmp_path: Path) -> None:
    alarm = {
        "kind": "silent",
        "text": "a lists nothing new for 3 working days",
        "capture_id": "c1",
        "url": "u",
    }
    body = f"leave(status='failed', reason='a: it', alarms=[{alarm!r}]); sys.exit(8)"
    results = crawl_portals(plan(tmp_path, body), ["a"], Observer())
    assert [(one.kind, one.capture_id) for one in results[0].alarms] == [("silent", "c1")]
    (summary,) = portal_summaries(["a"], results, {}, [])
    assert [(one.text, one.url) for one in summary.alarms] == [(alarm["text"], "u")]
