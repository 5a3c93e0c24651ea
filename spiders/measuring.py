"""How the servers of a portal answer: how fast and with which status. A Scrapy extension, no middleware:
it sees every answer as it came, second tries and redirects included."""

from typing import TYPE_CHECKING, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.manners import IS_FILE

if TYPE_CHECKING:
    from spiders.tally import Tally


class Measuring:
    """Counts answers in the tally of the visit."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension and let it hear of every answer."""
        made = cls(crawler)
        crawler.signals.connect(made.note, signal=signals.response_downloaded)
        return made

    def note(self, response: Response, request: Request) -> None:
        """Count one answer; ``download_latency`` is the seconds to its last header."""
        visit = getattr(self._crawler.spider, "visit", None)
        tally: Tally | None = getattr(visit, "tally", None)
        if tally is None:
            return
        if request.meta.get(IS_FILE):
            # Files are large, and may stand on hosts that are not the portal's.
            tally.statuses[f"file {response.status}"] += 1
        else:
            tally.statuses[str(response.status)] += 1
            tally.seconds.append(float(request.meta.get("download_latency", 0.0)))
