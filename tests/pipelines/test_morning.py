"""The report of a run: what stands in it, that nothing from a portal acts in it, that each end leaves one."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.crawl import Alarm, CrawlResult
from pipelines.extract import VIETNAM
from pipelines.fetching import crawl_only
from pipelines.lock import RunLockedError, run_lock
from pipelines.morning import shelf
from pipelines.morning.earlier import earlier
from pipelines.morning.rendering import href
from pipelines.morning.report import (
    CheckLine,
    Ended,
    MorningReport,
    Need,
    NewArticle,
    PortalAlarm,
    PortalReport,
    Timing,
)
from pipelines.morning.running import Running
from pipelines.morning.shelf import NoReportError, latest_report, read_report, run_ids, write_report
from pipelines.morning.words import headline, needs
from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.run import run_night
from spiders.ledger import Ledger
from spiders.portal import SHIPPED
from tests.pipelines.captures import archived, page

AT = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
TEXT = "Năm 2023, chỉ số PAPI của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố."
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) | `a` <img src=x onerror=y>"


def made(**changes: Any) -> MorningReport:
    report = MorningReport(
        run_id="20261121T183000Z-5f2a",
        purpose="gat run",
        started_at=AT,
        finished_at=AT + timedelta(minutes=42),
        status="ok",
        exit_code=0,
        headline="2 new articles",
    )
    return replace(report, **changes)


def hostile() -> MorningReport:
    """Return a report whose every text that a portal can choose is hostile."""
    article = NewArticle(title=HOSTILE, url="javascript:alert(1)", published_on=date(2026, 11, 21), facts=2)
    broken = NewArticle(title=HOSTILE, url='https://sonla.gov.vn/a"onmouseover=x (1)<b>')
    portal = PortalReport(
        portal="sonla",
        name=f"Cổng thông tin điện tử tỉnh Sơn La {HOSTILE}",
        status="partial",
        reason=HOSTILE,
        new=3,
        articles=(article, broken),
        rejected={HOSTILE: 1},
        files={HOSTILE: 1},
        tls={HOSTILE: HOSTILE},
    )
    return made(
        headline=HOSTILE,
        needs=(Need(what=HOSTILE, advice=HOSTILE, url="data:text/html,x", is_grave=True),),
        portals=(portal,),
        alarms=(PortalAlarm(portal="sonla", kind="x", what=HOSTILE, advice=HOSTILE, url="file:///etc"),),
        checks=(CheckLine(name="c", severity="flag", rows=1, what="w", first=HOSTILE),),
        lapsed=(HOSTILE,),
        timings=(Timing(stage="crawl", seconds=61.2, items=122, unit="pages"),),
    )


def test_nothing_from_a_portal_acts_in_the_page() -> None:
    text = hostile().html()
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" in text
    assert not re.search(r"<(script|img|iframe|svg|object)", text)
    links = re.findall(r'href="([^"]*)"', text)
    assert links == ["https://sonla.gov.vn/a%22onmouseover=x%20%281%29%3Cb%3E"]
    assert not re.search(r"<[^>]*\son\w+=", text)
    assert "Cổng thông tin điện tử tỉnh Sơn La" in text
    assert 'http-equiv="refresh"' not in text


def test_nothing_from_a_portal_acts_in_the_markdown() -> None:
    text = hostile().markdown()
    assert not re.search(r"<\w", text)
    links = re.findall(r"(?<!\\)\]\(([^)]*)\)", text)
    assert links == ["https://sonla.gov.vn/a%22onmouseover=x%20%281%29%3Cb%3E"]
    (row,) = [line for line in text.splitlines() if line.startswith("| Cổng")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 11  # ten cells, whatever the name is


def test_the_page_answers_first_what_happened_and_what_needs_a_person() -> None:
    text = hostile().html()
    order = [text.index(part) for part in ("<h1>", "What needs you", "new articles", "<h2>Portals")]
    assert order == sorted(order)
    assert "Nothing needs you" in made().html()
    assert "crawl | 1 min 1 s | 122 pages | 2.0" in hostile().markdown()


@pytest.mark.parametrize(
    ("counts", "changes", "said"),
    [
        ({}, {}, "nothing new"),
        (
            {},
            {"timings": (Timing(stage="all", seconds=1, items=20, unit="texts"),)},
            "nothing new in 20 texts read",
        ),
        ({"new": 1}, {}, "1 new article"),
        ({"new": 2, "edited": 1, "new_files": 3, "facts": {"score": 1200}}, {}, None),
        ({"new_files": 1, "facts": {"date": 1}}, {}, "1 file with 1 fact"),
        ({}, {"read_otherwise": {"gained": 3, "lost": 1}}, None),
        ({"new": 1}, {"exit_code": 9}, "the archive or a database is damaged; 1 new article"),
        ({"pages": 48, "is_crawled": True}, {"stage": "crawl"}, None),
    ],
)
def test_the_headline_counts_articles_edits_and_files_and_their_facts_together(
    counts: dict[str, Any], changes: dict[str, Any], said: str | None
) -> None:
    portal = PortalReport(
        **{"portal": "sonla", "name": "Sơn La", "status": "ok", "is_crawled": False, **counts}
    )
    expected = said or {
        "new": "2 new articles, 1 edited article and 3 files with 1,200 facts",
        "pages": "48 pages fetched, to be read by gat load; the portal went well",
    }.get(next(iter(counts), ""), "nothing new, facts read otherwise: 3 gained, 1 lost")
    assert headline(made(portals=(portal,), **changes)) == expected


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://sonla.gov.vn/tin?x=1&y=a", "https://sonla.gov.vn/tin?x=1&y=a"),
        ("http://[::1", ""),
        ("JavaScript:alert(1)", ""),
        ("//sonla.gov.vn/", ""),
        ("https:///no-host", ""),
        (None, ""),
    ],
)
def test_only_whole_web_addresses_become_links(url: str | None, link: str) -> None:
    assert href(url) == link


def test_a_report_is_read_as_it_was_written_and_the_newest_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_KEPT", 2)
    reports = [replace(hostile(), run_id=f"2026112{n}T183000Z-5f2a") for n in range(1, 5)]
    for report in reports:
        write_report(tmp_path, report)
    assert run_ids(tmp_path) == [one.run_id for one in reports[2:]]
    assert latest_report(tmp_path) == reports[-1]
    assert read_report(tmp_path, reports[2].run_id) == reports[2]
    told = json.loads((tmp_path / "reports" / "latest.json").read_bytes())
    assert told["subject"] == reports[-1].subject == f"Gặt ok: {HOSTILE}"
    assert told["new"] == 3
    assert (tmp_path / "reports" / "latest.html").read_text("utf-8") == reports[-1].html(is_shelved=True)
    (tmp_path / "reports" / f"{reports[-1].run_id}.json").write_text("{", "utf-8")
    assert latest_report(tmp_path) == reports[2]  # a damaged one is passed over
    with pytest.raises(NoReportError, match="cannot be read"):
        read_report(tmp_path, reports[-1].run_id)
    with pytest.raises(NoReportError, match=r"there is no report of run '\.\./x'"):
        read_report(tmp_path, "../x")


class Heard(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def said(self, line: str) -> None:
        self.lines.append(line)


def plan(data: Path) -> NightPlan:
    return NightPlan(data=data, portals_dir=SHIPPED, gat_version="0", portals=("sonla",), workers=1)


def told(data: Path) -> MorningReport:
    report = latest_report(data)
    assert report is not None
    return report


def test_a_run_reports_what_is_new_in_clean_words_how_long_it_took_and_what_it_was_before(
    tmp_path: Path,
) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.add_capture(archived(tmp_path, 1, page("\x1b[31m&lt;script&gt; Tin\x07 mới", TEXT)))
    summary = run_night(plan(tmp_path), Observer(), crawl=False, purpose="gat load")
    first = told(tmp_path)
    assert (first.run_id, first.purpose, first.status, first.exit_code) == (
        summary.run_id,
        "gat load",
        "ok",
        0,
    )
    assert first.headline == "1 new article with 3 facts"
    (portal,) = first.portals
    assert (portal.new, portal.edited, portal.facts) == (1, 0, {"date": 1, "rank": 1, "score": 1})
    assert (portal.all_articles, portal.all_facts, first.totals["facts"]) == (1, 3, 3)
    assert [one.title for one in portal.articles] == ["[31m<script> Tin mới"]
    stages = [one.stage for one in first.timings]
    assert stages == ["parse", "extract", "load", "derive", "check", "publish", "all"]
    assert all(one.seconds >= 0 for one in first.timings)
    assert first.release == str(summary.snapshot.parent if summary.snapshot else None)
    assert (first.since, first.night, Running(tmp_path).read()) == (None, None, None)

    # Killed, as the next one finds it, which then is stopped itself.
    Running(tmp_path).begin("20261121T183000Z-5f2a", "gat run", AT)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.add_capture(archived(tmp_path, 2, page("Tin khác", TEXT)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pipelines.run.load_batch", stopped)
        with pytest.raises(KeyboardInterrupt):
            run_night(plan(tmp_path), Observer(), crawl=False)
    lost, last = read_report(tmp_path, "20261121T183000Z-5f2a"), told(tmp_path)
    assert (lost.status, lost.exit_code) == ("lost", 1)
    assert lost.headline.startswith("ended without a word in the stage begin")
    assert (last.status, last.exit_code, last.stage) == ("stopped", 11, "load")
    assert [one.what for one in last.needs] == [
        "stopped in the stage load: interrupted",
        "the run 20261121T183000Z-5f2a before ended without a word in the stage begin",
    ]
    assert last.totals == first.totals
    assert last.subject == "Gặt stopped in the stage load: interrupted"


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


def crawled(status: str, *kinds: str) -> Any:
    """Return what stands in for a crawl of Sơn La that raised alarms of these kinds."""

    def crawl(*_: object) -> Sequence[CrawlResult]:
        alarms = [
            Alarm(
                kind=kind,
                text=f"{kind}: nothing there, since 2026-11-20: look",
                what=f"{kind}: nothing there",
                advice="look",
                since=date(2026, 11, 20),
                url="https://sonla.gov.vn/tin",
                capture_id="0a",
            )
            for kind in kinds
        ]
        reason = alarms[0].text if alarms else None
        return [
            CrawlResult.model_validate(
                {
                    "portal": "sonla",
                    "run_id": "r",
                    "status": status,
                    "reason": reason,
                    "started_at": AT,
                    "finished_at": AT + timedelta(seconds=4),
                    "counts": {"listing_pages": 2},
                    "alarms": alarms,
                    "exit_code": 8 if status == "failed" else 0,
                }
            )
        ]

    return crawl


def test_alarms_are_told_with_their_page_as_new_open_and_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.run.crawl_portals", crawled("failed", "listing_changed"))
    run_night(plan(tmp_path), Observer())
    first = told(tmp_path)
    run_night(plan(tmp_path), Observer(), crawl=False, purpose="gat load")
    between = told(tmp_path)
    # It stands until its portal is looked at again, and only the night that brought it asks for somebody.
    assert [one.state for one in between.alarms] == ["unchecked"]
    [need] = between.needs
    assert (need.what, need.is_grave) == (f"the night {first.run_id} failed", False)
    assert between.night == first.night
    monkeypatch.setattr("pipelines.run.crawl_portals", crawled("partial", "listing_changed"))
    run_night(plan(tmp_path), Observer())
    second = told(tmp_path)
    monkeypatch.setattr("pipelines.run.crawl_portals", crawled("ok"))
    run_night(plan(tmp_path), Observer())
    third = told(tmp_path)
    assert (first.status, first.exit_code) == ("failed", 8)
    assert first.headline == "nothing could be fetched from the portal"
    (need,) = first.needs
    assert (need.what, need.advice) == ("listing_changed: nothing there, since 2026-11-20", "look")
    assert (need.url, need.is_grave) == ("https://sonla.gov.vn/tin", True)
    assert [one.state for one in first.alarms] == ["new"]
    assert [(one.state, one.capture_id) for one in second.alarms] == [("open", "0a")]
    assert (second.portals[0].status_before, second.needs[0].is_grave) == ("failed", False)
    assert second.since is not None
    assert (second.since.run_id, [one.run_id for one in second.since.runs]) == (
        first.run_id,
        [between.run_id],
    )
    assert (third.portals[0].seconds, third.portals[0].rate) == (4, 0.5)
    assert "| crawl of sonla | 4.0 s | 2 pages | 0.5 |" in third.markdown()
    assert third.alarms == ()
    assert third.since is not None
    assert [one.kind for one in third.since.ended] == ["listing_changed"]
    assert third.night is not None
    assert (third.night.run_id, third.night.portals) == (third.run_id, 1)


def night(day: int, hour: int, **changes: Any) -> MorningReport:
    """Return the report of a night that ended on that day of November in Vietnam."""
    ended = datetime(2026, 11, day, hour, tzinfo=VIETNAM).astimezone(UTC)
    run_id = f"{ended - timedelta(minutes=42):%Y%m%dT%H%M%SZ}-5f2a"
    mark = Ended(run_id=run_id, finished_at=ended, status="ok", exit_code=0)
    told = {"run_id": run_id, "finished_at": ended, "night": mark, "totals": {"articles": day, "facts": 9}}
    return made(**(told | changes))


def test_what_changed_is_told_against_the_last_night_of_an_earlier_day_with_all_that_ran_since(
    tmp_path: Path,
) -> None:
    new = NewArticle(title="Tin mới", url="https://sonla.gov.vn/tin", published_on=date(2026, 11, 21))
    portal = PortalReport(portal="sonla", name="Sơn La", status="ok", new=3, articles=(new,))
    yesterday, tonight = night(21, 2), night(22, 2, portals=(portal,))
    by_hand = night(21, 12, night=None, purpose="gat load", headline="nothing new")
    for one in (night(20, 23), yesterday, by_hand):
        write_report(tmp_path, one)
    of_the_night = earlier(tmp_path, tonight.run_id, tonight.finished_at)
    assert (of_the_night.base, of_the_night.runs) == (yesterday, (by_hand,))
    write_report(tmp_path, tonight)
    # The re-check, two hours later, is held against yesterday too, and leads to the night.
    recheck = night(22, 5)
    since = earlier(tmp_path, recheck.run_id, recheck.finished_at).since({"articles": 26, "facts": 7}, ())
    assert since is not None
    assert (since.run_id, since.articles, since.facts, since.is_same_day) == (yesterday.run_id, 5, -2, False)
    assert [one.run_id for one in since.runs] == [by_hand.run_id, tonight.run_id]
    text = replace(recheck, since=since).markdown()
    assert "## Since the night of 21 Nov 2026, 02:00\n\n- Articles and files +5, facts −2" in text
    assert f"- 22 Nov 2026, 02:00, gat run: **ok**, 2 new articles (`gat report {tonight.run_id}`)\n" in text
    assert "  - [Tin mới](https://sonla.gov.vn/tin), 21 Nov 2026\n  - and 2 more\n" in text
    page = replace(recheck, since=since)
    assert f'<a href="{tonight.run_id}.html">its report</a>' in page.html(is_shelved=True)
    assert f"<code>gat report {tonight.run_id}</code>" in page.html()


def test_where_no_night_ended_on_an_earlier_day_that_is_said_and_the_list_of_runs_is_short(
    tmp_path: Path,
) -> None:
    assert earlier(tmp_path, "", AT).since({}, ()) is None
    by_hand = night(22, 1, night=None)
    write_report(tmp_path, by_hand)
    assert earlier(tmp_path, "", by_hand.finished_at).base == by_hand
    first = night(22, 2)
    slices = [night(22, hour, night=None, purpose="gat backfill") for hour in range(3, 15)]
    for one in (first, *slices):
        write_report(tmp_path, one)
    since = earlier(tmp_path, "", slices[-1].finished_at).since({}, ())
    assert since is not None
    assert (since.run_id, since.left_out, since.articles) == (first.run_id, 2, None)
    assert [one.run_id for one in since.runs] == [one.run_id for one in slices[2:]]
    text = made(since=since).markdown()
    assert "## Since the night of 22 Nov 2026, 02:00, as no night ended on an earlier day\n" in text
    assert "- What the warehouse holds now was not counted\n" in text
    assert "- and 2 runs before\n" in text
    # A night is listed before others, however many they are.
    write_report(tmp_path, night(20, 2))
    since = earlier(tmp_path, "", slices[-1].finished_at).since({}, ())
    assert since is not None
    assert [one.run_id for one in since.runs] == [first.run_id, *(one.run_id for one in slices[3:])]


def test_a_damaged_archive_and_a_full_disk_say_first_what_to_do() -> None:
    portal = PortalReport(
        portal="sonla", name="Sơn La", status="partial", reason="not read: 6 x archive_corrupt"
    )
    damaged = made(exit_code=9, status="partial", portals=(portal,))
    first, second = needs(replace(damaged, headline=headline(damaged)), None)
    assert (first.what, first.is_grave) == ("the archive or a database is damaged", True)
    assert first.advice.startswith("gat repair mends")
    assert second.what == "sonla partial: not read: 6 x archive_corrupt"


def test_a_crawl_alone_is_a_night_with_alarms_and_counts_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.add_capture(archived(tmp_path, 1, page("Tin", TEXT)))
    run_night(plan(tmp_path), Observer(), crawl=False)
    loaded = (tmp_path / "warehouse.duckdb").stat().st_mtime_ns
    monkeypatch.setattr("pipelines.fetching.crawl_portals", crawled("partial", "listing_changed"))
    crawl_only(plan(tmp_path), Observer())
    last = told(tmp_path)
    assert (last.purpose, last.status, last.exit_code, last.stage) == ("gat crawl", "partial", 5, "crawl")
    assert last.headline == "1 of 1 portal needs a look; 2 pages fetched, to be read by gat load"
    assert [one.kind for one in last.alarms] == ["listing_changed"]
    assert last.night is not None
    assert (last.night.run_id, last.totals["articles"], last.portals[0].all_articles) == (last.run_id, 1, 1)
    assert (tmp_path / "warehouse.duckdb").stat().st_mtime_ns == loaded
    monkeypatch.setattr("pipelines.fetching.crawl_portals", stopped)
    with pytest.raises(KeyboardInterrupt):
        crawl_only(plan(tmp_path), Observer())
    last = told(tmp_path)
    assert (last.status, last.exit_code) == ("stopped", 11)
    assert last.headline == "stopped in the stage crawl: interrupted"
    with run_lock(tmp_path, "gat backup"), pytest.raises(RunLockedError):
        crawl_only(plan(tmp_path), Observer())
    assert read_report(tmp_path, run_ids(tmp_path)[-1]).purpose == "gat crawl"
    assert Running(tmp_path).read() is None


def test_a_run_that_is_refused_reports_why(tmp_path: Path) -> None:
    write_report(tmp_path, made())
    with run_lock(tmp_path, "gat backup"), pytest.raises(RunLockedError):
        run_night(plan(tmp_path), Observer(), crawl=False)
    refused = read_report(tmp_path, run_ids(tmp_path)[-1] if len(run_ids(tmp_path)) > 1 else "")
    assert (refused.status, refused.exit_code) == ("not_begun", 6)
    assert "gat backup" in refused.headline
    # The one that holds the lock has the last word.
    assert told(tmp_path) == made()
    (tmp_path / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    with pytest.raises(Exception, match="ledger"):
        run_night(plan(tmp_path), Observer(), crawl=False)
    last = told(tmp_path)
    assert (last.status, last.exit_code) == ("not_begun", 9)
    assert last.needs[0].advice.startswith("gat repair mends")


def test_a_report_that_cannot_be_written_stops_no_run_and_the_next_one_misses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    heard = Heard()
    with monkeypatch.context() as patched:
        patched.setattr("pipelines.morning.telling.write_report", full)
        summary = run_night(plan(tmp_path), heard, crawl=False)
    assert summary.exit_code == 0
    assert any(line.startswith("the report of the run could not be written") for line in heard.lines)
    run_night(plan(tmp_path), heard, crawl=False)
    assert heard.lines[-2] == f"the run {summary.run_id} before ended without a word"
    assert read_report(tmp_path, summary.run_id).status == "lost"
