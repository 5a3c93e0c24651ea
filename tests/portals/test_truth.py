"""The truth of the replicas: the real texts, and the planted facts."""

import hashlib
import re
from collections import Counter

import pytest

from tests.portals.content import sites
from tests.portals.model import Page
from tests.portals.stories import TEMPLATES

SLUGS = [site.slug for site in sites()]


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


def loose_shapes(page: Page) -> list[str]:
    """Wordings of a page that look like a fact and are neither marked nor known decoys."""
    covered = {place for fact in page.facts or () for place in range(fact["start"], fact["end"])}
    covered |= {place for match in DECOYS.finditer(page.text) for place in range(*match.span())}
    return [m[0] for m in SHAPES.finditer(page.text) if not covered & set(range(*m.span()))]


def test_nothing_with_the_shape_of_a_fact_is_left_unmarked() -> None:
    pages = planted()
    assert len(pages) >= 190
    assert [(page.path, loose) for page in pages if (loose := loose_shapes(page))] == []


def test_a_missing_mark_would_be_seen() -> None:
    page = planted()[0]
    assert page.facts
    page.facts = page.facts[1:]
    assert loose_shapes(page) != []


def test_building_twice_gives_the_same_sites() -> None:
    assert sites() == sites()
