"""SharePoint with a vendor's web parts: list dumps, US dates, ids that change, documents."""

import hashlib
import re
import uuid

from tests.portals.attached import file_at, file_response
from tests.portals.model import Page, Section, Site
from tests.portals.web import (
    WEEKDAYS,
    Request,
    Response,
    blocks_html,
    escape,
    missing,
    now,
    number_of,
    page_count,
    page_html,
    page_slice,
    robots,
    slug,
)

PAGE_SIZE = 10
DOCUMENT_ROWS = 12
_DOCUMENTS = "/chinhquyen/pages/van-ban-chi-dao-dieu-hanh.aspx"
_DETAIL = "/lists/tintucsukien/chitiet.aspx"
_WRAPPER = "/_layouts/lacvietbio/lacviet.dichvucong/pages/downloadfilepage.aspx"


class SharePointReplica:
    """A SharePoint site: paths and query keys in any case, news as list items, documents as a table."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._sections = {section.path.lower(): section for section in site.sections}

    def answer(self, request: Request) -> Response:
        """Answer as IIS does, blind to case."""
        path = request.path.lower()
        query = {name.lower(): value for name, value in request.query.items()}
        if path == "/robots.txt":
            return robots("/_layouts/15/", "/_vti_bin/", "/admin/")
        if path == _WRAPPER:
            return file_response(request, file_at(self.site, query.get("fileurl", "")))
        if path.startswith(("/chinhquyen/lists/", "/chinhquyen/dulieuvanban/")) or "/attachments/" in path:
            return file_response(request, file_at(self.site, path))
        markup = self._markup(path, query, empty=request.empty)
        return page_html(markup) if markup else missing()

    def _markup(self, path: str, query: dict[str, str], *, empty: bool) -> str | None:
        if path in {"/", "/default.aspx"}:
            return self._home()
        if path == _DETAIL:
            page = next((p for p in self.site.articles if p.key == query.get("id")), None)
            return self._article(page) if page else None
        section = self._sections.get(path)
        if section is None:
            return None
        show = self._documents if path == _DOCUMENTS else self._listing
        return show(section, number_of(query.get("pageindex")), empty=empty)

    def _home(self) -> str:
        newest = [page for page in self.site.articles if page.kind == "news"][:6]
        items = "".join(
            f'<a phanloai="TinTuc" href="{page.path.lstrip("/")}"><div class="div-Tonghop-Title">'
            f"{escape(page.title)}</div></a>"
            for page in newest
        )
        return self._frame("Trang chủ", items, "/")

    def _listing(self, section: Section, number: int, *, empty: bool) -> str:
        pages = self.site.listed(section.key)
        shown = [] if empty else page_slice(pages, number, PAGE_SIZE)
        items = "\n".join(_dump(self.site.host, page) for page in shown)
        last = page_count(pages, PAGE_SIZE)
        pager = " ".join(f'<a href="TongQuat.aspx?PageIndex={n}">{n}</a>' for n in range(1, last + 1))
        part = _guid(f"{section.key}{number}")
        content = (
            f'<div id="ctl00_ctl33_g_{part}"><div class="tong-hop">{items}</div><div>{pager}</div></div>'
        )
        return self._frame(section.name, content, f"{section.path}{number}")

    def _documents(self, section: Section, number: int, *, empty: bool) -> str:
        pages = self.site.listed(section.key)
        shown = [] if empty else page_slice(pages, number, DOCUMENT_ROWS)
        first = (number - 1) * DOCUMENT_ROWS
        rows = "\n".join(_row(first + place, page) for place, page in enumerate(shown, 1))
        last = page_count(pages, DOCUMENT_ROWS)
        following = (
            '<li><a class="pageLink" title="Trang sau" '
            f'href="javascript:ChangePage({number + 1})">&gt;</a></li>'
            if number < last
            else ""
        )
        head = "".join(
            f"<th>{name}</th>"
            for name in ("STT", "Số ký hiệu", "Ngày ban hành", "Trích yếu", "Hiệu lực", "Tải về")
        )
        part = _guid(f"documents{number}")
        content = (
            f'<div id="ctl00_ctl33_g_{part}_ctl00_Result"><table class="bang-van-ban"><tr>{head}</tr>\n{rows}'
            f'\n</table></div><ul id="_pagination"><li><span>{number}</span></li>{following}</ul>'
            "<script>function ChangePage(n) { location.href = location.pathname + '?PageIndex=' + n; }"
            "</script>"
        )
        return self._frame(section.name, content, f"{section.path}{number}")

    def _frame(self, title: str, content: str, seed: str) -> str:
        menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in self.site.sections)
        return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(title)}</title>
<script>var _spPageContextInfo = {{webServerRelativeUrl: "\\u002f"}};</script></head>
<body><form id="aspnetForm" method="post"><input type="hidden" id="__REQUESTDIGEST" value="0x{_guid(seed)}">
<div id="s4-workspace"><div class="menu-top"><ul>{menu}</ul></div>
<div id="contentBox"><div id="MSO_ContentTable">{content}</div></div>
<div class="footer"><p>Cổng thông tin điện tử tỉnh Bình Dương</p>
<p>Tổng lượt truy cập: 95.240.118</p></div></div>
</form></body></html>"""

    def _article(self, page: Page) -> str:
        part = _guid(page.path)
        at = now()
        day = "Chủ nhật" if at.weekday() == 6 else f"Thứ {WEEKDAYS[at.weekday()]}"
        others = [other for other in self.site.listed(page.sections[0]) if other is not page][:4]
        links = "".join(
            f'<li><a href="{_link(self.site.host, o)}">{escape(o.title)}</a></li>' for o in others
        )
        lead = f'<div class="tom-tat">{escape(page.lead)}</div>' if page.lead else ""
        files = "".join(
            f'<p class="tep"><a href="{file.url}">{escape(file.name)}</a></p>' for file in page.attachments
        )
        content = f"""<div id="ctl00_ctl33_g_{part}"><div class="duong-dan"><a href="/">Trang chủ</a> &gt;
<a href="{self.site.sections[0].path}">{page.section}</a></div>
<span id="ctl00_ctl33_g_{part}_ctl00_Label_DateTime_Now">{day}, {at:%d/%m/%Y %H:%M}</span>
<h1 id="ctl00_ctl33_g_{part}_ctl00_Label_Title" class="tieu-de">{escape(page.title)}</h1>{lead}
<div id="ctl00_PlaceHolderMain_g_{part}__ControlWrapper_RichHtmlField" class="ms-rtestate-field">
{_body(page)}</div>{files}
<div class="lien-quan"><h3>Các tin khác</h3><ul>{links}</ul></div></div>"""
        return self._frame(page.title, content, page.path)


