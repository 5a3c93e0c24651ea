"""Document lists of three platforms: every document, each field, against the truth of the replicas."""

import unicodedata
from functools import cache

import pytest

from extractors.engine import Document, extract_facts
from extractors.facts import Directive
from extractors.text import canonical_text
from spiders.blocking import passing_trouble
from spiders.documents import records
from spiders.errors import PageRejected
from spiders.listing import Answer, Ask
from spiders.pages import Article
from spiders.platforms import PLATFORMS, parse_page, vnpt
from spiders.portal import Section
from tests.portals.content import sites
from tests.portals.model import Page
from tests.spiders.crawls import Crawls
from tests.spiders.pages import PORTALS, Reader, raw_page

SLUGS = ("binhdinh", "sonla", "sonoivu-binhdinh")


def _reader(slug: str, kind: str = "articles") -> Reader:
    """Return a reader of the documents of a replica: of their own pages, or of the rows of the list."""
    reader = Reader(next(site for site in sites() if site.slug == slug))
    library = reader.site.libraries[0]
    section = Section.model_validate({"url": library.path, "name": library.name, "kind": kind})
    reader.portal = reader.portal.model_copy(update={"sections": (section,)})
    return reader


@cache
def _found(slug: str) -> tuple[Reader, dict[str, Article]]:
    reader = _reader(slug)
    return reader, reader.articles()


def _pairs(slug: str) -> list[tuple[Page, Article]]:
    reader, found = _found(slug)
    return [(page, found[reader.key(page)]) for page in reader.site.documents]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_document_is_found_once(slug: str) -> None:
    reader, found = _found(slug)
    assert set(found) == {reader.key(page) for page in reader.site.documents}
    assert len(found) == 34


@pytest.mark.parametrize("slug", SLUGS)
def test_number_date_subject_signer_and_file_are_the_true_ones(slug: str) -> None:
    reader, _ = _found(slug)
    for page, article in _pairs(slug):
        assert article.kind == "document"
        assert article.title == page.title
        assert article.text == page.text, page.path
        assert "Số ký hiệu: " in article.text
        assert "Người ký: " in article.text
        assert (article.published_at, article.published_source) == (page.published_at, "document")
        files = [(reader.url(file.url), file.name) for file in page.attachments]
        assert [(file.url, file.name) for file in article.attachments] == files


@pytest.mark.parametrize("slug", SLUGS)
def test_a_document_gives_a_directive_with_number_and_date(slug: str) -> None:
    for page, article in _pairs(slug):
        facts = extract_facts(Document(text=article.text, title=article.title), kinds=("directive",))
        first = next(fact for fact in facts if isinstance(fact, Directive))
        assert page.published_at is not None
        assert first.issued_on == page.published_at.date().isoformat()
        number = page.text.removeprefix("Số ký hiệu: ").split("/")[0].split("-")[0].strip()
        assert first.number == number
        assert "Ð" not in (first.symbol or "")


@pytest.mark.parametrize("slug", ["sonla", "sonoivu-binhdinh"])
def test_rows_of_the_list_are_the_same_documents(slug: str) -> None:
    reader = _reader(slug, "documents")
    rows = reader.articles()
    assert set(rows) == {reader.key(page) for page in reader.site.documents}
    for page in reader.site.documents:
        row = rows[reader.key(page)]
        assert page.text.startswith(row.text)
        assert (row.title, row.published_at) == (page.title, page.published_at)


def test_labels_in_mixed_unicode_are_read() -> None:
    reader = _reader("sonla")
    page = reader.site.documents[1]
    body = reader.get(reader.url(page.path))[0].body.decode()
    assert not unicodedata.is_normalized("NFC", body)
    assert not unicodedata.is_normalized("NFD", body)
    assert "722- CV/VP"[-5:] in page.text


def test_a_wrong_view_state_is_no_end_of_the_list() -> None:
    reader = _reader("sonla")
    first = reader.platform.first_page(reader.portal.section_url(reader.portal.sections[0]))
    page = reader.platform.read_listing(
        Answer(ask=first, final_url=first.url, body=reader.get(first.url)[0].body)
    )
    assert page.following is not None
    form = dict(page.following.form or {})
    assert {"__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTTARGET", "__EVENTARGUMENT"} <= set(form)
    response, _ = reader.get(page.following.url, {**form, "__VIEWSTATE": "dDw="})
    assert response.status == 200
    answer = Answer(ask=page.following, final_url=first.url, body=response.body)
    assert list(reader.platform.read_listing(answer).items) == []


def test_a_postback_that_shows_page_1_again_is_not_page_2() -> None:
    reader = _reader("sonla")
    url = reader.portal.section_url(reader.portal.sections[0])
    answer = Answer(
        ask=Ask(url=url, page=2, form={"__EVENTTARGET": "x"}), final_url=url, body=reader.get(url)[0].body
    )
    assert list(vnpt.read_listing(answer).items) == []


def test_documents_of_vnpt_are_known_by_their_own_number() -> None:
    portal = PORTALS["sonla"]
    key = vnpt.item_key("http://sonla.test/?pageid=27218&p_steering=153", portal)
    assert key == vnpt.item_key("http://www.sonla.test/Default.aspx?p_steering=153&pageid=99", portal)
    assert key != vnpt.item_key("http://sonla.test/?pageid=27218&p_steering=154", portal)
    lists = {vnpt.item_key(f"http://sonla.test/?pageid=27205&p_cate={n}", portal) for n in (1, 2)}
    assert len(lists) == 2


