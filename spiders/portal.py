"""The validated model of a portal file: one portal is one TOML file, no Python.

Unknown keys are refused and expectations are required, so that a typing error is found before a night is
lost and a portal that goes silent is noticed. Errors name the file, the key and what is allowed.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

from pydantic import Field, ValidationError, field_validator, model_validator

from spiders.errors import CrawlError, PortalConfigError
from spiders.portal_keys import (
    CrawlHours,
    Era,
    Expectations,
    Hosts,
    PlatformName,
    Positive,
    Section,
    SectionKind,
    Selectors,
    Strict,
    twins,
)
from spiders.urls import absolute, host_of, moved, split_url

__all__ = ["Era", "Expectations", "PlatformName", "Portal", "Section", "SectionKind", "Selectors"]

SHIPPED = Path(__file__).parent / "portals"


class Portal(Strict):
    """One portal of a provincial government."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: str
    province: str
    successor: str | None = None  # the province that took this one in on 1 July 2025
    ends_on: date | None = None  # the last day of this portal's era
    is_enabled: bool = True  # crawled every night until it ends; one that is not, only when it is named
    platform: PlatformName
    base_url: str
    other_hosts: Hosts = ()  # further hosts that may be fetched from
    file_hosts: Hosts = ()  # further hosts that its files, and nothing else, are fetched from
    fetch_files: bool = True  # fetch the files that pages offer
    max_file_mb: Annotated[float, Field(gt=0, le=100)] = 20.0
    max_files: Positive = 200  # files fetched in one run
    fold_case: bool = False  # the host does not tell letter case apart (IIS)
    verify_certificates: bool = True
    recheck_days: Annotated[int, Field(ge=0)] = 14
    delay_seconds: Annotated[float, Field(ge=0.0)] = 3.0
    crawl_hours: CrawlHours | None = None  # e.g. "22-06": asked only then, by Vietnam's clock
    page_budget: Positive = 200  # listing pages of one section in one run
    overlap_items: Positive = 30  # known items in a row that end an incremental walk
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    expect: Expectations
    selectors: Selectors = Selectors()
    archive_paths: tuple[str, ...] = ()  # further folders in which archives hold its articles
    eras: tuple[Era, ...] = ()

    @field_validator("base_url")
    @classmethod
    def _is_a_url(cls, value: str) -> str:
        try:
            split_url(value)
        except CrawlError as error:
            raise ValueError(str(error)) from error
        return value.rstrip("/")

    @model_validator(mode="after")
    def _sections_are_on_site(self) -> "Portal":
        urls = [self.section_url(section) for section in self.sections]
        strangers = [url for url in urls if host_of(url) not in self.hosts]
        if strangers:
            raise ValueError(
                f"sections lead to a host that is neither base_url's nor in other_hosts: {strangers}"
            )
        if len(set(urls)) != len(urls):
            raise ValueError("two sections have the same url")
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that may be fetched from: base_url's, with and without `www.`, and other_hosts.

        So may be the hosts of an era that lasts and has the same paths: the portal moved there.
        """
        moved = [era.all_hosts for era in self.eras if era.same_paths and era.until is None]
        return twins(self.base_url).union(self.other_hosts, *moved)

    def has_ended(self, today: date) -> bool:
        """Tell whether the site is no more: its last day is over."""
        return self.ends_on is not None and self.ends_on < today

    def is_nightly(self, today: date) -> bool:
        """Tell whether the portal is crawled without being named."""
        return self.is_enabled and not self.has_ended(today)

    def section_url(self, section: Section) -> str:
        """Return the absolute URL of a section of this portal."""
        url = absolute(self.base_url + "/", section.url)
        if url is None:
            raise ValueError(f"section url {section.url!r} is no http(s) URL")
        return url

    def rehosted(self, old_suffix: str, new_suffix: str) -> "Portal":
        """Return this portal with every host ending in ``old_suffix`` moved to ``new_suffix``, over http.

        This is how the shipped files are exercised against replicas; see ``--rehost``.
        """

        def move(host: str) -> str:
            return host.removesuffix(old_suffix) + new_suffix if host.endswith(old_suffix) else host

        def move_url(url: str) -> str:
            host = host_of(url)
            if not host or move(host) == host:
                return url
            return moved(url, move(host))

        eras = tuple(
            era.model_copy(
                update={"base_url": move_url(era.base_url), "hosts": tuple(move(host) for host in era.hosts)}
            )
            for era in self.eras
        )
        sections = tuple(s.model_copy(update={"url": move_url(s.url)}) for s in self.sections)
        return self.model_copy(
            update={
                "base_url": move_url(self.base_url),
                "other_hosts": tuple(move(host) for host in self.other_hosts),
                "file_hosts": tuple(move(host) for host in self.file_hosts),
                "sections": sections,
                "eras": eras,
            }
        )


def load_portal(path: Path) -> Portal:
    """Read one portal file. Raises PortalConfigError naming file, key and allowed values."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PortalConfigError(f"{path}: no such portal file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PortalConfigError(f"{path}: not a readable TOML file: {error}") from error
    try:
        portal = Portal.model_validate(data)
    except ValidationError as error:
        raise PortalConfigError(_explained(path, error)) from error
    if portal.slug != path.stem:
        raise PortalConfigError(f"{path}: slug: is {portal.slug!r} but the file is called {path.stem!r}")
    return portal


def load_portals(folder: Path = SHIPPED) -> dict[str, Portal]:
    """Read every portal file of ``folder``, by slug, in the order of the slugs."""
    if not folder.is_dir():
        raise PortalConfigError(f"{folder}: no such folder of portal files")
    return {path.stem: load_portal(path) for path in sorted(folder.glob("*.toml"))}


def choose_portals(portals: dict[str, Portal], slugs: Iterable[str]) -> list[Portal]:
    """Return the portals named, or all that are enabled.

    Raises PortalConfigError for an unknown name, and where none is named and none enabled.
    """
    enabled = [slug for slug, portal in portals.items() if portal.is_enabled]
    wanted = list(dict.fromkeys(slugs)) or enabled
    if portals and not wanted:
        raise PortalConfigError(
            f"no portal is enabled; name one with --portal ({', '.join(portals)}), or set is_enabled = true"
            " in its file"
        )
    for slug in wanted:
        if slug not in portals:
            raise PortalConfigError(f"no portal {slug!r}; known are: {', '.join(portals) or 'none'}")
    return [portals[slug] for slug in wanted]


def _explained(path: Path, error: ValidationError) -> str:
    problems = []
    for problem in error.errors():
        key = ".".join(str(step) for step in problem["loc"]) or "file"
        message = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            message = f"unknown key; allowed here: {', '.join(_allowed_keys(problem['loc']))}"
        elif problem["type"] == "missing":
            message = "required but missing"
        problems.append(f"{key}: {message}")
    return f"{path}: " + "; ".join(problems)


def _allowed_keys(location: tuple[int | str, ...]) -> list[str]:
    tables: dict[str, type[Strict]] = {
        "sections": Section,
        "expect": Expectations,
        "selectors": Selectors,
        "eras": Era,
    }
    owner = tables.get(str(location[0]), Portal) if len(location) > 1 else Portal
    return sorted(field.alias or name for name, field in owner.model_fields.items())


PLATFORM_NAMES: tuple[str, ...] = get_args(PlatformName)
