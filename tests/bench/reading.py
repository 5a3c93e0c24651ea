"""How well and how fast pages are read: our modules, our generic reader, and libraries that take any page.

The measure is the token F1 of an article's text (words counted, order free) against its truth, over the
pages of the replicas, the same pages after a redesign, and articles in frames of platforms no module knows.
The truth repeats the label of a column in every cell of a table; the libraries do not and lose a bit by it.
"""

import sys
import time
from collections.abc import Callable, Sequence
from statistics import mean, median

from spiders.body import read_body
from spiders.detect import detect_platform
from spiders.pages import Article
from tests.bench.rivals import rivals
from tests.spiders.quality import (
    Case,
    Figures,
    by_generic,
    by_platform,
    framed_cases,
    measure,
    padded,
    recorded_cases,
    redesigned_cases,
    replica_cases,
)

Say = Callable[[str], object]
Read = Callable[[Case], tuple[str, str] | None]
_HEAVY = 90_000
_RUNS = 3


def main(say: Say = sys.stdout.write) -> None:
    """Print the figures."""
    readers = _readers()
    sets = {
        "recorded pages": recorded_cases(),
        "pages of the replicas": replica_cases()[::4],
        "after a redesign": redesigned_cases()[::4],
        "unknown platforms": framed_cases(24),
    }
    say(f"{'token F1':<28}" + "".join(f"{name:>14}" for name in readers) + "\n")
    for title, cases in sets.items():
        _quality(say, title, cases, readers)
    heavy = [padded(case, _HEAVY) for case in replica_cases()[::8]]
    frames = framed_cases(48)
    say(f"\n{'pages/s on one core':<28}" + "".join(f"{name:>14}" for name in readers) + "\n")
    for title, cases in ((f"replicas at {_HEAVY // 1000} KB", heavy), ("unknown platforms", frames)):
        rates = "".join(f"{_rate(cases, read):14.0f}" for read in readers.values())
        say(f"{title:<28}{rates}   {_kilobytes(cases):.0f} KB a page\n")
    _parts(say, heavy)


def _readers() -> dict[str, Read]:
    own: dict[str, Read] = {"own modules": _said(by_platform), "generic": _said(by_generic)}
    found = rivals()
    return own | {name: _text_only(read) for name, read in found.items()}


def _said(read: Callable[[Case], Article | None]) -> Read:
    def said(case: Case) -> tuple[str, str] | None:
        article = read(case)
        return (article.title, article.text) if article else None

    return said


def _text_only(read: Callable[[str], str]) -> Read:
    return lambda case: ("", read(case.html))


def _quality(say: Say, title: str, cases: Sequence[Case], readers: dict[str, Read]) -> None:
    found: list[dict[str, Figures]] = [measure(cases, read) for read in readers.values()]
    for group in found[0]:
        scores = "".join(f"{figures[group].f1:14.3f}" for figures in found)
        say(f"  {group:<26}{scores}   {len(found[0][group].scores)} pages\n")
    means = "".join(f"{mean(one.f1 for one in figures.values()):14.3f}" for figures in found)
    say(f"{title:<28}{means}   mean of the above\n")


def _rate(cases: Sequence[Case], read: Read) -> float:
    taken = []
    for _ in range(_RUNS):
        started = time.process_time()
        for case in cases:
            read(case)
        taken.append(time.process_time() - started)
    return len(cases) / max(median(taken), 1e-9)


def _kilobytes(cases: Sequence[Case]) -> float:
    return mean(len(case.raw.body) for case in cases) / 1000


def _parts(say: Say, cases: Sequence[Case]) -> None:
    """Say what recognising a CMS and BeautifulSoup take: the first a whole page, the second its body."""
    pages = [case.html for case in cases]
    bodies = [f"<div><p>{case.truth.text.replace(chr(10), '</p><p>')}</p></div>" for case in cases]
    for name, texts, work in (
        ("CMS recognised", pages, detect_platform),
        ("bodies cleaned", bodies, read_body),
    ):
        started = time.process_time()
        for text in texts:
            work(text)
        rate = len(texts) / max(time.process_time() - started, 1e-9)
        say(f"{name:<28}{rate:14.0f} a second, {mean(map(len, texts)) / 1000:.1f} KB each\n")


if __name__ == "__main__":
    main()
