"""The pages of the VHV replica: frame, list item, article in the layouts of 2018 and of today."""

import unicodedata
from datetime import datetime, timedelta
from urllib.parse import quote

from tests.portals.model import Page, Section, Site
from tests.portals.web import WEEKDAYS, blocks_html, escape

SITE_ID = 2005340


def _menu(site: Site) -> str:
    items = "".join(
        f'<li class="item" data-id="{s.number}"><a href="{s.path}">{s.name}</a></li>' for s in site.sections
    )
    return f'<nav id="menu6"><ul><li><a href="/">Trang chủ</a></li>{items}</ul></nav>'


def frame(site: Site, title: str, content: str, head: str = "") -> str:
    """Return a page of the site around ``content``."""
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head><body>
<header><a href="/"><img src="/publish/thumbnail/{SITE_ID}/200x80xdefault/upload/{SITE_ID}/logo.png" alt="Cổng
thông tin điện tử"></a>{_menu(site)}</header>
<div class="container">{content}</div>
<footer><p>Cổng thông tin điện tử tỉnh Bình Định</p><p>Số lượt truy cập: 1.204.552</p>
<p>Giấy phép số 12/GP-TTĐT ngày 05/3/2018</p></footer></body></html>"""


def article_html(site: Site, page: Page) -> str:
    """Return the detail page, in the layout the article has."""
    system = when_of(page) + timedelta(minutes=13, seconds=15)
    head = (
        f'<meta property="og:title" content="{escape(page.title)}">'
        f'<meta property="article:published_time" content="{system:%Y-%m-%dT%H:%M:%S}+0700">'
        f'<meta name="DC.Date" content="{system:%Y-%m-%d}+07{system:%H:%M:%S}">'
    )
    crumbs = (
        '<div class="ModuleWrapper table-pathway-news"><div class="container"><div id="module29">'
        '<div class="pathway-category"><ol class="breadcrumb"><li class="first-item"><a href="/">Trang '
        f'chủ</a></li><li class="last-item"><a href="{_main(site, page).path}">{page.section}</a>'
        '<meta itemprop="position" content="2"></li></ol></div></div></div></div>'
    )
    body = _old_layout(page) if "old_layout" in page.traits else _new_layout(page)
    return frame(site, page.title, crumbs + body + _related(site, page), head)


def _main(site: Site, page: Page) -> Section:
    return next(section for section in site.sections if section.key == page.sections[0])


def _related(site: Site, page: Page) -> str:
    others = [other for other in site.listed(page.sections[0]) if other is not page][:5]
    items = "".join(
        '<article class="article-news-title"><div class="article-title common-title">'
        f'<a href="{quote(other.path)}">{escape(other.title)}</a></div></article>'
        for other in others
    )
    newest = "".join(
        f'<div class="item-news-block"><div class="title-news"><a href="{quote(o.path)}">'
        f"{escape(o.title)}</a></div></div>"
        for o in site.listed(site.sections[0].key)[:3]
    )
    return (
        '<div id="module26"><div class="panel frame-tinlquan"><div class="panel-heading"><h3 '
        'class="panel-title">Tin liên quan</h3></div><div class="panel-body"><section '
        f'class="section-list">{items}</section></div></div></div>'
        '<div class="col-right"><div class="panel"><h3 class="panel-title"><a href="/tin-tuc">Tin nổi bật'
        '</a></h3></div><div class="article-news-list-type12"><section><article class="Article-News">'
        f"{newest}</article></section></div></div>"
    )


def visible_date(page: Page) -> str:
    """Return the date as the page shows it; sites spell the weekday in three ways, a few leave it out."""
    when = when_of(page)
    day = (when.weekday() + 2) if when.weekday() < 6 else 0
    name = WEEKDAYS[when.weekday()] if day else "nhật"
    spellings = (
        f"Thứ {day}" if day else "Chủ nhật",
        f"Thứ {name}" if day else "Chủ nhật",
        f"Thứ {name.capitalize()}" if day else "Chủ Nhật",
        f"THỨ {name.upper()}" if day else "CHỦ NHẬT",
    )
    weekday = spellings[int(page.key) % 4]
    bar = (" | ", "|", " |")[int(page.key) % 3]
    return f'{weekday}, {when:%d/%m/%Y}<span class="drash">{bar}</span>{when:%H:%M}'


def when_of(page: Page) -> datetime:
    """Return the publish time, which this platform always shows."""
    if page.published_at is None:
        raise ValueError(f"{page.path} needs a date on this platform")
    return page.published_at


def list_item(page: Page, place: int) -> str:
    """Return an item of a listing; the platform knows two shapes, here they take turns."""
    link = f'href="{quote(page.path)}"'
    picture = (
        f'<img data-original="/publish/thumbnail/{SITE_ID}/480x270xdefault/upload/{SITE_ID}/a{page.key}.jpg">'
    )
    when = when_of(page)
    if place % 2:
        title = f'<h2 class="h4 title"><a {link}>{escape(page.title)}</a></h2>'
        date = f'<time class="post-date updated" datetime="{when.isoformat()}">{when:%d/%m/%Y}</time>'
    else:
        title = f'<a class="article-title common-title" {link}>{escape(page.title)}</a>'
        date = f'<span class="article-date">{when:%d/%m/%Y}</span>'
    return (
        f'<article class="list-news-one"><a {link}>{picture}</a>{title}{date}'
        f'<div class="brief">{escape(page.lead or "")}</div></article>'
    )


def _share(old: bool) -> str:
    # The vendor swapped title and alt on the first of the two contrast links of the old layout.
    first = ("Giảm tương phản", "Tăng tương phản") if old else ("Tăng tương phản", "Tăng tương phản")
    return (
        '<div class="block_share pull-right"><a class="custom-font">A<sup>-</sup></a> '
        '<a class="custom-font">A</a> <a class="custom-font">A<sup>+</sup></a> | '
        '<a href="javascript:printArticle()">In</a> '
        f'<a id="tangtuongphan" title="{first[0]}"><img alt="{first[1]}"></a> '
        '<a id="giamtuongphan" title="Giảm tương phản"><img alt="Giảm tương phản"></a></div>'
    )


def _body(page: Page) -> str:
    body = blocks_html(
        page.blocks,
        lambda text: f'<p style="text-align:justify">{text}</p>',
        lambda text: (
            f'<figure class="image"><img src="/upload/{SITE_ID}/fck/phongnv/{page.key}.jpg">'
            f"<figcaption>{text}</figcaption></figure>"
        ),
    )
    if page.author and "bare_author" in page.traits:
        body += f'\n<p style="text-align:right"><strong>{escape(page.author)}</strong></p>'
    return decomposed(body) if "decomposed" in page.traits else body


def decomposed(text: str) -> str:
    """Return ``text`` with the tone marks of every second word apart from their letters."""
    words = text.split(" ")
    return " ".join(_tones_apart(word) if place % 2 else word for place, word in enumerate(words))


def _tones_apart(word: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        out.append(unicodedata.normalize("NFC", "".join(m for m in parts if m not in tones)) + tone)
    return "".join(out)


def _files(page: Page) -> str:
    return "".join(
        f'<p><a class="link-download" href="{quote(file.url)}">{escape(file.name)}</a></p>'
        for file in page.attachments
    )


def _new_layout(page: Page) -> str:
    author = (
        f'<div class="aritcle-author author"><b>Tác giả:</b> {escape(page.author)}</div>'
        if page.author and "bare_author" not in page.traits
        else ""
    )
    lead = f"<p>{escape(page.lead)}</p>" if page.lead else ""
    return f"""<div id="whole-page" class="container"><div id="module7" class="columns-widget columns9-3">
