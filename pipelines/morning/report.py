"""The report of a run as an object: what stands in its file, its artifact, its mail.

Everything in it is clean: no control characters, line breaks as blanks. What stands in it from portals is not
trusted all the same; ``markdown`` and ``html`` escape it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from pipelines.morning.rendering import WORDS, as_html, as_markdown

#: ``stopped``: by a signal; ``not_begun``: refused before it did anything; ``lost``: ended without a word.
RunStatus = Literal["ok", "partial", "failed", "stopped", "not_begun", "lost"]
AlarmState = Literal["new", "open", "unchecked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalAlarm:
    """An alarm that stands at a portal, and the page that shows it. ``since`` is a day in Vietnam.

    ``unchecked``: this run did not crawl the portal, so the alarm of an earlier one stands.
    """

    portal: str
    kind: str
    what: str
    advice: str = ""
    since: date | None = None
    url: str | None = None
    capture_id: str | None = None
    state: AlarmState = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """One of the new articles of a portal, for showing; ``published_on`` is a day in Vietnam."""

    title: str
    url: str
    published_on: date | None = None
    facts: int = 0

    def newness(self) -> tuple[str, int]:
        """What those that are shown are chosen by: day of publication, then facts."""
        return str(self.published_on or ""), self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalReport:
    """One portal of a run.

    ``seconds`` its crawl took, by the clock of the machine, for ``pages``;
    ``new`` and ``edited`` count articles that this run loaded, ``new_files`` files whose text it loaded,
    ``facts`` those in all of them by kind, ``rejected`` pages by reason, ``files`` by what became of them;
    ``all_articles`` (files among them) and ``all_facts`` what the warehouse holds of the portal. ``tls`` says
    by host what is wrong with a certificate.
    """

    portal: str
    name: str
    status: str
    is_crawled: bool = True
    reason: str | None = None
    status_before: str | None = None
    pages: int = 0
    seconds: float = 0.0
    new: int = 0
    edited: int = 0
    new_files: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)
    articles: tuple[NewArticle, ...] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    tls: Mapping[str, str] = field(default_factory=dict)
    all_articles: int = 0
    all_facts: int = 0

    @property
    def has_remarks(self) -> bool:
        """Whether pages were rejected, files told of, or certificates found wrong."""
        return bool(self.rejected or self.files or self.tls)

    @property
    def rate(self) -> float | None:
        """Pages fetched each second; None as for a stage."""
        return rate(self.pages, self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One quality check: how many rows offend, and the first of them. A ``violation`` stops the publish."""

    name: str
    severity: Literal["violation", "flag"]
    rows: int
    what: str
    first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a stage took, on the monotonic clock, for how many ``items`` (pages, articles)."""

    stage: str
    seconds: float
    items: int = 0
    unit: str = ""

    @property
    def rate(self) -> float | None:
        """Items each second, where there were some."""
        return rate(self.items, self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that asks for a person: what is wrong in one sentence, what to do, the page that shows it."""

    what: str
    advice: str = ""
    url: str | None = None
    is_grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRun:
    """Another run, as a report tells of it: what came of it, how many articles were new, some of them."""

    run_id: str
    purpose: str
    finished_at: datetime
    status: RunStatus
    headline: str
    new: int = 0
    articles: tuple[NewArticle, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What is otherwise than after an earlier run, the night before as a rule.

    Differences of totals (None where they are not known), alarms that ended, and the other ``runs`` since
    then, but for so many that are ``left_out``. ``is_same_day``: no night ended on an earlier day in Vietnam.
    """

    run_id: str
    finished_at: datetime
    is_night: bool = False
    is_same_day: bool = False
    articles: int | None = None
    facts: int | None = None
    ended: tuple[PortalAlarm, ...] = ()
    runs: tuple[OtherRun, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """When and how a run ended that crawled so many ``portals``."""

    run_id: str
    finished_at: datetime
    status: RunStatus
    exit_code: int
    portals: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningReport:
    """How a run went. Instants are in UTC; ``purpose`` is the command, ``stage`` the last one it was in.

    ``totals`` are articles (files among them) and facts (also by kind) of the whole warehouse; empty where it
    could not be read. ``alarms`` stand at the end of this run, also those at portals that it did not ask.
    ``read_otherwise`` counts facts by what better rules made of them (gained, lost, changed). ``night`` is
    the last run that crawled no fewer portals than the one before it, be it this one. ``release`` is the
    folder that this run published, or None.
    """

    run_id: str
    purpose: str
    started_at: datetime
    finished_at: datetime
    status: RunStatus
    exit_code: int
    headline: str
    stage: str = ""
    needs: tuple[Need, ...] = ()
    portals: tuple[PortalReport, ...] = ()
    alarms: tuple[PortalAlarm, ...] = ()
    since: Since | None = None
    totals: Mapping[str, int] = field(default_factory=dict)
    checks: tuple[CheckLine, ...] = ()
    lapsed: tuple[str, ...] = ()
    read_otherwise: Mapping[str, int] = field(default_factory=dict)
    timings: tuple[Timing, ...] = ()
    release: str | None = None
    night: Ended | None = None

    @property
    def is_night(self) -> bool:
        """Whether this run was a night, well or not."""
        return self.night is not None and self.night.run_id == self.run_id

    @property
    def subject(self) -> str:
        """One line that tells it all, for a mail or a list."""
        word = WORDS[self.status]
        # Of a run that did not come to its end the sentence begins with that word.
        return f"Gặt {self.headline}" if self.headline.startswith(word) else f"Gặt {word}: {self.headline}"

    @property
    def new(self) -> int:
        """New articles of all portals."""
        return sum(one.new for one in self.portals)

    @property
    def edited(self) -> int:
        """Articles of all portals that were edited."""
        return sum(one.edited for one in self.portals)

    @property
    def new_files(self) -> int:
        """Files of all portals whose text was loaded."""
        return sum(one.new_files for one in self.portals)

    @property
    def facts(self) -> Mapping[str, int]:
        """Facts in new and edited articles and in files of all portals, by kind."""
        kinds = sorted({kind for one in self.portals for kind in one.facts})
        return {kind: sum(one.facts.get(kind, 0) for one in self.portals) for kind in kinds}

    def markdown(self) -> str:
        """Return the report as Markdown, fit for a Prefect artifact."""
        return as_markdown(self)

    def html(self, *, is_shelved: bool = False) -> str:
        """Return the report as one HTML page that needs nothing else.

        ``is_shelved``: it lies beside those of other runs, and leads to them.
        """
        return as_html(self, is_shelved=is_shelved)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values, its ``subject`` and sums over all portals among them."""
        told: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        sums = {
            "new": self.new,
            "edited": self.edited,
            "new_files": self.new_files,
            "facts": dict(self.facts),
        }
        return {"subject": self.subject, **told, **sums}

    @classmethod
    def from_json(cls, text: str | bytes) -> "MorningReport":
        """Read what ``as_json`` gave. Raises ValueError for anything else."""
        return _ADAPTER.validate_json(text)


def rate(items: int, seconds: float) -> float | None:
    """Return items each second; None where there were none, or it went too fast to tell."""
    return items / seconds if items and seconds >= 0.001 else None


_ADAPTER = TypeAdapter(MorningReport)
