"""Frames of portal products that no module of ours reads: Liferay, iNet, Drupal, Joomla, own ASP.NET work."""

from html import escape

from tests.portals.model import Page
from tests.portals.web import blocks_html
from tests.spiders.frames import furniture as own
from tests.spiders.frames.furniture import Scene


def liferay_publisher(page: Page, scene: Scene) -> str:
    """Liferay 6: an asset publisher; the title element names another site, titles stand in spans."""
    body = blocks_html(
        page.blocks,
        lambda text: (
            f'<p style="text-align: justify"><span style="font-size:14px"><span>{text}</span></span></p>'
        ),
        lambda text: (
            f'<p style="text-align:center"><img src="/image/journal/article?img_id=4"><br><em>{text}</em></p>'
        ),
    )
    item = '<li><a href="{url}">{title}</a> <span class="date">({day})</span></li>'
    others = own.teasers(scene.beside(3, 8), item, _liferay)
    newest = own.teasers(
        scene.beside(20, 6),
        '<div class="asset-abstract"><h3 class="asset-title"><a href="{url}">{title}</a></h3>'
        '<div class="assetPublishDate block_timer">{day} | 04:30 PM</div>'
        '<div class="asset-summary">{brief}</div></div>',
        _liferay,
    )
    lead = f'<div class="introtext"><strong>{escape(page.lead)}</strong></div>' if page.lead else ""
    return f"""<!DOCTYPE html><html class="ltr" dir="ltr" lang="vi-VN"><head><meta charset="utf-8">
<title>Tin tức - Cổng thông tin điện tử Quận Ba Đình</title>{own.styles()}{own.script()}
<script>var Liferay = {{ThemeDisplay: {{getPlid: function() {{ return "10302"; }}}}}};</script></head>
<body class="yui3-skin-sam controls-visible">
<a href="#main-content" id="skip-to-content">Bỏ qua nội dung</a>
<div id="wrapper"><header id="banner"><a class="logo" href="/"><span>{scene.site}</span></a>
<div class="lang"><a href="/vi">Tiếng Việt</a> | <a href="/en">English</a></div></header>
<div class="nav-menu" id="navigation"><ul>{own.menu()}</ul></div><div id="content"><div class="columns-2">
<div class="portlet-column" id="column-1"><div class="portlet-boundary" id="p_p_id_101_INSTANCE_a1_">
<div class="asset-full-content"><div class="lfr-meta-actions"><a href="javascript:print()">In trang</a>
</div>
<div class="journal-content-article"><div class="title-detail"><span>{escape(page.title)}</span></div>
<div class="time">Ngày đăng {own.stamp(page, "%d/%m/%Y | %I:%M %p")} | View count: 426</div>
{lead}<div class="noidung">{body}</div>
<p style="text-align:right"><strong>{escape(page.author or "")}</strong></p></div></div>
<div class="other"><div class="tieude">Các tin khác</div><ul>{others}</ul></div></div></div>
<div class="portlet-column" id="column-2"><div id="p_p_id_101_INSTANCE_b2_">
<h1 class="portlet-title">Tin mới</h1>
{newest}</div><div id="p_p_id_poll_">{own.poll()}</div><div>{own.site_links()}</div></div></div></div>
<footer id="footer">{own.imprint(scene.site)}{own.counter()}</footer></div></body></html>"""


def _liferay(page: Page) -> str:
    return f"/tin-tuc/-/view_content/{page.key}-{own.slug(page.title)[:50]}.html"


def liferay_soft(page: Page, scene: Scene) -> str:
    """A vendor's portlet on Liferay: ids for every part, source and author below."""
    body = blocks_html(
        page.blocks,
        lambda text: f'<div style="text-align:justify">{text}</div><div>&nbsp;</div>',
        lambda text: (
            f'<div style="text-align:center"><img src="/documents/1.jpg"></div><div align="center">'
            f"<i>{text}</i></div>"
        ),
    )
    others = own.teasers(scene.beside(7, 10), '<li><a href="{url}">{title}</a> ({day})</li>', _liferay)
    return f"""<html><head><meta charset="utf-8"><title>{scene.site}</title>{own.script(14000)}</head><body>
<div id="top"><span id="clock">Chủ nhật, 22/11/2026 | 08:04</span> <a href="/dang-nhap">Đăng nhập</a></div>
<div class="menu-main"><ul>{own.menu(7)}</ul></div>
<div class="breadcrumbs"><a href="/">Trang chủ</a> » <a href="/tin-tuc">Tin tức</a></div>
<div class="portlet-body"><div id="p_p_id_com_soft_article_detail_"><div class="detail_news">
<h1 id="titleDetail">{escape(page.title)}</h1><span class="date_time">{own.stamp(page)}</span>
<div class="fontsize"><a>A-</a> <a>A</a> <a>A+</a></div>
<div id="leadDetail">{escape(page.lead or "")}</div><div id="contentDetail">{body}</div>
<div class="author">{escape(page.author or "")}</div><div class="source">Nguồn: {scene.site}</div></div>
<div class="list_detail"><h2>Tin liên quan</h2><ul class="ul_list_detail">{others}</ul></div></div></div>
<div class="right">{own.poll()}{own.counter()}</div><div class="footer">{own.imprint(scene.site)}</div>
</body></html>"""


