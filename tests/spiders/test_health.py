"""The verdict on a crawl: what it lacks is told, what nobody can mend is not."""

import pytest

from spiders.health import Verdict, Yield, judge
from spiders.portal import SHIPPED, load_portal
from spiders.tally import Tally

PORTAL = load_portal(SHIPPED / "sonla.toml")


def _verdict(**missing: int) -> Verdict:
    tally = Tally(listing_pages=3, first_pages={section.name: 30 for section in PORTAL.sections})
    tally.missing_files.update(missing)
    return judge(PORTAL, tally, Yield(), None)


def test_files_that_did_not_come_make_a_run_partial() -> None:
    verdict = _verdict(http_403=2, login_page=1, http_404=7)
    assert (verdict.status, verdict.exit_code) == ("partial", 5)
    assert "files of pages did not come (2 x http_403, 1 x login_page)" in (verdict.reason or "")
    assert "more)" not in (verdict.reason or "")


@pytest.mark.parametrize(
    "reason",
    ["http_404", "http_410", "robots", "foreign_host", "offsite", "too_large", "run_limit"],
)
def test_files_that_are_settled_or_left_for_the_next_run_do_not(reason: str) -> None:
    assert _verdict(**{reason: 9}).status == "ok"


def test_files_without_an_answer_are_told_once() -> None:
    tally = Tally(listing_pages=3, first_pages={section.name: 30 for section in PORTAL.sections})
    tally.missing_files["no_answer"] += 1
    tally.failures.append("http://sonla.test/a.pdf: timeout")
    verdict = judge(PORTAL, tally, Yield(), None)
    assert verdict.status == "partial"
    assert "more)" not in (verdict.reason or "")
