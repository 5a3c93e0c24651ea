"""The extract stage: what the readers are told, and a reader that fails on one article."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from extractors.facts import Rank
from pipelines.extract import as_document, extract_articles
from pipelines.parse import ReadPage
from pipelines.progress import Observer
from pipelines.workers import Pool
from spiders.pages import Article
from spiders.portal import load_portals
from tests.pipelines.captures import address, archived

TEXT = "Năm 2023, chỉ số PAPI của tỉnh đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố."


def article(number: int, text: str = TEXT, **changes: Any) -> Article:
    made = Article(
        article_id=f"{number:016x}",
        portal="sonla",
        kind="news",
        url=address(number),
        url_key=f"sonla.test/{number}",
        title="Chỉ số PAPI của Sơn La",
        lead=None,
        text=text,
        text_sha256="",
        author=None,
        published_at=datetime(2024, 5, 31, 18, 30, tzinfo=UTC),
        published_source="visible",
        section=None,
        parser="vnpt",
        parser_version="1",
    )
    return replace(made, **changes)


def test_the_day_of_publication_is_a_day_in_vietnam() -> None:
    document = as_document(article(1), "Sơn La")
    assert document.published_on == date(2024, 6, 1)
    assert (document.title, document.province) == ("Chỉ số PAPI của Sơn La", "Sơn La")


def test_an_article_without_a_date_has_no_reference_date() -> None:
    assert as_document(article(1, published_at=None), None).published_on is None


def test_facts_go_with_their_article_and_a_reader_that_fails_costs_one(tmp_path: Path) -> None:
    broken: Any = None  # a text that no reader can survive: what a bug in one rule looks like from here
    captures = [archived(tmp_path, number, b"x") for number in (1, 2)]
    pages = [
        ReadPage(captures[0], (article(1), article(2, broken), article(3, "Không có số liệu."))),
        ReadPage(captures[1], (article(4),)),
    ]
    with Pool(size=2) as pool:
        extracted = extract_articles(pages, load_portals(), pool, Observer())
    assert [reading.article.article_id[-1] for reading in extracted.readings] == ["1", "3", "4"]
    first, none, _ = extracted.readings
    assert {fact.type for fact in first.facts} == {"score", "rank", "date"}
    assert {getattr(fact, "subject", "Sơn La") for fact in first.facts} == {"Sơn La"}
    assert none.facts == ()
    (rejection,) = extracted.rejections
    assert (rejection.capture, rejection.url) == (captures[0], address(2))
    assert (rejection.reason, rejection.final) == ("extract_error", False)


def test_an_article_is_of_the_province_of_its_day(tmp_path: Path) -> None:
    text = "Tỉnh xếp thứ 13/63 về chỉ số PCI."
    capture = replace(archived(tmp_path, 1, b"x"), portal="binhdinh", url="http://binhdinh.gov.vn/a.html")
    days = [datetime(2024, 5, 31, tzinfo=UTC), datetime(2025, 7, 2, tzinfo=UTC)]
    articles = [article(n, text, portal="binhdinh", published_at=day) for n, day in enumerate(days)]
    with Pool(size=1) as pool:
        extracted = extract_articles([ReadPage(capture, tuple(articles))], load_portals(), pool, Observer())
    assert [(one.province, one.successor) for one in extracted.readings] == [
        ("Bình Định", "Gia Lai"),
        ("Gia Lai", None),
    ]
    said = [fact.subject for one in extracted.readings for fact in one.facts if isinstance(fact, Rank)]
    assert said == ["Bình Định", "Gia Lai"]
