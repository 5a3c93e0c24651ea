"""Planted mentions: which document each means, each document once, and who cites whom."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.warehouse import batches
from tests.warehouse.batches import Rows
from warehouse.connection import Connection, open_memory
from warehouse.derive import derive
from warehouse.load import load_batch

NOON = datetime(2024, 3, 1, 5, 0, tzinfo=UTC)


def mention(symbol: str | None, quote: str = "", **known: Any) -> dict[str, Any]:
    """A mention of a sign, or with ``number`` alone of a number, at its ``quote``."""
    values: dict[str, Any] = {
        "quote": quote or f"Kế hoạch số {symbol}",
        "doc_type": "Kế hoạch",
        "number": (symbol or "").partition("/")[0],
        "symbol": symbol,
        "year": None,
        "issued_on": None,
        "issuer": None,
        "flags": [],
    }
    return values | known


def paper(no: int, *mentions: dict[str, Any], kind: str = "news", **changes: Any) -> Rows:
    """Article ``no`` of ``mentions``, a line each: of Bình Định and 29 February 2024 unless changed."""
    text = "\n".join(f"{one['quote']} (bài {no})." for one in mentions)
    rows = batches.article(no, text, kind=kind, **changes)
    article_id, version = batches.hex16("article", no), rows["article_versions"][0][0]
    base = {
        "article_id": article_id,
        "version_id": version,
        "run_id": "run-1",
        "rule": "test",
        "extractor_version": "0.1.0",
        "first_seen_at": batches.START,
    }
    told = [batches.fact_row("directives", text, one["quote"], base | one) for one in mentions]
    return rows | {"directives": told}


def identity(no: int) -> str:
    return batches.hex16("article", no)


def derived(con: Connection, *papers: Rows) -> Connection:
    load_batch(con, batches.joined(batches.common(), *papers))
    derive(con)
    return con


def documents(con: Connection, columns: str = "sign, year, province, mention_count") -> list[Any]:
    return con.execute(f"SELECT {columns} FROM documents ORDER BY ALL").fetchall()


def test_one_sign_in_two_provinces_is_two_documents(con: Connection) -> None:
    plan = mention("05/KH-UBND", year=2024)
    derived(con, paper(1, plan), paper(2, plan), paper(3, plan, province="Sơn La"))
    assert documents(con) == [("05/KH-UBND", 2024, "Bình Định", 2), ("05/KH-UBND", 2024, "Sơn La", 1)]


def test_one_sign_of_two_years_is_two_documents_and_of_a_central_body_one(con: Connection) -> None:
    derived(
        con,
        paper(1, mention("05/KH-UBND", year=2022), mention("766/QĐ-TTg", "QĐ 766/QĐ-TTg", year=2022)),
        paper(2, mention("05/KH-UBND", year=2023)),
        paper(3, mention("766/QĐ-TTg", year=2022), province="Sơn La"),
    )
    assert documents(con) == [
        ("05/KH-UBND", 2022, "Bình Định", 1),
        ("05/KH-UBND", 2023, "Bình Định", 1),
        ("766/QĐ-TTg", 2022, None, 2),
    ]
    assert con.execute("SELECT sign FROM out_documents WHERE is_central").fetchall() == [("766/QĐ-TTg",)]


def test_what_typists_vary_is_one_document_under_the_sign_most_often_written(con: Connection) -> None:
    signs = ("05/KH-UBND", "05/KH-UBND", "5/KH-UBND", "05/kh – ubnd")
    derived(con, *(paper(no, mention(sign, year=2024)) for no, sign in enumerate(signs, 1)))
    assert documents(con) == [("05/KH-UBND", 2024, "Bình Định", 4)]
    derived(con, paper(5, mention("61/2018/ND-CP", year=2018)), paper(6, mention("61/2018/NĐ-CP", year=2018)))
    assert documents(con)[1] == ("61/2018/ND-CP", 2018, None, 2)


def test_orders_of_appeal_and_of_guidance_stay_apart(con: Connection) -> None:
    derived(con, paper(1, mention("3/HD-SNV", year=2024), mention("3/HĐ-SNV", year=2024)))
    assert [row[0] for row in documents(con)] == ["3/HD-SNV", "3/HĐ-SNV"]


def test_the_province_that_the_issuer_names_is_the_documents(con: Connection) -> None:
    derived(
        con,
        paper(1, mention("05/KH-UBND", year=2024, issuer="UBND tỉnh Sơn La")),
        paper(2, mention("05/KH-UBND", year=2024), province="Sơn La"),
        paper(3, mention("05/KH-UBND", year=2024, issuer="UBND hai tỉnh Sơn La, Lai Châu")),
    )
    assert documents(con) == [("05/KH-UBND", 2024, "Bình Định", 1), ("05/KH-UBND", 2024, "Sơn La", 2)]


#: Years told of a sign, the year of an article that tells none, and the year that this one then means.
POSSIBLE = {
    "1/KH-UBND": ((2023,), 2024, 2023),
    "2/KH-UBND": ((2022, 2023), 2024, None),
    "3/KH-UBND": ((2023, 2025), 2024, 2023),  # a later one cannot be meant
    "4/KH-UBND": ((2025,), 2024, None),
    "5/KH-UBND": ((2015,), 2024, None),  # nor one of a province of long before
    "6/CT-TTg": ((2015,), 2024, 2015),
}


def test_a_mention_without_a_year_means_the_only_one_possible(con: Connection) -> None:
    told = [
        paper(10 * no + year % 10, mention(sign, year=year))
        for no, (sign, (years, _, _)) in enumerate(POSSIBLE.items(), 1)
        for year in years
    ]
    asked = [
        paper(100 + no, mention(sign), published_at=NOON.replace(year=year))
        for no, (sign, (_, year, _)) in enumerate(POSSIBLE.items())
    ]
    derived(con, *told, *asked)
    found = con.execute(
        "SELECT folded_sign, citations.year, is_year_inferred "
        "FROM citations JOIN directives USING (evidence_id) "
        "WHERE directives.year IS NULL ORDER BY 1"
    ).fetchall()
    assert found == [(sign.upper(), year, year is not None) for sign, (_, _, year) in POSSIBLE.items()]
    assert len(documents(con)) == len(told) + 2  # of 4 and 5 one more, of a year that nobody tells


def test_a_mention_without_a_year_that_can_mean_several_documents_makes_no_further_one(
    con: Connection,
) -> None:
    bare = mention(None, "Kế hoạch 63", number="63")
    derived(
        con,
        paper(1, mention("63/NQ-CP", year=2014)),
        paper(2, mention("63/NQ-CP", year=2022), mention("7/KH-UBND", year=2010)),
        paper(3, mention("63/NQ-CP"), bare),
        paper(4, *(mention("7/KH-UBND", f"{no} KH 7/KH-UBND", year=no) for no in (2009, 2010, None))),
        paper(5, mention("63/NQ-CP", "Số: 63/NQ-CP"), kind="file", parent_article_id=identity(6)),
        paper(6, mention("482/QĐ-UBND", "Số: 482/QĐ-UBND", year=2024), kind="document"),
    )
    columns = "sign, year, mention_count, article_count"
    assert documents(con, columns) == [
        ("482/QĐ-UBND", 2024, 0, 0),
        ("63/NQ-CP", 2014, 1, 1),
        ("63/NQ-CP", 2022, 1, 1),
        ("7/KH-UBND", 2009, 1, 1),
        ("7/KH-UBND", 2010, 2, 2),
    ]
    told = "sign, doc_type, document_id, candidate_count, year, mention_no, is_sign_inferred"
    assert con.execute(
        f"SELECT {told} FROM out_citations WHERE article_id = ? ORDER BY mention_no", [identity(3)]
    ).fetchall() == [
        ("63/NQ-CP", "Kế hoạch", None, 2, None, 1, False),
        ("63/NQ-CP", "Kế hoạch", None, 2, None, 2, True),
    ]
    own = "SELECT document_id, is_own, citing_document_id FROM citations WHERE article_id = ?"
    assert con.execute(own, [identity(5)]).fetchall() == [(None, True, None)]


def test_the_year_of_another_mention_in_the_article_goes_before_those_of_others(con: Connection) -> None:
    derived(
        con,
        paper(1, mention("05/KH-UBND", year=2023)),
        paper(2, mention("05/KH-UBND", year=2022), mention("05/KH-UBND", "theo KH 05/KH-UBND")),
    )
    assert con.execute(
        "SELECT year, mention_no, is_year_inferred FROM citations WHERE article_id = ? ORDER BY 2",
        [identity(2)],
    ).fetchall() == [(2022, 1, False), (2022, 2, True)]


def test_a_bare_number_means_the_document_its_article_names(con: Connection) -> None:
    bare = mention(None, "Kế hoạch 5", number="5")
    derived(con, paper(1, mention("05/KH-UBND", year=2024), bare), paper(2, bare))
    assert con.execute(
        "SELECT article_id, is_sign_inferred FROM citations ORDER BY mention_no"
    ).fetchall() == [
        (identity(1), False),
        (identity(1), True),
    ]
    named = [mention(sign, year=2024) for sign in ("05/KH-UBND", "05/KH-HĐND")]
    derived(con, paper(3, *named, bare))
    assert con.execute("SELECT count(*) FROM citations WHERE is_sign_inferred").fetchall() == [(1,)]


LIST_ROW = paper(
    1,
    mention("482/QĐ-UBND", "Số ký hiệu: 482/QĐ-UBND", doc_type=None, issuer="UBND tỉnh"),
    mention("05/KH-UBND", year=2023),
    kind="document",
    title="Về việc phê duyệt",
    published_at=datetime(2024, 1, 31, 17, tzinfo=UTC),  # 1 February in Vietnam
    published_source="document",
)
FILE = paper(
    2, mention("05/KH-UBND", year=2023), kind="file", parent_article_id=identity(1), title="phu-luc.pdf"
)
OWN_FILE = paper(
    3,
    mention("7/BC-SNV", "Số: 7/BC-SNV", doc_type=None, issued_on=date(2024, 2, 5)),
    mention("482/QĐ-UBND", "Quyết định số 482/QĐ-UBND", doc_type="Quyết định"),
    kind="file",
    parent_article_id=identity(4),
)
NEWS = paper(4, mention("482/QĐ-UBND", "Số: 482/QĐ-UBND", issued_on=date(2024, 2, 2)))


def test_who_cites_whom_and_no_document_itself(con: Connection) -> None:
    derived(con, LIST_ROW, FILE, OWN_FILE, NEWS)
    assert set(con.execute("SELECT citing_sign, sign, article_id FROM out_citations").fetchall()) == {
        ("482/QĐ-UBND", "05/KH-UBND", identity(1)),
        ("482/QĐ-UBND", "05/KH-UBND", identity(2)),
        ("7/BC-SNV", "482/QĐ-UBND", identity(3)),
        (None, "482/QĐ-UBND", identity(4)),
    }
    assert con.execute("SELECT count(*) FROM citations WHERE is_own").fetchall() == [(2,)]


def test_a_document_that_is_in_the_warehouse_tells_its_title_day_and_issuer(con: Connection) -> None:
    derived(con, LIST_ROW, FILE, OWN_FILE, NEWS)
    columns = "sign, doc_type, issued_on, issuer, title, own_article_id, mention_count, article_count"
    assert documents(con, columns) == [
        ("05/KH-UBND", "Kế hoạch", None, None, None, None, 2, 2),
        (
            "482/QĐ-UBND",
            "Kế hoạch",
            date(2024, 2, 1),
            "UBND tỉnh",
            "Về việc phê duyệt",
            identity(1),
            2,
            2,
        ),
        ("7/BC-SNV", None, date(2024, 2, 5), None, "Bài 3", identity(3), 0, 0),
    ]
    assert con.execute(
        "SELECT url, successor_province FROM out_documents WHERE sign = '482/QĐ-UBND'"
    ).fetchall() == [("http://binhdinh.test/tin-tuc/bai-1.html", "Gia Lai")]
    assert con.execute("SELECT document_id IS NOT NULL FROM out_articles ORDER BY url").fetchall() == [
        (True,),
        (True,),
        (True,),
        (False,),
    ]


def test_reprints_are_one_source(con: Connection) -> None:
    plan = mention("05/KH-UBND", year=2024)
    offered = paper(2, plan, kind="file", parent_article_id=identity(1))
    derived(con, paper(1, plan), offered, paper(3, plan))
    assert documents(con, "article_count, source_count") == [(3, 2)]


def test_the_order_of_batches_changes_nothing_and_a_second_derivation_neither() -> None:
    papers = [LIST_ROW, FILE, OWN_FILE, NEWS]
    for no in range(5, 25):
        year = None if no % 3 else 2020 + no % 4
        issuer = (None, "UBND tỉnh", "Ủy ban nhân dân tỉnh")[no % 3]
        known: dict[str, Any] = {
            "year": year,
            "issuer": issuer,
            "doc_type": ("Kế hoạch", None, "Văn bản")[no % 3],
        }
        papers.append(paper(no, mention("05/KH-UBND", **known), mention(f"{no % 4}/NQ-HĐND", **known)))
    seen: set[str] = set()
    for seed in range(2):
        with open_memory() as con:
            load_batch(con, batches.common())
            shuffled = random.Random(seed).sample(papers, len(papers))
            for start in range(0, len(shuffled), 12):
                load_batch(con, batches.joined(*shuffled[start : start + 12]))
            for _ in range(2):
                derive(con)
                seen.add(
                    repr(
                        [con.execute(f"FROM {t} ORDER BY ALL").fetchall() for t in ("citations", "documents")]
                    )
                )
    assert len(seen) == 1


DEADLINES = {
    "2024-02-29": (date(2024, 2, 29), -1),
    "2024-03-01": (date(2024, 3, 1), 0),
    "2024-02": (date(2024, 2, 29), -1),
    "2024-Q1": (date(2024, 3, 31), 30),
    "2023-H2": (date(2023, 12, 31), -61),
    "2023": (date(2023, 12, 31), -61),
    "2024-06-15/2024-08-30": (date(2024, 8, 30), 182),
    "2023-01/2023-09": (date(2023, 9, 30), -153),
    "2021/2025": (date(2025, 12, 31), 670),
    "--07-27": (None, None),
    "2024-13": (None, None),
    None: (None, None),
}


def test_a_deadline_is_a_day_measured_at_the_newest_run(con: Connection) -> None:
    load_batch(con, batches.batch(1))
    asked = "SELECT deadline_on, days_left, is_overdue, measured_on FROM out_assignments"
    for deadline, (day, left) in DEADLINES.items():
        con.execute("UPDATE assignments SET deadline = ?", [deadline])
        is_overdue = None if left is None else left < 0
        assert con.execute(asked).fetchall() == [(day, left, is_overdue, date(2024, 3, 1))], deadline
    late = batches.START.replace(hour=18) + timedelta(days=3)  # 1 a.m. of the day after in Vietnam
    load_batch(con, batches.common("run-2", late))
    assert con.execute("SELECT measured_on FROM out_assignments").fetchall() == [(date(2024, 3, 5),)]


def test_a_task_leads_to_the_document_it_is_given_under(con: Connection) -> None:
    derived(con, batches.article(1))
    con.execute("UPDATE assignments SET directive = '482/QĐ-BNV'")
    assert con.execute(
        "SELECT assignee, directive, sign FROM out_assignments JOIN documents USING (document_id)"
    ).fetchall() == [("Sở Nội vụ", "482/QĐ-BNV", "482/QĐ-BNV")]


def test_articles_of_a_province_count_for_it_as_it_was(con: Connection) -> None:
    after: dict[str, Any] = {
        "province": "Gia Lai",
        "successor_province": None,
        "published_at": datetime(2025, 7, 1, tzinfo=UTC),
    }
    before: dict[str, Any] = {
        "province": "Gia Lai",
        "published_at": datetime(2025, 6, 30, 16, 59, tzinfo=UTC),
    }
    derived(con, batches.article(1), batches.article(2, **before), batches.article(3, **after))
    assert con.execute(
        "SELECT province_id, article_count, score_count FROM out_provinces WHERE article_count > 0 ORDER BY 1"
    ).fetchall() == [("binhdinh", 1, 3), ("gialai", 1, 0), ("gialai-2025", 1, 0)]