<div class="col-left"><div id="module12" class="columns8-4"><div class="col-left">
<div id="module25" class="ModuleWrapper">
<article id="article25" class="article-new new-detail-layout-type-2 mb-20">
<header class="clearfix"><span class="post-date left">{visible_date(page)}</span>{_share(old=False)}</header>
<div class="article-content"><div class="block-core-a3">
<h1 class="article-title common-title-detail title-detail">{escape(page.title)}</h1>
<div class="social-connect"><a href="#">Chia sẻ</a></div>
<div class="article-brief common-brief font-size-text">{lead}</div></div>
<div id="audio25"><audio></audio></div>
<div class="block-core-a5"><div class="article-content font-size-text clearfix common-content mb-20">
{_body(page)}</div>{_files(page)}<hr><div class="clearfix mt-10">{author}
<div class="article-tags tags">Từ khóa: <a class="tag-news" href="/tag/cải%20cách">cải cách</a></div></div>
</div></div></article></div></div></div></div></div></div>"""


def _old_layout(page: Page) -> str:
    system = when_of(page) + timedelta(minutes=13, seconds=15)
    author = (
        f'<div class="author"><b>Tác giả:</b> {escape(page.author)}</div>'
        if page.author and "bare_author" not in page.traits
        else ""
    )
    return f"""<article id="article17" class="news-detail-layout-type-2" itemtype="http://schema.org/NewsArticle">
<meta itemprop="datePublished" content="{system:%Y-%m-%dT%H:%M:%S}+07:00">
<header class="clearfix"><span class="post-date left">{visible_date(page)}</span>{_share(old=True)}</header>
<h1 class="title-detail" itemprop="headline">{escape(page.title)}</h1>
<div class="brief font-size-text">{escape(page.lead or "")}</div>
<div class="content-detail font-size-text" itemprop="articleBody">
{_body(page)}</div>{_files(page)}{author}
<div id="star-rating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div></article>"""
