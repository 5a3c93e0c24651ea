"""Frames of blog themes and of new work: WordPress twice, Laravel, WebForms labels, a page of parts."""

from html import escape
from json import dumps

from tests.portals.model import Page
from tests.portals.web import blocks_html
from tests.spiders.frames import furniture as own
from tests.spiders.frames.furniture import Scene


def wordpress(page: Page, scene: Scene) -> str:
    """A classic theme: the title links to itself, share buttons in the content, comments and a form below."""
    body = blocks_html(
        page.blocks,
        lambda text: f"<p>{text}</p>",
        lambda text: (
            f'<div class="wp-caption aligncenter"><img src="/wp-content/a.jpg">'
            f'<p class="wp-caption-text"><i>{text}</i></p></div>'
        ),
    )
    said = own.comments(
        '<li class="comment depth-1"><div class="comment-author vcard">'
        '<cite class="fn">{who}</cite> viết:</div>'
        '<div class="comment-meta"><a href="#1">03/04/2022 lúc 8:15 sáng</a></div><p>{said}</p></li>'
    )
    recent = own.teasers(scene.beside(4, 8), '<li><a href="{url}">{title}</a></li>', _wp)
    lead = f"<p><strong>{escape(page.lead)}</strong></p>" if page.lead else ""
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>{escape(page.title)} &#8211; {scene.site}</title><meta name="generator" content="WordPress 5.2.4">
<meta property="og:title" content="{escape(page.title)}">
<link rel="stylesheet" href="/wp-content/themes/x/style.css">
{own.script(20000)}{own.styles(9000)}</head>
<body class="post-template-default single single-post has-sidebar">
<div id="page" class="site has-sidebar"><header class="site-header"><p class="site-title">
<a href="/">{scene.site}</a></p>
<nav class="main-navigation"><ul>{own.menu(10)}</ul></nav></header>
<div class="site-content content-sidebar">
<main id="main" class="site-main">
<article id="post-{page.key}" class="post type-post hentry category-tin-tuc tag-cchc">
<header class="entry-header"><h2 class="entry-title"><a href="{_wp(page)}">{escape(page.title)}</a></h2>
<div class="entry-meta"><span class="posted-on">Đăng ngày <time class="entry-date published"
 datetime="{own.stamp(page, "%Y-%m-%dT%H:%M:%S+07:00")}">{own.stamp(page, "%d/%m/%Y")}</time></span>
 <span class="byline">bởi <a href="/author/admin">admin</a></span></div></header>
<div class="entry-content">{lead}{body}<p style="text-align:right">
<strong>{escape(page.author or "")}</strong></p>
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Chia sẻ:</h3><ul><li>
<a href="#">Facebook</a></li>
<li><a href="#">Zalo</a></li></ul></div><div id="jp-relatedposts"><h3>Có liên quan</h3></div></div>
<footer class="entry-footer">Chuyên mục: <a href="/c">Tin tức</a></footer></article>
<nav class="post-navigation"><div class="nav-links"><a href="/p">Bài trước</a><a href="/n">Bài tiếp</a>
</div></nav>
<div id="comments" class="comments-area"><h2 class="comments-title">3 bình luận về bài viết này</h2>
<ol>{said}</ol>
<div id="respond"><h3>Để lại một bình luận</h3>
<p>Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc
 được đánh dấu và phải được điền đầy đủ trước khi gửi đi.</p><form><textarea></textarea></form></div>
