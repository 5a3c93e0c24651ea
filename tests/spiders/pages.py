"""Pages for tests: raw captures made from bytes or from a replica, without network."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote, urlencode, urljoin, urlsplit

from spiders.listing import Answer, Ask, Item
from spiders.pages import Article, CaptureKind, Listed, RawPage
from spiders.platforms import parse_page, platform_of
from spiders.portal import Portal, load_portals
from tests.portals.model import Page, Site
from tests.portals.server import _MAKERS
from tests.portals.web import Replica, Request, Response, shown_at

FETCHED_AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PORTALS = {slug: portal.rehosted(".gov.vn", ".test") for slug, portal in load_portals().items()}


def raw_page(
    portal: Portal,
    url: str,
    body: bytes,
    *,
    kind: CaptureKind = "article",
    listed: Listed = Listed(),  # noqa: B008 - frozen
    status: int = 200,
    content_type: str | None = "text/html; charset=utf-8",
    final_url: str | None = None,
) -> RawPage:
    return RawPage(
        capture_id="c",
        run_id="r",
        portal=portal.slug,
        kind=kind,
        url=url,
        final_url=final_url or url,
        url_key=platform_of(portal).item_key(url, portal),
        fetched_at=FETCHED_AT,
        status=status,
        content_type=content_type,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        warc_file="",
        warc_offset=0,
        warc_length=0,
        listed=listed,
    )


class Reader:
    """Walks a replica in the process, as the spider does over HTTP."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.portal = PORTALS[site.slug]
        self.platform = platform_of(self.portal)
        self._replica: Replica = _MAKERS[site.host](site)

    def get(self, url: str, form: dict[str, str] | None = None) -> tuple[Response, str]:
        """Return the answer and the URL it came from in the end."""
        response = self._answer(url, form)
        while response.status in {301, 302}:
            url = urljoin(url, response.headers["Location"])
            response = self._answer(url, None)
        return response, url

    def _answer(self, url: str, form: dict[str, str] | None) -> Response:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        method = "GET" if form is None else "POST"
        request = Request(method, parts.hostname or "", target, headers, urlencode(form or {}).encode())
        with shown_at(FETCHED_AT):
            return self._replica.answer(request)

    def pages(self) -> Iterator[tuple[str, Ask, list[Item], bytes]]:
        """Yield every listing page: the kind of its section, what was asked, its items, its bytes."""
        for section in self.portal.sections:
            ask: Ask | None = self.platform.first_page(self.portal.section_url(section))
            while ask is not None:
                response, final = self.get(ask.url, dict(ask.form) if ask.form is not None else None)
                answer = Answer(ask=ask, final_url=final, body=response.body)
                page = self.platform.read_listing(answer)
                yield section.kind, ask, list(page.items), response.body
                ask = page.following

    def articles(self) -> dict[str, Article]:
        """Return everything the replica publishes, read from its pages, by key."""
        found: dict[str, Article] = {}
        for kind, ask, items, body in self.pages():
            if kind == "documents":
                raw = raw_page(self.portal, ask.url, body, kind="document_list")
                found |= {article.url_key: article for article in parse_page(raw, self.portal)}
                continue
            for item in items:
                response, final = self.get(item.url)
                listed = Listed(title=item.title, published=item.published)
                raw = raw_page(self.portal, item.url, response.body, listed=listed, final_url=final)
                if raw.url_key not in found:
                    found[raw.url_key] = parse_page(raw, self.portal)[0]
        return found

    def key(self, page: Page) -> str:
        """Return the key of a page of the truth."""
        return self.platform.item_key(self.url(page.path), self.portal)

    def url(self, path: str) -> str:
        """Return the absolute URL of a path of the truth."""
        return path if "://" in path else f"http://{self.site.host}" + quote(path, safe="/?=%&")
