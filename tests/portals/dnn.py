"""DNN: a server clock before the publish date, query paging here and postback paging there."""

import base64
import hashlib
import re
from datetime import datetime
from urllib.parse import quote

from tests.portals.attached import file_response
from tests.portals.model import Page, Section, Site
from tests.portals.web import (
    WEEKDAYS,
    Request,
    Response,
    blocks_html,
    conditional,
    escape,
    missing,
    now,
    number_of,
    page_count,
    page_html,
    page_slice,
    robots,
)

PAGE_SIZE = 10
_ARTICLE = re.compile(r"(?:/[^/]+)*/xem-chi-tiet-tin-tuc/id/(\d+)/?$", re.IGNORECASE)


class DnnReplica:
    """A DNN site: articles known by their id whatever page shows them, files behind ``LinkClick.aspx``."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._sections = {section.path.lower(): section for section in site.sections}

    def answer(self, request: Request) -> Response:
        """Answer as DNN does; the first listing pages by query, the others by postback."""
        path = request.path.lower()
        if path == "/robots.txt":
            return robots("/admin/", "/bin/", "/DesktopModules/")
        if path == "/linkclick.aspx":
            return self._file(request)
        if path in {"/", "/default.aspx"}:
            return page_html(self._frame("Trang chủ", ""))
        section = self._sections.get(path)
        if section:
            return self._listing(section, request)
        match = _ARTICLE.fullmatch(path)
        page = next((p for p in self.site.articles if match and p.key == match[1]), None)
        if page is None:
            return missing()
        return conditional(request, page, page_html(self._article(page)))

    def _file(self, request: Request) -> Response:
        ticket = request.query.get("fileticket")
        for page in self.site.articles:
            for file in page.attachments:
                if ticket and f"fileticket={quote(ticket, safe='')}&" in file.url:
                    shown = quote(file.name)
                    return file_response(request, file, f"attachment; filename*=UTF-8''{shown}")
        return missing()

    def _listing(self, section: Section, request: Request) -> Response:
        pages = self.site.listed(section.key)
        last = page_count(pages, PAGE_SIZE)
        by_query = section is self.site.sections[0]
        number = number_of(request.query.get("page")) if by_query else 1
        if request.method == "POST" and not by_query:
            fields = request.form
            if fields.get("__VIEWSTATE") not in {_view_state(section, n) for n in range(1, last + 1)}:
                return page_html("<html><body><h2>Validation of viewstate MAC failed.</h2></body></html>")
            if fields.get("__EVENTTARGET") == _pager_name(section):
                number = number_of(fields.get("__EVENTARGUMENT", "").removeprefix("Page$"))
        # A number past the end shows the last page again.
        number = min(max(number, 1), last)
        shown = [] if request.empty else page_slice(pages, number, PAGE_SIZE)
        items = "".join(_list_item(page, place) for place, page in enumerate(shown))
        pager = _query_pager(section, number, last) if by_query else _postback_pager(section, number, last)
        module = _module(section.number, f'<div class="ds-tin">{items}</div>{pager}', "TinTuc")
        return page_html(self._frame(section.name, module, section, _view_state(section, number)))

    def _frame(self, title: str, content: str, section: Section | None = None, state: str = "dDw=") -> str:
        menu = "".join(f'<li><a href="{quote(s.path)}">{s.name}</a></li>' for s in self.site.sections)
        crumb = f'<a href="{section.path}">{section.name}</a>' if section else ""
        action = section.path if section else "/Default.aspx"
        return f"""<!DOCTYPE html>
