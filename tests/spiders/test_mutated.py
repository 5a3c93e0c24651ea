"""Pages whose bytes were shuffled by chance: read, or refused by name, and what is read is clean text."""

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.text import canonical_text
from spiders.errors import PageRejected
from spiders.pages import RawPage
from spiders.platforms import parse_page
from tests.portals.content import sites
from tests.spiders.pages import PORTALS, Reader, raw_page

JUNK = (
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<table><tr><td>",
        b"</table>",
        b"<p",
        b"</div>",
    ),
    *(
        b"&#0;",
        b"&#xD800;",
        b"&#1114112;",
        b"&lt",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbf\xbd",
        b"\xe1\xbb",
        b"\r",
        b"'",
    ),
    *(
        b'"',
        b"=",
        b"<script>",
        b"<style>",
        b"<textarea>",
        b"<svg><p>",
        b"<base href='http://['>",
        b"<a href='//['>",
    ),
    *(b"<time datetime='9999-99-99'>", b"31/02/0000 25:61", b"<html><body>", b"<frameset>", b"<plaintext>"),
)
#: What is done to a page, at a share of its length: take some out, say some twice, put something in.
CHANGES = st.tuples(
    st.floats(0, 1, exclude_max=True), st.integers(0, 400), st.sampled_from(["out", "twice", *JUNK])
)


@cache
def _pages() -> list[RawPage]:
    """Return an article of each replica."""
    found = []
    for site in sites():
        reader = Reader(site)
        page = next(page for page in site.articles if page.kind == "news")
        response, url = reader.get(reader.url(page.path))
        found.append(raw_page(reader.portal, url, response.body))
    return found


@settings(max_examples=60)
@given(st.integers(0, 4), st.lists(CHANGES, min_size=1, max_size=12))
def test_a_mutated_page_is_read_or_refused_by_name(
    number: int, changes: list[tuple[float, int, str | bytes]]
) -> None:
    raw = _pages()[number]
    body = raw.body
    for share, length, change in changes:
        at = int(share * len(body))
        piece = body[at : at + length]
        put = {"out": b"", "twice": piece * 2}[change] if isinstance(change, str) else change + piece
        body = body[:at] + put + body[at + length :]
    try:
        articles = parse_page(replace(raw, body=body), PORTALS[raw.portal])
    except PageRejected:
        return  # any other error would be the parser's own
    for article in articles:
        assert article.title
        assert article.text == canonical_text(article.text)
        assert all(one.url.startswith(("http://", "https://")) for one in article.attachments)
