"""The document list of the VNPT replica: pages by ``__doPostBack`` whose view state is checked."""

import base64
import hashlib

from tests.portals.library import keyboard_form
from tests.portals.model import Page, Section, Site
from tests.portals.web import Request, Response, escape, number_of, page_count, page_html, page_slice

PAGE_SIZE = 10
_CONTROL = "ctrl_191570_58$pager$ctl01$ctl"
#: What the pages call the labels of the truth.
_LABELS = {
    "Số ký hiệu": "Số ký hiệu văn bản",
    "Trích yếu": "Trích yếu nội dung",
    "Người ký": "Người ký duyệt",
}


def library_answer(site: Site, request: Request) -> Response | None:
    """Answer a request for the list or for a document; None for any other page."""
    if not site.libraries:
        return None
    section = site.libraries[0]
    if request.query.get("p_cate") == str(section.number):
        return page_html(_list(site, section, request))
    number = request.query.get("p_steering")
    page = next((page for page in site.documents if number and page.key == f"d{number}"), None)
    return page_html(_frame(_detail(page))) if page else None


def _list(site: Site, section: Section, request: Request) -> str:
    pages = site.listed(section.key)
    last = page_count(pages, PAGE_SIZE)
    number = 1
    if request.method == "POST":
        fields = request.form
        asked = fields.get("__EVENTTARGET", "")
        here = next((n for n in range(1, last + 1) if fields.get("__VIEWSTATE") == _state(n)), None)
        if here is None or fields.get("__VIEWSTATEGENERATOR") != "CA0B0334":
            return (
                "<html><head><title>Lỗi</title></head><body>Validation of viewstate MAC failed.</body></html>"
            )
        # The buttons count from the page they stand on; a name they do not have changes nothing.
        wanted = number_of(asked.removeprefix(_CONTROL), 0) if asked.startswith(_CONTROL) else 0
        number = wanted if 1 <= wanted <= last else here
    shown = [] if request.empty else page_slice(pages, number, PAGE_SIZE)
    rows = "".join(_row(page, place) for place, page in enumerate(shown, 1))
    heads = "".join(
        f"<th>{keyboard_form(name)}</th>"
        for name in ("STT", "Số ký hiệu", "Ngày ban hành", "Trích yếu nội dung")
    )
    return _frame(
        f'<div class="UIDocument_Default"><table class="LibraryList"><tr>{heads}</tr>{rows}</table>'
        f'<div class="pager">{_pager(number, last)}</div></div>',
        f"{section.path}",
        _state(number),
    )


def _pager(number: int, last: int) -> str:
    """Return links to three pages at most, and behind them one that says only «on»."""
    shown = range(number, min(number + 2, last) + 1)
    links = "".join(
        f'<span class="pager-currentpage">{n}</span> '
        if n == number
        else f"<a href=\"javascript:__doPostBack('{_CONTROL}{n:02}','')\">{n}</a> "
        for n in shown
    )
    return links + (
        f"<a href=\"javascript:__doPostBack('{_CONTROL}{last:02}','')\">»</a>" if number < last else ""
    )


def _row(page: Page, place: int) -> str:
    cells = dict(zip(*page.blocks[0].rows, strict=True))
    link = f'<a href="{escape(page.path)}">{escape(cells["Trích yếu"])}</a>'
    texts = (str(place), escape(cells["Số ký hiệu"]), cells["Ngày ban hành"], link)
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def _detail(page: Page) -> str:
    rows = "".join(
        f"<tr><td>{keyboard_form(_LABELS.get(label, label))}:</td><td> {escape(value)} </td></tr>"
        for label, value in zip(*page.blocks[0].rows, strict=True)
    )
    file = page.attachments[0]
    return (
        f'<div class="LibraryDetail"><table>{rows}<tr><td>Tệp đính kèm</td>'
        f'<td><a href="{file.url}">{file.name}</a></td></tr></table></div>'
    )


def _frame(content: str, action: str = "/", state: str = "/wEP") -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Văn bản</title></head>
<body><form id="aspnetForm" method="post" action="{escape(action)}">
<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT" value="">
<input type="hidden" name="__VIEWSTATE" value="{state}">
<input type="hidden" name="__VIEWSTATEGENERATOR" value="CA0B0334">
<div class="UIMenu_Default"><ul><li><a href="/tin-kinh-te">Tin kinh tế</a></li></ul></div>
{content}<a href="/login">Đăng nhập</a></form></body></html>"""


def _state(number: int) -> str:
    return base64.b64encode(hashlib.sha256(f"library {number}".encode()).digest()).decode()
