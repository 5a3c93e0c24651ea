"""What the end of a run and the sentences of ``gat extract`` look like on a terminal of 80 columns."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from extractors.engine import Document, extract_facts
from extractors.facts import KINDS
from extractors.text import Span
from flows.cli import report
from flows.cli.sentences import counted, marked, value_line
from pipelines.crawl import Alarm, CrawlResult
from pipelines.summary import PortalSummary, RunSummary, portal_summaries
from pipelines.totals import PortalTotals

STARTED = datetime(2024, 3, 1, tzinfo=UTC)
TASK = "UBND tỉnh giao Sở Nội vụ rà soát 1.932 TTHC trước ngày 30/6/2024."


def run_lines(summary: RunSummary, totals: dict[str, PortalTotals], width: int = 90) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width).print(report._run_table(summary, totals))
    return out.getvalue().splitlines()


def test_the_table_of_a_run_counts_every_fact_and_page_and_is_whole_on_80_columns() -> None:
    names = ("binhdinh", "sonoivu-binhdinh")
    rejected: list[dict[str, int]] = [{}, {"no_body": 2, "soft_error": 1}]
    portals = tuple(
        PortalSummary(
            portal=name, status="partial", pages=90, articles=89, new=80, edited=1, new_files=8, rejected=why
        )
        for name, why in zip(names, rejected, strict=True)
    )
    summary = RunSummary(
        run_id="r1",
        started_at=STARTED,
        finished_at=STARTED + timedelta(minutes=1),
        portals=portals,
        checks=(),
        snapshot=None,
        rows_changed=5,
    )
    facts = {kind: 1000 + number for number, kind in enumerate(KINDS)}
    totals = {name: PortalTotals(900, facts) for name in names}
    header, _, last, everything = run_lines(summary, totals)
    names_of_columns = ["Portal", "Status", "Pages", "New", "Files", "Rejected", "Total", *KINDS[:4], "other"]
    assert header.split() == names_of_columns
    assert " ".join(last.split()) == "sonoivu-binhdinh partial 90 80 8 3 900 1000 1001 1002 1003 3015"
    assert " ".join(everything.split()) == "all partial 180 160 16 3 1800 2000 2002 2004 2006 6030"
    narrow = run_lines(summary, totals, width=80)
    assert max(map(len, narrow)) <= 80
    assert narrow[0].split() == names_of_columns
    assert [line.split()[1:] for line in (narrow[1], narrow[-1])] == [
        ["partial", "90", "80", "8", "0", "900", "1000", "1001", "1002", "1003", "3015"],
        ["partial", "180", "160", "16", "3", "1800", "2000", "2002", "2004", "2006", "6030"],
    ]


def test_what_was_rejected_is_told_under_the_table() -> None:
    portal = PortalSummary(portal="sonla", status="ok", edited=3, rejected={"no_body": 2, "soft_error": 1})
    summary = RunSummary(
        run_id="r1",
        started_at=STARTED,
        finished_at=STARTED,
        portals=(portal,),
        checks=(),
        snapshot=Path("gat.duckdb"),
        rows_changed=0,
    )
    assert report._remarks(summary) == ["sonla edited: 3", "sonla rejected: 2 no_body, 1 soft_error"]


def test_broken_certificates_are_told_for_every_host(capsys: pytest.CaptureFixture[str]) -> None:
    result = CrawlResult(
        portal="sonla",
        run_id="r1",
        status="ok",
        started_at=STARTED,
        finished_at=STARTED,
        tls={"sonla.gov.vn": "expired", "cdn.sonla.gov.vn": "self-signed"},
    )
    (portal,) = portal_summaries(["sonla"], [result], {}, [])
    summary = RunSummary(
        run_id="r1",
        started_at=STARTED,
        finished_at=STARTED,
        portals=(portal,),
        checks=(),
        snapshot=None,
        rows_changed=0,
    )
    told = [
        "sonla tls: the certificate of sonla.gov.vn is expired",
        "sonla tls: the certificate of cdn.sonla.gov.vn is self-signed",
    ]
    assert report._remarks(summary) == told
    report.print_crawl([result])
    assert capsys.readouterr().out.splitlines()[-2:] == told


def test_every_alarm_is_told_once() -> None:
    shown, other = "the listing «Tin» of sonla shows no items, since 2026-11-22: compare it", "something else"
    alarms = tuple(Alarm(kind="listing_changed", text=text) for text in (shown, other))
    portal = PortalSummary(portal="sonla", status="failed", reason=f"sonla: {shown}", alarms=alarms)
    summary = RunSummary(
        run_id="r1",
        started_at=STARTED,
        finished_at=STARTED,
        portals=(portal,),
        checks=(),
        snapshot=None,
        rows_changed=0,
    )
    assert report._remarks(summary) == [f"sonla failed: {shown}", f"sonla alarm: {other}"]


def test_marks_within_marks_are_all_shown() -> None:
    sentence = "giao Sở Nội vụ trước ngày 30/6/2024."
    shown = marked(sentence, [Span(0, 35), Span(26, 35), Span(5, 14)], plain=True)
    assert shown.plain == "[giao [Sở Nội vụ] trước ngày [30/6/2024]]."
    assert marked(sentence, [Span(0, 35), Span(26, 35)], plain=False).plain == sentence


def test_a_task_is_shown_with_its_agency_and_not_twice_in_full() -> None:
    facts = extract_facts(Document(TASK))
    (task,) = [fact for fact in facts if fact.type == "assignment"]
    line = value_line(task.type, task.text * 3, task.as_json()).plain
    assert line.startswith("assignment giao Sở Nội vụ")
    assert " …  assignee=Sở Nội vụ  task=rà soát 1.932 TTHC  deadline=2024-06-30" in line
    assert counted(facts) == "1 assignment, 1 date, 1 quantity"
