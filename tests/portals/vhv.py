"""The VHV platform: JSON pages behind a listing that ignores its page number, two layouts."""

import base64
import json
from urllib.parse import quote

from tests.portals.attached import file_at, file_response
from tests.portals.model import Section, Site
from tests.portals.vhv_documents import detail_html, rows_html
from tests.portals.vhv_pages import article_html, frame, list_item, when_of
from tests.portals.web import (
    Request,
    Response,
    conditional,
    missing,
    number_of,
    page_html,
    page_slice,
    robots,
)

PAGE_SIZE = 12
_API = "/api/Content/Article/selectAll"


class VhvReplica:
    """A VHV site: listings, the article API, articles in the layouts of 2018 and of today."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._sections = {section.path: section for section in (*site.sections, *site.libraries)}

    def answer(self, request: Request) -> Response:
        """Answer as VHV does: ``?page=`` changes nothing, the API pages."""
        path = request.path
        if path == "/robots.txt":
            return robots(
                "/data/", "/lib/", "/packages/", "/portals/", "/pages/", "/1/", "/content/download/"
            )
        if path == _API:
            return self._api(request)
        if path.startswith("/upload/"):
            return file_response(request, file_at(self.site, path))
        if path in {"/", "/tin-tuc"}:
            return page_html(frame(self.site, "Trang chủ", ""))
        section = self._sections.get(path)
        if section and "widgetCode" in request.query:
            return page_html(self._fragment(section, request))
        return page_html(self._listing(section, request)) if section else self._detail(request)

    def _detail(self, request: Request) -> Response:
        try:
            page = self.site.page(request.path)
        except KeyError:
            return missing()
        show = detail_html if page.kind == "document" else article_html
        return conditional(request, page, page_html(show(self.site, page)))

    def _api(self, request: Request) -> Response:
        fields = {**request.query, **request.form}
        number = number_of(fields.get("categoryId"), 0)
        section = next((item for item in self._sections.values() if item.number == number), None)
        pages = self.site.listed(section.key) if section else []
        size = min(number_of(fields.get("itemsPerPage"), PAGE_SIZE), 100)
        chosen = [] if request.empty else page_slice(pages, number_of(fields.get("pageNo")), size)
        items = {
            page.key: {
                "title": page.title,
                "rewriteURL": quote(page.path),
                "publishTime": int(when_of(page).timestamp()),
                "brief": page.lead or "",
                "otherFiles": "",
            }
            for page in chosen
        }
        # PHP writes an empty map as a list.
        answer: dict[str, object] = {"totalItems": len(pages), "items": items or []}
        return Response(json.dumps(answer, ensure_ascii=False).encode(), content_type="application/json")

    def _fragment(self, section: Section, request: Request) -> str:
        """Return the items alone, for who asks as the page's own script does; the widget decides which."""
        if request.query["widgetCode"] != f"{section.number:024x}":
            return ""
        size = number_of(request.query.get("itemsPerPage"), PAGE_SIZE)
        shown = page_slice(self.site.listed(section.key), number_of(request.query.get("pageNo")), size)
        items = "\n".join(list_item(page, place) for place, page in enumerate(shown))
        return f'<section class="section-list">{items}</section>'

    def _listing(self, section: Section, request: Request) -> str:
        pages = self.site.listed(section.key)
        shown = [] if request.empty else pages[:PAGE_SIZE]
        is_library = section in self.site.libraries
        config = {
            "layout": "Content.Article.News.default",
            "itemsPerPage": str(PAGE_SIZE),
            "totalItems": len(pages),
            "orderBy": "publishTime DESC",
            "pageNo": 1,
            "service": "Content.Article.selectAll",
            "widgetCode": f"{section.number:024x}",
            "parentId": "0",
            "type": "Article.LegalDocument" if is_library else "Article.News",
            "categoryId": str(section.number),
            "widgetTemplateId": "5d1c",
            "hasPagination": 1,
        }
        encoded = base64.b64encode(json.dumps(config).encode()).decode()
        items = "\n".join(list_item(page, place) for place, page in enumerate(shown))
        items = rows_html(shown) if is_library else items
        return frame(
            self.site,
            section.name,
            f'<div class="ModuleWrapper" id="module27"><section class="section-list">\n{items}\n</section>'
            '<div id="pagination27" class="default-pagination"></div></div>'
            f"<script>VHV.using($.extend($.parseJSON(decode64('{encoded}')),"
            '{"module":"Content.Listing","page":"Article.News.detail","id":"27"}),'
            f"'Content.Listing',{{itemsPerPage:\"{PAGE_SIZE}\",pageNo:1,totalItems:{len(pages)},"
            'orderBy:"publishTime DESC"});</script>',
        )
