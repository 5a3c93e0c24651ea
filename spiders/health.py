"""Is what was fetched what the portal is expected to yield? Judged from the pages, not from exit codes."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Literal

from spiders.alarm import Alarm
from spiders.blocking import PASSING
from spiders.frontier import Frontier
from spiders.ledger import CaptureRow, Ledger
from spiders.manners import UNREACHABLE
from spiders.portal import Portal
from spiders.sample import Glance, Reading, read_sample
from spiders.tally import Tally

Status = Literal["ok", "partial", "failed"]
#: Fewer pages than this say nothing about a share.
_ENOUGH = 5
#: Refusals that need nobody's attention: the page is gone, or was never the portal's.
_SETTLED = frozenset({"http_404", "http_410", "foreign_link"})
#: Files that need nobody's attention: they are gone, or the portal's settings leave them out. One that got no
#: answer is among the failed requests.
_FILES_SETTLED = frozenset(
    {"http_404", "http_410", "robots", "foreign_host", "offsite", "too_large", "run_limit", "no_answer"}
)
#: What is to be known of a refusal whose name does not say all.
_REFUSED = {
    "too_large": "it is larger than a download may be, packed or unpacked",
    "redirect_limit": "it leads round in a circle, or on more than five times",
    "cut_short": "its answer broke off in every try",
    "offsite": "another host than the portal's is never asked",
    "redirect_not_http": "only addresses of the web are asked",
    "robots": "robots.txt forbids it",
    "host_closed": "the host was closed for this run",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing a portal was expected to yield, whether it did, and the figures in words."""

    name: str
    ok: bool
    detail: str


@dataclass(slots=True)
class Yield:
    """What the fetched pages hold when they are read."""

    pages: int = 0
    articles: list[tuple[bool, int]] = field(default_factory=list)  # is it dated, characters of text
    rejected: Counter[str] = field(default_factory=Counter)
    example: str = ""
    #: Articles read by any way, with what was found in them.
    glances: list[Glance] = field(default_factory=list)
    #: By part of an article: how many pages each selector of the platform was the first to find it on.
    fired: dict[str, Counter[str]] = field(default_factory=dict)
    #: Pages on which the selectors were tried, and one page each: that was read, and by reason of rejection.
    tried: int = 0
    good: CaptureRow | None = None
    examples: dict[str, CaptureRow] = field(default_factory=dict)

    def add(self, reading: Reading) -> None:
        """Add what reading one page gave."""
        self.pages += 1
        self.glances += reading.articles
        if reading.reason is not None:
            self.rejected[reading.reason] += 1
            self.example = self.example or f"{reading.capture.url} ({reading.detail})"
            self.examples.setdefault(reading.reason, reading.capture)
        else:
            self.articles += [(one.published_at is not None, one.chars) for one in reading.articles]
            self.good = self.good or (reading.capture if reading.articles else None)
        self.tried += bool(reading.articles)
        for part, selector in reading.fired:
            self.fired.setdefault(part, Counter())[selector] += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a crawl ended, why in an operator's words, and the exit code that says the same."""

    status: Status
    reason: str | None
    exit_code: int
    expectations: list[Expectation]
    alarms: list[Alarm] = field(default_factory=list)


def read_yield(
    ledger: Ledger,
    archive_dir: Path,
    portal: Portal,
    run_id: str,
    tally: Tally,
    is_over: Callable[[], bool] = lambda: False,
) -> Yield:
    """Read a sample of the article pages this run kept; never raises for what a page does to a parser.

    The dates they give are noted where a listing gave none, and a page that only stands in for its article
    makes the item due again. ``is_over`` ends the reading early.
    """
    found = Yield(
        pages=tally.soft_errors.total(), rejected=Counter(tally.soft_errors), example=tally.soft_example
    )
    frontier = Frontier(ledger, portal.slug)
    rows = [row for row in ledger.captures([portal.slug], run_id) if row.kind == "article"]
    for reading in read_sample(rows, archive_dir, portal, is_over=is_over):
        found.add(reading)
        if reading.reason in PASSING:
            frontier.rejected(reading.capture.url_key)
        for article in reading.articles:
            if article.published_at is not None:
                frontier.dated(article.url_key, article.published_at)
    return found


def judge(portal: Portal, tally: Tally, found: Yield, closed: str | None) -> Verdict:
    """Judge a crawl. ``closed`` is why a host was closed to it (robots.txt), if it was."""
    expectations = [*_listings(portal, tally), *_articles(portal, found)]
    if failure := _failure(portal, tally, found, closed):
        return Verdict(status="failed", reason=failure, exit_code=8, expectations=expectations)
    troubles = [
        *([f"{portal.base_url} closed itself: {closed}; the next run goes on from here"] if closed else []),
        *tally.problems,
        *(f"{one.name}: {one.detail}" for one in expectations if not one.ok),
        *_refusals(tally, found),
    ]
    if tally.failures:
        troubles.append(f"{failures_of(tally)}; the next run asks again")
    troubles += _missing_files(tally)
    if troubles:
        more = f" (and {len(troubles) - 1} more)" if len(troubles) > 1 else ""
        reason = f"{portal.slug}: {troubles[0]}{more}"
        return Verdict(status="partial", reason=reason, exit_code=5, expectations=expectations)
    return Verdict(status="ok", reason=None, exit_code=0, expectations=expectations)


