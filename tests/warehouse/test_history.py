"""What became of texts and facts: edits, values that came and went, readings made anew, corrections."""

import itertools
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.upkeep import lapsed_corrections
from tests.warehouse import batches, observing
from tests.warehouse.batches import START, TEXT, article, common, hex16, joined
from tests.warehouse.past import (
    EDITED,
    LATER,
    QUOTE,
    URL,
    correction,
    corrections,
    edited,
    load_past,
    read_by_others,
)
from warehouse.connection import Connection, open_warehouse
from warehouse.derive import derive
from warehouse.derive.edits import Edit, compare, kept, update_version_changes
from warehouse.load import load_batch
from warehouse.tables import BY_NAME

LATEST = START + timedelta(days=2)


@pytest.fixture(scope="module")
def lived(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a warehouse with a past, of which tests take copies."""
    file = shutil.copyfile(templates / "empty.duckdb", tmp_path_factory.mktemp("past") / "past.duckdb")
    with open_warehouse(file) as connection:
        load_past(connection)
        derive(connection)
    return file


@pytest.fixture
def past(lived: Path, tmp_path: Path) -> Iterator[Connection]:
    with open_warehouse(shutil.copyfile(lived, tmp_path / "past.duckdb")) as connection:
        yield connection


def rows(con: Connection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_an_edit_is_told_with_the_sentences_that_differ(past: Connection) -> None:
    [row] = rows(
        past,
        "SELECT portal_id, url, version_no, is_title_changed, is_text_changed, sentences_removed, "
        "sentences_added, removed_count, added_count, removed_length, added_length, first_seen_at, "
        "previous_last_seen_at, is_current FROM out_version_changes",
    )
    url = "http://binhdinh.test/tin-tuc/bai-2.html"
    counts = (1, 1, 1, 1)
    # Of a text as short as this one nothing is shown.
    assert row == ("binhdinh", url, 2, False, True, [], [], *counts, LATER, START, True)


def edit_of(con: Connection, *texts: str) -> list[tuple[Any, ...]]:
    """What is told of an article whose text was one after the other of these."""
    load_batch(con, batches.batch(1))
    con.execute("DELETE FROM article_versions")
    for days, text in enumerate(texts):
        load_batch(
            con, {"article_versions": article(1, text, at=START + timedelta(days))["article_versions"]}
        )
    con.execute("UPDATE articles SET version_count = ?", [len(texts)])
    update_version_changes(con)
    told = "sentences_removed, sentences_added, added_count, added_length, is_text_changed"
    return rows(con, f"SELECT {told} FROM version_changes ORDER BY version_no")


def test_edits_one_after_the_other_show_no_more_than_a_third_of_a_text(con: Connection) -> None:
    said = "Câu số {} của bài nói về việc cải cách hành chính của tỉnh, đạt {} điểm trong năm qua."
    texts = [
        " ".join(said.format(number, 40 + (number < 3 * edits)) for number in range(12)) for edits in range(5)
    ]
    told = edit_of(con, *texts)
    assert [row[2:] for row in told] == [(3, 3, True)] * 4
    shown = [sentence for row in told for side in row[:2] for sentence in side]
    assert len(texts[0]) / 4 < sum(map(len, shown)) <= len(texts[0]) / 3
    assert "đạt 41 điểm" in told[0][1][0]
    assert told[-1][:2] == ([], [])


def test_of_a_short_text_no_sentence_is_shown(con: Connection) -> None:
    before = "Tỉnh đạt 88,66 điểm và xếp thứ 13 cả nước về cải cách năm qua."
    long = " ".join([before, *(f"Câu thứ {number} đứng sau." for number in range(30))])
    counted = edit_of(con, before, before.replace("13", "12"), long)
    assert [row[:3] for row in counted] == [([], [], 1), ([], [], 31)]


def test_versions_follow_each_other_whatever_the_order_of_loading(con: Connection) -> None:
    more = " Hội nghị kết thúc cùng ngày."
    texts = {START: TEXT + more, LATER: EDITED + more, LATEST: EDITED + more + " Hết."}
    found = set()
    for order in itertools.permutations(texts):
        con.execute("DELETE FROM article_versions")
        for at in order:
            load_batch(con, {"article_versions": article(1, texts[at], at=at)["article_versions"]})
        con.execute("DELETE FROM version_changes")
        update_version_changes(con)
        told = "SELECT version_no, sentences_added, added_length FROM version_changes ORDER BY 1"
        found.add(str(rows(con, told)))
    assert len(found) == 1
    assert "12/63" in found.pop()


def test_only_articles_of_other_versions_than_told_are_told_anew(
    con: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def heard(before: str, now: str) -> Edit:
        compared.append(now)
        return compare(before, now)

    monkeypatch.setattr("warehouse.derive.edits.compare", heard)

    def versions(number: int, *days: int) -> batches.Rows:
        texts = ((f"{number} {day}", START + timedelta(day)) for day in days)
        return joined(*(article(number, text, at=at) for text, at in texts))

    def told() -> list[tuple[Any, ...]]:
        compared.clear()
        derive(con)
        return rows(con, "FROM version_changes ORDER BY article_id, version_no")

    load_batch(con, joined(batches.common(), versions(1, 0, 3), versions(2, 0, 3), versions(3, 0)))
    first = told()
    assert (len(first), sorted(compared)) == (2, ["1 3", "2 3"])
    assert (told(), compared) == (first, [])
    load_batch(con, joined(versions(2, 1), versions(3, 2)))
    more = told()
    assert (len(more), sorted(compared)) == (4, ["2 1", "2 3", "3 2"])
    con.execute("DELETE FROM version_changes")
    assert (told(), len(compared)) == (more, 4)
    con.execute("DELETE FROM article_versions WHERE text = '2 1'")
    load_batch(con, versions(2, 3))
    assert (len(told()), compared) == (3, ["2 3"])


def test_of_a_text_written_anew_ten_sentences_are_kept_at_most() -> None:
    before = " ".join(f"Câu thứ {number} của bản đầu có từng này chữ." for number in range(60))
    now = " ".join(f"Nội dung khác số {number} thay cho bản cũ." for number in range(60))
    edit = compare(before, now)
    assert [len(side) for side in kept(edit, 5000)] == [10, 10]
    assert sum(len(sentence) for side in kept(edit, 200) for sentence in side) <= 200
    assert kept(edit, 79) == ([], [])


def test_a_sentence_is_cut_around_what_was_edited() -> None:
    before = "chữ " * 300 + "đạt 88,66 điểm" + " chữ" * 300
    edit = compare(before, before.replace("88,66", "86,68"))
    for left, longest in ((5000, 80 + 5 + 80 + 2), (100, 50)):
        _, [sentence] = kept(edit, left)
        assert "đạt 86,68 điểm" in sentence
        assert (sentence[0], sentence[-1]) == ("…", "…")
        assert longest - 10 < len(sentence) <= longest
        assert set(sentence[1:-1].split()) == {"chữ", "đạt", "86,68", "điểm"}
    _, [new] = kept(compare("Một.", "Một. " + "từng " * 200), 5000)
    assert (len(new) <= 300, set(new[:-1].split()), new[-1]) == (True, {"từng"}, "…")


def test_rows_edited_throughout_a_long_table_are_paired_in_time_that_grows_with_it() -> None:
    rows = [f"{number} hồ sơ xã {number}" for number in range(20_000)]
    edited = [f"{row} Nam" if at % 3 == 0 else row for at, row in enumerate(rows)]
    edit = compare("\n".join(rows), "\n".join(edited))
    assert edit.pairs == tuple((row, f"{row} Nam") for row in rows[::3])
    assert (edit.removed_length, edit.added_length) == (0, 4 * len(edit.pairs))


def test_sentences_that_only_moved_or_came_are_told_so() -> None:
    edit = compare("Một. Hai. Ba.", "Một. Mới. Hai. Ba.")
    assert (edit.pairs, edit.removed_length, edit.added_length) == (((None, "Mới."),), 0, 4)
    assert compare("Một. Hai.", "Một. Hai.").pairs == ()


def test_a_value_is_told_from_when_it_appeared_to_when_it_vanished(past: Connection) -> None:
    load_batch(past, article(2, EDITED, at=LATEST))
    of_rank = rows(
        past,
        "SELECT quote, first_seen_at, last_seen_at, vanished_at, first_version_no, last_version_no, "
        f"version_count, is_current FROM out_fact_history WHERE article_id = '{hex16('article', 2)}' "
        "AND kind IN ('rank', 'score') ORDER BY kind, first_seen_at",
    )
    assert of_rank == [
        ("thứ 13/63", START, START, LATER, 1, 1, 1, False),
        (QUOTE, START, LATEST, None, 1, 2, 2, True),
    ]
    seen = "SELECT DISTINCT first_seen_at, last_seen_at FROM out_facts WHERE article_id = "
    assert rows(past, f"{seen}'{hex16('article', 2)}'") == [(LATER, LATEST)]


def test_of_a_value_stated_twice_the_first_words_are_told_whatever_the_order_of_loading(
    con: Connection,
) -> None:
    told = observing.article(
        1, observing.score("88.6", component="Thể chế"), observing.score("88.60", component="thể chế")
    )
    for rows in (told["scores"], told["scores"][::-1]):
        load_batch(con, joined(common(), told | {"scores": rows}))
        assert con.execute(
            "SELECT quote, component FROM out_fact_history WHERE kind = 'score'"
        ).fetchall() == [("ý 0 là 88,6%", "Thể chế")]
        con.execute("DELETE FROM scores")


def test_what_other_rules_read_is_told_fact_by_fact(past: Connection) -> None:
    assert rows(
        past,
        'SELECT kind, "change", quote, old_value, new_value, old_extractor_version, new_extractor_version, '
        "new_parser, changed_at, portal_id FROM out_fact_changes ORDER BY kind",
    ) == [
        ("quantity", "lost", "17/40 nhiệm vụ", "17", None, "0.1.0", "0.2.0", "vhv 1", LATER, "binhdinh"),
        ("rank", "changed", "thứ 13/63", "13", "12", "0.1.0", "0.2.0", "vhv 1", LATER, "binhdinh"),
        ("score", "gained", "100 điểm", None, "100", "0.1.0", "0.2.0", "vhv 1", LATER, "binhdinh"),
    ]
    told = rows(past, "SELECT old_attributes, new_attributes FROM fact_changes ORDER BY kind")
    lost, changed, gained = [tuple(one and json.loads(one) for one in row) for row in told]
    assert (lost[0]["unit"], lost[1]) == ("nhiệm vụ", None)
    assert changed == ({"rank": 13}, {"rank": 12})
    assert (gained[0], gained[1]["indicator"]) == (None, "PAR_INDEX")


def test_a_reading_is_told_once_and_only_of_versions_that_were_known(past: Connection) -> None:
    before = rows(past, "SELECT count(*) FROM fact_changes")
    assert "fact_changes" not in load_batch(past, read_by_others(), "run-3").tables
    new = joined(article(7, extractor="0.2.0"), read_by_others(1))
    assert "fact_changes" not in load_batch(past, new, "run-3").tables
    assert "fact_changes" not in load_batch(past, article(1), None).tables
    assert rows(past, "SELECT count(*) FROM fact_changes") == before


def test_a_text_that_another_reader_made_of_the_page_is_compared_with_the_one_before(con: Connection) -> None:
    load_batch(con, batches.batch(1))
    longer = "Lời dẫn.\n\n" + TEXT.replace("88,66/100", "88,7/100")
    load_batch(con, article(1, longer, parser_version="2"), "run-1")
    assert rows(con, 'SELECT kind, "change", old_parser, new_parser FROM fact_changes') == [
        ("score", "lost", "vhv 1", "vhv 2")
    ]
    assert rows(con, "SELECT count(*) FROM article_versions") == [(1,)]


def test_a_correction_shows_and_the_fact_stays_as_it_is(past: Connection) -> None:
    shown = f"SELECT value, is_corrected FROM out_facts WHERE quote = '{QUOTE}' ORDER BY ALL"
    assert rows(past, shown) == [("86.68", True), ("88.66", False)]
    assert rows(past, f"SELECT DISTINCT value::DOUBLE FROM scores WHERE quote = '{QUOTE}'") == [(88.66,)]
    assert rows(past, "SELECT max(value)::DOUBLE, min(value)::DOUBLE FROM effective_scores") == [(100, 86.68)]
    assert rows(past, "SELECT state, state_reason, stated_values, urls FROM out_corrections") == [
        ("active", None, ["88.66"], [URL])
    ]


def test_a_dropped_fact_is_in_no_observation_and_no_longer_among_the_facts(past: Connection) -> None:
    drop = correction(kind="rank", quote="thứ 13/63", action="drop", corrected_value=None)
    load_batch(past, corrections(drop))
    derive(past)
    of_first = f"article_id = '{hex16('article', 1)}'"
    assert rows(past, f"SELECT count(*) FROM out_facts WHERE kind = 'rank' AND {of_first}") == [(0,)]
    assert rows(past, f"SELECT is_dropped FROM out_facts_history WHERE kind = 'rank' AND {of_first}") == [
        (True,)
    ]
    assert rows(past, f"SELECT count(*) FROM effective_ranks WHERE {of_first}") == [(0,)]
    assert rows(past, f"SELECT count(*) FROM observation_facts WHERE aspect = 'rank' AND {of_first}") == [
        (0,)
    ]


def test_a_corrected_score_is_observed_as_corrected(past: Connection) -> None:
    found = rows(past, "SELECT DISTINCT common_value::DOUBLE FROM observation_facts WHERE aspect = 'score'")
    assert (86.68,) in found


STATES = [
    ({"expires_on": date(2024, 2, 29)}, None, "expired", "day_passed"),
    ({"expires_on": date(9999, 1, 1)}, None, "active", None),
    ({"quote": "1/100 điểm"}, None, "unmatched", "no_such_fact"),
    ({"evidence_id": "0" * 16}, None, "active", None),
    ({"corrected_value": "88.66"}, None, "expired", "read_as_corrected"),
    ({}, "Tin khác.", "expired", "not_current"),
    ({}, TEXT.replace("thứ 13/63", "thứ 14/63"), "active", None),
    ({"kind": "rank", "quote": "thứ 13/63", "corrected_value": "12"}, EDITED, "expired", "source_corrected"),
]


@pytest.mark.parametrize(("changes", "text", "state", "reason"), STATES)
def test_a_correction_ends_by_itself(
    con: Connection, changes: dict[str, Any], text: str | None, state: str, reason: str | None
) -> None:
    load_batch(con, batches.batch(1))
    load_batch(con, corrections(correction(**changes)))
    if text is not None:
        later = edited(1, text)
        if reason == "source_corrected":
            later["ranks"] = restated(later["directives"])
        load_batch(con, joined(batches.common("run-2", LATER), later))
    derive(con)
    assert rows(con, "SELECT state, state_reason FROM out_corrections") == [(state, reason)]
    assert rows(con, "SELECT count(*) FROM corrected_facts") == [(1 if state == "active" else 0,)]


def restated(directives: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rank as the edited page states it."""
    base = dict(zip(BY_NAME["directives"].names, directives[0], strict=True))
    about = {
        "rank": 12,
        "bound": "exact",
        "out_of": 63,
        "group_name": None,
        "rank_kind": "level",
        "scope": None,
    }
    values = base | about | batches.ABOUT
    return [batches.fact_row("ranks", EDITED, "thứ 12/63", values)]


def test_a_fact_named_by_its_id_is_found_again_when_its_page_was_edited_elsewhere(con: Connection) -> None:
    load_batch(con, batches.batch(1))
    [(evidence,)] = rows(con, "SELECT evidence_id FROM scores")
    load_batch(con, corrections(correction(evidence_id=evidence)))
    load_batch(con, joined(batches.common("run-2", LATER), edited(1)))
    derive(con)
    assert rows(con, "SELECT state FROM out_corrections") == [("active",)]
    assert rows(con, "SELECT value FROM out_facts WHERE is_corrected") == [("86.68",)]


def stated_twice(lead: str, *indicators: str, **changes: Any) -> batches.Rows:
    """Article 1 with the words of its score once for each index, after a lead."""
    text = "\n\n".join([lead, *(f"{name} là {QUOTE}" for name in indicators)])
    read = article(1, text, **changes)
    base = dict(zip(BY_NAME["scores"].names, read["scores"][0], strict=True))
    read["scores"] = []
    for name in indicators:
        start = text.index(f"{name} là ") + len(f"{name} là ")
        about = {
            "indicator": name,
            "fact_key": hex16(name),
            "evidence_id": hex16(text, start),
            "start_offset": start,
            "end_offset": start + len(QUOTE),
        }
        read["scores"].append(batches.row("scores", base | about))
    return read


def test_a_correction_outlives_the_id_of_its_fact_or_is_told_to_be_lost(con: Connection) -> None:
    both = ("PAR_INDEX", "PAPI")
    load_batch(con, joined(batches.common(), stated_twice("Một.", *both)))
    [(evidence,)] = rows(con, "SELECT evidence_id FROM scores WHERE indicator = 'PAPI'")
    load_batch(con, corrections(correction(evidence_id=evidence)))
    derive(con)
    corrected = "SELECT indicator, value FROM out_facts WHERE is_corrected"
    assert rows(con, corrected) == [("PAPI", "86.68")]
    load_batch(con, stated_twice("Hai.", *both, parser_version="2"))
    derive(con)
    assert rows(con, "SELECT count(*) FROM scores WHERE indicator = 'PAPI'") == [(1,)]
    assert rows(con, "SELECT state, state_reason FROM out_corrections") == [("unmatched", "several_facts")]
    assert rows(con, corrected) == []
    [line] = lapsed_corrections(con)
    assert f"{QUOTE} in {URL}" in line
    assert "give the new id of one" in line
    load_batch(con, stated_twice("Ba.", "PAPI", parser_version="3"))
    derive(con)
    assert (rows(con, corrected), lapsed_corrections(con)) == ([("PAPI", "86.68")], ())


def test_corrections_taken_out_of_their_file_are_gone_with_the_next_run(past: Connection) -> None:
    load_batch(past, corrections())
    derive(past)
    assert rows(past, "SELECT count(*) FROM out_corrections") == [(0,)]
    assert rows(past, "SELECT count(*) FROM out_facts WHERE is_corrected") == [(0,)]


def test_of_two_corrections_of_one_fact_the_later_counts(past: Connection) -> None:
    [(evidence,)] = rows(past, "SELECT evidence_id FROM corrected_facts")
    second = correction(
        correction_id="d" * 16,
        evidence_id=evidence,
        corrected_value="87",
        declared_on=LATER,
    )
    load_batch(past, corrections(correction(), second))
    derive(past)
    assert rows(past, "SELECT value FROM out_facts WHERE is_corrected") == [("87",)]
