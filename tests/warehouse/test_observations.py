"""What statements of one thing together tell, from planted articles."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse import batches
from tests.warehouse.observing import article, move, observe, one, rank, rise, score
from tests.warehouse.past import correction, corrections
from warehouse.checks import all_checks, run_check
from warehouse.connection import Connection
from warehouse.derive import derive
from warehouse.load import load_batch

CHECKS = {check.name: check for check in all_checks()}
BOTH = "score, score_sources, score_articles, is_score_conflict"


def test_two_articles_that_differ_are_one_conflicting_observation_with_both_sources(con: Connection) -> None:
    observe(con, [article(1, score("88.66")), article(2, score("87.66"), days=1)])
    assert one(con, "score, score_min, score_max, is_score_conflict, score_conflict, len(evidence_ids)") == (
        87.66,
        87.66,
        88.66,
        True,
        "87.66 (1), 88.66 (1)",
        2,
    )
    told = "SELECT stated, is_best, sources_of_value, url[-10:], sentence FROM out_conflicts ORDER BY url"
    assert con.execute(told).fetchall() == [
        ("88.66", False, 1, "bai-1.html", "ý 0 là 88,66%"),
        ("87.66", True, 1, "bai-2.html", "ý 0 là 87,66%"),
    ]
    assert run_check(con, CHECKS["observation_conflict"]).offences == 1


def test_a_conflict_shows_values_as_corrected(con: Connection) -> None:
    observe(con, [article(1, score("88.66"), rank(13)), article(2, score("87.66"), rank(15), days=1)])
    of_rank = {"correction_id": "d" * 16, "kind": "rank", "quote": "ý 1 là thứ 13", "corrected_value": "14"}
    load_batch(con, corrections(correction(quote="ý 0 là 88,66%"), correction(**of_rank)))
    derive(con)
    assert one(con, "score_conflict, rank_conflict") == ("87.66 (1), 86.68 (1)", "15 (1), 14 (1)")
    told = con.execute("SELECT stated, quote FROM out_conflicts WHERE NOT is_best").fetchall()
    assert dict(told) == {"14": "ý 1 là thứ 13", "86.68": "ý 0 là 88,66%"}


#: Two statements of one thing by two articles, and whether they agree; None where they are of two things.
PAIRS: list[tuple[dict[str, Any], dict[str, Any], bool | None]] = [
    (score("88.66"), score("88.7"), True),
    (score("88.66"), score("88.6"), True),
    (score("88.66"), score("88.7", quote="88,70%"), False),
    (score("88.66"), score("88.67"), False),
    (score("88.66"), score("88.66", unit="point", scale_max=Decimal(100)), True),
    (score("88.66"), score("88.66", unit="point"), True),
    (score("68.75", indicator="DTI"), score("0.6875", indicator="DTI", unit="point"), True),
    (score("68.75", indicator="DTI"), score("0.69", indicator="DTI", unit="point"), True),
    (score("68.75", indicator="DTI"), score("0.7", indicator="DTI", unit="point"), True),
    (score("68.75", indicator="DTI"), score("0.5", indicator="DTI", unit="point"), False),
    (score("88"), score("88", component="Thể chế"), None),
    (score("88"), score("88", period="2023-12"), None),
    (score("1", component="Cải cách  Thể chế,"), score("2", component="cải cách thể chế"), False),
    (score("1", component="Đào hoà"), score("1", component="đào hòa"), True),
]


def test_values_agree_within_their_written_decimals(con: Connection) -> None:
    subjects = [{"subject": f"Sở {number}"} for number in range(len(PAIRS))]
    first = article(1, *(pair[0] | subject for pair, subject in zip(PAIRS, subjects, strict=True)))
    second = article(2, *(pair[1] | subject for pair, subject in zip(PAIRS, subjects, strict=True)))
    observe(con, [first, second])
    rows = con.execute("SELECT subject, is_score_conflict, score_sources FROM observations").fetchall()
    expected = {True: [(False, 2)], False: [(True, 1)], None: [(False, 1)] * 2}
    found = {name: [row[1:] for row in rows if row[0] == name] for name, *_ in rows}
    assert found == {f"Sở {number}": expected[pair[2]] for number, pair in enumerate(PAIRS)}


def test_most_sources_win_then_decimals_then_the_newest(con: Connection) -> None:
    articles = [
        article(1, score("88.7")),
        article(2, score("88.66"), days=1),
        article(3, score("87"), days=2),
    ]
    observe(con, articles)
    assert one(con, BOTH) == (88.66, 2, 2, True)


@pytest.mark.parametrize(
    ("finer", "other", "rounded"), [("88.66", "88.74", "88.7"), ("88.66", "88.12", "88")]
)
def test_a_rounded_value_backs_the_finer_ones_and_hides_no_conflict_of_theirs(
    con: Connection, finer: str, other: str, rounded: str
) -> None:
    articles = [article(1, score(finer), days=1), article(2, score(other)), article(3, score(rounded))]
    observe(con, articles)
    assert one(con, BOTH) == (float(finer), 2, 2, True)
    told = con.execute("SELECT stated, is_best FROM out_conflicts").fetchall()
    assert dict(told) == {finer: True, rounded: True, other: False}
    observe(con, [article(4, score(rounded)), article(5, score(rounded))])
    assert one(con, BOTH) == (float(finer), 4, 4, True)


#: What articles state of one thing, the oldest first; the best value, its sources, each value of a conflict.
ROUNDED: list[tuple[list[list[str]], float, int, dict[str, bool]]] = [
    ([["88.74", "88.7"], ["88.66"]], 88.66, 1, {"88.66": True, "88.74": False, "88.7": False}),
    ([["88.66"], ["88.74", "88.7"]], 88.74, 1, {"88.66": False, "88.74": True, "88.7": True}),
    (
        [["88.74", "88.7", "89"], ["88.66"]],
        88.66,
        1,
        {"88.66": True, "88.74": False, "88.7": False, "89": False},
    ),
    ([["88.74", "88.7"], ["88.66"], ["88.7"]], 88.66, 2, {"88.66": True, "88.74": False, "88.7": True}),
    ([["88.74", "88.7", "88.66"], ["88.66"]], 88.66, 2, {}),
    ([["88.66", "88.7", "89"], ["88.7"], ["89"]], 88.66, 3, {}),
]


def test_what_an_article_rounds_itself_backs_no_other_value(con: Connection) -> None:
    observe(
        con,
        [
            article(1 + number, *(score(one, subject=f"Sở {case}") for one in said), days=number)
            for case, (articles, *_) in enumerate(ROUNDED)
            for number, said in enumerate(articles, 10 * case)
        ],
    )
    told = "subject, score::DOUBLE, score_sources"
    assert con.execute(f"SELECT {told} FROM observations ORDER BY 1").fetchall() == [
        (f"Sở {case}", score, sources) for case, (_, score, sources, _) in enumerate(ROUNDED)
    ]
    for case, (*_, stated) in enumerate(ROUNDED):
        of = f"SELECT stated, bool_or(is_best) FROM out_conflicts WHERE subject = 'Sở {case}' GROUP BY ALL"
        assert dict(con.execute(of).fetchall()) == stated, case


def test_points_of_another_full_mark_are_not_held_against_percents(con: Connection) -> None:
    part = {"component": "Cải cách thể chế", "unit": "point"}
    points = score("9.22", **part, scale_max=Decimal("10.5"), quote="9,22/10,5 điểm")
    observe(con, [article(1, points, score("87.81", component="Cải cách thể chế")), article(2, points)])
    assert one(con, "score, score_unit, full_mark, is_score_conflict, len(evidence_ids)") == (
        9.22,
        "point",
        10.5,
        False,
        3,
    )


def test_a_doubtful_value_loses_and_makes_no_conflict(con: Connection) -> None:
    doubtful = score("97.37", flags=["value_exceeds_scale"])
    observe(con, [article(1, doubtful), article(2, doubtful, days=1), article(3, score("87.37"))])
    assert one(con, f"{BOTH}, score_max") == (87.37, 1, 1, False, 87.37)
    standing = one(con, "standing", "is_doubtful LIMIT 1", "observation_facts")
    assert standing == ("doubtful",)


def test_a_best_value_that_bears_a_flag_wherever_it_is_stated_is_said_to_be_in_doubt(con: Connection) -> None:
    doubtful = score("97.37", flags=["value_exceeds_scale"])
    unflagged = [rank(13), rank(2, scope="vùng", out_of=14), rank(None, rank_kind="group", group_name="A")]
    observe(con, [article(1, doubtful), article(2, doubtful), article(3, *unflagged)])
    aspects = "is_score_doubtful, is_rank_doubtful, is_regional_rank_doubtful, is_group_doubtful"
    assert one(con, f"score, {aspects}") == (97.37, True, False, False, False)
    assert one(con, "is_score_doubtful, is_rank_doubtful", table="out_rankings") == (True, False)
    observe(con, [article(4, score("97.37"))])
    assert one(con, "is_score_doubtful") == (False,)


def test_a_value_that_is_not_stated_is_in_no_doubt(con: Connection) -> None:
    observe(con, [article(1, score("87.37", flags=["conflicting_values"]))])
    assert one(con, "is_score_doubtful, is_rank_doubtful, is_group_doubtful") == (False, None, None)


def test_what_one_document_states_twice_is_in_the_spread_and_no_conflict_of_sources(con: Connection) -> None:
    twice = {"flags": ["conflicting_values"]}
    observe(con, [article(1, rank(13, out_of=63, **twice), rank(1, **twice))])
    assert one(con, "rank, is_rank_conflict, rank_min, rank_max") == (13, False, 1, 13)


def test_reprints_are_one_source(con: Connection) -> None:
    printed = list(range(32))
    reprint = [*printed[:26], *range(100, 106)]
    observe(
        con,
        [
            article(1, score("87.66"), fingerprint=printed),
            article(2, score("87.66"), fingerprint=reprint, days=1),
            article(3, score("88.66")),
            article(4, score("88.66"), days=-1),
        ],
    )
    assert one(con, f"{BOTH}, score_conflict") == (88.66, 2, 2, True, "88.66 (2), 87.66 (1)")


def test_a_reprint_with_another_number_is_a_conflict_of_one_source(con: Connection) -> None:
    printed = list(range(32))
    misprint = [*printed[:30], 100, 101]
    observe(
        con,
        [
            article(1, score("88.66"), fingerprint=printed),
            article(2, score("86.68"), fingerprint=misprint, days=1),
        ],
    )
    assert one(con, "count(DISTINCT source_id)", table="sources") == (1,)
    assert one(con, f"{BOTH}, score_conflict") == (86.68, 1, 1, True, "86.68 (1), 88.66 (1)")
    told = "SELECT stated, is_best FROM out_conflicts ORDER BY url"
    assert con.execute(told).fetchall() == [("88.66", False), ("86.68", True)]


def test_rank_and_score_stand_side_by_side_with_the_place_in_the_region_apart(con: Connection) -> None:
    region = rank(6, out_of=14, scope="Trung du và miền núi phía Bắc")
    observe(
        con, [article(1, score("88.66"), rank(13, out_of=63), region), article(2, rank(13, scope="cả nước"))]
    )
    assert one(con, "score, rank, out_of, field_size, rank_sources, is_rank_conflict") == (
        88.66,
        13,
        63,
        63,
        2,
        False,
    )
    assert one(con, "regional_rank, regional_scope, regional_out_of, is_regional_rank_conflict") == (
        6,
        "Trung du và miền núi phía Bắc",
        14,
        False,
    )


def test_the_field_is_stated_or_follows_from_the_year(con: Connection) -> None:
    told = [("2024", None), ("2025", None), ("2022", 34), ("2023", 61)]
    observe(con, [article(1, *(rank(13, period=period, out_of=out_of) for period, out_of in told))])
    found = "SELECT period, field_size, is_field_size_stated FROM observations ORDER BY period"
    assert con.execute(found).fetchall() == [
        ("2022", 34, True),
        ("2023", 61, True),
        ("2024", 63, False),
        ("2025", 34, False),
    ]


def test_how_many_provinces_there_were_comes_from_the_table_of_provinces(con: Connection) -> None:
    load_batch(con, batches.common())
    con.execute("DELETE FROM provinces WHERE name = 'Lai Châu'")
    told = [rank(13, period="2024"), rank(13, period="2025"), rank(20, period="2023", scope="62 tỉnh, thành")]
    load_batch(con, article(1, *told, rank(5, period="2022", out_of=61), rank(6, period="2021", out_of=14)))
    derive(con)
    found = "SELECT year, field_size, rank, regional_rank FROM observations ORDER BY 1"
    assert con.execute(found).fetchall() == [
        (2021, None, None, 6),
        (2022, 61, 5, None),
        (2023, 62, 20, None),
        (2024, 62, 13, None),
        (2025, 33, 13, None),
    ]
    assert one(con, "compared_as", "common_value = 5", "observation_facts") == ("of 62",)


def test_ranks_out_of_63_and_out_of_34_are_not_compared(con: Connection) -> None:
    observe(
        con,
        [
            article(1, rank(20, period="2024", out_of=63), rank(12, period="2025", out_of=34)),
            article(2, rank(20, period="2024"), move(8, period="2025")),
            article(3, rank(14, period="2024", out_of=34)),
        ],
    )
    assert one(con, "rank, field_size, is_rank_conflict", "year = 2024") == (20, 63, False)
    assert one(con, "rank_change, rank_change_check", "year = 2025") == (8, "unchecked")
    shown = "previous_rank, rank, rank_difference, no_rank_difference"
    assert one(con, shown, "year = 2025", "out_scores_by_year") == (20, 12, None, "other field size")


def test_a_top_ten_is_no_conflict_with_a_place_in_it_and_one_with_a_place_beyond(con: Connection) -> None:
    top = rank(10, bound="at_most", scope="cả nước")
    observe(con, [article(1, rank(7)), article(2, top), article(3, top)])
    assert one(con, "rank, rank_bound, rank_sources, is_rank_conflict") == (7, "exact", 1, False)
    observe(con, [article(4, rank(15, period="2022")), article(5, rank(10, period="2022", bound="at_most"))])
    assert one(con, "rank, is_rank_conflict", "year = 2022") == (15, True)


def test_agencies_of_two_provinces_are_two_subjects(con: Connection) -> None:
    told = {"indicator": "DDCI", "subject": "Sở Nội vụ", "unit": "point"}
    observe(
        con,
        [
            article(1, score("80.5", **told), rank(3, indicator="DDCI", subject="Sở Nội vụ", out_of=22)),
            article(2, score("70.5", **told), province="Sơn La"),
            article(3, score("90", indicator="PAR_INDEX", subject="Bộ Tài chính"), province="Sơn La"),
        ],
    )
    found = "SELECT subject, subject_province, score::DOUBLE, rank, field_size FROM observations ORDER BY ALL"
    assert con.execute(found).fetchall() == [
        ("Bộ Tài chính", None, 90, None, None),
        ("Sở Nội vụ", "Bình Định", 80.5, 3, 22),
        ("Sở Nội vụ", "Sơn La", 70.5, None, None),
    ]


def test_targets_stand_beside_what_was_reached(con: Connection) -> None:
    aimed = article(1, score("88", status="target"), rank(10, status="target", bound="at_most"), days=-300)
    observe(con, [aimed, article(2, score("88.66"), rank(13, out_of=63))])
    reached = "score, target_score, is_target_score_reached, rank, target_rank, is_target_rank_reached"
    assert one(con, reached) == (88.66, 88.0, True, 13, 10, False)
    assert one(con, "score_articles, is_score_conflict, is_rank_conflict") == (1, False, False)


@pytest.mark.parametrize(
    ("indicator", "component", "other", "highest"),
    [
        ("PAR_INDEX", None, "5", 5),
        ("PAR_INDEX", "Thể chế", "5", 5),
        ("DTI", None, "0.5", 0.5),
        ("DTI", "Thể chế số", "0.5", 0.5),
    ],
)
def test_the_spread_around_zero_is_on_the_scale_of_the_best_value(
    con: Connection, indicator: str, component: str | None, other: str, highest: float
) -> None:
    told = {"indicator": indicator, "component": component, "unit": "point"}
    zero = score("0", quote="0,00 điểm", **told)
    observe(con, [article(1, zero), article(2, zero), article(3, score(other, **told))])
    assert one(con, "score, score_min, score_max") == (0, 0, highest)


def test_a_change_implies_the_level_before(con: Connection) -> None:
    observe(con, [article(1, score("88.66"), rise("1.88"), rank(13), move(-3))])
    assert one(con, "score_change, score_change_check, implied_previous_score") == (1.88, "unchecked", 86.78)
    assert one(con, "rank_change, rank_change_check, implied_previous_rank") == (-3, "unchecked", 10)


#: A change of Sơn La's score from 86.78 to 88.66, or of its rank from 17 to 13, and what its check says.
CHANGES: list[tuple[dict[str, Any], str | None]] = [
    (rise("1.88"), "agrees"),
    (rise("1.9"), "agrees"),
    (rise("2.17"), "agrees"),  # as a share: 88.66 / 86.78
    (rise("1.88", unit="point"), "agrees"),
    (rise("2.88"), "contradicts"),
    (rise("-1.88"), "contradicts"),
    (score("2.88", value_kind="change", compared_with="average"), None),
    (move(4), "agrees"),
    (move(-4), "contradicts"),
    (move(3), "contradicts"),
]


def test_a_change_is_checked_against_its_levels(con: Connection) -> None:
    now = article(1, score("88.66"), rank(13, out_of=63), *(change for change, _ in CHANGES))
    observe(con, [now, article(2, score("86.78", period="2022"), rank(17, period="2022"))])
    found = con.execute(
        "SELECT level_check FROM (FROM scores UNION ALL BY NAME FROM ranks) "
        "LEFT JOIN observation_facts USING (evidence_id) "
        "WHERE 'change' IN (value_kind, rank_kind) ORDER BY start_offset"
    ).fetchall()
    assert found == [(check,) for _, check in CHANGES]
    assert one(con, "implied_previous_score, implied_previous_rank", "year = 2023") == (None, None)
    assert run_check(con, CHECKS["change_contradicts_levels"]).offences == 4


@pytest.mark.parametrize("value", ["1234567", "999999999999.999999"])
def test_numbers_as_large_as_are_stored_are_observed_like_others(con: Connection, value: str) -> None:
    rises = [rise(value), rise(value, period="2022"), move(2_000_000_000)]
    observe(con, [article(1, score(value), rank(2_000_000_000), *rises, days=1), article(2, score("1"))])
    columns = "score, score_max, rank, implied_previous_score, implied_previous_rank"
    assert one(con, columns, "year = 2023") == (float(value), float(value), 2_000_000_000, 0, None)


def test_a_move_in_the_region_and_a_change_on_disputed_levels_contradict_nothing(con: Connection) -> None:
    north = {"scope": "Trung du và miền núi phía Bắc", "out_of": 14}
    observe(
        con,
        [
            article(1, rank(13), rank(6, **north), move(-2), score("88.66"), rise("5")),
            article(
                2, rank(13, period="2022"), rank(4, period="2022", **north), score("86.78", period="2022")
            ),
            article(3, score("86.87", period="2022")),
        ],
    )
    assert one(con, "rank_change_check, score_change_check", "year = 2023") == ("agrees", "unchecked")


def test_other_full_marks_are_not_compared_over_the_years(con: Connection) -> None:
    papi = {"indicator": "PAPI", "unit": "point", "quote": "x điểm"}
    observe(con, [article(1, score("36.5", period="2017", **papi), score("43.5", period="2018", **papi))])
    shown = "score, previous_score, score_difference, no_score_difference"
    assert one(con, shown, "year = 2018", "out_scores_by_year") == (43.5, 36.5, None, "other full mark")


def test_two_territories_of_one_name_are_not_compared(con: Connection) -> None:
    told = []
    for name in ("Gia Lai", "Sơn La"):
        for year, value in (("2023", "85"), ("2024", "86"), ("2025", "88.5")):
            told.append(score(value, subject=name, period=year))
            told.append(rank(20, subject=name, period=year, out_of=34))
        told += [rise("2.5", subject=name, period="2025"), move(5, subject=name, period="2025")]
    observe(con, [article(1, *told)])
    found = con.execute(
        "SELECT subject, year, score_difference::DOUBLE, no_score_difference, rank_difference, "
        "no_rank_difference FROM out_scores_by_year WHERE year > 2023 ORDER BY subject, year"
    ).fetchall()
    other = "another territory since 1 July 2025"
    assert found == [
        ("Gia Lai", 2024, 1, None, 0, None),
        ("Gia Lai", 2025, None, other, None, other),
        ("Sơn La", 2024, 1, None, 0, None),
        ("Sơn La", 2025, 2.5, None, 0, None),
    ]
    checks = (
        "SELECT score_change_check, rank_change_check FROM observations WHERE year = 2025 ORDER BY subject"
    )
    assert con.execute(checks).fetchall() == [("unchecked", "unchecked"), ("agrees", "contradicts")]


def test_a_change_of_a_merged_province_implies_nothing_of_the_one_before(con: Connection) -> None:
    """The old Gia Lai had no level of which the new one's change is."""
    told = [
        one
        for name in ("Gia Lai", "Sơn La")
        for about in [{"subject": name, "period": "2025"}]
        for one in (score("88.5", **about), rise("2.5", **about), rank(20, **about), move(5, **about))
    ]
    observe(con, [article(1, *told)])
    implied = "SELECT subject, implied_previous_score::DOUBLE, implied_previous_rank FROM observations"
    assert con.execute(f"{implied} ORDER BY subject").fetchall() == [
        ("Gia Lai", None, None),
        ("Sơn La", 86, 25),
    ]