def failures_of(tally: Tally) -> str:
    """Say how many requests failed, by which causes, and which was the first."""
    causes = ", ".join(f"{count} x {cause.replace('_', ' ')}" for cause, count in tally.lost().items())
    requests = "1 request" if len(tally.failures) == 1 else f"{len(tally.failures)} requests"
    return f"{requests} failed ({causes}), the first: {tally.failures[0]}"


def _refusals(tally: Tally, found: Yield) -> Iterable[str]:
    """Say which articles did not come and are still wanted."""
    for reason, count in tally.refused.items():
        # What robots.txt forbids is a trouble only where it is most of the portal.
        is_policy = reason == "robots" and count <= tally.article_pages + tally.not_modified
        if reason not in _SETTLED and not is_policy:
            what = _REFUSED.get(reason, "look at it in a browser")
            pages = "1 page" if count == 1 else f"{count} pages"
            first = tally.examples[reason]
            yield f"{pages} refused ({reason}), the first: {first}; {what}, the next run asks again"
    passing = sum(count for reason, count in found.rejected.items() if reason in PASSING)
    if passing:
        yield (
            f"{passing} answers with status 200 were no articles, the first: {found.example};"
            " the next run asks again"
        )
    if tally.overdue:
        yield (
            f"{len(tally.overdue)} articles have not come for many runs, the first: {tally.overdue[0]};"
            " each is asked for in every seventh run"
        )


def _missing_files(tally: Tally) -> Iterable[str]:
    """Say in one sentence which files were planned and did not come."""
    missing = {
        reason: count
        for reason, count in tally.missing_files.items()
        if reason not in _FILES_SETTLED and count
    }
    if missing:
        told = ", ".join(f"{count} x {reason}" for reason, count in sorted(missing.items()))
        yield f"files of pages did not come ({told}); `missing_files` of the result counts all"


def _failure(portal: Portal, tally: Tally, found: Yield, closed: str | None) -> str | None:
    """Return why nothing came, or None."""
    where = f"{portal.slug}: {portal.base_url}"
    if closed is not None and UNREACHABLE in closed and not tally.pages:
        return f"{where} gives no answer: {closed}; check the address, the network and the proxy setting"
    if closed is not None and not tally.pages:
        return f"{where} is closed to the crawler: {closed}; look at the site, and run again later"
    if tally.listing_pages == 0:
        first = tally.failures[0] if tally.failures else "no request was made"
        return f"{where} gave no listing: {first}; check the address, the network and the proxy setting"
    if not any(tally.first_pages.values()):
        return (
            f"{where} answers, but no listing shows an item; its layout may have changed: compare the page"
            f" with the selectors of platform {portal.platform!r}"
        )
    if found.pages >= _ENOUGH and not found.articles:
        return (
            f"{where}: none of {found.pages} fetched pages reads as an article, the first: {found.example};"
            " its layout may have changed"
        )
    return None


def _listings(portal: Portal, tally: Tally) -> Iterable[Expectation]:
    least = portal.expect.first_page_items
    for section in portal.sections:
        count = tally.first_pages.get(section.name)
        detail = "not fetched" if count is None else f"{count} items on page 1, at least {least} expected"
        yield Expectation(
            name=f"first_page_items: {section.name}", ok=count is not None and count >= least, detail=detail
        )


def _articles(portal: Portal, found: Yield) -> Iterable[Expectation]:
    expect = portal.expect
    count = len(found.articles)
    share = count / found.pages if found.pages else 1.0
    yield Expectation(
        name="article_share",
        ok=found.pages < _ENOUGH or share >= expect.article_share,
        detail=f"{count} of {found.pages} pages read as articles, {expect.article_share:.0%} expected"
        + (f"; the first that does not: {found.example}" if found.example else ""),
    )
    dated = sum(is_dated for is_dated, _ in found.articles)
    yield Expectation(
        name="dated_share",
        ok=count < _ENOUGH or dated / count >= expect.dated_share,
        detail=f"{dated} of {count} articles have a publication time, {expect.dated_share:.0%} expected",
    )
    middle = int(median(chars for _, chars in found.articles)) if found.articles else 0
    yield Expectation(
        name="text_chars",
        ok=count < _ENOUGH or middle >= expect.text_chars,
        detail=f"the median article has {middle} characters, at least {expect.text_chars} expected",
    )
