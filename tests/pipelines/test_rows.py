import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from extractors.facts import KINDS, Assignment, Date, Directive, Fact, Person, Quantity, Rank, Score
from pipelines.baseline import baseline
from pipelines.crawl import CrawlResult, Expectation
from pipelines.dimensions import rows_of_dimensions
from pipelines.extract import Reading
from pipelines.fact_rows import FACT_TABLES, storable
from pipelines.identity import Setting, evidence_id, fact_key, is_central, version_id
from pipelines.parse import Rejection
from pipelines.rows import (
    RunRecord,
    joined,
    rows_of_articles,
    rows_of_portals,
    rows_of_rejections,
    rows_of_run,
)
from spiders.ledger import CaptureRow
from spiders.pages import Article, Attachment, RelatedLink
from spiders.portal import Portal
from warehouse.checks import run_checks
from warehouse.connection import Connection, open_memory
from warehouse.load import load_batch
from warehouse.tables import BY_NAME

FETCHED = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
TEXT = (
    "Năm 2023, PAR Index của tỉnh Bình Định đạt 88,66/100 điểm. Kết quả này xếp thứ 13/63 cả nước.\n\n"
    "Căn cứ Quyết định số 482/QĐ-BNV của Bộ Nội vụ.\n\n"
    "Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, cho biết đã xong 17/40 nhiệm vụ; "
    "tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024."
)
ABOUT: dict[str, Any] = {"indicator": "PAR_INDEX", "period": "2023", "subject": "Bình Định"}


def at(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote, "rule": "test"}


SCORE = Score(**at("88,66/100 điểm"), value=Decimal("88.66"), unit="point", scale_max=Decimal(100), **ABOUT)
RANK = Rank(**at("thứ 13/63"), rank=13, out_of=63, scope="cả nước", **ABOUT)
DATE = Date(**at("Năm 2023"), value="2023", grain="year")
DIRECTIVE = Directive(
    **at("Quyết định số 482/QĐ-BNV"),
    doc_type="Quyết định",
    number="482",
    symbol="482/QĐ-BNV",
    issued_on="2024-02-01",
    issuer="Bộ Nội vụ",
)
QUANTITY = Quantity(
    **at("17/40 nhiệm vụ"), value=Decimal(17), unit="nhiệm vụ", out_of=Decimal(40), of="nhiệm vụ"
)
PERSON = Person(
    **at("Lê Thị Mai"), name="Lê Thị Mai", title="Phó Giám đốc Sở Nội vụ", organization="Sở Nội vụ"
)
ASSIGNMENT = Assignment(
    **at("giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024"),
    assignee="Sở Nội vụ",
    cooperating=("Sở Tài chính",),
    task="tham mưu",
    deadline="2024-06-30",
)
A, B = Setting("a", "Bình Định"), Setting("b", "Sơn La")
FACTS: tuple[Fact, ...] = (DATE, SCORE, RANK, DIRECTIVE, QUANTITY, PERSON, ASSIGNMENT)


def capture(capture_id: str = "c1", fetched_at: datetime = FETCHED) -> CaptureRow:
    return CaptureRow(
        capture_id=capture_id,
        run_id="run-1",
        portal="binhdinh",
        kind="article",
        url="http://binhdinh.test/bai.html",
        final_url="http://binhdinh.test/bai.html",
        url_key="binhdinh.test/bai.html",
        fetched_at=fetched_at,
        status=200,
        content_type="text/html",
        sha256="0" * 64,
        warc_file="binhdinh/run-1.warc.gz",
        warc_offset=12,
        warc_length=345,
    )


def article(text: str = TEXT, **changes: Any) -> Article:
    made = Article(
        article_id="a" * 16,
        portal="binhdinh",
        kind="news",
        url="http://binhdinh.test/bai.html",
        url_key="binhdinh.test/bai.html",
        title="Bài",
        lead=None,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        author=None,
        published_at=FETCHED - timedelta(hours=2),
        published_source="meta",
        section=None,
        attachments=(Attachment(url="http://binhdinh.test/a.pdf", name="a.pdf"),),
        related=(RelatedLink(url="http://binhdinh.test/khac.html", title="Khác"),),
        parser="vhv",
        parser_version="1",
    )
    return dataclasses.replace(made, **changes)


