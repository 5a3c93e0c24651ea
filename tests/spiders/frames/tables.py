"""Frames from the years of layout tables: uPortal, Joomla 1.5, home-made PHP and JSP, Word in a cell."""

from html import escape

from tests.portals.model import Page
from tests.portals.web import blocks_html
from tests.spiders.frames import furniture as own
from tests.spiders.frames.furniture import Scene


def uportal(page: Page, scene: Scene) -> str:
    """uPortal: channels in nested tables; no heading tags, no names, line breaks for paragraphs."""
    body = blocks_html(
        page.blocks,
        lambda text: f"&nbsp;&nbsp;&nbsp;&nbsp;{text}<br><br>",
        lambda text: f'<div align="center"><img src="media/a.jpg"><br><i>{text}</i></div>',
    )
    links = "".join(
        f'<tr><td><img src="dot.gif"></td><td>'
        f'<a href="tag.idempotent.render.userLayoutRootNode.uP?uP_root=n{other.key}">'
        f"{escape(other.title)}</a></td></tr>"
        for other in scene.beside(5, 12)
    )
    lead = f"<b>{escape(page.lead)}</b><br><br>" if page.lead else ""
    return f"""<html><head><meta charset="utf-8"><title>{scene.site}</title></head>
<body bgcolor="#ffffff" topmargin="0"><table width="778" align="center" cellpadding="0"><tr><td colspan="3">
<a href="render.userLayoutRootNode.uP"><img src="media/banner.jpg"></a></td></tr>
<tr><td colspan="3"><table width="100%"><tr>{_cells()}</tr></table></td></tr>
<tr><td width="160" valign="top"><table><tr><td bgcolor="#cc0000"><font color="white"><b>Danh mục</b>
</font></td></tr>
{_rows()}</table></td><td valign="top"><table width="100%"><tr><td><table><tr><td>
<font color="#003399" size="3"><b>{escape(page.title)}</b></font></td></tr><tr><td><font size="1">
(Cập nhật: {own.stamp(page)})</font></td></tr><tr><td>{lead}{body}</td></tr>
<tr><td align="right"><i>{escape(page.author or "")}</i></td></tr></table></td></tr>
<tr><td><table><tr><td colspan="2"><b>Các tin đã đưa</b></td></tr>{links}</table></td></tr></table></td>
<td width="150" valign="top"><table><tr><td>{own.site_links()}</td></tr><tr><td>{own.counter()}</td>
</tr></table></td>
</tr><tr><td colspan="3" align="center">{own.imprint(scene.site)}</td></tr></table></body></html>"""


def _cells() -> str:
    names = ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Hỏi đáp", "Sơ đồ trang", "Liên hệ")
    return "".join(f'<td><a href="render.uP?tab={name}">{name}</a></td>' for name in names)


def _rows() -> str:
    names = ("Lịch sử", "Địa lý", "Kinh tế", "Văn hóa", "Du lịch", "Đầu tư", "Khoáng sản", "Danh nhân")
    return "".join(f'<tr><td><a href="render.uP?n={name}">{name} của tỉnh</a></td></tr>' for name in names)


def joomla(page: Page, scene: Scene) -> str:
    """Joomla 1.5: `contentheading` in a cell, tool icons, the article's neighbours, modules on both sides."""
    body = blocks_html(
        page.blocks,
        lambda text: f'<p style="text-align: justify;">{text}</p>',
        lambda text: (
            f'<p style="text-align: center;"><img src="images/stories/a.jpg"><br><em>{text}</em></p>'
        ),
    )
    newest = own.teasers(
        scene.beside(9, 7),
        '<li class="latestnews"><a href="{url}" class="latestnews">{title}</a></li>',
        _joomla,
    )
    flash = own.teasers(
        scene.beside(30, 3),
        '<table class="contentpaneopen"><tr><td class="contentheading"><a href="{url}">{title}</a></td></tr>'
        "<tr><td>{brief} <a href='{url}'>Đọc thêm...</a></td></tr></table>",
        _joomla,
    )
    lead = f"<p><strong>{escape(page.lead)}</strong></p>" if page.lead else ""
    return f"""<html><head><meta charset="utf-8"><meta name="generator" content="Joomla! 1.5 - Open Source">
<meta name="title" content="{escape(page.title)}">
<title>{escape(page.title)}</title>{own.script(7000)}</head><body>
<div id="pillmenu"><ul class="menu">{own.menu(6)}</ul></div><div id="whitebox"><table class="nopad">
<tr valign="top">
<td width="20%"><div class="module"><h3>Tin mới nhất</h3><ul class="latestnews">{newest}</ul></div>
<div class="module">{own.poll()}</div></td><td>
<span class="breadcrumbs pathway"><a href="/">Trang chủ</a> <img src="arrow.png"> Tin tức</span>
<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{escape(page.title)}</td>
<td class="buttonheading"><a href="?print=1"><img src="printButton.png" alt="In"></a></td></tr></table>
<table class="contentpaneopen"><tr><td><span class="small">Viết bởi Ban biên tập</span></td></tr>
<tr><td class="createdate">{own.stamp(page, "%d/%m/%Y %H:%M")}</td></tr><tr><td valign="top">{lead}{body}
<p style="text-align: right;"><strong>{escape(page.author or "")}</strong></p></td></tr>
<tr><td class="modifydate">Lần cập nhật cuối ( {own.stamp(page)} )</td></tr></table>
<span class="article_separator">&nbsp;</span><table class="pagenav"><tr><th><a href="a">&lt; Trước</a></th>
<th><a href="b">Tiếp theo &gt;</a></th></tr></table></td>
<td width="25%"><div class="module"><h3>Tiêu điểm</h3>{flash}</div>{own.counter()}</td></tr></table></div>
<div id="footer">{own.imprint(scene.site)}</div></body></html>"""


