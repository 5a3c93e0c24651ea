"""What one crawl did, counted as it happens: the ground on which its success is judged."""

import logging
from collections import Counter
from dataclasses import dataclass, field

from spiders.causes import lost_by
from spiders.errors import ArchiveError, KeepingError, PageRejected
from spiders.walk import Step

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """Counts and troubles of one run of one portal."""

    listing_pages: int = 0
    article_pages: int = 0
    not_modified: int = 0
    items_new: int = 0
    items_known: int = 0
    items_changed: int = 0
    #: Items on the first page of each listing, by the listing's name.
    first_pages: dict[str, int] = field(default_factory=dict)
    stops: dict[str, str] = field(default_factory=dict)
    #: Why fetched pages were not kept, by reason; one URL of each as an example.
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    #: Pages that came with status 200 in place of articles, by reason, and the first of them in words.
    soft_errors: Counter[str] = field(default_factory=Counter)
    soft_example: str = ""
    #: Why answers were no listings.
    hidden_listings: Counter[str] = field(default_factory=Counter)
    #: The URL of the first of each reason.
    soft_urls: dict[str, str] = field(default_factory=dict)
    #: Every answer of a server, robots.txt and second tries included: by status, and the seconds it took.
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    #: URLs of the items that many runs failed to get.
    overdue: list[str] = field(default_factory=list)
    #: Requests that got no answer that counts, in words.
    failures: list[str] = field(default_factory=list)
    #: The error that ended the crawl because pages could not be kept.
    broken: OSError | ArchiveError | KeepingError | None = None
    #: Files that came, and why others did not.
    files: int = 0
    missing_files: Counter[str] = field(default_factory=Counter)
    #: Things an operator should look at although pages came.
    problems: list[str] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """All pages the server answered with content or «not modified»."""
        return self.listing_pages + self.article_pages + self.not_modified

    def lost(self) -> dict[str, int]:
        """Return how many requests got no answer that counts, by cause."""
        return dict(sorted(Counter(map(lost_by, self.failures)).items()))

    def count_items(self, step: Step) -> None:
        """Add what one listing page showed."""
        states = Counter(step.states)
        self.items_new += states["new"]
        self.items_known += states["known"]
        self.items_changed += states["changed"]
        if step.page == 1:
            self.first_pages[step.section] = max(len(step.states), self.first_pages.get(step.section, 0))
        for url in step.foreign:
            self.refuse("foreign_link", url)

    def fail(self, problem: str) -> None:
        """Note a request that got no answer that counts."""
        logger.warning("no answer: %s", problem)
        self.failures.append(problem)

    def refuse(self, reason: str, url: str) -> None:
        """Note what was asked for and refused, or fetched and not what was asked for."""
        logger.info("not taken", extra={"reason": reason, "url": url})
        self.refused[reason] += 1
        self.examples.setdefault(reason, url)

    def hide_listing(self, reason: str, url: str) -> None:
        """Note what was answered in place of a listing."""
        logger.warning("no listing", extra={"reason": reason, "url": url})
        self.hidden_listings[reason] += 1
        self.soft_urls.setdefault(reason, url)

    def note_soft_error(self, rejection: PageRejected, url: str) -> None:
        """Note an error page that came with status 200 in place of an article."""
        told = {"reason": rejection.reason, "url": url}
        logger.warning("an error page: %s", rejection.detail, extra=told)
        self.soft_errors[rejection.reason] += 1
        self.soft_urls.setdefault(rejection.reason, url)
        self.soft_example = self.soft_example or f"{url} ({rejection.detail})"
