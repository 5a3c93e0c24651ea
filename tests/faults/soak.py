"""Many nights of a growing world, each with a trouble drawn by chance; at the end all must be there, once.

``python -m tests.faults.soak --nights 200 --seed 1``. Two portals publish an article a night, or two, one
night the one, one night the other; every twentieth night some articles that were fetched are edited. The same
world is then told to a data folder without troubles: both must hold the same rows, else the exit code is 1.
"""

import argparse
import fcntl
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from spiders.ledger import CaptureRow, Ledger
from spiders.portal import SHIPPED
from tests.faults import troubles
from tests.faults.forks import Ended, Nursery, nursery
from tests.faults.world import Place, digests, due, told_by
from tests.portals.model import Page
from tests.portals.planted import planted_pages
from tests.portals.server import Running, running
from warehouse.releases import CURRENT

HOSTS = {"binhduong": "www.binhduong.test", "sonoivu-binhdinh": "sonoivu.binhdinh.test"}
#: Nights between two rounds of edits, and articles edited in each.
ROUND, EDITS = 20, 3
#: The newest articles of a listing: every night looks at as many and more.
NEWEST = 15
#: Quiet nights at the end, at most: a page that failed often is asked for in every seventh run.
PATIENCE = 10


@dataclass
class World:
    """The two portals: what they have published, what they will."""

    server: Running
    coming: dict[str, list[Page]]
    edited: set[str] = field(default_factory=set)

    @classmethod
    def new(cls, server: Running, nights: int) -> "World":
        """Empty the portals; prepare an article for every night, and a few more."""
        coming = {}
        for slug, host in HOSTS.items():
            site = server.site(host)
            coming[slug] = planted_pages(site, nights * 2 // 3 + 10)
            site.articles[:] = [page for page in site.articles if page.kind == "document"][:3]
            del site.sections[2 if slug == "binhduong" else 1 :]
            for page in coming[slug]:
                page.sections = (site.sections[0].key,)
        world = cls(server, coming)
        for slug in HOSTS:
            world.publish(slug, 3)
        return world

    def publish(self, slug: str, count: int = 1) -> None:
        """Publish the next articles of a portal."""
        self.server.site(HOSTS[slug]).articles.extend(self.coming[slug][:count])
        del self.coming[slug][:count]

    def edit(self, slug: str, fetched: set[str], number: int) -> list[str]:
        """Edit some articles that were fetched and never edited; return their keys.

        They are of the newest: a listing is walked to its end at the first crawl, and then now and then.
        """
        site = self.server.site(HOSTS[slug])
        newest = site.listed(site.sections[0].key)[:NEWEST]
        pages = [one for one in newest if one.kind == "news" and one.path.lower() in fetched]
        chosen = [one.key for one in pages if one.key not in self.edited][:EDITS]
        for key in chosen:
            title = f"{site.page(key).title} (cập nhật {number})"
            said = f"Năm 2023, chỉ số PAPI của tỉnh {site.province} đạt 4{number % 10},5 điểm."
            self.server.edit(site.host, key, title=title, body=[said])
        self.edited.update(chosen)
        return chosen


@dataclass
class Soak:
    """The nights under way, and what became of them."""

    world: World
    nursery: Nursery
    place: Place
    chance: random.Random
    met: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    articles: int = 0

    def night(self, number: int) -> None:
        """Let a night pass under a trouble, and look at what it leaves."""
        slug = list(HOSTS)[number % 2]
        self.world.publish(slug, self.chance.choice((1, 1, 1, 2)) if len(self.world.coming[slug]) > 1 else 0)
        trouble = self.chance.choice(list(troubles.TROUBLES))
        self._prepare(slug, trouble)
        ended = self.run(slug, trouble)
        self.world.server.mend()
        self.met[trouble] += 1
        code = ended.value[0] if ended.code == 0 else ended.code
        self.codes[f"{trouble}: {code}"] += 1
        if code == 1 or code not in {0, 3, 4, 5, 8, 9, -9}:
            self._note(f"night {number}, {trouble}: {code} {ended.error} {ended.value}")
        self._look(number, trouble)

    def run(self, slug: str, trouble: str = "none") -> Ended:
        seed = self.chance.randrange(1 << 30)
        ended = self.nursery.run(troubles.night, self.place, slug, trouble, seed)
        self._wait_for_crawl(slug)
        return ended

    def mend(self) -> None:
        """Repair the data folder."""
        ended = self.nursery.run(troubles.mend, self.place)
        if (ended.code, ended.value) != (0, True):
            self._note(f"repair: {ended}")

    def _prepare(self, slug: str, trouble: str) -> None:
        """Make the troubles of the server and of the archive."""
        host, times = HOSTS[slug], self.chance.randrange(1, 5)
        if trouble == "5xx":
            self.world.server.fault(host, "status", code=503, times=times)
        elif trouble in {"torn", "cut"}:
            kind = "torn" if trouble == "torn" else "cut_packed"
            self.world.server.fault(host, kind, path=r"(?i)\.html|ID=|\.pdf", times=times)
        elif trouble == "record damaged":
            damage_last(self.place.data)
            self.mend()

    def _wait_for_crawl(self, slug: str) -> None:
        """Wait until the crawl of a killed night has seen that nobody listens."""
        with suppress(FileNotFoundError), (self.place.data / "locks" / f"{slug}.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

    def _look(self, number: int, trouble: str) -> None:
        """Note a release that is not whole, or has fewer articles than the one before."""
        if self.articles == 0 and not (self.place.data / "published" / CURRENT).is_symlink():
            return  # none has been published yet
        with suppress(Exception):
            before, self.articles = self.articles, told_by(self.place.data)
            if self.articles >= before:
                return
        self._note(f"night {number}, {trouble}: the release is not whole, or has lost articles")

    def _note(self, problem: str) -> None:
        self.problems.append(problem)
        print(problem, flush=True)


def damage_last(data: Path) -> None:
    """Flip the bytes in the middle of the last record of an article."""
    with Ledger(data / "ledger.sqlite") as ledger:
        rows = [row for row in ledger.captures() if row.kind == "article"]
    if rows:
        row = rows[-1]
        with (data / "archive" / row.warc_file).open("r+b") as file:
            file.seek(row.warc_offset + row.warc_length // 2)
            file.write(b"damage")


def fetched(data: Path, slug: str) -> set[str]:
    """Return the paths of a portal's articles that are loaded, in small letters."""

    def path(row: CaptureRow) -> str:
        return "/" + row.url.partition("://")[2].partition("/")[2].lower()

    with Ledger(data / "ledger.sqlite") as ledger:
        waiting = {row.url_key for row in ledger.unloaded()}
        rows = [row for row in ledger.captures([slug]) if row.kind == "article"]
    return {path(row) for row in rows if row.url_key not in waiting}


def portal_files(folder: Path) -> Path:
    """Write the files of the two portals, with few expectations: they begin small."""
    folder.mkdir()
    for slug in HOSTS:
        told = (SHIPPED / f"{slug}.toml").read_text("utf-8")
        told = told.replace("first_page_items = 8", "first_page_items = 1")
        if slug != "binhduong":
            head, one, _ = told.split("[[sections]]")
            told = f"{head}[[sections]]{one}[expect]{told.partition('[expect]')[2]}"
        (folder / f"{slug}.toml").write_text(told, "utf-8")
    return folder


def files_in(data: Path) -> str:
    """Return how many files lie in each folder of a data folder, and what nobody needs any more."""
    counts = Counter(path.relative_to(data).parts[0] for path in data.rglob("*") if path.is_file())
    counts["left over"] = len(list((data / "published").glob(".*")))
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def memory() -> int:
    """Return the megabytes that this process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 >> 20


def soak(folder: Path, nights: int, seed: int) -> list[str]:
    """Let the nights pass; return what is wrong in the end."""
    portals, chance = portal_files(folder / "portals"), random.Random(seed)
    with running() as server, nursery() as parent:
        world = World.new(server, nights)
        here = Soak(world, parent, Place(folder / "disturbed", portals, server.proxy), chance)
        quiet = Soak(world, parent, Place(folder / "quiet", portals, server.proxy), random.Random(0))
        begun = time.monotonic()
        for number in range(nights):
            if number % ROUND == ROUND - 1:
                # What is edited was fetched by both.
                for slug in HOSTS:
                    quiet.run(slug)
                    world.edit(slug, fetched(here.place.data, slug) & fetched(quiet.place.data, slug), number)
                    quiet.run(slug)
            here.night(number)
            if number % 10 == 9:
                took = f"{time.monotonic() - begun:.0f} s, {memory()} MB, {here.articles} articles"
                files = files_in(here.place.data)
                print(f"night {number + 1}: {took}, {len(here.problems)} problems, {files}", flush=True)
        here.mend()
        settle(here)
        settle(quiet)
        print("troubles:", dict(sorted(here.met.items())))
        print("exit codes:", dict(sorted(here.codes.items())))
        return here.problems + quiet.problems + differences(here.place.data, quiet.place.data)


def settle(one: Soak) -> None:
    """Let quiet nights pass until nothing is due."""
    for _ in range(PATIENCE):
        code = one.nursery.run(troubles.quiet, one.place, tuple(HOSTS)).value
        if code == 0 and not due(one.place.data):
            return
    one.problems.append(f"not settled after {PATIENCE} quiet nights: {code}, {due(one.place.data)}")


def differences(one: Path, other: Path) -> list[str]:
    """Return the tables that differ; what a page links to is what there was on the day it was fetched."""
    ours, theirs = digests(one), digests(other)
    differing = [name for name in ours if ours[name] != theirs[name] and name != "related_links"]
    return [f"{name}: {ours[name]} is not {theirs[name]}" for name in differing]


def main() -> int:
    """Run the soak and say how it went in one line."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak")
    parser.add_argument("--nights", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the data folders")
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gat-soak-"))
    wrong = soak(folder, told.nights, told.seed)
    for line in wrong:
        print(line)
    verdict = (
        f"{len(wrong)} things are wrong, see {folder}" if wrong else "all rows as in an undisturbed world"
    )
    print(f"{told.nights} nights, seed {told.seed}: {verdict}")
    if not wrong and not told.keep:
        shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
