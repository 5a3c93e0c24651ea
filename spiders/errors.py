"""What can go wrong while crawling. Every message says what, where, and what to do next."""


class CrawlError(Exception):
    """The crawl, its ledger or its archive cannot go on. ``exit_code`` is the process's exit code."""

    exit_code = 1


class PortalConfigError(CrawlError):
    """A portal file is missing or wrong."""

    exit_code = 4


class ContactMissingError(CrawlError):
    """A live portal was to be crawled without telling its operators whom to write to."""

    exit_code = 4


class PortalLockedError(CrawlError):
    """Another process crawls the same portal into the same data folder."""

    exit_code = 6


class ArchiveError(CrawlError):
    """The bytes in the archive are not those the ledger vouches for."""

    exit_code = 9


class KeepingError(CrawlError):
    """Nothing can be kept: the crawl ledger, its folder, the disk or the clock does not allow it."""


class DiskFullError(KeepingError):
    """The disk of the data folder is full, or its quota is."""

    exit_code = 3


class ClockError(KeepingError):
    """The clock of this machine cannot be right: no page is dated by it."""

    exit_code = 4


class PageRejected(CrawlError):  # noqa: N818 - a verdict on a page, not a failure of the program
    """A fetched page is no article. ``reason`` is a short snake_case code, ``detail`` says it in words."""

    exit_code = 8

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