def _guid(seed: str) -> str:
    return str(uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16])).replace("-", "_")


def _link(host: str, page: Page) -> str:
    forms = (
        page.path,
        f"http://{host}:443{page.path.lower()}",
        page.path.rpartition("/")[2],  # relative, without a leading slash
    )
    return forms[int(page.key) % 3]


def _dump(host: str, page: Page) -> str:
    """Return a list item as the vendor's part leaks it: all fields, pipe-separated, with a US date."""
    when = page.published_at
    if when is None:
        raise ValueError(f"{page.path} needs a date on this platform")
    american = f"{when.month}/{when.day}/{when.year} {when:%-I:%M %p}"
    fields = [
        page.title, page.title, page.lead or "", " ".join(page.text.split()), american, "Đã ban hành",
        f"{page.section};", "Tin", "", "Xem chi tiết", "", f"{page.key}-{slug(page.title, 50)}", "True",
        "121000", "",
    ]  # fmt: skip
    return (
        f'<div class="item-tong-hop"><a phanloai="TinTuc" href="{_link(host, page)}">'
        f'<div class="div-Tonghop-Title">{escape(page.title)}</div></a>'
        f'<div class="div-Tonghop-Data">{escape(" | ".join(fields))}</div></div>'
    )


def _row(number: int, page: Page) -> str:
    symbol, date, subject, status = page.blocks[0].rows[1]
    file = page.attachments[0] if page.attachments else None
    wrapper = "/_layouts/LacVietBio/LacViet.DichVuCong/Pages/DownloadFilePage.aspx?FileUrl="
    link = f'<a href="{wrapper}{file.url}"><img alt="Tải về" src="/images/pdf.png"></a>' if file else ""
    return (
        f"<tr><td>{number}</td><td>{escape(symbol)}</td><td>{escape(date)}</td><td>{escape(subject)}</td>"
        f"<td>{escape(status)}</td><td>{link}</td></tr>"
    )


def _body(page: Page) -> str:
    # Paragraphs are plain boxes; every seventh word carries an invisible space.
    box = "div" if page.tight else "p"
    return blocks_html(
        page.blocks,
        lambda text: f"<{box}>{_sprinkled(text)}</{box}>",
        lambda text: (
            '<table cellspacing="0" class="anh"><tbody><tr><td><img src="/Lists/TinTucSuKien/Attachments/'
            f'{page.key}/anh.jpg" alt=""></td></tr><tr><td>{text}</td></tr></tbody></table>'
        ),
        "ms-rteTable-default",
    )


def _sprinkled(text: str) -> str:
    places = [match.start() for match in re.finditer(" ", text)][6::7]
    for place in reversed(places):
        text = f"{text[:place]}\u200b{text[place:]}"
    return text
