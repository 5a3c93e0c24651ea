"""Is what was fetched what the portal is expected to yield? Judged from the pages, not from exit codes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Literal

from spiders.archive import read_capture
from spiders.errors import PageRejected
from spiders.frontier import Frontier
from spiders.ledger import CaptureRow, Ledger
from spiders.manners import UNREACHABLE
from spiders.pages import Article
from spiders.platforms import parse_page
from spiders.portal import Portal
from spiders.tally import Tally

Status = Literal["ok", "partial", "failed"]
#: Fewer pages than this say nothing about a share.
_ENOUGH = 5


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a crawl ended, why in an operator's words, and the exit code that says the same."""

    status: Status
    reason: str | None
    exit_code: int
    expectations: list[Expectation]


def read_yield(ledger: Ledger, archive_dir: Path, portal: Portal, run_id: str) -> Yield:
    """Read the article pages this run kept. The dates they give are noted where a listing gave none."""
    found = Yield()
    frontier = Frontier(ledger, portal.slug)
    for row in _news(ledger.captures([portal.slug], run_id)):
        found.pages += 1
        try:
            articles = parse_page(read_capture(archive_dir, row), portal)
        except PageRejected as rejection:
            found.rejected[rejection.reason] += 1
            found.example = found.example or f"{row.url} ({rejection.detail})"
            continue
        for article in articles:
            _note(found, frontier, article)
    return found


def judge(portal: Portal, tally: Tally, found: Yield, closed: str | None) -> Verdict:
    """Judge a crawl. ``closed`` is why a host was closed to it (robots.txt), if it was."""
    expectations = [*_listings(portal, tally), *_articles(portal, found)]
    if failure := _failure(portal, tally, found, closed):
        return Verdict(status="failed", reason=failure, exit_code=8, expectations=expectations)
    troubles = [*tally.problems, *(f"{one.name}: {one.detail}" for one in expectations if not one.ok)]
    if tally.failures:
        count = len(tally.failures)
        troubles.append(f"{count} requests failed, the first: {tally.failures[0]}; the next run asks again")
    if troubles:
        more = f" (and {len(troubles) - 1} more)" if len(troubles) > 1 else ""
        reason = f"{portal.slug}: {troubles[0]}{more}"
        return Verdict(status="partial", reason=reason, exit_code=5, expectations=expectations)
    return Verdict(status="ok", reason=None, exit_code=0, expectations=expectations)


def _failure(portal: Portal, tally: Tally, found: Yield, closed: str | None) -> str | None:
    """Return why nothing came, or None."""
    where = f"{portal.slug}: {portal.base_url}"
    if closed is not None and UNREACHABLE in closed:
        return f"{where} gives no answer: {closed}; check the address, the network and the proxy setting"
    if closed is not None:
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


def _news(rows: Iterable[CaptureRow]) -> Iterable[CaptureRow]:
    return (row for row in rows if row.kind == "article")


def _note(found: Yield, frontier: Frontier, article: Article) -> None:
    found.articles.append((article.published_at is not None, len(article.text)))
    if article.published_at is not None:
        frontier.dated(article.url_key, article.published_at)
