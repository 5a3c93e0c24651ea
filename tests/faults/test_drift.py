"""Layouts that change in one thing: the article says what it said, or the change is seen."""

from dataclasses import fields
from typing import Any

import pytest

from extractors.engine import Document, extract_facts
from spiders.errors import PageRejected
from spiders.pages import Article
from spiders.platforms import parse_page, platform_of
from spiders.reading import open_page
from spiders.selecting import fired_selectors
from tests.faults.mutants import mutants
from tests.portals.content import sites
from tests.portals.model import Page, Site
from tests.spiders.pages import Reader, raw_page

#: Where a fact stands and how it was found may differ, what it says may not.
_OF_READING = {"start", "end", "basis", "rule", "flags"}
#: Told in flows/README.md: a day that stands in the box of the date is taken for it.
KNOWN_SURVIVOR = "today beside the date"


def read(reader: Reader, page: Page, html: str) -> tuple[Article | None, dict[str, str]]:
    """Return what a page reads as, if anything, and which selectors found its parts."""
    raw = raw_page(reader.portal, reader.url(page.path), html.encode())
    try:
        (article,) = parse_page(raw, reader.portal)
    except PageRejected:
        return None, {}
    reading = platform_of(reader.portal).reading
    return article, fired_selectors(open_page(raw).root, reader.portal.selectors, reading)


def stated(article: Article) -> set[Any]:
    """Return what an article says: its facts, each once, its title and its time of publication."""
    at = article.published_at
    found = extract_facts(Document(article.text, article.title, at.date() if at else None))
    told = {
        (
            type(fact).__name__,
            *(repr(getattr(fact, one.name)) for one in fields(fact) if one.name not in _OF_READING),
        )
        for fact in found
    }
    return told | {("title", article.title), ("published", at)}


@pytest.mark.parametrize("site", sites(), ids=lambda site: site.slug)
def test_a_layout_that_changes_is_seen_or_gives_the_same_facts(site: Site) -> None:
    reader = Reader(site)
    page = next(
        one
        for one in site.articles
        if one.kind == "news" and one.facts and any(block.rows for block in one.blocks)
    )
    html = reader.get(reader.url(page.path))[0].body.decode()
    before, selectors = read(reader, page, html)
    assert before is not None
    wrong, count = [], 0
    for name, mutant in mutants(html, selectors):
        count += 1
        article, found = read(reader, page, mutant)
        is_seen = article is None or article.read_by != "platform" or found != selectors
        is_same = article is not None and stated(article) == stated(before)
        if not (is_seen or is_same):
            wrong.append(name)
    assert count >= 13
    assert wrong in ([], [KNOWN_SURVIVOR])
