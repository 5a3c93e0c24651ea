"""A crawl that is killed at any moment, and again, ends with what an undisturbed one has: pages and rows."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.run import run_night
from spiders.archive import read_capture
from spiders.ledger import Ledger
from spiders.portal import SHIPPED
from spiders.restore import restore_ledger
from tests.portals.server import Running, running
from tests.spiders.dying import Nursery, nursery
from warehouse.query import run_query
from warehouse.releases import current_snapshot

SLUG, REHOST = "sonoivu-binhdinh", ".gov.vn=.test"
KILLS, SEED = 20, 20260722
PAGES = ("article", "file")
TABLES = (
    "articles", "article_versions", "attachments", "related_links", "files", "rejections",
    "scores", "ranks", "dates", "directives", "quantities", "persons", "assignments",
)  # fmt: skip
#: When and by which run something was seen, and where it lies: the killed ones are other runs.
_OF_THE_RUN = ("run_id", "capture_id", "warc_file", "first_seen_at", "last_seen_at", "fetched_at")


@dataclass
class Story:
    """One data folder, and the crawls that filled it."""

    data: Path
    site: Running
    nursery: Nursery
    runs: int = 0
    killed: list[int] = field(default_factory=list)

    def crawl(self, moment: int | None = None) -> tuple[int, int]:
        """Crawl; return the exit code and how many moments that had."""
        self.runs += 1
        arguments = [
            "--portal", SLUG, "--data", str(self.data), "--run-id", f"r{self.runs:02}", "--rehost", REHOST,
            "--proxy", self.site.proxy, "--delay", "0",
        ]  # fmt: skip
        return self.nursery.crawl(arguments, moment)

    def is_killed(self, moment: int) -> bool:
        """Crawl, and tell whether it was killed; one that ends before the moment must be well."""
        code, _ = self.crawl(moment)
        assert code in {-9, 0}
        self.killed += [moment] if code else []
        return code != 0

    def pages(self) -> Counter[tuple[Any, ...]]:
        """Return what the archive holds, each page as often as it is there, checked against its bytes."""
        with Ledger(self.data / "ledger.sqlite") as ledger:
            rows = [row for row in ledger.captures([SLUG]) if row.kind in PAGES]
        assert all(read_capture(self.data / "archive", row).sha256 == row.sha256 for row in rows)
        return Counter((row.kind, row.url_key, row.url, row.status, row.sha256) for row in rows)

    def load(self) -> Path:
        """Load the warehouse from the archive and return its snapshot."""
        plan = NightPlan(
            data=self.data, portals_dir=SHIPPED, gat_version="0", portals=(SLUG,), rehost=REHOST, workers=1
        )
        summary = run_night(plan, Observer(), crawl=False)
        assert summary.trouble == ""
        return current_snapshot(self.data / "published")


def rows_of(snapshot: Path, table: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table without what depends on the run."""
    with run_query(snapshot, f"SELECT * EXCLUDE ({_excluded(snapshot, table)}) FROM {table}") as result:
        return sorted(result.rows, key=repr)


def _excluded(snapshot: Path, table: str) -> str:
    names = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
    with run_query(snapshot, names) as result:
        return ", ".join(name for (name,) in result.rows if name in _OF_THE_RUN)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Story, list[Story]]]:
    """Return an undisturbed crawl, and crawls killed twenty times in all and gone on with to their end."""
    chance = random.Random(SEED)
    folder = tmp_path_factory.mktemp("killed")
    with running() as site, nursery() as parent:
        whole = Story(folder / "whole", site, parent)
        code, moments = whole.crawl()
        assert code == 0
        others: list[Story] = []
        while sum(len(story.killed) for story in others) < KILLS:
            story = Story(folder / f"story{len(others)}", site, parent)
            others.append(story)
            is_open = True
            while is_open and sum(len(one.killed) for one in others) < KILLS:
                # A crawl that only walks its listings again has half of the moments of the first.
                is_open = story.is_killed(chance.randrange(1, moments // 2))
            if is_open:
                assert story.crawl()[0] == 0
        yield whole, others


def test_a_crawl_killed_at_twenty_moments_has_every_page_once(stories: tuple[Story, list[Story]]) -> None:
    whole, others = stories
    pages = whole.pages()
    assert {kind for kind, *_ in pages} == set(PAGES)
    assert max(pages.values()) == 1
    for story in others:
        assert story.pages() == pages
    assert sum(len(story.killed) for story in others) == KILLS


def test_its_rows_are_those_of_an_undisturbed_one(stories: tuple[Story, list[Story]]) -> None:
    whole, others = stories
    expected = whole.load()
    counts = {table: len(rows_of(expected, table)) for table in TABLES}
    assert min(counts["articles"], counts["scores"], counts["directives"], counts["files"]) > 0
    for story in others:
        found = story.load()
        for table in TABLES:
            assert rows_of(found, table) == rows_of(expected, table), table


def test_a_record_the_ledger_did_not_live_to_vouch_for_is_no_other_page(
    stories: tuple[Story, list[Story]], tmp_path: Path
) -> None:
    whole, others = stories
    for number, story in enumerate(others):
        with Ledger(tmp_path / f"{number}.sqlite") as ledger:
            restore_ledger(ledger, story.data / "archive", {})
            rows = [row for row in ledger.captures([SLUG]) if row.kind in PAGES]
        pages = Counter((row.kind, row.url_key, row.url, row.status, row.sha256) for row in rows)
        assert set(pages) == set(whole.pages())
        # At most the page under way at each kill lies there twice.
        assert sum(pages.values()) - len(pages) <= len(story.killed)