def record(table: str, rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    [row] = rows[table]
    return dict(zip(BY_NAME[table].names, row, strict=True))


def run_record(*results: CrawlResult) -> RunRecord:
    return RunRecord(
        run_id="run-1",
        started_at=FETCHED,
        finished_at=None,
        status="ok",
        gat_version="0.1.0",
        extractor_version="0.1.0",
        results=results,
    )


PORTAL = Portal.model_validate(
    {
        "slug": "binhdinh",
        "name": "Cổng thông tin điện tử tỉnh Bình Định",
        "province": "Bình Định",
        "platform": "vhv",
        "base_url": "http://binhdinh.test",
        "sections": [{"url": "/tin-tuc", "name": "Tin tức"}],
        "expect": {"first_page_items": 10},
    }
)


@pytest.fixture
def con() -> Iterator[Connection]:
    with open_memory() as connection:
        load_batch(
            connection, joined(rows_of_portals([PORTAL]), rows_of_run(run_record()), rows_of_dimensions())
        )
        yield connection


def test_a_reading_becomes_rows_that_load_and_pass_all_checks(con: Connection) -> None:
    report = load_batch(con, rows_of_articles([Reading(capture(), article(), FACTS)]))
    inserted = {name: counts.inserted for name, counts in report.tables.items()}
    tables = ("captures", "articles", "article_versions", "attachments", "related_links")
    assert inserted == dict.fromkeys((*tables, *FACT_TABLES.values()), 1)
    assert [str(result) for result in run_checks(con) if result.offences] == []


def test_a_fact_carries_its_sentence_and_provenance() -> None:
    rows = rows_of_articles([Reading(capture(), article(), FACTS)], extractor_version="9.9")
    rank = record("ranks", rows)
    assert rank["sentence"] == "Kết quả này xếp thứ 13/63 cả nước."
    assert TEXT[rank["sentence_start"] :].startswith(rank["sentence"])
    assert (rank["rank"], rank["out_of"], rank["rank_kind"], rank["group_name"]) == (13, 63, "level", None)
    assert (rank["run_id"], rank["extractor_version"], rank["rule"]) == ("run-1", "9.9", "test")
    assert record("scores", rows)["value"] == Decimal("88.66")
    assert record("dates", rows)["is_relative"] is False
    assert record("directives", rows)["issued_on"] == date(2024, 2, 1)


def test_every_kind_that_is_read_has_a_table() -> None:
    assert tuple(FACT_TABLES) == KINDS


def test_a_quantity_a_person_and_a_task_have_their_own_columns() -> None:
    rows = rows_of_articles([Reading(capture(), article(), FACTS)])
    quantity = record("quantities", rows)
    assert (quantity["value"], quantity["out_of"], quantity["of_what"]) == (17, 40, "nhiệm vụ")
    assert (quantity["unit"], quantity["status"]) == ("nhiệm vụ", "actual")
    person = record("persons", rows)
    assert (person["person_name"], person["person_title"]) == ("Lê Thị Mai", "Phó Giám đốc Sở Nội vụ")
    assignment = record("assignments", rows)
    assert (assignment["assignee"], assignment["cooperating"]) == ("Sở Nội vụ", ["Sở Tài chính"])
    assert (assignment["task"], assignment["deadline"]) == ("tham mưu", "2024-06-30")


@pytest.mark.parametrize(
    "fact",
    [
        dataclasses.replace(PERSON, name="Mai"),
        dataclasses.replace(PERSON, title=" "),
        dataclasses.replace(ASSIGNMENT, task=""),
        dataclasses.replace(ASSIGNMENT, task="việc khác"),
    ],
)
def test_what_its_quote_does_not_say_is_told(fact: Fact) -> None:
    rows = rows_of_articles([Reading(capture(), article(), (DATE, fact))])
    assert record("rejections", rows)["reason"] == "value_not_in_quote"
    assert (len(rows["dates"]), rows["persons"], rows["assignments"]) == (1, [], [])


def test_a_fact_over_two_sentences_gets_both() -> None:
    start = TEXT.index("điểm.")
    end = TEXT.index("này")
    fact = dataclasses.replace(DATE, start=start, end=end, text=TEXT[start:end])
    sentence = record("dates", rows_of_articles([Reading(capture(), article(), (fact,))]))["sentence"]
    assert sentence == TEXT.split("\n", maxsplit=1)[0]


def test_facts_at_one_place_have_identities_of_their_own(con: Connection) -> None:
    rows = rows_of_articles(
        [Reading(capture(), article(), (SCORE, dataclasses.replace(SCORE, value=Decimal(60))))]
    )
    load_batch(con, rows)
    assert con.execute("SELECT count(DISTINCT evidence_id), count(*) FROM scores").fetchall() == [(2, 2)]


def test_a_page_with_several_articles_is_one_capture() -> None:
    other = article(article_id="b" * 16)
    rows = rows_of_articles([Reading(capture(), article(), ()), Reading(capture(), other, ())])
    assert (len(rows["captures"]), len(rows["article_versions"])) == (1, 2)


def test_an_article_twice_on_a_page_is_read_once() -> None:
    rows = rows_of_articles([Reading(capture(), article(), ()), Reading(capture(), article("Khác"), ())])
    assert record("article_versions", rows)["text"] == TEXT


def test_a_publication_after_the_fetch_is_refused_and_told() -> None:
    ahead = article(published_at=FETCHED + timedelta(days=2))
    rows = rows_of_articles([Reading(capture(), ahead, ())])
    version = record("article_versions", rows)
    assert (version["published_at"], version["published_source"]) == (None, None)
    assert record("rejections", rows)["reason"] == "date_in_the_future"
    soon = article(published_at=FETCHED + timedelta(hours=7))
    assert rows_of_articles([Reading(capture(), soon, ())])["rejections"] == []


@pytest.mark.parametrize(
    "fact",
    [
        dataclasses.replace(SCORE, value=Decimal("1e12")),
        dataclasses.replace(SCORE, value=Decimal("-1e30")),
        dataclasses.replace(SCORE, scale_max=Decimal("NaN")),
        dataclasses.replace(RANK, rank=2**31),
        dataclasses.replace(RANK, out_of=10**20),
        dataclasses.replace(DIRECTIVE, year=2**31),
        dataclasses.replace(DIRECTIVE, issued_on="2024-02-30"),
        dataclasses.replace(QUANTITY, value=Decimal("1e12")),
        dataclasses.replace(QUANTITY, out_of=Decimal("Infinity")),
    ],
)
def test_a_number_no_column_holds_is_told_and_does_not_stop_the_batch(con: Connection, fact: Fact) -> None:
    rows = rows_of_articles([Reading(capture(), article(), (DATE, fact))])
    assert record("rejections", rows)["reason"] == "value_out_of_range"
    report = load_batch(con, rows)
    assert report.tables["dates"].inserted == 1
    assert not {"scores", "ranks", "directives", "quantities"} & report.tables.keys()


@pytest.mark.parametrize("changes", [(0, 5), (-4, 400), (3, 3)])
def test_a_fact_that_does_not_stand_at_its_span_is_told(changes: tuple[int, int]) -> None:
    start, end = changes
    facts = (SCORE, dataclasses.replace(DATE, start=start, end=end))
    rows = rows_of_articles([Reading(capture(), article(), facts)])
    assert record("rejections", rows)["reason"] == "quote_not_at_span"
    assert (len(rows["scores"]), rows["dates"]) == (1, [])


def test_the_largest_numbers_fit(con: Connection) -> None:
    facts = (
        dataclasses.replace(SCORE, value=Decimal("999999999999.123456")),
        dataclasses.replace(RANK, rank=2**31 - 1),
    )
    load_batch(con, rows_of_articles([Reading(capture(), article(), facts)]))
    assert con.execute("SELECT value FROM scores").fetchall() == [(Decimal("999999999999.123456"),)]


def test_text_that_utf8_cannot_hold_is_stored_with_its_length(con: Connection) -> None:
    assert storable("Bình\ud800 Định") == "Bình? Định"
    broken = article(title="Bài\udfff", section="x\x00y")
    task = dataclasses.replace(ASSIGNMENT, cooperating=("Sở\ud800",))
    load_batch(con, rows_of_articles([Reading(capture(), broken, (task,))]))
    assert con.execute("SELECT cooperating FROM assignments").fetchall() == [(["Sở?"],)]
    assert con.execute("SELECT title, section FROM articles").fetchall() == [("Bài?", "x\x00y")]


def test_rejections_keep_reason_and_address(con: Connection) -> None:
    rejection = Rejection(capture(), "http://binhdinh.test/bai.html", "no_body", "nothing found", final=True)
    rows = rows_of_rejections([rejection])
    assert record("rejections", rows)["detail"] == "nothing found"
    assert load_batch(con, rows).tables["rejections"].inserted == 1


def test_a_run_with_its_portals_becomes_rows() -> None:
    result = CrawlResult(
        portal="binhdinh",
        run_id="run-1",
        status="partial",
        reason="page budget",
        started_at=FETCHED,
        finished_at=FETCHED,
        counts={"requests": 7, "article_pages": 5},
        rejected={"soft_error": 2, "no_title": 1},
        stops={"Tin tức": "known items"},
        expectations=[Expectation(name="dated_share", ok=False, detail="0.5 < 0.9")],
    )
    rows = rows_of_run(run_record(result))
    portal = record("run_portals", rows)
    assert (portal["requests"], portal["article_pages"], portal["listing_pages"]) == (7, 5, 0)
    assert (portal["rejected"], portal["rejected_reasons"]) == (3, '{"no_title": 1, "soft_error": 2}')
    assert portal["stops"] == '{"Tin tức": "known items"}'
    assert portal["expectations"] == '[{"detail": "0.5 < 0.9", "name": "dated_share", "ok": false}]'
    assert record("runs", rows)["finished_at"] is None


def test_a_version_is_its_title_and_text() -> None:
    same = article(published_at=None, related=(), parser_version="2", url="http://binhdinh.test/BAI.html")
    assert version_id(same) == version_id(article())
    others = [article("Khác"), article(title="Khác"), article(article_id="b" * 16)]
    assert len({version_id(other) for other in [article(), *others]}) == 4


def test_evidence_is_version_kind_span_and_ordinal() -> None:
    moved = dataclasses.replace(SCORE, start=SCORE.start - 1)
    found = {evidence_id("v", SCORE, 0), evidence_id("v", SCORE, 1), evidence_id("w", SCORE, 0)}
    assert len(found | {evidence_id("v", moved, 0), evidence_id("v", RANK, 0)}) == 5
    assert evidence_id("v", dataclasses.replace(SCORE, value=Decimal(1)), 0) == evidence_id("v", SCORE, 0)


def test_two_articles_share_a_key_only_where_all_is_known() -> None:
    other_value = dataclasses.replace(SCORE, value=Decimal("86.78"), start=0, end=5, scale_max=None)
    assert fact_key(SCORE, A) == fact_key(other_value, B)
    for unknown in (
        dataclasses.replace(SCORE, indicator=None),
        dataclasses.replace(SCORE, period=None),
        dataclasses.replace(SCORE, subject=None),
    ):
        assert fact_key(unknown, A) != fact_key(unknown, B)
        assert fact_key(unknown, A) != fact_key(SCORE, A)
    for other in (
        dataclasses.replace(SCORE, status="target"),
        dataclasses.replace(SCORE, kind="change"),
        dataclasses.replace(SCORE, component="Cải cách tài chính công"),
    ):
        assert fact_key(other, A) != fact_key(SCORE, A)


def test_a_document_is_told_by_its_sign_and_year_however_typed() -> None:
    dated = dataclasses.replace(DIRECTIVE, year=2024)
    typed = dataclasses.replace(dated, symbol="482/qđ – bnv", issuer=None)
    assert fact_key(dated, A) == fact_key(typed, B)
    assert fact_key(DIRECTIVE, A) != fact_key(DIRECTIVE, B)
    assert fact_key(dataclasses.replace(dated, year=2023), A) != fact_key(dated, A)


@pytest.mark.parametrize(
    "symbol", ["61/2018/NĐ-CP", "766/QĐ-TTg", "12/2022/TT-BNV", "56/2022/QH15", "18-NQ/TW", "01/CT-TTg",
               "4355/BNV-CCHC", "05/TTLT-BNV-BTC", "06/CP", "2207/vpcp – kstt", "29-HD/BTGTW"],
)  # fmt: skip
def test_a_central_document_is_one_in_all_provinces(symbol: str) -> None:
    assert is_central(symbol)
    document = dataclasses.replace(DIRECTIVE, symbol=symbol, year=2022)
    assert fact_key(document, A) == fact_key(document, B)


@pytest.mark.parametrize(
    "symbol", ["05/KH-UBND", "03/NQ-HĐND", "15-KH/TU", "123/SNV-CCHC", "12/TTr-STTTT", "45/UBND-CP",
               "1037/QĐ", "7-NQ/TỈNH ỦY", "88/SXD-QH", "9/BC-BQLKKT", "2007/UBND-TTg"],
)  # fmt: skip
def test_a_document_of_a_province_is_its_own(symbol: str) -> None:
    assert not is_central(symbol)
    document = dataclasses.replace(DIRECTIVE, symbol=symbol, year=2022)
    assert fact_key(document, A) != fact_key(document, B)
    assert fact_key(document, A) == fact_key(document, dataclasses.replace(A, article_id="c"))


CHANGES = {
    "Năm 2023 PAPI tăng «1,2 điểm».": "earlier",
    "Năm 2023 PAPI tăng «1,2 điểm» so với năm 2022, cao hơn bình quân.": "earlier",
    "Năm 2023 PAPI «tăng 1,2 điểm» so với cùng kỳ năm trước.": "earlier",
    "So với năm 2019, PAPI năm 2023 tăng «1,2 điểm».": "earlier 2019",
    "PAPI năm 2023 cao hơn «1,2 điểm» so với bình quân cả nước.": "average",
    "PAPI tăng 2 điểm so với năm 2022, cao hơn «1,2 điểm» so với trung bình chung.": "average",
    "PAPI thấp hơn «1,2 điểm» so với tỉnh Bình Định.": "tỉnh bình định",
    "PAPI «cao hơn 1,2 điểm».": "gap",
    "PAPI cao hơn «1,2 điểm».": "gap",
    "So với năm 2019 đã khác. PAPI giảm «1,2 điểm»": "earlier",
}


@pytest.mark.parametrize("marked", CHANGES)
def test_a_change_is_told_by_what_it_is_measured_against(marked: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    about: dict[str, Any] = {"value": Decimal("1.2"), "unit": "point", "kind": "change", "period": "2023"}
    change = Score(start=start, end=end, text=text[start:end], rule="test", **about)
    assert baseline(change, text) == CHANGES[marked]
    assert baseline(dataclasses.replace(change, kind="level"), text) is None


def test_two_changes_of_one_thing_in_one_article_have_keys_of_their_own() -> None:
    text = (
        "Năm 2023, PAR Index của tỉnh Bình Định tăng 1,5 điểm so với năm 2022, "
        "cao hơn 2,5 điểm so với bình quân."
    )
    facts = []
    for quote, value in (("1,5 điểm", "1.5"), ("2,5 điểm", "2.5")):
        start = text.index(quote)
        place: dict[str, Any] = {"start": start, "end": start + len(quote), "text": quote, "rule": "test"}
        facts.append(Score(**place, value=Decimal(value), unit="point", kind="change", **ABOUT))
    rows = rows_of_articles([Reading(capture(), article(text), tuple(facts), "Bình Định")])
    at_key = BY_NAME["scores"].names.index("fact_key")
    assert len({row[at_key] for row in rows["scores"]}) == 2


@pytest.mark.parametrize(
    ("fact", "same", "other"),
    [
        (QUANTITY, {"value": Decimal(18), "out_of": None}, {"of": "hồ sơ"}),
        (QUANTITY, {"unit": "Nhiệm vụ"}, {"status": "target"}),
        (PERSON, {"title": "Giám đốc Sở Nội vụ", "organization": None}, {"name": "Lê Thị Hoa"}),
        (ASSIGNMENT, {"deadline": None, "cooperating": ()}, {"assignee": "Sở Tài chính"}),
    ],
)
def test_amounts_people_and_tasks_are_told_apart_within_their_article(
    fact: Fact, same: dict[str, Any], other: dict[str, Any]
) -> None:
    assert fact_key(fact, A) == fact_key(dataclasses.replace(fact, **same), A)
    assert fact_key(fact, A) != fact_key(dataclasses.replace(fact, **other), A)
    assert fact_key(fact, A) != fact_key(fact, B)
