"""How well pages are read whose truth is known: the measure that tests and bench share."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from statistics import mean
from typing import cast

from spiders.cases import _raw, load_cases
from spiders.eras import seen_as
from spiders.errors import PageRejected
from spiders.generic import read_generic
from spiders.pages import Article, Listed, RawPage
from spiders.platforms import parse_page
from spiders.portal import Portal, load_portals
from spiders.reading import open_page
from tests.portals.content import sites
from tests.portals.faults import _redesigned
from tests.portals.model import Page, Site
from tests.portals.web import Response
from tests.spiders.frames import FRAMES, furniture
from tests.spiders.frames.furniture import Scene
from tests.spiders.pages import Reader, raw_page

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded page: what it belongs to, its bytes, and what must be read from it."""

    group: str
    raw: RawPage
    portal: Portal
    truth: Page

    @property
    def html(self) -> str:
        """The page as text, for libraries that take no bytes."""
        return self.raw.body.decode()


@dataclass(slots=True)
class Figures:
    """How a reader did on a group of pages: the token F1 of each text, and how many titles were right."""

    scores: list[float] = field(default_factory=list)
    titles: int = 0
    worst: tuple[float, str] = (2.0, "")

    @property
    def f1(self) -> float:
        """The mean token F1."""
        return mean(self.scores)


def token_f1(got: str, wanted: str) -> float:
    """Return the F1 of the words of two texts, each counted as often as it stands there; order is free."""
    ours, theirs = Counter(_WORD.findall(got)), Counter(_WORD.findall(wanted))
    shared = sum((ours & theirs).values())
    return 2 * shared / (sum(ours.values()) + sum(theirs.values())) if shared else 0.0


@cache
def replica_cases() -> list[Case]:
    """Return the news pages of the five replicas as they are served."""
    return [
        Case(site.slug, reader_raw, portal, page)
        for site, page, reader_raw, portal in _served(lambda body: body)
    ]


@cache
def redesigned_cases() -> list[Case]:
    """Return the same pages after a redesign: other names everywhere, no headings, no marks for machines."""
    return [
        Case(f"{site.slug} redesigned", raw, portal, page) for site, page, raw, portal in _served(_renamed)
    ]


@cache
def recorded_cases() -> list[Case]:
    """Return the recorded articles of the portals that ship; the truth is what their cases vouch for."""
    portals, found = load_portals(), []
    for recorded in load_cases():
        case, portal = recorded.case, portals[recorded.slug]
        if case.kind != "article":
            continue
        view = seen_as(portal, case.url, case.captured_at.date()) or portal
        raw = _raw(recorded, portal)
        truth = parse_page(raw, view)[0]
        assert (truth.title, truth.text_sha256) == (case.expect.title, case.expect.text_sha256)
        # It has the title and the text of a page, which are what counts.
        found.append(Case(view.platform, raw, view, cast("Page", truth)))
    return found


@cache
def framed_cases(step: int = 6) -> list[Case]:
    """Return every ``step``-th article in each of the frames of unknown platforms."""
    found = []
    for site, page, raw, portal in _served(lambda body: body):
        others = [other for other in site.articles if other is not page and other.kind == "news"]
        scene = Scene(f"Cổng thông tin điện tử tỉnh {site.province}", others)
        for number, (name, frame) in enumerate(FRAMES.items()):
            if (int(page.key) + number) % step == 0:
                url = f"http://{site.host}/khac/{page.key}.html"
                framed = raw_page(portal, url, frame(page, scene).encode(), listed=raw.listed)
                found.append(Case(name, framed, portal, page))
    return found


def _served(change: Callable[[bytes], bytes]) -> Iterator[tuple[Site, Page, RawPage, Portal]]:
    for site in sites():
        reader = Reader(site)
        for page in site.articles:
            if page.kind != "news":
                continue
            response, url = reader.get(reader.url(page.path))
            listed = Listed(title=page.title, section=page.section)
            yield (
                site,
                page,
                raw_page(reader.portal, url, change(response.body), listed=listed),
                reader.portal,
            )


def _renamed(body: bytes) -> bytes:
    return _redesigned(Response(body)).body


def by_platform(case: Case) -> Article | None:
    """Read a case as the crawl does."""
    return _read(case, lambda: parse_page(case.raw, case.portal)[0])


def by_generic(case: Case) -> Article | None:
    """Read a case with the generic reader alone."""
    return _read(case, lambda: read_generic(open_page(case.raw), case.portal))


def _read(case: Case, read: Callable[[], Article]) -> Article | None:
    try:
        return read()
    except PageRejected:
        return None


def measure(
    cases: Iterable[Case],
    read: Callable[[Case], tuple[str, str] | None],
    groups: dict[str, Figures] | None = None,
) -> dict[str, Figures]:
    """Return the figures of each group; ``read`` gives title and text of a case, or None if it gives up."""
    found: dict[str, Figures] = {} if groups is None else groups
    for case in cases:
        figures = found.setdefault(case.group, Figures())
        title, text = read(case) or ("", "")
        score = token_f1(text, case.truth.text)
        figures.scores.append(score)
        figures.titles += title.split() == case.truth.title.split()
        figures.worst = min(figures.worst, (score, case.raw.url))
    return found


def overall(figures: Sequence[Figures]) -> float:
    """Return the mean over the groups, each counting the same."""
    return mean(one.f1 for one in figures)


def padded(case: Case, size: int = 90_000) -> Case:
    """Return a case whose page is as heavy as real ones: menus, other news and scripts around it."""
    html = case.html
    if len(case.raw.body) < size:
        head, mark, tail = html.partition("</head>")
        body_tag, closing, rest = tail.partition(">")
        html = f"{head}{furniture.styles(14_000)}{mark}{body_tag}{closing}{_menus()}{rest}"
        html = html.replace("</body>", f"{_sidebar()}</body>", 1)
        missing = size - len(html.encode())
        html = html.replace("</body>", f"{furniture.script(max(missing, 0))}</body>", 1)
    body = html.encode()
    return replace(case, raw=replace(case.raw, body=body, sha256=sha256(body).hexdigest()))


@cache
def _menus() -> str:
    return f'<div class="wide-menu"><ul>{furniture.menu(12)}</ul></div>'


@cache
def _sidebar() -> str:
    pages = [page for page in sites()[0].articles if page.kind == "news"][:30]
    item = '<div class="box-item"><a href="{url}">{title}</a><span>{day}</span><div>{brief}</div></div>'
    listed = furniture.teasers(pages, item, lambda page: page.path)
    return f'<div class="box-right">{listed}{furniture.poll()}{furniture.site_links()}</div>'
