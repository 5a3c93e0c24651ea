"""The replicas themselves: what they publish, how they page, how they mislead."""

import hashlib
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from extractors.text import canonical_text
from tests.portals.client import fetch
from tests.portals.content import sites
from tests.portals.model import Page, Site
from tests.portals.server import Running, running
from tests.portals.stories import TEMPLATES
from tests.portals.walks import walk

SLUGS = [site.slug for site in sites()]


@pytest.fixture(scope="module")
def shared() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def fresh() -> Iterator[Running]:
    with running() as server:
        yield server


def site_of(server: Running, slug: str) -> Site:
    return next(site for site in server.truth if site.slug == slug)


def shown_text(markup: str) -> str:
    """All words of a page on one line, in canonical letters."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join(canonical_text(unescape(re.sub(r"<[^>]+>", " ", body))).split())


@pytest.mark.parametrize("slug", SLUGS)
def test_walking_all_listings_finds_every_article(shared: Running, slug: str) -> None:
    site = site_of(shared, slug)
    pages = [page for section in site.sections for page in walk(shared, site, section)]
    found = Counter(path.lower() for page in pages for path in set(page))
    expected = Counter(page.path.lower() for page in site.articles for _ in page.sections)
    assert found == expected
    assert len(site.articles) >= 40
    assert len(pages) >= 4
    assert max(len(page) for page in pages) <= 12


@pytest.mark.parametrize("slug", SLUGS)
def test_some_articles_stand_in_two_listings_and_addresses_are_unique(slug: str) -> None:
    site = next(site for site in sites() if site.slug == slug)
    assert len({page.path.lower() for page in site.articles}) == len(site.articles)
    assert len({page.key for page in site.articles}) == len(site.articles)
    twice = [page for page in site.articles if len(page.sections) > 1]
    assert len(twice) >= 5 or slug == "binhduong"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_article_page_shows_its_title_and_whole_text(shared: Running, slug: str) -> None:
    site = site_of(shared, slug)
    for page in site.articles:
        if page.kind == "document":
            continue
        reply = fetch(shared, f"http://{site.host}{page.path}")
        shown = shown_text(reply.text)
        assert reply.status == 200
        assert " ".join(canonical_text(page.title).split()) in shown
        for line in [page.lead, *(line for block in page.blocks for line in block.lines)]:
            assert not line or " ".join(canonical_text(line).split()) in shown
        for block in page.blocks:
            assert all(cell in shown for row in block.rows for cell in row)


#: sha256 of the annotated text of the five seeds: what a parser must get out of their pages.
SEED_TEXTS = {
    "binhdinh": ("50211", "dc7061b67bb22aa29c3879240427c7f98b18a07b82e899b38bdeeea75d2eba83"),
    "sonoivu-binhdinh": ("1643", "38161457f3ce8f77aaafcfd4da455c5ba28e8ec3b3f3f5a2aaf12acc4cd4b6c5"),
    "sonla": ("718652", "8262b715449212950eff28fcf7b6903797fffcaa2d797af87bf786d1b1de26fd"),
    "vinhlong": ("188236", "ed21be422c4cefb301f4a7c697b9986413985f620cf00081afe3f3e5414f2e11"),
    "binhduong": ("36120", "8737c04f39653b1b3f24f8149e817e373575fd0c7adc4c09f3309d4943e1c5c5"),
}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_seed_articles_have_the_annotated_text(slug: str) -> None:
    key, digest = SEED_TEXTS[slug]
    site = next(site for site in sites() if site.slug == slug)
    assert hashlib.sha256(site.page(key).text.encode()).hexdigest() == digest


def test_real_articles_leave_out_captions_and_bylines() -> None:
    site = sites()[0]
    for key in ("82940", "82933", "82411", "82389"):
        text = site.page(key).text
        assert "[img]" not in text
        assert "Tác giả:" not in text
        assert "chụp ảnh lưu niệm" not in text
        assert "thứ 5 từ phải sang" not in text
    assert site.page("82940").author == "Trang Lê"


def planted() -> list[Page]:
    return [page for site in sites() for page in site.articles if page.facts is not None]


def test_planted_facts_quote_their_text() -> None:
    pages = planted()
    for page in pages:
        assert page.facts
        for fact in page.facts:
            assert page.text[fact["start"] : fact["end"]] == fact["text"]
    kinds = Counter(fact["type"] for page in pages for fact in page.facts or ())
    assert set(kinds) == {"score", "rank", "date", "directive"}
    assert min(kinds.values()) >= 100


def test_all_templates_are_told_and_the_years_are_covered() -> None:
    pages = planted()
    assert {page.template for page in pages} == {template.name for template in TEMPLATES}
    assert len(TEMPLATES) >= 25
    years = {page.published_at.year for page in pages if page.published_at}
    assert years == set(range(2019, 2026))


#: Shapes of the four kinds. What has one of them and no mark must be a known decoy.
SHAPES = re.compile(
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}|\b(?:19|20)\d{2}\b|\d+/63\b|(?:hạng|vị trí|thứ|tốp|TOP) \d+|\d+ bậc"
    r"|\b[\d,.]+(?:/[\d,.]+)? điểm|\b\d+[^ ]*/[A-ZĐ]|(?:dẫn|đứng) đầu|nhóm [“A-ZTK]"
)
DECOYS = re.compile(r"38,5 điểm|9,5 điểm|thứ 3 liên tục|người đứng đầu|Người đứng đầu")


def test_nothing_with_the_shape_of_a_fact_is_left_unmarked() -> None:
    for page in planted():
        covered = {place for fact in page.facts or () for place in range(fact["start"], fact["end"])}
        covered |= {place for match in DECOYS.finditer(page.text) for place in range(*match.span())}
        loose = [m[0] for m in SHAPES.finditer(page.text) if not covered & set(range(*m.span()))]
        assert loose == [], page.path


def test_building_twice_gives_the_same_sites() -> None:
    assert sites() == sites()


def test_it_is_a_proxy_for_its_own_hosts_only(shared: Running) -> None:
    assert fetch(shared, "http://sonla.test/tin-kinh-te").status == 200
    assert fetch(shared, "/tin-kinh-te", headers={"Host": "sonla.test"}).status == 200
    assert fetch(shared, "http://example.org/").status == 502
    assert fetch(shared, "/", headers={"Host": "example.org"}).status == 502
    assert fetch(shared, "sonla.test:443", method="CONNECT").status == 502


def test_the_log_says_what_was_asked(fresh: Running) -> None:
    fetch(fresh, "http://sonla.test/tin-kinh-te?a=1", headers={"User-Agent": "probe/1"})
    fetch(fresh, "http://sonla.test/nothing")
    assert [(hit.host, hit.method, hit.path, hit.status) for hit in fresh.log] == [
        ("sonla.test", "GET", "/tin-kinh-te?a=1", 200),
        ("sonla.test", "GET", "/nothing", 404),
    ]
    assert fresh.log[0].user_agent == "probe/1"
    assert fresh.log[0].time <= fresh.log[1].time


@pytest.mark.parametrize("slug", SLUGS)
def test_validators_on_three_platforms(shared: Running, slug: str) -> None:
    site = site_of(shared, slug)
    url = f"http://{site.host}{site.articles[-1 if slug != 'binhduong' else 1].path}"
    tag = fetch(shared, url).headers.get("ETag")
    if slug in {"sonla", "binhduong"}:
        assert tag is None
        return
    assert tag
    again = fetch(shared, url, headers={"If-None-Match": tag})
    assert (again.status, again.text) == (304, "")


def test_an_edit_changes_one_article_and_its_validator(fresh: Running) -> None:
    page = site_of(fresh, "vinhlong").page("188236")
    url = f"http://vinhlong.test{page.path}"
    before = fetch(fresh, url)
    fresh.edit("vinhlong.test", "188236", replace=("1.932 TTHC", "1.933 TTHC"))
    after = fetch(fresh, url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert "1.933 TTHC" in after.text
    assert "1.933 TTHC" in page.text
    fresh.edit("vinhlong.test", page.path, title="Tiêu đề mới", body=["Một đoạn."])
    assert page.text.endswith("\n\nMột đoạn.")
    with pytest.raises(KeyError, match="no article"):
        fresh.edit("vinhlong.test", "0", title="x")
    with pytest.raises(ValueError, match="does not say"):
        fresh.edit("vinhlong.test", "188236", replace=("không có", "x"))


def test_faults_come_and_go(fresh: Running) -> None:
    listing = "http://vinhlong.test/tin-tuc-su-kien"
    fresh.fault("vinhlong.test", "status", path="/tin-tuc", times=2)
    assert [fetch(fresh, listing).status for _ in range(3)] == [503, 503, 200]
    fresh.fault("vinhlong.test", "empty_listing", path="/tin-tuc", times=1)
    assert ["<h3>" in fetch(fresh, listing).text for _ in range(2)] == [False, True]
    for mode, status in (("disallow", 200), ("404", 404), ("500", 500)):
        fresh.fault("vinhlong.test", "robots", times=1, mode=mode)
        assert fetch(fresh, "http://vinhlong.test/robots.txt").status == status
    fresh.fault("vinhlong.test", "refuse")
    with pytest.raises(ConnectionError):
        fetch(fresh, listing)
    assert fresh.log[-1].status == 0
    fresh.mend()
    fresh.fault("vinhlong.test", "changed_layout")
    changed = fetch(fresh, "http://vinhlong.test/tin-cai-cach-hanh-chinh/xem-chi-tiet-tin-tuc/id/188236").text
    assert "_lblNgayDang" not in changed
    assert "10/07/2019 16:39:32" in changed
    assert fetch(fresh, "http://sonla.test/").status == 200


def test_the_command_prints_its_port_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "tests.portals"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        assert re.fullmatch(rb'\{"port": \d+\}\n', process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    with subprocess.Popen(
        [*command, "--with-parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=20) == 0