def test_a_document_about_maintenance_is_no_notice_of_maintenance() -> None:
    reader, _ = _found("sonla")
    page = next(page for page in reader.site.documents if "bảo trì" in page.title)
    body = reader.get(reader.url(page.path))[0].body
    assert passing_trouble(body, None, reader.platform.reading.body) is None


def test_the_same_number_in_another_year_is_another_document() -> None:
    html = (
        "<table><tr><th>Số ký hiệu<th>Ngày ban hành<th>Trích yếu"
        "<tr><td>14/CT-UBND<td>02/03/2021<td>Một<tr><td>14/CT-UBND<td>05/03/2022<td>Hai"
        "<tr><td>14/CT-UBND<td>05/03/2022<td>Hai</table>"
    )
    answer = Answer(ask=Ask(url="http://sonla.test/vb"), final_url="http://sonla.test/vb", body=html.encode())
    keys = [vnpt.item_key(item.url, PORTALS["sonla"]) for item in vnpt.read_listing(answer).items]
    assert keys == ["sonla.test/vb#14/ct-ubnd 02/03/2021", "sonla.test/vb#14/ct-ubnd 05/03/2022"]


def test_a_table_of_figures_is_no_list_of_documents() -> None:
    html = (
        "<table><tr><th>Chỉ số<th>Năm<tr><td>PAPI<td>2023</table>"
        "<table><tr><td>Số<td>Tên<tr><td>1<td>A</table>"
    )
    tree = Answer(ask=Ask(url="u"), final_url="u", body=html.encode()).tree()
    assert records(tree, "http://a.test/", ("table",)) == []


WIDGET = (
    '<div class="list-legal-document-table"><table><tr><th>Số ký hiệu<th>Ngày ban hành<th>Trích yếu'
    '<tr><td>14/CT-UBND<td>02/03/2021<td><a href="/vb/mot-99.html">Một văn bản</a></table></div>'
)


@pytest.mark.parametrize(
    ("platform", "news"),
    [
        ("vnpt", '<div class=ArticleList><p class=Title><a href="/tin/bai-12">Tin</a></p></div>'),
        (
            "nukeviet",
            "<div class=news_column><div class=panel-body>"
            '<h3><a href="/vi/a/b-12.html">Tin</a></h3></div></div>',
        ),
        (
            "vhv",
            '<p class=section-list><a class="article-title common-title" href="/a-12.html">Tin</a></p>',
        ),
    ],
)
def test_documents_beside_news_do_not_take_their_place(platform: str, news: str) -> None:
    read = PLATFORMS[platform].read_listing
    url = "http://a.test/tin"
    mixed = Answer(ask=Ask(url=url), final_url=url, body=f"<div>{WIDGET}</div>{news}".encode())
    assert [item.title for item in read(mixed).items] == ["Tin"]
    alone = Answer(ask=Ask(url=url), final_url=url, body=WIDGET.encode())
    assert [item.title for item in read(alone).items] == ["Một văn bản"]


def test_the_post_of_a_signer_stands_behind_the_name() -> None:
    labels = ("Chức vụ", "Số hiệu", "Người ký", "Trích yếu", "Ngày ký")
    rows = "".join(f"<tr class=hoatim><td>{label}<td>{at}" for at, label in enumerate(labels))
    portal = PORTALS["sonoivu-binhdinh"]
    raw = raw_page(portal, portal.base_url + "/vi/laws/detail/a/", f"<table>{rows}</table>".encode())
    text = parse_page(raw, portal)[0].text
    assert text == "Số ký hiệu: 1 | Ngày ban hành: 4 | Trích yếu: 3 | Người ký: 2 | Chức vụ: 0"


def test_a_list_without_its_table_is_rejected_by_name() -> None:
    portal = PORTALS["sonla"]
    raw = raw_page(portal, "http://sonla.test/vb", b"<body>" + b"<p>x</p>" * 900, kind="document_list")
    with pytest.raises(PageRejected) as caught:
        parse_page(raw, portal)
    assert caught.value.reason == "no_table"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_crawl_brings_every_document(crawls: Crawls, slug: str) -> None:
    reader = _reader(slug)
    portal = reader.portal
    section = portal.sections[0]
    (crawls.data / f"{slug}.toml").write_text(
        f'slug = "{slug}"\nname = "{portal.name}"\nprovince = "{portal.province}"\n'
        f'platform = "{portal.platform}"\nbase_url = "http://{reader.site.host}"\n'
        f'[[sections]]\nurl = "{section.url}"\nname = "{section.name}"\n'
        "[expect]\nfirst_page_items = 8\ntext_chars = 80\n"
    )
    code, result, log = crawls.run(slug, "r1", "--portals-dir", str(crawls.data))
    assert (code, result["status"]) == (0, "ok"), log
    assert sorted(crawls.keys(slug)) == sorted(reader.key(page) for page in reader.site.documents)


def test_a_document_keeps_its_text_canonical() -> None:
    for _, article in _pairs("sonla"):
        assert article.text == canonical_text(article.text)