</div></main>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Bài viết mới</h2><ul>{recent}</ul>
</section>
<section class="widget">{own.poll()}</section></aside></div>
<footer class="site-footer">{own.imprint(scene.site)}</footer></div></body></html>"""


def _wp(page: Page) -> str:
    return f"/{own.slug(page.title)[:60]}/"


def wordpress_magazine(page: Page, scene: Scene) -> str:
    """A magazine theme: a related box floats in the text, cards with summaries below and beside it."""
    blocks = page.blocks
    half = max(1, len(blocks) // 2)
    make = (
        lambda text: f"<p>{text}</p>",
        lambda text: (
            f'<figure class="wp-block-image"><img src="/wp-content/a.jpg">'
            f"<figcaption>{text}</figcaption></figure>"
        ),
    )
    card = (
        '<div class="td_module_10 td_module_wrap"><div class="td-module-thumb"><a href="{url}">'
        '<img src="t.jpg"></a></div>'
        '<div class="item-details"><h3 class="entry-title td-module-title"><a href="{url}">{title}</a></h3>'
        '<div class="td-module-meta-info"><time>{day}</time></div>'
        '<div class="td-excerpt">{brief}</div></div></div>'
    )
    inner = own.teasers(scene.beside(8, 3), '<li><a href="{url}">{title}</a></li>', _wp)
    lead = f'<p class="td-post-sub-title">{escape(page.lead)}</p>' if page.lead else ""
    data = dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": page.title,
         "datePublished": own.stamp(page, "%Y-%m-%dT%H:%M:%S+07:00")}, ensure_ascii=False,
    )  # fmt: skip
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
<title>{escape(page.title)} | {scene.site}</title>
<link rel="stylesheet" href="/wp-content/themes/n/a.css"><script src="/wp-includes/js/jquery.js"></script>
<script src="/wp-content/plugins/x.js"></script>
<script type="application/ld+json">{data}</script>{own.script(24000)}</head>
<body class="single td-newspaper">
<div class="td-header-menu-wrap"><ul class="sf-menu">{own.menu(10)}</ul></div><div class="td-container">
<div class="td-crumb-container"><a href="/">Trang chủ</a> <a href="/tin-tuc">Tin tức</a></div>
<div class="td-pb-row"><div class="td-pb-span8 td-main-content"><article class="post">
<div class="td-post-header">
<h1 class="entry-title">{escape(page.title)}</h1>{lead}<div class="td-module-meta-info">
<span class="td-post-date">
<time datetime="{own.stamp(page, "%Y-%m-%dT%H:%M:%S+07:00")}">{own.stamp(page)}</time></span>
<div class="td-post-views">1.204</div></div></div><div class="td-post-sharing"><a href="#">Facebook</a>
</div>
<div class="td-post-content">{blocks_html(blocks[:half], *make)}
<div class="td-related-inline"><h4>Tin liên quan</h4><ul>{inner}</ul></div>
{blocks_html(blocks[half:], *make)}<p class="tac-gia"><strong>{escape(page.author or "")}</strong></p></div>
<div class="td-post-source-tags"><span>TỪ KHÓA</span> <a href="/tag/cchc">cải cách hành chính</a></div>
</article>
<div class="td_block_related_posts"><h4 class="td-related-title">BÀI VIẾT LIÊN QUAN</h4>
{own.teasers(scene.beside(40, 6), card, _wp)}</div></div>
<div class="td-pb-span4 td-main-sidebar">{own.teasers(scene.beside(50, 8), card, _wp)}</div></div></div>
<div class="td-footer-wrapper">{own.imprint(scene.site)}</div></body></html>"""


def laravel(page: Page, scene: Scene) -> str:
    """A new framework site: classes that mean nothing, cards, an introduction to the portal beside."""
    body = blocks_html(
        page.blocks,
        lambda text: f'<p class="mb-4 leading-7">{text}</p>',
        lambda text: f'<p class="text-center"><img src="/storage/a.webp"><br><i>{text}</i></p>',
    )
    card = '<a class="flex gap-2" href="{url}"><img src="a.webp"><div><h5>{title}</h5>'
    "<span>{day}</span></div></a>"
    lead = f'<div class="font-bold text-lg mb-3">{escape(page.lead)}</div>' if page.lead else ""
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8">
<title>{scene.site} | {escape(page.title)}</title>
<meta property="og:title" content="{escape(page.title)}">
<meta property="og:site_name" content="{scene.site}">
{own.styles(26000)}</head><body class="antialiased"><div id="app"><header><nav><ul>{own.menu(9)}</ul>
</nav></header>
<main class="container mx-auto grid grid-cols-12"><section class="col-span-8 px-4">
<ol class="flex text-sm"><li><a href="/">Trang chủ</a></li><li><a href="/tin">Tin hoạt động</a></li></ol>
<h1 class="text-2xl font-semibold">{escape(page.title)}</h1><div class="text-gray-500 text-sm">
{own.stamp(page, "%H:%M, %d/%m/%Y")}</div>{lead}<div class="prose max-w-none">{body}</div>
<div class="text-right font-bold">{escape(page.author or "")}</div><div class="flex my-4">
<span>Chia sẻ</span></div>
<div class="border-t">
<h3 class="uppercase">Bài viết khác</h3>{own.teasers(scene.beside(6, 6), card, _laravel)}</div>
</section><section class="col-span-4"><h3>Về chúng tôi</h3>
<p>Cổng thông tin điện tử là kênh thông tin chính thức, kết
 nối chính quyền với người dân và doanh nghiệp, cung cấp dịch vụ công trực tuyến suốt ngày đêm.</p>
