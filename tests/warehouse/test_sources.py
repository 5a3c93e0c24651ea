"""Which articles count as one source."""

from datetime import timedelta

from tests.warehouse import batches
from tests.warehouse.batches import START, Rows
from tests.warehouse.observing import observe
from warehouse.connection import Connection

PRINT = list(range(1000, 1032))


def like(bins: int) -> list[int]:
    """A fingerprint that agrees with PRINT in so many bins, the others spread over it."""
    places = {at * 5 % 32 for at in range(32 - bins)}
    return [number + 7000 * (at in places) for at, number in enumerate(PRINT)]


def article(number: int, fingerprint: list[int] | None = None, **changes: object) -> Rows:
    published = START - timedelta(days=100 - number)
    changes = {"text": f"Bài số {number}.", "published_at": published, "fingerprint": fingerprint, **changes}
    return batches.article(number, **changes)  # type: ignore[arg-type]


def sources(con: Connection) -> dict[int, tuple[int, bool, float | None]]:
    """Number of an article: number of its source, whether it is a reprint, and how like."""
    numbers = {batches.hex16("article", number): number for number in range(1, 200)}
    found = con.execute("SELECT article_id, source_id, is_reprint, likeness FROM sources").fetchall()
    return {numbers[one]: (numbers[source], reprint, like) for one, source, reprint, like in found}


def test_texts_are_one_where_three_quarters_of_their_fingerprints_agree(con: Connection) -> None:
    bins = {11: 32, 12: 28, 13: 24, 14: 23, 15: 5}
    prints = {number: [one + number * 50_000 for one in PRINT] for number in bins}
    first = [article(number, prints[number]) for number in bins]
    later = [article(number + 10, [one + number * 50_000 for one in like(bins[number])]) for number in bins]
    observe(con, [*first, *later])
    found = sources(con)
    assert [found[number] for number in bins] == [(number, False, None) for number in bins]
    assert [found[number + 10] for number in bins] == [
        (11, True, 1.0),
        (12, True, 28 / 32),
        (13, True, 24 / 32),
        (24, False, None),
        (25, False, None),
    ]


def test_a_chain_of_reprints_is_one_source_the_earliest(con: Connection) -> None:
    later = [number if at < 24 else number + 9 for at, number in enumerate(like(26))]
    observe(con, [article(3, PRINT), article(2, like(26)), article(1, later)])
    assert {source for source, _, _ in sources(con).values()} == {1}


def test_the_same_text_is_one_source_unless_it_is_a_mere_phrase(con: Connection) -> None:
    phrase = "Xem tệp đính kèm."
    observe(con, [article(n, text=batches.TEXT) for n in (1, 2)] + [article(n, text=phrase) for n in (3, 4)])
    assert sources(con) == {1: (1, False, None), 2: (1, True, 1.0), 3: (3, False, None), 4: (4, False, None)}


def test_a_file_and_its_page_are_one_source_and_no_reprint(con: Connection) -> None:
    page = batches.hex16("article", 1)
    observe(con, [article(1), article(2, kind="file", parent_article_id=page), article(3)])
    assert sources(con) == {1: (1, False, None), 2: (1, False, None), 3: (3, False, None)}


def test_texts_that_follow_one_pattern_are_told_apart_however_many(con: Connection) -> None:
    """More articles than are all compared share a band; reprints among them are still found."""
    own = [[*PRINT[:3], *(n * 100 + at for at in range(29))] for n in range(100)]
    articles = [article(n + 1, own[n]) for n in range(60)]
    articles += [article(n + 61, [*own[n][:30], 5, 6]) for n in range(60)]
    observe(con, articles)
    assert {number: source for number, (source, _, _) in sources(con).items()} == {
        **{n: n for n in range(1, 61)},
        **{n + 60: n for n in range(1, 61)},
    }