def inet(page: Page, scene: Scene) -> str:
    """iNet smartcloud (.cpx): no headings, the date behind the title, other news as plain links."""
    body = blocks_html(
        page.blocks,
        lambda text: f'<p align="justify"><font face="Arial" size="2">{text}</font></p>',
        lambda text: f'<center><img src="/portal/anh.jpg"><br><i>{text}</i></center>',
    )
    others = own.teasers(
        scene.beside(11, 9),
        '<div class="tin_khac_item">- <a href="{url}">{title}</a> <span>({day})</span></div>',
        lambda other: f"xemtin.cpx?item={int(other.key):024x}",
    )
    lead = f'<div class="tomtat"><b>{escape(page.lead)}</b></div>' if page.lead else ""
    return f"""<html><head><meta charset="utf-8"><title>{escape(page.title)} | {scene.site}</title>
</head><body>
<div class="banner"><a href="page/home.cpx"><img src="banner.jpg" alt="{scene.site}"></a></div>
<div class="ngaythang">Thứ Năm, 22/08/2019 5:15:31 CH</div><ul class="menungang">{own.menu(4)}</ul>
<div class="trai"><div class="khung"><div class="khung_tieude">Chuyên mục</div><ul>{own.menu(2)}</ul></div>
<div class="khung">{own.poll()}</div></div>
<div class="giua"><div class="xemtin"><div class="xemtin_tieude">{escape(page.title)}</div>
<div class="xemtin_ngay">Ngày {own.stamp(page, "%d/%m/%Y %H:%M:%S")}</div>{lead}
<div class="xemtin_noidung">{body}</div><div class="xemtin_tacgia">{escape(page.author or "")}</div>
<div class="congcu"><a href="#">Quay lại</a> <a href="#">In bài viết</a> <a href="#">Gửi mail</a></div>
</div>
<div class="tinkhac_tieude">Các tin khác</div>{others}</div>
<div class="phai"><div class="khung">{own.site_links()}</div><div class="khung">{own.counter()}</div></div>
<div class="chan">{own.imprint(scene.site)}</div></body></html>"""


def drupal(page: Page, scene: Scene) -> str:
    """Drupal 7: fields in fields, blocks beside them that tease with whole paragraphs, readers' comments."""
    body = blocks_html(
        page.blocks,
        lambda text: f"<p>{text}</p>",
        lambda text: (
            f'<figure><img src="/sites/default/files/a.jpg"><figcaption>{text}</figcaption></figure>'
        ),
    )
    teasers = own.teasers(
        scene.beside(2, 6),
        '<div class="views-row"><div class="views-field-title"><span class="field-content">'
        '<a href="{url}">{title}</a>'
        '</span></div><div class="views-field-body"><div class="field-content"><p>{brief}</p></div>'
        "</div></div>",
        lambda other: f"/node/{other.key}",
    )
    said = own.comments(
        '<div class="comment"><h3><a href="#c">Ý kiến</a></h3>'
        '<div class="submitted">Gửi bởi {who} ngày 3/4/2022</div>'
        '<div class="content"><p>{said}</p></div></div>'
    )
    lead = (
        f'<div class="field field-name-field-tomtat"><div class="field-items"><div class="field-item even">'
        f"{escape(page.lead)}</div></div></div>"
        if page.lead
        else ""
    )
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<meta name="Generator" content="Drupal 7 (http://drupal.org)">
<title>{escape(page.title)} | {scene.site}</title>
<script>jQuery.extend(Drupal.settings, {{"basePath":"/"}});</script>{own.script(16000)}</head>
<body class="html not-front one-sidebar sidebar-second page-node"><div id="page"><div id="header">
<h1 id="site-name">
<a href="/">{scene.site}</a></h1></div><div id="main-menu"><ul class="links">{own.menu(8)}</ul></div>
<div id="main" class="clearfix"><div id="content" class="column"><div class="section">
<h1 class="title" id="page-title">{escape(page.title)}</h1><div class="tabs"></div>
<div class="region region-content"><div id="node-{page.key}" class="node node-article">
<div class="submitted">Gửi bởi
 <span class="username">bbt</span> vào {own.stamp(page, "%d/%m/%Y - %H:%M")}</div>
<div class="content clearfix">
{lead}<div class="field field-name-body field-type-text-with-summary"><div class="field-items">
<div class="field-item even" property="content:encoded">{body}</div></div></div>
<div class="field field-name-field-tags"><div class="field-label">Tags:&nbsp;</div>
<a href="/t/1">cải cách</a></div>
</div></div><div id="comments" class="comment-wrapper"><h2 class="title">Bình luận</h2>{said}</div>
</div></div></div>
<div id="sidebar-second" class="column sidebar"><div class="block block-views">
<h2>Tin tức mới</h2>{teasers}</div>
<div class="block">{own.poll()}</div></div></div><div id="footer">{own.imprint(scene.site)}</div></div>
</body></html>"""
