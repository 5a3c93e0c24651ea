"""VNPT Portal: inline JavaScript values, further pages as posted HTML fragments."""

import re

from tests.portals.attached import file_at, file_response
from tests.portals.model import Page, Section, Site
from tests.portals.vnpt_documents import library_answer
from tests.portals.web import (
    WEEKDAYS,
    Request,
    Response,
    blocks_html,
    escape,
    missing,
    number_of,
    page_count,
    page_html,
    page_slice,
    robots,
)

PAGE_SIZE = 10
SITE_NUMBER = 469
_FRAGMENT = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_INDENT = "&nbsp;&nbsp;&nbsp;&nbsp; &nbsp;&nbsp;&nbsp;&nbsp;"


class VnptReplica:
    """A VNPT Portal site: case-blind paths, articles known by the number that ends their address."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._sections = {section.path.lower(): section for section in site.sections}

    def answer(self, request: Request) -> Response:
        """Answer as VNPT Portal does; the old numbered addresses still lead to their articles."""
        path = request.path.lower()
        if path == "/robots.txt":
            return robots("/admin/", "/login")
        if path == _FRAGMENT.lower():
            return self._fragment(request)
        if path.startswith("/files/"):
            return file_response(request, file_at(self.site, path))
        if path == "/":
            return library_answer(self.site, request) or page_html(
                self._frame("Cổng thông tin điện tử tỉnh Sơn La", "")
            )
        section = self._sections.get(path.rstrip("/"))
        if section:
            return page_html(self._listing(section, request))
        page = self._article_at(path)
        return page_html(self._article(page)) if page else missing()

    def _article_at(self, path: str) -> Page | None:
        old = re.match(r"/4/469/\d+/(\d+)/", path)
        new = re.search(r"-(\d+)$", path)
        number = old[1] if old else new[1] if new else None
        return next((page for page in self.site.articles if page.key == number), None)

    def _fragment(self, request: Request) -> Response:
        fields = request.form
        number = number_of(fields.get("article_category_id"), 0)
        section = next((item for item in self.site.sections if item.number == number), None)
        if request.method != "POST" or section is None:
            return page_html("")
        size = number_of(fields.get("page_size"), PAGE_SIZE)
        pages = page_slice(self.site.listed(section.key), number_of(fields.get("page")), size)
        return page_html("" if request.empty else _items(pages))

    def _listing(self, section: Section, request: Request) -> str:
        pages = self.site.listed(section.key)
        last = page_count(pages, PAGE_SIZE)
        shown = "" if request.empty else _items(pages[:PAGE_SIZE])
        numbers = "".join(
            f'<li class="page-item{" active" if n == 1 else ""}" data-page="{n}">'
            f'<a class="page-link" href="javascript:void(0)">{n}</a></li>'
            for n in range(1, last + 1)
        )
        script = (
            f"var maxPage = parseInt({last}); function loadArticle(page) {{ $.ajax({{ type: 'POST', "
            f"url: '{_FRAGMENT}', data: {{ article_category_id: {section.number}, "
            f'categoryIds: "{section.number}", site_id: {SITE_NUMBER}, page: page, page_size: {PAGE_SIZE}, '
            "keyword: '', date_begin: '', date_end: '', show_no: 'False', show_post_date: 'True', "
            "filter_order_in_list: '', is_default: 'True', new: '', number_of_day: 3, "
            f"no: -{PAGE_SIZE}, articlelang: 'vi-VN', is_authenticated: 'False' }} }}); }}"
        )
        return self._frame(
            section.name,
            f'<div class="UIArticleInMenu_Default"><div class="ArticleInMenu"><div class="ArticleList" '
            f'id="listArticle">{shown}</div><ul class="pagination">{numbers}<li class="page-item">'
            f'<a class="page-link" href="javascript:void(0)">&gt;</a></li></ul></div></div>'
            f"<script>{script}</script>",
        )

    def _frame(self, title: str, content: str, description: str = "Cổng thông tin điện tử tỉnh") -> str:
        menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in self.site.sections)
        return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(title)}</title>
<meta name="title" content="{escape(title)}"><meta name="description" content="{escape(description)}"></head>
<body><form id="aspnetForm"><div class="UIMultiFunction_Default"><div class="MultiFunctionControl">
<span>Chủ nhật, 22/11/2026</span></div></div><div class="UIMenu_Default"><ul>{menu}</ul></div>
<div id="content">{content}</div>
<div class="UINewest_Default"><h3>Thông tin mới nhất</h3>{self._newest()}</div>
<div class="UICounter_Default"><h3>Thống kê truy cập</h3><ul><li>• Đang online: 1</li><li>• Hôm nay: 1</li>
<li>• Trong tuần: 1</li><li>• Tất cả: 1</li></ul></div><a href="/login">Đăng nhập</a></form></body></html>"""

    def _newest(self) -> str:
        pages = self.site.listed(self.site.sections[0].key)[:4]
        return "".join(f'<p class="Title"><a href="{p.path}">{escape(p.title)}</a></p>' for p in pages)

    def _article(self, page: Page) -> str:
        others = [other for other in self.site.listed(page.sections[0]) if other is not page][:5]
        links = "".join(f'<li><a href="{o.path}">{escape(o.title)}</a></li>' for o in others)
        author = f"\n<p>&nbsp;</p>\n<p>Tác giả: {escape(page.author)}</p>" if page.author else ""
        files = "".join(
            f'\n<p class="FileAttach"><a href="{file.url}">{escape(file.name)}</a></p>'
            for file in page.attachments
        )
        content = f"""<div class="UIArticleDetail_Default"><div class="ArticleDetailControl">
<h1 class="ArticleHeader">{_prefixed(page)}</h1>{_date(page)}
<div class="ViewCount">Lượt xem: {20 + int(page.key) % 90}</div>
<div class="ArticleSummary">{escape(page.lead or "")}</div>
<div class="ArticleContent"><p style="text-align:center"><img alt="anh tin bai"
 src="http://storage.test/sla-ubnd/{SITE_NUMBER}/anhbai/{page.key}.png"></p>
<p>&nbsp;</p>
{_body(page)}{author}</div>{files}
<div class="ArticleOther"><h3>Tin khác</h3><ul>{links}</ul>
<div class="pager">1 2 3 4 5 &nbsp;...&nbsp;</div></div>
</div></div>"""
        return self._frame(page.title, content, page.lead or "Cổng thông tin điện tử tỉnh Sơn La")


