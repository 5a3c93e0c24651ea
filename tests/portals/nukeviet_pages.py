"""The pages of the NukeViet replica: listing, article, print page."""

from datetime import timedelta

from tests.portals.model import Page, Section, Site
from tests.portals.web import WEEKDAYS, blocks_html, escape

#: Readers whose comments stand under every article. Invented; no part of them may leave the page.
READERS = (
    ("Trần Bạn Đọc", "bandoc.tran@example.test", "Bài viết rất bổ ích, năm 2018 tôi đã chờ 45 ngày."),
    ("Lê Góp Ý", "gopy.le@example.test", "Đề nghị xếp hạng 1/63 cho bộ phận một cửa phường tôi."),
)


def frame(site: Site, title: str, content: str, head: str = "") -> str:
    """Return a page of the theme around ``content``."""
    menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in site.sections)
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)} - Sở Nội vụ</title>
<meta name="generator" content="NukeViet v4.3">{head}</head><body>
<nav id="menusite"><ul class="nav"><li><a href="/">Trang nhất</a></li>{menu}</ul></nav>
<div class="container"><div class="col-md-18">{content}</div>
<div class="col-md-6"><div class="panel"><div class="panel-heading">Thống kê</div><ul class="counter">
<li>Đang truy cập: 7</li><li>Hôm nay: 412</li><li>Tháng hiện tại: 10,233</li></ul></div></div></div>
<footer><p>Powered by NukeViet eGovernment. Designed by VINADES</p></footer></body></html>"""


def listing_html(site: Site, section: Section, pages: list[Page], number: int, last: int) -> str:
    """Return page ``number`` of ``last`` of a category."""
    items = "\n".join(_list_item(page) for page in pages)
    title = section.name if number == 1 else f"{section.name} - Trang {number}"
    return frame(site, title, f'<div class="news_column">{items}</div>{_pager(section, number, last)}')


def _list_item(page: Page) -> str:
    when = f"{page.published_at:%d/%m/%Y %I:%M:%S %p}" if page.published_at else ""
    return f"""<div class="panel panel-default"><div class="panel-body featured">
<a href="{page.path}" title="{escape(page.title)}"><img class="img-thumbnail pull-left imghome"
 src="/assets/news/2022_06/{page.key}.jpg" alt=""></a>
<h3><a href="{page.path}" title="{escape(page.title)}">{escape(page.title)}</a></h3>
<div class="text-muted"><ul class="list-unstyled list-inline"><li><em class="fa fa-clock-o">&nbsp;</em>
 {when}</li>
<li>Đã xem: {37 + int(page.key)}</li><li>Phản hồi: 2</li></ul></div>
<div class="hometext">{escape(page.lead or "")}</div></div></div>"""


def _pager(section: Section, number: int, last: int) -> str:
    if last < 2:
        return ""
    links = []
    if number > 1:
        links.append(f'<li><a rel="prev" title="{section.name} - Trang {number - 1}" '
                     f'href="{_page_path(section, number - 1)}">«</a></li>')  # fmt: skip
    for n in range(1, last + 1):
        if n == number:
            links.append(f'<li class="active"><a href="#">{n}</a></li>')
        else:
            relation = f' rel="{"next" if n > number else "prev"}"' if abs(n - number) == 1 else ""
            # Short pagers of this version open a new item where they should close the last.
            links.append(f'<li><a{relation} title="{section.name} - Trang {n}" '
                         f'href="{_page_path(section, n)}">{n}</a><li>')  # fmt: skip
    if number < last:
        links.append(f'<li><a rel="next" title="{section.name} - Trang {number + 1}" '
                     f'href="{_page_path(section, number + 1)}">»</a></li>')  # fmt: skip
    return f'<div class="text-center"><ul class="pagination">{"".join(links)}</ul></div>'


def _page_path(section: Section, number: int) -> str:
    return section.path if number == 1 else f"{section.path}page-{number}/"


def article_html(site: Site, page: Page, neighbours: tuple[list[Page], list[Page]]) -> str:
    """Return the detail page; ``neighbours`` are the newer and the older articles to link."""
    when = page.published_at
    if when is None:
        raise ValueError(f"{page.path} needs a date on this platform")
    broken = f"{when:%Y-%m-%d}+07{when:%H:%M:%S}"
    head = f'<meta property="article:published_time" content="{broken}">'
    day = "Chủ nhật" if when.weekday() == 6 else f"Thứ {WEEKDAYS[when.weekday()]}"
    section = next(s for s in site.sections if s.key == page.sections[0])
    content = f"""<ul class="temp-breadcrumbs">
