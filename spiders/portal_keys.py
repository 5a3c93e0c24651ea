"""The tables of a portal file: its sections, what they are expected to yield, its eras."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from spiders.urls import host_of

PlatformName = Literal["vhv", "nukeviet", "vnpt", "dnn", "sharepoint", "inet"]
SectionKind = Literal["articles", "documents"]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(gt=0)]


def _has_length(hours: str) -> str:
    if hours[:2] == hours[-2:]:
        raise ValueError("the first hour and the last are the same; leave the key out for all hours")
    return hours


_HOUR = r"([01]\d|2[0-3])"
CrawlHours = Annotated[str, Field(pattern=rf"^{_HOUR}-{_HOUR}$"), AfterValidator(_has_length)]
Hosts = Annotated[tuple[str, ...], AfterValidator(lambda hosts: tuple(one.lower() for one in hosts))]


class Strict(BaseModel):
    """A table in which unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Section(Strict):
    """One listing of the portal: news articles, or a list of documents whose rows are the items."""

    url: str
    name: str
    kind: SectionKind = "articles"


class Expectations(Strict):
    """What a healthy night yields at least; a violated bound is an alarm, not a reason to lower it."""

    first_page_items: Positive  # items on the first page of every listing
    article_share: Share = 0.9  # of the fetched article pages, those that read as an article
    dated_share: Share = 0.9  # of the articles, those with a publication time
    text_chars: Positive = 200  # characters of text of the median article


class Selectors(Strict):
    """CSS selectors tried before those of the platform, most trusted first."""

    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    author: tuple[str, ...] = ()


class Era(Strict):
    """A time in which the portal was another site, or had another address. Days are of capture, inclusive.

    The portal's own keys describe its newest site. ``same_paths`` says that an address of the era and one of
    ``base_url`` with the same path are the same page.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    platform: PlatformName
    base_url: str
    hosts: Hosts = ()
    province: str | None = None  # whose portal it was, where that is another province
    same_paths: bool = False
    fold_case: bool = False
    archive_paths: tuple[str, ...] = ()
    selectors: Selectors = Selectors()

    @model_validator(mode="after")
    def _has_a_date(self) -> "Era":
        if self.since is None and self.until is None:
            raise ValueError("an era needs from or until")
        if self.since and self.until and self.since > self.until:
            raise ValueError("from is later than until")
        return self

    def covers(self, day: date) -> bool:
        """Tell whether a capture of that day is of this era."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    @property
    def all_hosts(self) -> frozenset[str]:
        """The hosts of the era, with and without `www.`."""
        return twins(self.base_url) | set(self.hosts)


def twins(base_url: str) -> frozenset[str]:
    """Return the host of a URL, with and without `www.`."""
    host = host_of(base_url)
    return frozenset({host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"})
