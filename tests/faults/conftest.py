"""The small world, crawled, read, loaded and published once; what tests damage are copies of it."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.faults import stages
from tests.faults.effects import Fault
from tests.faults.forks import Nursery, nursery
from tests.faults.world import Place, copied, digests, kept, told_by, world, yesterday
from tests.portals.server import Running


@dataclass(frozen=True)
class Prepared:
    """Data folders of an undisturbed world, and what must come out of every disturbed one.

    ``crawled`` has a release of the day before and pages that are due, ``extracted`` is what was read of
    these, ``loaded`` has their rows, ``checked`` all but the new release; ``whole`` is a first night up to
    there. ``before`` and ``after`` count the articles of the two releases. ``loaded_rows`` and ``rows`` are
    the rows after loading and at the end, ``pages`` and ``fresh_rows`` the pages and rows of ``whole``,
    ``effects`` what each stage that writes did.
    """

    server: Running
    nursery: Nursery
    place: Place
    crawled: Path
    extracted: Path
    loaded: Path
    checked: Path
    whole: Path
    before: int
    after: int
    pages: list[tuple[object, ...]]
    fresh_rows: dict[str, str]
    loaded_rows: dict[str, str]
    rows: dict[str, str]
    effects: dict[str, list[str]]

    def new(self, data: Path) -> Place:
        """Return the place of a data folder that is not there yet."""
        return replace(self.place, data=data)

    def copy(self, source: Path, target: Path) -> Place:
        """Return the place of a copy."""
        return replace(self.place, data=copied(source, target))

    def run(self, job: Callable[..., Any], place: Place, *arguments: Any, **options: Any) -> Any:
        """Run a job that must end well; return what it tells."""
        ended = self.nursery.run(job, place, *arguments, **options)
        assert ended.code == 0, ended
        return ended.value

    def kill(self, place: Place, stage: str, fault: Fault, **options: Any) -> int:
        """Kill a night in a stage; return how many articles the release then has, once it is found whole."""
        ended = self.nursery.run(stages.night, place, stage, fault, **options)
        assert ended.code == -signal.SIGKILL, (stage, fault, ended)
        return told_by(place.data)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    folder = tmp_path_factory.mktemp("faults")
    with world(folder) as (server, portals), nursery() as parent:

        def run(job: Callable[..., Any], data: Path, *arguments: Any, **options: Any) -> Any:
            ended = parent.run(job, Place(data, portals, server.proxy), *arguments, **options)
            assert ended.code == 0, ended
            return ended.value

        whole, crawled, extracted = folder / "whole", folder / "crawled", folder / "extracted.pickle"
        code, effects = run(stages.crawl, whole, "r1")
        assert run(stages.night, whole, last="check").exit_code == 0
        with yesterday(server):
            assert run(stages.night, crawled, crawl=True).exit_code == 0
        assert (code, run(stages.crawl, crawled, "r2")[0]) == (0, 0)
        run(stages.read, crawled, extracted)
        loaded = copied(crawled, folder / "loaded")
        loading = run(stages.night, loaded, last="load", prepared=extracted)
        checked = copied(loaded, folder / "checked")
        checking = run(stages.night, checked, last="check")
        published = copied(checked, folder / "published")
        publishing = run(stages.night, published, is_checked=True)
        yield Prepared(
            server=server,
            nursery=parent,
            place=Place(crawled, portals, server.proxy),
            crawled=crawled,
            extracted=extracted,
            loaded=loaded,
            checked=checked,
            whole=whole,
            before=told_by(crawled),
            after=told_by(published),
            pages=kept(whole),
            fresh_rows=digests(whole),
            loaded_rows=digests(loaded),
            rows=digests(published),
            effects={
                "crawl": effects,
                "load": loading.effects["load"],
                "check": checking.effects["check"],
                "publish": publishing.effects["publish"],
            },
        )