def _joomla(page: Page) -> str:
    return f"index.php?option=com_content&amp;view=article&amp;id={page.key}"


def home_made(page: Page, scene: Scene) -> str:
    """A PHP page of about 2006: fonts, two line breaks for a paragraph, the head names the site alone."""
    body = blocks_html(
        page.blocks,
        lambda text: f"{text}<br /><br />",
        lambda text: (
            f'<table align="center"><tr><td><img src="a.jpg"></td></tr><tr><td><i>{text}</i></td>'
            f"</tr></table>"
        ),
    )
    others = "".join(
        f'• <a href="index.php?mod=news&amp;id={other.key}">{escape(other.title)}</a> ({own.day(other)})<br>'
        for other in scene.beside(14, 10)
    )
    return f"""<html><head><meta charset="utf-8"><title>.:: {scene.site} ::.</title></head><body>
<table><tr><td class="ngay">Hôm nay, ngày 22 tháng 11 năm 2026</td></tr></table>
<table><tr><td class="left"><div class="m">{own.menu(3)}</div></td><td class="center">
<div class="title_cat">TIN TỨC - SỰ KIỆN</div><font class="tieude">{escape(page.title)}</font><br>
<font class="date">Ngày {own.stamp(page, "%d-%m-%Y")}</font><br><br>
<font class="sapo"><b>{escape(page.lead or "")}</b></font><br><br>{body}
<div align="right"><b>{escape(page.author or "")}</b></div><hr><b>Tin cùng chuyên mục:</b><br>{others}</td>
<td class="right">{own.poll()}<br>{own.counter()}</td></tr></table>{own.imprint(scene.site)}</body>
</html>"""


def word_in_a_cell(page: Page, scene: Scene) -> str:
    """A JSP portal whose editors paste from Word: namespaced tags, spans in spans, empty paragraphs."""
    span = '<span lang="VI" style="font-size:13.0pt;font-family:&quot;Times New Roman&quot;">'
    body = blocks_html(
        page.blocks,
        lambda text: (
            f'<p class="MsoNormal" style="margin:6.0pt 0cm;text-indent:36.0pt">{span}{text}<o:p>'
            f"</o:p></span></p>"
            f'<p class="MsoNormal">{span}<o:p>&nbsp;</o:p></span></p>'
        ),
        lambda text: (
            f'<p class="MsoNormal" align="center"><img src="clip.jpg"></p><p align="center"><i>{text}</i></p>'
        ),
    )
    rows = own.teasers(
        scene.beside(16, 8),
        '<tr><td class="stt">»</td><td><a class="tinlienquan" href="{url}">{title}</a> <i>{day}</i>'
        "</td></tr>",
        lambda other: f"/wps/portal/!ut/p/c4/{other.key}/",
    )
    lead = f'<tr><td class="trichdan">{span}<b>{escape(page.lead)}</b></span></td></tr>' if page.lead else ""
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8">
<title>{scene.site} - {escape(page.title)}</title>{own.styles(12000)}</head><body><div class="wpsBanner">
<a href="/wps/portal/home">Trang nhất</a></div><div class="wpsNav"><ul>{own.menu(6)}</ul></div>
<table class="layoutRow" width="100%"><tr><td class="layoutColumn" width="70%">
<table class="wpsPortletBody">
<tr><td class="tieudetin">{escape(page.title)}</td></tr>
<tr><td class="thoigian">Thứ sáu, {own.stamp(page, "%H:%M %d/%m/%Y")} - Lượt xem: 318</td></tr>{lead}
<tr><td class="noidungtin">{body}</td></tr><tr><td class="tacgia">{escape(page.author or "")}</td></tr>
</table>
<table class="lienquan"><tr><td colspan="2"><b>CÁC TIN LIÊN QUAN</b></td></tr>{rows}</table></td>
<td class="layoutColumn" width="30%">{own.site_links()}{own.poll()}{own.counter()}</td></tr></table>
<div class="wpsFooter">{own.imprint(scene.site)}</div></body></html>"""
