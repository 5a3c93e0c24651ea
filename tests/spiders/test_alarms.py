"""Alarms: raised in the night in which something changes, silent in nights that are as they always are."""

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spiders.alarm import Alarm
from spiders.health import Verdict
from spiders.history import History
from spiders.ledger import Ledger
from spiders.workdays import is_working, working_days
from tests.spiders.crawls import Crawls
from tests.spiders.nights import DAY, SECTIONS, Habits, Nights
from tests.spiders.pages import PORTALS

# Thirty nights from here go through Tết 2026 (17 February), when nothing is published.
BEFORE_TET = date(2026, 1, 28)
BUSY, STEADY, SLOW = Habits(12, 3), Habits(3), Habits(0.6, 0.05, 0.3)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def kinds(verdict: Verdict) -> list[str]:
    return [alarm.kind for alarm in verdict.alarms]


def only(verdict: Verdict) -> Alarm:
    (alarm,) = verdict.alarms
    return alarm


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("habits", [BUSY, STEADY, SLOW])
def test_no_alarm_in_thirty_normal_nights(ledger: Ledger, habits: Habits, seed: int) -> None:
    nights = Nights(ledger, habits, BEFORE_TET, random.Random(seed))
    verdicts = [nights.first(), *(nights.normal() for _ in range(30))]
    assert [alarm.text for verdict in verdicts for alarm in verdict.alarms] == []
    assert {verdict.exit_code for verdict in verdicts} == {0}


@pytest.mark.parametrize(("habits", "latest"), [(BUSY, 3), (STEADY, 4), (SLOW, 16)])
def test_a_portal_that_goes_silent_raises_the_alarm_within_its_rhythm(
    ledger: Ledger, habits: Habits, latest: int
) -> None:
    nights = Nights(ledger, habits, date(2026, 8, 3))
    nights.first()
    for _ in range(10):
        nights.normal()
    last, verdict = nights.today - DAY, nights.night()
    while not verdict.alarms:
        verdict = nights.night()
        assert nights.today < date(2026, 12, 1)
    silent = len(list(working_days(last, nights.today - DAY)))
    assert 2 <= silent <= latest
    assert (kinds(verdict), verdict.exit_code, verdict.status) == (["silent"], 8, "failed")
    alarm = only(verdict)
    assert f"lists nothing new for {silent}" in alarm.text or habits is SLOW
    assert alarm.evidence is not None
    assert alarm.evidence.kind == "listing"
    # It is said again every night, with the day on which it began, and ends with the next item.
    assert only(nights.night()).since == alarm.since
    assert "silent" not in kinds(nights.night({nights.today - DAY: 3}))


def test_tet_is_no_silence(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 2, 10))
    nights.first()
    while nights.today < date(2026, 2, 25):
        day = nights.today - DAY
        verdict = nights.night({day: 9 if is_working(day) else 0})
        assert verdict.alarms == []