def test_only_current_versions_and_known_things_count(con: Connection) -> None:
    observe(
        con, [article(1, score("88.66"), score("70", subject=None), score("70", indicator=None, period=None))]
    )
    assert one(con, "score, len(evidence_ids)") == (88.66, 1)
    load_batch(con, article(1, score("87.66"), at=batches.START + timedelta(days=3)))
    derive(con)
    assert one(con, "score, len(evidence_ids)") == (87.66, 1)


def test_the_order_of_loading_changes_nothing(con: Connection) -> None:
    rng = random.Random(5)
    prints = [[rng.randrange(2**27) for _ in range(32)] for _ in range(3)]
    articles = [
        article(
            number,
            *(
                score(f"{rng.choice([86, 87])}.{rng.choice([6, 66, 7])}", period=str(2020 + at))
                for at in range(3)
            ),
            rank(rng.randrange(10, 13), out_of=rng.choice([63, None])),
            rise(rng.choice(["1", "0.9"])),
            fingerprint=[*prints[number % 3][:28], *(number for _ in range(4))],
            days=number % 4,
        )
        for number in range(1, 13)
    ]
    tables = ("sources", "observation_facts", "observations")
    observe(con, articles)
    first = [con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in tables]
    assert one(con, "count(DISTINCT source_id)", table="sources") == (3,)
    for name in ("article_versions", "articles", "captures", "scores", "ranks"):
        con.execute(f"DELETE FROM {name}")
    rng.shuffle(articles)
    for at in range(0, 12, 4):
        load_batch(con, batches.joined(*articles[at : at + 4]))
    derive(con)
    assert [con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in tables] == first


def test_a_value_meets_no_more_than_what_it_rounds_to(con: Connection) -> None:
    """Thousands of different values of one thing take no longer than of thousands of things."""
    observe(con, [article(1, score("88.66"))])
    con.execute(
        "INSERT INTO scores SELECT * EXCLUDE (i) REPLACE (evidence_id || i AS evidence_id, "
        "(i / 1000)::DECIMAL(18,6) AS value) "
        "FROM scores, range(20000) r(i)"
    )
    derive(con)
    assert one(con, "len(evidence_ids), is_score_conflict") == (20001, False)


def test_the_views_of_observations_have_a_row_for_each(con: Connection) -> None:
    observe(con, [article(1, score("88.66"), rank(13)), article(2, score("87.66"), rank(14))])
    for name in ("out_observations", "out_rankings", "out_scores_by_year"):
        assert one(con, "subject, score, rank", table=name) == ("Sơn La", 87.66, 13)
