"""NukeViet eGovernment: ``page-N/``, 301s by id, comments, downloads bound to a session."""

import re
from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from tests.portals.attached import file_response
from tests.portals.model import Page, Section, Site
from tests.portals.nukeviet_laws import laws_answer
from tests.portals.nukeviet_pages import article_html, frame, listing_html, print_html
from tests.portals.web import (
    Request,
    Response,
    conditional,
    escape,
    missing,
    moved,
    page_html,
    page_slice,
    robots,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE_SIZE = 10
_NEWS = "/vi/news/"
_PAGE = re.compile(r"/page-(\d+)(/?)")
_ARTICLE = re.compile(r"/vi/news/(?:[^/]+/)+[^/]*-(?P<id>\d+)\.html$")
_PRINT = re.compile(r"/vi/news/(?P<what>print|savefile)/[^/]+/[^/]*-(?P<id>\d+)\.html$")
_SESSION = "nv4_sess"


class NukeVietReplica:
    """A NukeViet site of 2022: categories, articles known by their id, feeds, comments."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._categories = {section.key: section for section in site.sections}

    def answer(self, request: Request) -> Response:
        """Answer as NukeViet does: only the id of an article counts, other addresses redirect."""
        path = request.path
        fixed: dict[str, Callable[[], Response]] = {
            "/robots.txt": self._robots,
            "/sitemap.xml": self._sitemap_index,
            "/sitemap-vi.news.xml": self._sitemap,
            "/vi/news/rss/": lambda: self._rss(self.site.articles),
        }
        if path in fixed:
            return fixed[path]()
        if path in {"/", "/vi/", "/vi/news/"}:
            return page_html(frame(self.site, "Trang nhất", "<p>Chào mừng</p>"))
        laws = laws_answer(self.site, request)
        if laws is not None:
            return laws
        if path == "/index.php":
            return self._unrewritten(request)
        feed = re.fullmatch(r"/vi/news/rss/([^/]+)/", path)
        if feed and feed[1] in self._categories:
            return self._rss(self.site.listed(feed[1]))
        return self._news(request)

    def _news(self, request: Request) -> Response:
        path = request.path
        if match := _PRINT.fullmatch(path):
            page = self._by_id(match["id"])
            return page_html(print_html(self.site, page)) if page else missing()
        if match := _ARTICLE.fullmatch(path):
            return self._article(request, match["id"])
        match = re.match(r"/vi/news/([^/]+)", path)
        section = self._categories.get(match[1]) if match else None
        return self._category(request, section) if section else missing()

    def _category(self, request: Request, section: Section) -> Response:
        rest = request.path.removeprefix(section.path.rstrip("/"))
        page = _PAGE.fullmatch(rest)
        number = int(page[1]) if page else 1
        if rest != "/" and number < 2:
            return moved(section.path)  # no slash, page-1, or more than a category has
        if page and not page[2]:
            return moved(f"{request.path}/")
        return self._listing(request, section, number)

    def _listing(self, request: Request, section: Section, number: int) -> Response:
        pages = self.site.listed(section.key)
        # No range check: a page past the end is an empty page.
        shown = [] if request.empty else page_slice(pages, number, PAGE_SIZE)
        return page_html(listing_html(self.site, section, shown, number, -(-len(pages) // PAGE_SIZE)))

    def _article(self, request: Request, number: str) -> Response:
        page = self._by_id(number)
        if page is None:
            return missing()
        if request.path != page.path:
            return moved(page.path)
        if "download" in request.query:
            return self._download(request, page)
        html = article_html(self.site, page, self._neighbours(page))
        answer = page_html(html, Set_Cookie=f"{_SESSION}=s{page.key}; path=/; HttpOnly")
        return conditional(request, page, answer)

    def _download(self, request: Request, page: Page) -> Response:
        index = request.query.get("id", "")
        if not index.isdecimal() or int(index) >= len(page.attachments):
            return Response(status=302, headers={"Location": _NEWS})
        if f"{_SESSION}=" not in (request.headers.get("Cookie") or ""):
            return missing("Tập tin không tồn tại")
        file = page.attachments[int(index)]
        answer = file_response(request, file, f'attachment; filename="{file.name}"')
        return replace(answer, headers={**answer.headers, "X-Robots-Tag": "noarchive, nosnippet"})

    def _unrewritten(self, request: Request) -> Response:
        match = re.search(r"-(\d+)$", request.query.get("op", ""))
        page = self._by_id(match[1]) if match else None
        return moved(page.path) if page else missing()

    def _by_id(self, number: str) -> Page | None:
        return next((page for page in self.site.articles if page.key == number), None)

    def _neighbours(self, page: Page) -> tuple[list[Page], list[Page]]:
        pages = self.site.listed(page.sections[0])
        at = pages.index(page)
        return pages[max(0, at - 3) : at], pages[at + 1 : at + 4]

    def _robots(self) -> Response:
        folders = [
            "admin",
            "cache",
            "data",
            "includes",
            "install",
            "language",
            "logs",
            "modules",
            "sess",
            "tmp",
        ]
        closed = [*(f"/{folder}/" for folder in folders), "/robots.php", "/web.config"]
        return robots(*closed, sitemap=f"http://{self.site.host}/sitemap.xml")

    def _sitemap_index(self) -> Response:
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>'
            f"<loc>http://{self.site.host}/sitemap-vi.news.xml</loc></sitemap></sitemapindex>"
        )
        return Response(xml.encode(), content_type="text/xml; charset=utf-8")

    def _sitemap(self) -> Response:
        rows = "".join(
            f"<url><loc>http://{self.site.host}{page.path}</loc>"
            f"<lastmod>{(page.published_at + timedelta(days=page.revision)).isoformat()}</lastmod></url>"
            for page in self.site.articles
            if page.published_at
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        )
        return Response(xml.encode(), content_type="text/xml; charset=utf-8")

    def _rss(self, pages: list[Page]) -> Response:
        dated = sorted(
            ((page.published_at, page) for page in pages if page.published_at),
            key=lambda pair: pair[0],
            reverse=True,
        )
        # The vendor's format string writes the month where the minutes belong.
        items = "".join(
            f"<item><title>{escape(page.title)}</title><link>http://{self.site.host}{page.path}</link>"
            f'<guid isPermaLink="false">news_{page.key}</guid>'
            f"<pubDate>{when.astimezone(UTC):%a, %-d %b %Y %H:%m:%S} GMT</pubDate></item>"
            for when, page in dated[:30]
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
            f"<title>Tin tức</title><link>http://{self.site.host}/vi/news/</link>{items}</channel></rss>"
        )
        return Response(xml.encode(), content_type="text/xml; charset=utf-8")
