"""What the spider stands on: the visit it makes, keeping what came, telling how far it is."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from scrapy import Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from spiders.attachments import OfferReader
from spiders.errors import ArchiveError, KeepingError
from spiders.frontier import Frontier
from spiders.keeper import Keeper
from spiders.pages import SourceKind
from spiders.portal import Portal
from spiders.tally import Tally
from spiders.walk import Orders
from spiders.watch import ABANDONED, silence_stdout


@dataclass(kw_only=True)
class Visit:
    """What one run needs: the portal, its orders, its memory, its archive, and the tally it leaves.

    Without a ``reader`` pages are not read for their files, and none is fetched.
    """

    portal: Portal
    orders: Orders
    frontier: Frontier
    keeper: Keeper
    reader: OfferReader | None = None
    tally: Tally = field(default_factory=Tally)

    @property
    def source_kind(self) -> SourceKind:
        """Where the pages of this run come from."""
        return "live"


class KeepingSpider(Spider):
    """A spider that keeps all that comes and tells its progress."""

    def __init__(self, visit: Visit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visit = visit

    def keep_other(self, response: Response) -> None:
        """Keep an answer that is no page of a listing and no article."""
        with self.kept():
            self.visit.keeper.keep_other(response)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """End the crawl when a page cannot be kept: going on would fetch pages only to lose them."""
        try:
            yield
        except (OSError, ArchiveError, KeepingError) as error:
            self.visit.tally.broken = error
            raise CloseSpider("cannot_keep_pages") from error

    def tell(self, kind: str) -> None:
        """Tell the parent what was done so far; end the crawl when nobody listens."""
        tally = self.visit.tally
        event = {
            "event": "page",
            "kind": kind,
            "pages": tally.pages,
            "articles": tally.article_pages,
            "new": tally.items_new,
        }
        try:
            sys.stdout.write(json.dumps(event) + "\n")
            sys.stdout.flush()
        except BrokenPipeError as error:
            silence_stdout()
            tally.problems.append(ABANDONED)
            raise CloseSpider("abandoned") from error


def header_of(response: Response, name: str) -> str | None:
    """Return a header of a response as text, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