<h3>Tin nổi bật</h3>{own.teasers(scene.beside(60, 8), card, _laravel)}{own.poll()}</section></main>
<footer>{own.imprint(scene.site)}</footer></div>{own.script(9000)}</body></html>"""


def _laravel(page: Page) -> str:
    return f"/bai-viet/{own.slug(page.title)[:40]}/{page.key}"


def webforms(page: Page, scene: Scene) -> str:
    """Home-grown ASP.NET: every part a label, one form around all, plain boxes for paragraphs."""
    body = blocks_html(
        page.blocks,
        lambda text: f"<div>{text}</div><div><br></div>",
        lambda text: (
            f'<div style="text-align:center"><img src="/Uploads/a.jpg"></div>'
            f'<div style="text-align:center"><em>{text}</em></div>'
        ),
    )
    item = '<div class="item"><a id="rpt_{day}" href="{url}">{title}</a><span class="lbl">{day}</span></div>'
    lead = f'<span id="ctl00_main_lblTrichYeu">{escape(page.lead)}</span><br>' if page.lead else ""
    return f"""<!DOCTYPE html><html><head id="Head1"><meta charset="utf-8"><title>Chi tiết tin</title>
<meta name="description" content="Trang thông tin điện tử">{own.script(8000)}</head><body>
<form name="aspnetForm" method="post" action="./ChiTietTin.aspx?id={page.key}" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="{"dDwtMTA4NzcwMTg3ODs7Pg" * 900}">
<div class="header"><span id="ctl00_lblNgay">Chủ nhật, ngày 22/11/2026</span>
<input type="text" value="Tìm kiếm"></div>
<div class="mnu"><ul>{own.menu(8)}</ul></div><div class="left"><div class="dang-nhap">
<label>Mật khẩu</label>
<input type="password" name="p"><a href="/quen-mat-khau">Quên mật khẩu</a></div>{own.counter()}</div>
<div class="main"><div class="duongdan">
<a href="/">Trang chủ</a> / <a href="/TinTuc.aspx">Tin tức sự kiện</a></div>
<div class="chitiet"><span id="ctl00_main_lblTieuDe" class="tieude-tin">{escape(page.title)}</span><br>
<span id="ctl00_main_lblNgayDang">Cập nhật lúc: {own.stamp(page)}</span> <span>Số lượt xem: 77</span><br>
{lead}<span id="ctl00_main_lblNoiDung">{body}</span>
<span id="ctl00_main_lblTacGia">{escape(page.author or "")}</span>
<div class="dinhkem">Tệp đính kèm: <a href="/Uploads/bao-cao-{page.key}.pdf">Tải về</a></div></div>
<div class="tinkhac">
<div class="head">Những tin mới hơn</div>{own.teasers(scene.beside(22, 5), item, _aspx)}
<div class="head">Những tin cũ hơn</div>{own.teasers(scene.beside(27, 5), item, _aspx)}</div></div>
<div class="footer">{own.imprint(scene.site)}</div></form></body></html>"""


def _aspx(page: Page) -> str:
    return f"ChiTietTin.aspx?id={page.key}"


def parts(page: Page, scene: Scene) -> str:
    """A page of parts: title, summary and text each in a box of its own among equals, nothing is named."""
    body = blocks_html(
        page.blocks,
        lambda text: f"<p>{text}</p>",
        lambda text: f'<p align="center"><img src="a.jpg"></p><p align="center"><i>{text}</i></p>',
    )
    item = '<div class="c4"><a href="{url}"><img src="b.jpg"></a><a href="{url}">{title}</a>'
    "<div>{brief}</div></div>"
    lead = f'<div class="r7"><div class="k1">{escape(page.lead)}</div></div>' if page.lead else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{escape(page.title)}</title>{own.script(5000)}
</head><body><div class="a1"><ul>{own.menu(9)}</ul></div><div class="b2"><div class="r7"><div class="k1">
{escape(page.title)}</div></div><div class="r7"><div class="k2">{own.stamp(page)}</div></div>{lead}
<div class="r7"><div class="k3">{body}</div></div><div class="r7">
<div class="k4">{escape(page.author or "")}</div></div>
<div class="r7">{own.teasers(scene.beside(33, 6), item, _aspx)}</div></div>
<div class="z9">{own.imprint(scene.site)}</div></body></html>"""