def _prefixed(page: Page) -> str:
    # The real headline is led by the province in a mark of its own (seed 001).
    mark = '<span class="Location">Sơn La</span> ' if "located" in page.traits else ""
    return mark + escape(page.title)


def _date(page: Page) -> str:
    if page.published_at is None or "no_date" in page.traits:
        return ""
    when = page.published_at
    day = "Chủ Nhật" if when.weekday() == 6 else f"Thứ {WEEKDAYS[when.weekday()].capitalize()}"
    shapes = (f"{when:%d/%m/%Y %H:%M}", f"{day}, {when:%d/%m/%Y %H:%M}", f"Ngày đăng: {when:%d/%m/%Y %H:%M}")
    return f'\n<div class="PostDate">{shapes[int(page.key) % 3]}</div>'


def _items(pages: list[Page]) -> str:
    return "".join(
        f'<div class="ArticleItem item"><p class="Title"><a href="{page.path}">{escape(page.title)}</a></p>'
        f'<span class="PostDate">{page.published_at:%d/%m/%Y}</span>'
        f'<div class="Summary">{escape(page.lead or "")}</div></div>\n'
        for page in pages
    )


def _body(page: Page) -> str:
    return blocks_html(
        page.blocks,
        lambda text: f"<p>{_INDENT}{text}</p>\n<p>&nbsp;</p>",
        lambda text: (
            '<p style="text-align:center"><img alt="anh tin bai" src="/SiteFolders/sonla/anh.jpg"></p>\n'
            f'<p style="text-align:center">&nbsp;&nbsp;&nbsp; &nbsp;<i>{text}</i>&nbsp;</p>'
        ),
    )