def test_a_portal_that_was_dead_when_it_was_first_crawled_is_no_news_at_once(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    old = [nights.today - back * DAY for back in range(500, 400, -1)]
    assert nights.night(dict.fromkeys(old, 5)).alarms == []
    assert nights.night().alarms == []


def test_a_section_that_stops_while_the_others_go_on(ledger: Ledger) -> None:
    nights = Nights(ledger, Habits(12), date(2026, 8, 3))
    nights.first()
    verdicts = []
    while nights.today < date(2026, 8, 17):
        day = nights.today - DAY
        verdicts.append(nights.night({day: 8 if is_working(day) else 0}, sections=SECTIONS[1:]))
    alarm = only(verdicts[-1])
    assert (alarm.kind, verdicts[-1].exit_code) == ("section_silent", 5)
    assert SECTIONS[0] in alarm.text


def test_a_drop_in_yield(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    while nights.today < date(2026, 8, 20):
        day = nights.today - DAY
        verdict = nights.night({day: 2 if is_working(day) else 0})
    assert (kinds(verdict)[0], verdict.exit_code) == ("yield_dropped", 5)
    assert re.search(r"gave 1[0-2] items in the last 5 working days \(as a rule [67]\d", only(verdict).text)


def changed(nights: Nights, count: int) -> Verdict:
    """A night on which ``count`` pages are built in a new way: the generic reader reads them."""
    glances = [nights.glance("generic") for _ in range(count)]
    return nights.night({nights.today - DAY: count}, glances=glances, fired=[{"title": "h1"}] * count)


def test_a_changed_layout_is_seen_on_two_pages_and_does_not_become_the_custom(ledger: Ledger) -> None:
    nights = Nights(ledger, STEADY, date(2026, 8, 3))
    nights.first()
    first = only(changed(nights, 2))
    assert first.kind == "layout_changed"
    assert "the platform's own rules read 0 of 2 (as a rule 100%)" in first.text
    assert "[selectors] of binhdinh.toml" in first.text
    assert first.evidence is not None
    assert first.evidence.capture_id in first.text
    for _ in range(35):
        verdict = changed(nights, 3)
    assert (kinds(verdict), verdict.exit_code) == (["layout_changed"], 8)
    assert only(verdict).since == first.since


def test_another_selector_that_fires_is_drift_while_pages_still_read(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    glances = [nights.glance() for _ in range(6)]
    marks = [nights.fired(one) | {"title": 'meta[property="og:title"]'} for one in glances]
    verdict = nights.night({nights.today - DAY: 6}, glances=glances, fired=marks)
    assert (kinds(verdict), verdict.exit_code) == (["layout_changed"], 5)
    wanted = "selector 'h1.title-detail' finds the title on 0 of 6, 'meta[property=\"og:title\"]' on 6"
    assert wanted in only(verdict).text


def test_a_field_that_is_lost_is_drift(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    glances = [nights.glance(without=["author"]) for _ in range(12)]
    verdict = nights.night({nights.today - DAY: 12}, glances=glances)
    assert "author is found in 0 of 12 (as a rule " in only(verdict).text


def test_text_that_shrinks_is_drift(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    for _ in range(6):
        nights.normal()
    glances = [nights.glance() for _ in range(10)]
    short = [type(one)(one.url_key, one.published_at, 210, fields=one.fields) for one in glances]
    verdict = nights.night({nights.today - DAY: 10}, glances=short)
    assert "characters of the median article: 210" in only(verdict).text


def test_listings_that_shrink(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    for _ in range(6):
        nights.normal()
    tally = nights.tally(0)
    tally.first_pages[SECTIONS[1]] = 5
    verdict = nights.night(tally=tally)
    assert kinds(verdict) == ["listing_shrunk"]
    assert f"«{SECTIONS[1]}» of binhdinh shows 5 items on its first page (as a rule 12)" in only(verdict).text


def test_pages_that_are_kept_from_the_crawler(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    tally = nights.tally(10)
    for number in range(4):
        tally.refuse("http_403", f"http://binhdinh.test/{number}")
    verdict = nights.night(tally=tally)
    assert (kinds(verdict), verdict.exit_code) == (["blocked"], 5)
    assert "keeps the crawler out: 4 of 19 answers (4 x http 403)" in only(verdict).text


def test_the_history_keeps_the_figures_of_every_run(ledger: Ledger) -> None:
    nights = Nights(ledger, BUSY, date(2026, 8, 3))
    nights.first()
    nights.normal()
    newest, oldest = nights.history().nights()
    assert (newest.run_id, newest.day, newest.status) == ("r1", date(2026, 8, 4), "ok")
    assert newest.figures.seconds == {"median": 0.4, "p95": 1.5}
    assert newest.figures.first_pages == dict.fromkeys(SECTIONS, 12)
    assert newest.figures.listing_pages == dict.fromkeys(SECTIONS, 3)
    assert oldest.figures.fields["title"] == oldest.figures.articles == oldest.figures.read_by["platform"]
    # A row of another version: what it lacks is empty, what it has too much is left out.
    ledger.connection.execute('UPDATE run_figures SET figures = \'{"articles": 2, "new": 1}\'')
    assert nights.history().nights()[0].figures.articles == 2


def test_a_redesigned_replica_raises_the_alarm_in_the_same_run(crawls: Crawls) -> None:
    slug, host = "sonla", "sonla.test"
    crawls.site.fault(host, "changed_layout", r"-600\d*[07]$")
    code, result, _ = crawls.run(slug, "r1")
    (alarm,) = result["alarms"]
    assert (code, result["status"], alarm["kind"]) == (5, "partial", "layout_changed")
    assert "33 of 42 pages read as articles, 90% expected, since" in alarm["text"]
    assert alarm["text"] in result["reason"]
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        page = ledger.capture(alarm["capture_id"])
        (night,) = History(ledger, PORTALS[slug]).nights()
    assert page is not None
    assert (page.run_id, page.url) == ("r1", alarm["url"])
    assert re.search(r"[07]$", alarm["url"])
    figures = night.figures
    assert (figures.articles, figures.read_by) == (42, {"platform": 33, "generic": 9})
    assert figures.fired["title"] == {".ArticleHeader": 33, "meta[name=title]": 9}
    assert figures.statuses["200"] == figures.answers
    assert sum(figures.statuses.values()) == result["counts"]["requests"]
    assert 0 < figures.seconds["median"] <= figures.seconds["p95"]
    assert set(figures.listing_pages) == set(figures.first_pages) == set(result["stops"])
    assert figures.expectations["article_share"] is False
    crawls.site.mend()
    code, result, _ = crawls.run(slug, "r2", "--recheck-days", "36500")
    assert (code, result["alarms"]) == (0, [])
    crawls.site.fault(host, "changed_layout", r"-\d{6}$")
    code, result, _ = crawls.run(slug, "r3", "--recheck-days", "36500")
    assert (code, [one["kind"] for one in result["alarms"]]) == (8, ["layout_changed"])


def test_a_redesigned_listing_raises_the_alarm_with_the_page(crawls: Crawls) -> None:
    crawls.site.fault("sonla.test", "changed_layout", r"/tin-kinh-te$")
    code, result, _ = crawls.run("sonla", "r1", "--limit", "3")
    (alarm,) = result["alarms"]
    assert (code, alarm["kind"]) == (5, "listing_changed")
    assert "«Tin kinh tế» of sonla shows no items" in alarm["text"]
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        page = ledger.capture(alarm["capture_id"])
    assert page is not None
    assert page.kind == "listing"


def test_a_listing_behind_a_notice_is_blocked(crawls: Crawls) -> None:
    notice = "<title>Thông báo</title><body>Hệ thống đang bảo trì, xin quay lại sau</body>"
    crawls.site.fault("sonla.test", "page", r"/tin-kinh-te$", body=notice)
    _, result, _ = crawls.run("sonla", "r1", "--limit", "3")
    (alarm,) = result["alarms"]
    assert alarm["kind"] == "blocked"
    assert "«Tin kinh tế» of sonla is hidden: the site says it is under maintenance" in alarm["text"]


@pytest.mark.parametrize(
    ("fault", "options", "kind", "words"),
    [
        ("cookie_gate", {"stubborn": True}, "cookie_gate", "x cookie gate"),
        ("forbidden", {}, "http_403", "x http 403"),
    ],
)
def test_a_portal_behind_a_gate_is_blocked_with_its_kind(
    crawls: Crawls, fault: str, options: dict[str, Any], kind: str, words: str
) -> None:
    crawls.site.fault("sonla.test", fault, r"/tin-", **options)
    code, result, _ = crawls.run("sonla", "r1")
    (alarm,) = result["alarms"]
    assert (code, alarm["kind"]) == (8, "blocked")
    assert words in alarm["text"]
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        page = ledger.capture(alarm["capture_id"])
        (night,) = History(ledger, PORTALS["sonla"]).nights()
    assert page is not None
    assert "/tin-" in page.url
    assert night.figures.blocked[kind] >= 3
