"""The archive read again by other rules: only what older ones read, once, with what became of the facts."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.engine import EXTRACTOR_VERSION
from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.reextract import Again, all_read, make_due
from pipelines.run import Night
from pipelines.summary import RunSummary
from pipelines.workers import CODE_ROOT
from spiders.ledger import Ledger
from spiders.portal import SHIPPED
from tests.pipelines.captures import archived, page
from warehouse.connection import open_warehouse

TEXT = "Năm 2023, chỉ số PAPI của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố."
#: What other rules had read: no score, another rank, and a date that is none.
AGED = """
UPDATE article_versions SET extractor_version = '0.1.0';
DELETE FROM scores;
UPDATE ranks SET rank = 51;
INSERT INTO dates SELECT * REPLACE (left(version_id, 15) || 'x' AS evidence_id, 'tỉnh' AS quote) FROM dates;
"""


class Heard(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def said(self, line: str) -> None:
        self.lines.append(line)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of five articles that rules 0.1.0 read."""
    data = tmp_path_factory.mktemp("old")
    with Ledger(data / "ledger.sqlite") as ledger:
        for number in range(1, 6):
            ledger.add_capture(archived(data, number, page(f"Bài viết {number}", TEXT)))
    with Night(plan(data), Observer()) as night:
        read_due(night)
    with open_warehouse(data / "warehouse.duckdb") as connection:
        connection.execute(AGED)
    return data


@pytest.fixture
def data(old: Path, tmp_path: Path) -> Path:
    return shutil.copytree(old, tmp_path / "data", symlinks=True)


def plan(data: Path) -> NightPlan:
    return NightPlan(
        data=data, portals_dir=SHIPPED, gat_version="0", portals=("sonla",), workers=1, batch_size=2
    )


def read_due(night: Night) -> None:
    for captures in night.batches():
        night.load(captures, night.extract(night.parse(captures)))


def reextract(data: Path, heard: Heard | None = None, **wanted: Any) -> tuple[int, RunSummary]:
    """Read again what is wanted; return how many articles that was, and how the run went."""
    with Night(plan(data), heard or Observer(), "gat reextract") as night:
        count = make_due(night, Again(**wanted))
        read_due(night)
        all_read(night)
        night.check()
        return count, night.summary()


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(data / "warehouse.duckdb") as connection:
        return connection.execute(sql).fetchall()


CHANGES = 'SELECT kind, "change", old_value, new_value, count(*) FROM fact_changes GROUP BY ALL ORDER BY ALL'
EXPECTED = [
    ("date", "lost", "2023", None, 5),
    ("rank", "changed", "51", "15", 5),
    ("score", "gained", None, "42.5", 5),
]


def test_what_older_rules_read_is_read_again_once_and_what_changed_is_told(data: Path) -> None:
    count, summary = reextract(data)
    assert (count, summary.exit_code, summary.portals[0].articles) == (5, 0, 5)
    assert rows(data, CHANGES) == EXPECTED
    assert summary.changes.counts == {
        ("sonla", kind, change): count for kind, change, _, _, count in EXPECTED
    }
    assert {(one.change, one.old_value, one.new_value) for one in summary.changes.first} == {
        (change, before, now) for _, change, before, now, _ in EXPECTED
    }
    told = "SELECT DISTINCT run_id, changed_at, portal_id, is_current, old_extractor_version"
    [(run, changed_at, *others)] = rows(data, f"{told} FROM out_fact_changes")
    assert (run, changed_at, *others) == (summary.run_id, summary.started_at, "sonla", True, "0.1.0")
    heard = Heard()
    count, summary = reextract(data, heard)
    assert (count, summary.rows_changed, summary.changes.counts) == (0, 0, {})
    assert any(line.startswith("nothing is left") for line in heard.lines)
    assert rows(data, CHANGES) == EXPECTED


def test_a_limit_takes_some_and_the_next_run_goes_on(data: Path) -> None:
    counts = []
    with Night(plan(data), Observer()) as night:
        for _ in range(3):
            counts.append(make_due(night, Again(limit=3)))
            read_due(night)
        everything = make_due(night, Again(everything=True, limit=4))
    assert (counts, everything) == ([3, 2, 0], 4)
    assert rows(data, CHANGES) == EXPECTED


