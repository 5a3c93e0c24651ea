"""iNet smartcloud: the years before DNN. Items are known by ids whose first digits are their time."""

import hashlib
import re

from tests.portals.model import Page, Site
from tests.portals.web import (
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

HOST = "portal.vinhlong.test"
PAGE_SIZE = 10
_FOLDER = "/portal/wpnoivu/noivu/page"
_ID = re.compile(r"[0-9a-f]{24}")


class InetReplica:
    """A site of iNet with articles of another one, under ids of its own; every third page shows no date."""

    def __init__(self, other: Site, count: int = 24) -> None:
        self.site = Site(HOST, "vinhlong-inet", other.province, [], [])
        self.pages = {uuid_of(page): page for page in other.articles[:count]}
        self._order = sorted(self.pages, key=lambda uuid: int(uuid[:8], 16), reverse=True)

    def answer(self, request: Request) -> Response:
        """Answer as iNet does: everything is a ``.cpx`` with a query."""
        if request.path == "/robots.txt":
            return robots("/admin/")
        if request.path == f"{_FOLDER}/home.cpx":
            return page_html(self._listing(number_of(request.query.get("page"))))
        if request.path == f"{_FOLDER}/xemtin.cpx":
            uuid = request.query.get("uuid") or request.query.get("item") or ""
            page = self.pages.get(uuid)
            return page_html(self._article(page, self._order.index(uuid))) if page else missing()
        return missing()

    def _listing(self, number: int) -> str:
        items = "".join(
            f'<li class="item"><a href="{_link(uuid, place)}">{escape(self.pages[uuid].title)}</a></li>'
            for place, uuid in enumerate(page_slice(self._order, number, PAGE_SIZE))
        )
        last = page_count(self._order, PAGE_SIZE)
        pager = " ".join(f'<a href="home.cpx?page={n}">{n}</a>' for n in range(1, last + 1) if n != number)
        return _frame("Tin tức", f"<ul>{items}</ul><p>{pager}</p>")

    def _article(self, page: Page, place: int) -> str:
        when = f"{page.published_at:%d/%m/%Y %H:%M}" if page.published_at and place % 3 else ""
        body = blocks_html(page.blocks, lambda text: f"<p>{text}</p>", _caption)
        title, lead = escape(page.title), escape(page.lead or "")
        return _frame(
            page.title,
            f'<div class="xemtin"><h1 class="tieude">{title}</h1><div class="ngaydang">{when}</div>'
            f'<div class="tomtat">{lead}</div><div class="noidung">{body}</div></div>',
        )


def _caption(text: str) -> str:
    return f'<p align="center"><img src="/anh.jpg" alt=""><br><i>{text}</i></p>'


def uuid_of(page: Page) -> str:
    """Return the id an article has here: its time in Unix seconds, then what tells it from others."""
    if page.published_at is None:
        raise ValueError(f"{page.path} needs a date")
    rest = hashlib.sha256(page.path.encode()).hexdigest()[:16]
    return f"{int(page.published_at.timestamp()):08x}{rest}"


def _link(uuid: str, place: int) -> str:
    # Two names of the same key are in use.
    return f"{_FOLDER}/xemtin.cpx?{'item' if place % 4 == 3 else 'uuid'}={uuid}"


def _frame(title: str, content: str) -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f'<body><div id="menu"><a href="{_FOLDER}/home.cpx">Trang chủ</a></div>{content}</body></html>'
    )
