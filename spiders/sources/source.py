"""What every archive of captured pages must know, and what passes between it and the spider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Protocol

from spiders.errors import CrawlError
from spiders.pages import CaptureKind, Listed, SourceKind
from spiders.portal import Portal


class IndexTroubled(CrawlError):  # noqa: N818 - a verdict on an answer, not a failure of the program
    """An answer of an index is none: the task stays to be done. The message says what came."""

    exit_code = 8


@dataclass(frozen=True, slots=True)
class Window:
    """Days of capture (UTC), both inclusive; None is open."""

    first: date | None = None
    last: date | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether something captured then is asked for."""
        day = at.astimezone(UTC).date()
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    @property
    def is_open(self) -> bool:
        """Whether captures of the window may still be made: it ends today or later, or never."""
        return self.last is None or self.last >= datetime.now(UTC).date()

    def slices(self, days: int | None) -> list["Window"]:
        """Return the window cut into slices of so many days, the newest first.

        Cuts fall on the same days whatever the window, so that a slice done once is known again.
        """
        if days is None or self.first is None or self.last is None:
            return [self]
        found: list[Window] = []
        # Counted in days: the last day that there is has none behind it.
        start, last = self.first.toordinal(), self.last.toordinal()
        while start <= last:
            end = min(start + days - 1 - (start - _EPOCH) % days, last)
            found.append(Window(date.fromordinal(start), date.fromordinal(end)))
            start = end + 1
        return found[::-1]

    def __str__(self) -> str:
        return f"{self.first or '…'} to {self.last or '…'}"


_EPOCH = date(2000, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: an address and headers. It is a plain GET."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer to a request; names of ``headers`` in lower case, ``url`` where it came from in the end."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


_HAS_NONE = frozenset({404, 410, 451})
_LATER = frozenset({408, 425, 429})
_KEPT_OUT = frozenset({401, 403, 407})
#: How the Wayback Machine says that a host asked not to be in it.
_EXCLUDING = (b"AccessControlException", b"Blocked Site Error")


def is_excluded(answer: Answered) -> bool:
    """Tell whether an archive says that the host of a page asked not to be in it."""
    return answer.status in _KEPT_OUT and any(words in answer.body for words in _EXCLUDING)


def is_last_word(answer: Answered) -> bool:
    """Tell whether an archive says for good that it has no such capture, or may not give it."""
    return answer.status in _HAS_NONE or is_excluded(answer)


def tells_nothing(answer: Answered) -> bool:
    """Tell whether an answer says nothing of what was asked: the archive is down, busy, or keeps us out."""
    is_refusal = answer.status in _KEPT_OUT and not is_excluded(answer)
    return answer.status >= 500 or answer.status in _LATER or is_refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One capture as an index tells it.

    ``status`` is None for a revisit: the page came with the bytes of an earlier capture. ``place`` is what
    the archive itself needs to find the capture; ``page`` what an archive of ours says of it. ``is_file``
    tells files from pages.
    """

    url: str
    captured_at: datetime
    status: int | None
    mime: str
    digest: str
    place: Mapping[str, str] = field(default_factory=dict)
    page: "OwnPage | None" = None
    is_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """What a record that we wrote says of its page, so that nobody has to guess."""

    portal: str
    kind: CaptureKind
    url: str
    url_key: str
    listed: Listed = field(default_factory=Listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """What an index answered: captures, further ``tasks``, and where to go on; None when all was told.

    ``trouble`` says what an operator should know although rows came.
    """

    rows: Sequence[IndexRow] = ()
    tasks: Sequence[str] = ()
    resume: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A capture that is worth having, as the ledger remembers it. ``digest`` may be empty.

    ``asked`` is the address it was first asked for under, where an archive of ours says so.
    """

    url: str
    url_key: str
    kind: CaptureKind
    captured_at: datetime
    digest: str
    place: Mapping[str, str]
    is_revisit: bool = False
    listed: Listed = field(default_factory=Listed)
    asked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A page as an archive captured it. ``headers`` are those of the portal's own answer.

    ``is_truncated`` says that the archive cut its body; ``origin`` is where it was had from.
    """

    url: str
    captured_at: datetime
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    is_truncated: bool = False
    origin: str = ""


class Archive(Protocol):
    """One archive. Pure but for ``local``: no method sends a request."""

    @property
    def kind(self) -> SourceKind:
        """What its captures are noted as."""

    @property
    def takes_all(self) -> bool:
        """Whether every capture with bytes of its own is taken, or one of each article that is not known."""

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that requests go to; empty for files."""

    @property
    def is_asked_by_address(self) -> bool:
        """Whether a capture is asked for by its address and a time near it, without a word of the index."""

    def file_tasks(self, file: Find) -> list[str]:
        """Return what else to ask the index for a file that a page offers, as names of tasks."""

    def tasks(self, portal: Portal, window: Window) -> list[str]:
        """Return what to ask the index for the captures of a portal in a window, as names of tasks."""

    def ask_index(self, task: str, resume: str | None) -> Asked:
        """Return the request for the next part of a task, from where an earlier answer said to go on."""

    def read_index(self, task: str, resume: str | None, answer: Answered) -> IndexPage:
        """Read the answer to ``ask_index``. Raises IndexTroubled for an answer that is none."""

    def ask_page(self, find: Find) -> Asked:
        """Return the request for a captured page."""

    def read_page(self, find: Find, answer: Answered) -> Captured:
        """Read the answer to ``ask_page``. Raises PageRejected for one that does not hold the page."""

    def local(self, asked: Asked) -> Answered | None:
        """Return the answer to a request that needs no network, or None."""


def instant(stamp: str) -> datetime:
    """Return the instant of a timestamp of 4 to 14 digits, as archives write it. Raises ValueError."""
    full = stamp + "00000101000000"[len(stamp) :]
    return datetime.strptime(full, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def stamp(at: datetime) -> str:
    """Return an instant as the 14 digits of archives."""
    return at.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def bounds(window: Window) -> dict[str, str]:
    """Return a window as the parameters ``from`` and ``to`` of an index, inclusive."""
    found = {}
    if window.first is not None:
        found["from"] = stamp(datetime.combine(window.first, time.min, UTC))
    if window.last is not None:
        found["to"] = stamp(datetime.combine(window.last, time.max, UTC))
    return found
