"""Whether hosts still answer: what fails while one is down is not charged for it."""

from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from spiders.filebook import FileBook
from spiders.keeping import Visit
from spiders.urls import host_of

#: Answers of a server that cannot serve now: no sign of life.
TRY_LATER = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
#: Requests in a row that found no server before the crawl gives the portal up for this run.
_MAX_FAILURES_IN_A_ROW = 8


class HostWatch:
    """Counts the articles and files that failed since their host's last answer."""

    def __init__(self, visit: Visit, book: FileBook) -> None:
        self._visit = visit
        self._book = book
        #: Keys of the articles that found no server since the portal's last answer of any kind.
        self._unanswered: list[str] = []
        #: Keys of the files that got no answer since the last one of their host, by host.
        self._silent: dict[str, list[str]] = {}

    def failed(self, key: str, problem: str) -> None:
        """Note an article that could not be had. Raises CloseSpider when the host stopped answering."""
        tally = self._visit.tally
        tally.fail(problem)
        self._unanswered.append(key)
        if len(self._unanswered) >= _MAX_FAILURES_IN_A_ROW:
            self._unanswered.clear()  # the host failed, not its articles
            tally.problems.append(
                f"{self._visit.portal.base_url} stopped answering ({problem}); the next run goes on from here"
            )
            raise CloseSpider("host_down")

    def file_failed(self, key: str, url: str, problem: str) -> None:
        """Note a file that got no answer at an address."""
        self._visit.tally.fail(f"{url}: {problem}")
        self._silent.setdefault(host_of(url), []).append(key)

    def answered(self, response: Response) -> None:
        """Charge what failed while the host of an answer was up; one that asks to try later tells nothing."""
        if response.status in TRY_LATER:
            return
        host = host_of(response.url)
        if host in self._visit.portal.hosts:
            self._charge_articles()
        for key in self._silent.pop(host, []):
            self._book.charge(key)

    def finished(self) -> None:
        """Charge what failed last, when the crawl came to its end.

        Of the files that a host left without an answer only the first: it may be what silenced the host, the
        others may have found it down.
        """
        self._charge_articles()
        for keys in self._silent.values():
            self._book.charge(keys[0])

    def _charge_articles(self) -> None:
        for key in self._unanswered:
            self._visit.frontier.failed(key, is_gone=False)
        self._unanswered.clear()
