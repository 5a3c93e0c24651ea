"""Files that did not come: which are asked for again, when, and what charges them."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest
from scrapy.http import Response as Received

from spiders.attachments import Offer, settling_terms
from spiders.filebook import FileBook
from spiders.frontier import Frontier
from spiders.hostwatch import HostWatch
from spiders.ledger import Ledger
from spiders.tally import Tally
from spiders.turns import MAX_ATTEMPTS
from tests.spiders.pages import PORTALS

PORTAL = PORTALS["sonla"]
HOST = "sonla.test"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def offer(name: str = "a", page: str = "p", mark: str | None = "m1") -> Offer:
    return Offer(
        url=f"http://{HOST}/{name}.pdf", other_url=None, url_key=name, name=name, parent_key=page,
        page_url=None, published_at=None, section=None, mark=mark,
    )  # fmt: skip


def book_of(ledger: Ledger, *offers: Offer) -> FileBook:
    book = FileBook(ledger, PORTAL.slug, "r1")
    book.plan(offers)
    return book


def attempts(ledger: Ledger) -> dict[str, int]:
    return dict(tuple(row) for row in ledger.connection.execute("SELECT url_key, attempts FROM files"))


def asked_in_runs(ledger: Ledger, book: FileBook, runs: int, reason: str) -> list[int]:
    """Return the runs of so many that ask for the one file; it never comes, for that reason."""
    asked = []
    for run in range(runs):
        Frontier(ledger, PORTAL.slug).start_walk("http://x", f"r{run}")
        for target in book.due():
            asked.append(run)
            book.missed(target.url_key, reason, None, is_settled=False)
    return asked


def test_a_file_that_fails_in_many_runs_takes_turns_and_is_never_given_up(ledger: Ledger) -> None:
    asked = asked_in_runs(ledger, book_of(ledger, offer()), 40, "http_500")
    assert asked[:MAX_ATTEMPTS] == list(range(MAX_ATTEMPTS))
    turns = asked[MAX_ATTEMPTS:]
    assert len(turns) == 5
    assert {later - earlier for earlier, later in pairwise(turns)} == {7}


def test_a_closed_host_charges_no_file(ledger: Ledger) -> None:
    assert asked_in_runs(ledger, book_of(ledger, offer()), 9, "host_closed") == list(range(9))


def watch_of(ledger: Ledger, *names: str) -> HostWatch:
    """Return a watch that saw files of two hosts get no answer."""
    visit = SimpleNamespace(portal=PORTAL, tally=Tally(), frontier=Mock())
    book = book_of(ledger, *(offer(name) for name in names))
    watch = HostWatch(cast("Any", visit), book)
    for name in names:
        host = "vinhlong.test" if name.startswith("v") else HOST
        watch.file_failed(name, f"http://{host}/{name}.pdf", "timeout")
        book.missed(name, "no_answer", "timeout", is_settled=False)
    return watch


def test_a_file_without_an_answer_is_charged_once_its_host_gives_one(ledger: Ledger) -> None:
    watch = watch_of(ledger, "a", "b", "v")
    assert attempts(ledger) == {"a": 0, "b": 0, "v": 0}
    for status in (503, 429, 500):  # a host that cannot serve now tells nothing
        watch.answered(Received(f"http://{HOST}/other.html", status=status))
    assert attempts(ledger) == {"a": 0, "b": 0, "v": 0}
    watch.answered(Received(f"http://{HOST}/other.html"))
    watch.answered(Received(f"http://{HOST}/other.html", status=404))
    assert attempts(ledger) == {"a": 1, "b": 1, "v": 0}


def test_of_files_without_an_answer_to_the_end_the_first_of_a_host_is_charged(ledger: Ledger) -> None:
    watch_of(ledger, "a", "b", "v", "v2").finished()
    assert attempts(ledger) == {"a": 1, "b": 0, "v": 1, "v2": 0}


def test_a_settled_file_is_asked_for_again_with_a_page_that_changed_and_only_then(ledger: Ledger) -> None:
    book = book_of(ledger, offer())

    def is_asked(page: str, mark: str | None) -> bool:
        is_due = bool(book.plan([offer(page=page, mark=mark)]))
        book.missed("a", "http_404", None, is_settled=True)
        return is_due

    assert [is_asked("p", mark) for mark in ("m1", "m1", "m2", "m2", None)] == [
        True,
        False,
        True,
        False,
        False,
    ]
    # Another page that offers it is news once, and the two do not take each other for changes.
    assert [is_asked(page, "m2") for page in ("q", "p", "q", "p")] == [True, False, False, False]
    assert book.due() == []


def test_a_file_in_the_archive_is_never_due_again(ledger: Ledger) -> None:
    book = book_of(ledger, offer())
    ledger.connection.execute("UPDATE files SET capture_id = 'c', is_due = 0")
    assert [target.is_known for target in book.plan([offer(mark="m2")])] == [True]
    assert book.due() == []


@pytest.mark.parametrize(
    ("reason", "change", "is_due"),
    [
        ("too_large", {}, False),
        ("too_large", {"max_file_mb": 9.5}, False),
        ("too_large", {"max_file_mb": 100.0}, True),
        ("foreign_host", {"max_file_mb": 100.0}, False),
        ("foreign_host", {"file_hosts": ("vinhlong.test",)}, True),
        ("offsite", {"other_hosts": ("vinhlong.test",)}, True),
        ("http_404", {"max_file_mb": 100.0, "file_hosts": ("vinhlong.test",)}, False),
    ],
)
def test_what_a_limit_settled_is_due_when_the_limit_allows_more(
    ledger: Ledger, reason: str, change: dict[str, Any], is_due: bool
) -> None:
    book = book_of(ledger, offer())
    book.missed("a", reason, None, is_settled=True, terms=settling_terms(PORTAL).get(reason))
    book.reopen(settling_terms(PORTAL.model_copy(update=change)))
    assert bool(book.due()) is is_due