@pytest.mark.parametrize(("since", "count"), [(date(2026, 11, 20), 5), (date(2026, 11, 21), 0)])
def test_only_what_was_published_since_a_day_is_read_again(data: Path, since: date, count: int) -> None:
    with Night(plan(data), Observer()) as night:
        assert make_due(night, Again(since=since)) == count


def test_what_another_reader_read_is_read_again_but_nothing_that_is_refused_now(data: Path) -> None:
    rows(data, f"UPDATE article_versions SET extractor_version = '{EXTRACTOR_VERSION}'")
    rows(data, "UPDATE article_versions SET parser_version = '0' WHERE title IN ('Bài viết 1', 'Bài viết 2')")
    rows(data, "UPDATE article_versions SET parser = 'gone' WHERE title = 'Bài viết 3'")
    refused = "SELECT capture_id, run_id, portal_id, url, '{}', NULL, first_seen_at FROM article_versions"
    for reason, title in (("no_body", "Bài viết 1"), ("value_out_of_range", "Bài viết 2")):
        rows(data, f"INSERT INTO rejections {refused.format(reason)} WHERE title = '{title}'")
    with Night(plan(data), Observer()) as night:
        assert make_due(night, Again()) == 2
        assert make_due(night, Again(everything=True)) == 5


def test_after_a_step_back_to_an_older_gat_what_the_newer_one_read_stays_and_is_told(data: Path) -> None:
    others = "UPDATE article_versions SET extractor_version"
    rows(data, f"{others} = '{EXTRACTOR_VERSION}' WHERE title <> 'Bài viết 3'")
    rows(data, f"{others} = '9.10.0', parser_version = '0' WHERE title = 'Bài viết 1'")
    rows(
        data, "UPDATE article_versions SET parser_version = '99' WHERE title IN ('Bài viết 2', 'Bài viết 3')"
    )
    heard = Heard()
    with Night(plan(data), heard) as night:
        assert [make_due(night, Again(everything=everything)) for everything in (False, True)] == [1, 3]
    told = "2 articles were read by newer rules or readers than this gat has, and stay so: update gat"
    assert [line.startswith(told) for line in heard.lines[::2]] == [True, True]


def test_every_capture_of_a_page_is_read_again_or_its_history_would_split(data: Path) -> None:
    first = archived(data, 1, page("Bài viết 1", TEXT))
    with Ledger(data / "ledger.sqlite") as ledger:
        ledger.add_capture(replace(first, capture_id="later", run_id="r2"))
        ledger.mark_loaded(["later"])
    others = f"UPDATE article_versions SET extractor_version = '{EXTRACTOR_VERSION}'"
    rows(data, f"{others} WHERE title <> 'Bài viết 1'")
    with Night(plan(data), Observer()) as night:
        make_due(night, Again())
        assert [one.capture_id for batch in night.batches() for one in batch] == [first.capture_id, "later"]


KILLED = """
import os, signal, sys
from pathlib import Path
from pipelines.run import Night
from tests.pipelines.test_reextract import reextract

loads = []

def load(night, captures, extracted, load=Night.load):
    loads.append(captures)
    if len(loads) == 2:
        night.ledger.mark_loaded = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    load(night, captures, extracted)

Night.load = load
reextract(Path(sys.argv[1]), everything=True)
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GAT_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CODE_ROOT,
        env=ours | {"GAT_WORKERS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_killed_in_a_load_the_command_goes_on_where_it_was_and_tells_nothing_twice(data: Path) -> None:
    done = python("-c", KILLED, str(data))
    assert done.returncode == -signal.SIGKILL, done.stderr
    done = python("-m", "flows.cli", "--data", str(data), "reextract", "--portal", "sonla", "--all")
    assert done.returncode == 0, done.stderr
    assert "going on with the reading of everything that was stopped" in done.stderr
    told = done.stdout.splitlines()
    assert told[1].split() == ["sonla", "ok", "0", "0", "0", "0", "5", "5", "5", "5", "0", "0"]
    assert "+ score «42,5 điểm» 42.5" in done.stdout
    assert any(line.startswith("Published: ") for line in told)
    assert rows(data, CHANGES) == EXPECTED
    assert rows(data, "SELECT count(*), count(DISTINCT evidence_id) FROM out_facts_history") == [(15, 15)]
    assert not (data / "reextract.json").exists()
