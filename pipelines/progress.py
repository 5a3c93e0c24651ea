"""What a run tells those who watch it."""


class Observer:
    """Hears how a run goes on. This one keeps silent; a terminal overrides what it wants to show."""

    def crawl_started(self, portal: str) -> None:
        """Hear that the crawl of ``portal`` began."""

    def crawled(self, portal: str, pages: int, articles: int, new: int) -> None:
        """Hear what ``portal`` has yielded so far: pages fetched, article pages among them, new ones."""

    def crawl_finished(self, portal: str, status: str, reason: str | None) -> None:
        """Hear how the crawl of ``portal`` ended (``ok``, ``partial``, ``failed``) and why."""

    def advanced(self, stage: str, done: int, total: int) -> None:
        """Hear that ``stage`` has done ``done`` of ``total`` items of its batch."""

    def said(self, line: str) -> None:
        """Hear one plain sentence about the run."""