<html lang="vi-VN"><head><meta charset="utf-8"><title>{escape(title)} - Vĩnh Long</title></head>
<body id="Body"><form method="post" action="{action}" id="Form" enctype="multipart/form-data">
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="">
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}">
<script>function __doPostBack(t, a) {{ var f = document.forms['Form']; f.__EVENTTARGET.value = t;
f.__EVENTARGUMENT.value = a; f.submit(); }}</script>
<div id="dnn_TopPane"><ul class="menu">{menu}</ul></div>
<span id="dnn_dnnBREADCRUMB_lblBreadCrumb"><a class="bc" href="/">Trang chủ</a> {crumb}</span>
<div id="dnn_LeftPane" class="DNNEmptyPane"></div>
<div id="dnn_ContentPane"><div class="clock">{clock(now())}</div>{content}</div>
<div id="dnn_BottomPane"><p>Số lượt truy cập: 8.512.337</p><p>Bản quyền thuộc UBND tỉnh</p></div>
<input name="ScrollTop" type="hidden" id="ScrollTop"><input name="__dnnVariable" type="hidden" value="`{{}}">
</form></body></html>"""

    def _article(self, page: Page) -> str:
        section = next(s for s in self.site.sections if s.key == page.sections[0])
        others = [other for other in self.site.listed(section.key) if other is not page][:5]
        links = "".join(
            f'<li><a href="{quote(o.path)}">{escape(o.title)}</a> ({o.published_at:%d/%m/%Y})</li>'
            for o in others
        )
        base = f"dnn_ctr{section.number}_XemChiTiet"
        author = (
            f'<p style="text-align: right;"><strong>{escape(page.author)}</strong></p>' if page.author else ""
        )
        files = "".join(f'<p><a href="{file.url}">{escape(file.name)}</a></p>' for file in page.attachments)
        lead = f'<p class="sapo"><strong>{escape(page.lead)}</strong></p>' if page.lead else ""
        detail = f"""<div class="chi-tiet"><span id="{base}_lblNgayDang" class="ngay">{_stamp(page)}</span>
<h2><span id="{base}_lblTieuDe">{escape(page.title)}</span></h2>
<div id="{base}_lblNoiDung">{lead}
{_body(page)}
{author}</div>{files}
<div class="tin-khac"><h3>Các tin khác</h3><ul>{links}</ul></div></div>"""
        return self._frame(page.title, _module(section.number, detail, "XemChiTiet"), section)


def clock(now: datetime) -> str:
    """Return the server's clock as .NET writes it in Vietnamese: ``Thứ Năm, 22/08/2019 5:15:31 CH``."""
    day = "Chủ Nhật" if now.weekday() == 6 else f"Thứ {WEEKDAYS[now.weekday()].capitalize()}"
    return f"{day}, {now:%d/%m/%Y} {now:%-I:%M:%S} {'SA' if now.hour < 12 else 'CH'}"


def _stamp(page: Page) -> str:
    return f"Ngày {page.published_at:%d/%m/%Y %H:%M:%S}" if page.published_at else ""


def _module(number: int, content: str, kind: str) -> str:
    return (
        f'<div class="DnnModule DnnModule-{kind} DnnModule-{number}"><a name="{number}"></a>'
        f'<div id="dnn_ctr{number}_ContentPane"><div id="dnn_ctr{number}_ModuleContent" '
        f'class="DNNModuleContent">{content}</div></div></div>'
    )


def _list_item(page: Page, place: int) -> str:
    # The letter đ of a page name stands raw in one link and encoded in the next.
    link = page.path if place % 2 else quote(page.path)
    return (
        f'<li class="tin"><h3><a href="{link}">{escape(page.title)}</a></h3>'
        f'<span class="ngay">{page.published_at:%d/%m/%Y}</span><p>{escape(page.lead or "")}</p></li>'
    )


def _query_pager(section: Section, number: int, last: int) -> str:
    links = "".join(
        f"<span>{n}</span> " if n == number else f'<a href="{section.path}?page={n}">{n}</a> '
        for n in range(1, last + 1)
    )
    return f'<div class="phan-trang">{links}</div>'


def _pager_name(section: Section) -> str:
    return f"dnn$ctr{section.number}$DanhSach$grvTin"


def _postback_pager(section: Section, number: int, last: int) -> str:
    name = _pager_name(section)
    links = "".join(
        f"<td><span>{n}</span></td>"
        if n == number
        else f"<td><a href=\"javascript:__doPostBack('{name}','Page${n}')\">{n}</a></td>"
        for n in range(1, last + 1)
    )
    return f'<table class="phan-trang"><tr>{links}</tr></table>'


def _view_state(section: Section, number: int) -> str:
    seed = f"{section.key}|{number}"
    return base64.b64encode(f"{seed}|{hashlib.sha256(seed.encode()).hexdigest()}".encode()).decode()


def _body(page: Page) -> str:
    return blocks_html(
        page.blocks,
        lambda text: f'<p style="text-align: justify;">{text}</p>',
        lambda text: (
            f'<p style="text-align: center;"><img src="/Portals/0/tin/{page.key}.jpg" alt=""><br>'
            f"<em>{text}</em></p>"
        ),
    )