<li itemprop="itemListElement"><a href="/"><span>Trang nhất</span></a></li>
<li itemprop="itemListElement"><a href="{section.path}"><span>{section.name}</span></a></li></ul>
<div class="news_column panel panel-default newsdetail" itemtype="http://schema.org/NewsArticle">
<div class="panel-body">
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(page.title)}</h1>
<div class="hidden hide d-none" itemprop="author">
<span itemprop="name">{escape(page.author or "Quản trị")}</span></div>
<span class="hidden hide d-none" itemprop="datePublished">{when.isoformat()}</span>
<span class="hidden hide d-none" itemprop="dateModified">{(when + timedelta(hours=20)).isoformat()}</span>
<span class="hidden hide d-none" itemprop="mainEntityOfPage">{page.path}</span>
<div class="hidden hide d-none" itemprop="publisher"><span itemprop="name">Sở Nội vụ</span></div>
<div class="row margin-bottom-lg newsdetailmetatop"><div class="col-md-12">
<span class="h5"><i class="fa fa-clock-o"></i>
{day} - {when:%d/%m/%Y %H:%M}</span> <span class="h5"><i class="fa fa-eye"></i> {120 + int(page.key)}</span>
<span class="h5"><i class="fa fa-comment-o"></i> 2</span></div>
<div class="col-md-12"><ul class="list-inline text-right">
<li><a title="In ra" onclick="nv_open_browse()">In</a></li></ul>
</div></div>
{_lead(page)}
<div id="news-bodyhtml" class="bodytext margin-bottom-lg{" has-attach" if page.attachments else ""}">
{_body(page)}
</div>{_files(page)}{_byline(page)}</div></div>
{_comments()}{_related(neighbours)}"""
    return frame(site, page.title, content, head)


def _lead(page: Page) -> str:
    if not page.lead:
        return ""
    return (
        '<div class="clearfix"><div class="hometext m-bottom" itemprop="description">'
        f"{escape(page.lead)}</div></div>"
    )


def _body(page: Page) -> str:
    if page.tight:
        return "<br />\n".join(escape(block.text) for block in page.blocks)
    return blocks_html(
        page.blocks,
        lambda text: f'<p style="text-align: justify;">{text}</p>',
        lambda text: (
            '<figure class="article center"><img src="/uploads/news/2022_06/anh.jpg" alt="">'
            f"<figcaption>{text}</figcaption></figure>"
        ),
    )


def _files(page: Page) -> str:
    if not page.attachments:
        return ""
    items = "".join(
        f'<div class="list-group-item"><a href="{escape(file.url)}">Tập tin {place}: '
        f"<strong>{escape(file.name)}</strong></a></div>"
        for place, file in enumerate(page.attachments, 1)
    )
    return (
        '<div class="panel"><div class="panel-heading"><strong>File đính kèm</strong></div>'
        f'<div class="list-group news-download-file">{items}</div></div>'
    )


def _byline(page: Page) -> str:
    if not page.author:
        return ""
    return (
        '<div class="margin-bottom-lg"><p class="h5 text-right"><strong>Tác giả bài viết: </strong>'
        f"{escape(page.author)}</p></div>"
    )


def _comments() -> str:
    items = "".join(
        f'<li class="media"><div class="media-body"><strong>{name}</strong> - <a href="mailto:{mail}">{mail}'
        f"</a> - 23/06/2022 08:15<p>{words}</p></div></li>"
        for name, mail, words in READERS
    )
    return f"""<div class="news_column panel newsdetailbox"><form id="form3B">
<p id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p>
<p>Xếp hạng: 5 - 1 phiếu bầu</p></form>
<div id="idcomment"><p class="comment-title">Ý kiến bạn đọc</p>
<ul class="comment-list">{items}</ul></div></div>"""


def _related(neighbours: tuple[list[Page], list[Page]]) -> str:
    newer, older = (
        "".join(
            f'<li><a href="{page.path}">{escape(page.title)}</a> <em>({page.published_at:%d/%m/%Y})</em></li>'
            for page in pages
        )
        for pages in neighbours
    )
    return f"""<div class="other-news"><p class="h3">Theo dòng sự kiện</p>
<div id="news-relatednew"><p class="h3">Những tin mới hơn</p><ul class="related">{newer}</ul></div>
<div id="news-related"><p class="h3">Những tin cũ hơn</p><ul class="related">{older}</ul></div></div>"""


def print_html(site: Site, page: Page) -> str:
    """Return the print page: the cleanest body, which no page links by href."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{escape(page.title)}</title></head><body>
<div id="print"><div id="content"><h1>{escape(page.title)}</h1>
<div id="hometext">{escape(page.lead or "")}</div>
<div id="bodytext">{_body(page)}</div><div id="author">{escape(page.author or "")}</div></div></div>
<p>URL: http://{site.host}{page.path}</p></body></html>"""
