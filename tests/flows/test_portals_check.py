"""``gat portals check``: the letter about one portal, and what it costs the portal."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from flows.cli.app import run
from spiders.ledger import Ledger
from spiders.letter import Examination, _tls
from spiders.lock import portal_lock
from tests.flows.command import refusal
from tests.portals.server import Running, running
from tests.spiders.nights import Habits, Nights

HOST = "binhdinh.test"


@pytest.fixture
def site(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    with running() as site:
        monkeypatch.setenv("GAT_PROXY", site.proxy)
        monkeypatch.setenv("GAT_REHOST", ".gov.vn=.test")
        monkeypatch.setenv("GAT_DELAY", "0.01")
        yield site


def points(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    lines = capsys.readouterr().out.splitlines()
    return {line[5:18].strip(): line[:5].strip() + " " + line[18:] for line in lines[1:-1]}


def test_a_portal_that_is_well_costs_five_requests_and_leaves_no_trace(
    site: Running, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["portals", "check", "binhdinh"]) == 0
    told = points(capsys)
    assert told["reached"].startswith("ok http://binhdinh.test answers (5 x 200; median ")
    assert told["robots.txt"] == "ok allows the pages asked for"
    assert told["tls"] == "note none: the address is plain http"
    assert "shows 12 items on page 1 (at least 8 expected), the newest of 2025-06-27" in told["listing"]
    assert told["articles"] == "ok 3 of 3 pages read by platform 'vhv'"
    assert "title: h1.title-detail; lead: .article-brief" in told["selectors"]
    assert told["dates"].startswith("ok 3 of 3 articles have a publication time: 20")
    assert told["lead"].startswith("ok lead in 3")
    assert told["advice"] == "ok nothing to do"
    paths = [hit.path for hit in site.log]
    articles = {page.path for page in site.site(HOST).articles}
    assert paths[0] == "/robots.txt"
    assert len(paths) == 5
    assert len(articles.intersection(paths)) == 3
    assert not (data / "ledger.sqlite").exists()
    assert list((data / "checks" / "binhdinh" / "archive" / "binhdinh").glob("*.warc.gz"))


@pytest.mark.parametrize(
    ("verifies", "stats", "failures", "mark", "said"),
    [
        (True, {}, [], "ok", "the certificate is in order"),
        (
            True,
            {"gat/tls/a.test": "expired"},
            [],
            "ill",
            "a.test: expired; verify_certificates = false in x.toml",
        ),
        (False, {"gat/tls/a.test": "expired"}, [], "note", "a.test: expired; accepted, as x.toml says"),
        (
            True,
            {},
            ["https://a.test: unsupported protocol"],
            "ill",
            "the server speaks only old versions of TLS",
        ),
    ],
)
def test_the_letter_tells_the_state_of_the_certificate(
    verifies: bool, stats: dict[str, str], failures: list[str], mark: str, said: str
) -> None:
    portal = SimpleNamespace(base_url="https://a.test", verify_certificates=verifies)
    tally = SimpleNamespace(failures=failures, pages=3)
    seen = SimpleNamespace(scene=SimpleNamespace(portal=portal, file="x.toml"), tally=tally, stats=stats)
    finding = _tls(cast("Examination", seen))
    assert (finding.mark, finding.name) == (mark, "tls")
    assert finding.detail.startswith(said)


def test_a_portal_that_changed_is_told_what_and_what_to_do(
    site: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    site.fault(HOST, "changed_layout", r"\.html")
    assert run(["portals", "check", "binhdinh"]) == 8
    captured = capsys.readouterr()
    assert "ill  articles     0 of 3 pages read by platform 'vhv'" in captured.out
    assert "ill  what changed the article pages of binhdinh are not built as they were" in captured.out
    assert "put the new selectors under [selectors] of binhdinh.toml" in captured.out
    assert captured.err.endswith("error: binhdinh is not well: see the lines above\n")


def test_a_portal_that_blocks_is_told_so(site: Running, capsys: pytest.CaptureFixture[str]) -> None:
    site.fault(HOST, "forbidden", ".")
    assert run(["portals", "check", "binhdinh"]) == 8
    told = points(capsys)
    assert "blocked: 2 x http_403" in told["reached"]
    assert "listing" not in told
    assert "or crawl by a proxy in Vietnam (GAT_PROXY)" in told["what changed"]


def test_a_portal_that_fell_silent_is_held_against_its_own_runs(
    site: Running, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Ledger(data / "ledger.sqlite") as ledger:
        nights = Nights(ledger, Habits(12, 3), date.today() - timedelta(days=30))  # noqa: DTZ011 - to the day
        nights.first()
        while nights.today < date.today():  # noqa: DTZ011 - as above
            nights.night()
    assert run(["portals", "check", "binhdinh"]) == 8
    told = points(capsys)
    assert told["rhythm"].startswith("ill new items on ")
    assert "was failed, alarms: silent" in told["history"]
    assert "binhdinh lists nothing new for" in told["what changed"]


def test_a_check_keeps_off_a_portal_that_is_being_crawled(
    site: Running, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with portal_lock(data, "binhdinh", "r9"):
        assert run(["portals", "check", "binhdinh"]) == 6
    assert "already being crawled" in capsys.readouterr().err
    assert site.log == []


@pytest.mark.usefixtures("data")
def test_an_unknown_portal_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    code, message = refusal(capsys, "portals", "check", "atlantis")
    assert (code, "no portal 'atlantis'" in message) == (4, True)
