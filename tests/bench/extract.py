"""How fast facts are read, how that grows with a text, and what general libraries take beside it.

Rates are megabytes of UTF-8 a second of processor time on one core; each figure is the median of several
runs, since the machine may be busy with other things.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from extractors.context_marks import find_marks
from extractors.dates import find_dates
from extractors.directives import find_directives
from extractors.engine import Document, extract_facts
from extractors.facts import KINDS
from extractors.folding import fold
from extractors.rank_places import find_ranks
from extractors.scores import find_scores
from extractors.text import canonical_text
from tests.portals.content import sites

CORE = ("score", "rank", "date", "directive")
GOLD = Path(__file__).parents[1] / "gold" / "documents"
REAL = Path(__file__).parents[1] / "portals" / "texts"
#: There are few real articles here: one reading of them is too short to be timed.
REPEATS = 5
PUBLISHED = date(2024, 5, 6)
RUNS = 5
#: What the libraries beside are given: they take minutes for what the readers do in a second.
SAMPLE = 6_000

Say = Callable[[str], object]


def main(say: Say = sys.stdout.write) -> None:
    """Print the figures."""
    dense = [canonical_text(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.txt"))]
    planted = [page.text for site in sites() for page in site.articles]
    news = [text for text in planted if len(facts_of(text)) * 1000 < 4 * len(text)]
    real = [canonical_text(path.read_text(encoding="utf-8")) for path in sorted(REAL.glob("*.txt"))]
    corpora = {
        "real articles": real * REPEATS,
        "news (less than 4 facts in 1,000 letters)": news,
        "all pages of the replicas": planted,
        "dense (the gold documents)": dense,
    }
    say(f"{'MB/s':<44} {'core':>6} {'all':>6} kinds\n")
    for name, texts in corpora.items():
        size = megabytes(texts)
        rates = [size / cost(partial(_read, texts, kinds)) for kinds in (CORE, KINDS)]
        found = sum(len(facts_of(text)) for text in texts)
        said = f"{size:.2f} MB, {found / size / 1000:.1f} core facts/KB"
        say(f"{name:<44} {rates[0]:6.2f} {rates[1]:6.2f}  {said}\n")
    _stages(say, planted)
    _growth(say, planted)
    _hostile(say)
    _beside(say, "\n\n".join(planted))


def facts_of(text: str, kinds: Collection[str] = CORE) -> list[object]:
    """Return the facts of ``text``."""
    return list(extract_facts(Document(text, None, PUBLISHED, "Bình Định"), kinds))


def _read(texts: Sequence[str], kinds: Collection[str]) -> None:
    for text in texts:
        facts_of(text, kinds)


def cost(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median processor seconds of ``runs`` calls of ``work``."""
    taken = []
    for _ in range(runs):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return max(median(taken), 1e-9)


def megabytes(texts: Sequence[str]) -> float:
    """Return the size of ``texts`` in UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def _stages(say: Say, texts: Sequence[str]) -> None:
    folded = [fold(text) for text in texts]
    stages: dict[str, Callable[[], object]] = {
        "fold": lambda: [fold(text) for text in texts],
        "dates (with the symbols they avoid)": lambda: [find_dates(text, PUBLISHED) for text in texts],
        "directives (dates given)": lambda: [find_directives(text, ()) for text in texts],
        "score candidates": lambda: [find_scores(text) for text in folded],
        "rank candidates": lambda: [find_ranks(*pair) for pair in zip(texts, folded, strict=True)],
        "marks of the context": lambda: [find_marks(*pair) for pair in zip(texts, folded, strict=True)],
        "all, with the context of each number": lambda: [facts_of(text) for text in texts],
    }
    size = megabytes(texts)
    for name, work in stages.items():
        say(f"  {name:<42} {cost(work) / size * 1000:6.1f} ms/MB\n")


def _growth(say: Say, texts: Sequence[str]) -> None:
    """Say what a megabyte costs beside 100 KB, and how much memory each takes at its peak."""
    whole = "\n\n".join(texts)
    while len(whole.encode()) < 1_000_000:
        whole = f"{whole}\n\n{whole}"
    small, large = (whole.encode()[:size].decode(errors="ignore") for size in (100_000, 1_000_000))
    ratio = cost(lambda: facts_of(large), 3) / cost(lambda: facts_of(small))
    say(f"1 MB costs {ratio:.1f} times what 100 KB cost; ")
    peaks = [_peak(text) for text in (small, large)]
    say(f"peak memory {peaks[0] / 1e6:.1f} and {peaks[1] / 1e6:.1f} MB\n")
    before = _peak("\n\n".join(texts[:20]))
    after = [_peak("\n\n".join(texts[:20])) for _ in range(3)][-1]
    say(f"peak memory of the same pages, first and fourth time: {before / 1e6:.2f}, {after / 1e6:.2f} MB\n")


def _peak(text: str) -> int:
    tracemalloc.start()
    facts_of(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


#: Texts that are no language, each a piece that is repeated: what a broken or hostile page may hold.
HOSTILE = {
    "one line of digits": "7",
    "digits and spaces": "7 ",
    "fractions": "1/",
    "decimals": "1,5",
    "percentages": "85,5% ",
    "parentheses that open": "(",
    "nested parentheses": "((13/63) ",
    "quotes": "“a ",
    "numbers of documents": "số 1 ",
    "symbols": "1/A ",
    "long signs": "1/QĐ-UBND-A-A-",
    "days": "ngày 12/5, ",
    "ranks": "hạng 5/63, ",
    "indices": "PAPI đạt 42,5 điểm, ",
    "mixed scripts": "Ж中ا٣७ ",
    "zero width": "\u200b\u200dm\u0301",
    "half decomposed": "e\u0302\u0301u\u031b ",
}
HOSTILE_SIZE = 1_000_000


def _hostile(say: Say) -> None:
    """Say the slowest hostile texts, each of a million letters on one line, and how they grow."""
    figures = []
    for name, piece in HOSTILE.items():
        seconds = []
        for size in (HOSTILE_SIZE // 5, HOSTILE_SIZE):
            text = canonical_text((piece * (size // len(piece) + 1))[:size])
            seconds.append(cost(lambda text=text: facts_of(text), 1))  # type: ignore[misc]
        figures.append((seconds[1], seconds[1] / seconds[0], name))
    for taken, ratio, name in sorted(figures, reverse=True):
        say(f"  {name:<42} {taken:6.2f} s, {ratio:4.1f} times a fifth of it\n")


def _beside(say: Say, text: str) -> None:
    """Time libraries that a user might take instead, on a sample of sentences."""
    if find_spec("dateparser") is None:
        say("dateparser is not installed: left out\n")
    else:
        search = import_module("dateparser.search").search_dates
        _rate(say, "dateparser.search_dates", text[:SAMPLE], lambda line: search(line, languages=["vi"]))
    tag = import_module("underthesea").ner
    _rate(say, "underthesea.ner, line by line", text[:SAMPLE], tag)
    _rate(say, "the core kinds on the same sample", text[:SAMPLE], facts_of)


def _rate(say: Say, name: str, sample: str, read: Callable[[str], object]) -> None:
    lines = [line for line in sample.split("\n") if line]
    read(lines[0])  # loads what is loaded once
    seconds = cost(lambda: [read(line) for line in lines], 1)
    say(f"{name:<44} {megabytes(lines) / seconds:8.4f} MB/s\n")


if __name__ == "__main__":
    main()
