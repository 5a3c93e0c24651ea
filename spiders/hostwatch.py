"""Whether the host still answers: articles that fail while it is down are not charged for it."""

from scrapy.exceptions import CloseSpider

from spiders.keeping import Visit

#: Requests in a row that found no server before the crawl gives the portal up for this run.
_MAX_FAILURES_IN_A_ROW = 8


class HostWatch:
    """Counts the articles that failed since the host's last answer."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        #: Keys of the articles that found no server since the last answer of any kind.
        self._unanswered: list[str] = []

    def failed(self, key: str, problem: str) -> None:
        """Note an article that could not be had. Raises CloseSpider when the host stopped answering."""
        tally = self._visit.tally
        tally.failures.append(problem)
        self._unanswered.append(key)
        if len(self._unanswered) >= _MAX_FAILURES_IN_A_ROW:
            self._unanswered.clear()  # the host failed, not its articles
            tally.problems.append(
                f"{self._visit.portal.base_url} stopped answering ({problem}); the next run goes on from here"
            )
            raise CloseSpider("host_down")

    def answered(self) -> None:
        """Charge the articles that failed while the host was up."""
        for key in self._unanswered:
            self._visit.frontier.failed(key, is_gone=False)
        self._unanswered.clear()
