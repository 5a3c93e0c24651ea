"""What stands around an article on a portal: menus, news beside it, comments, counters, scripts.

Wordings are those that such sites share; names and addresses are invented.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from tests.portals.model import Page

_AREAS = (
    "Giới thiệu", "Tổ chức bộ máy", "Tin tức", "Chỉ đạo điều hành", "Thủ tục hành chính", "Văn bản pháp quy",
    "Công khai ngân sách", "Quy hoạch", "Đầu tư", "Du lịch", "Hỏi đáp", "Lịch công tác", "Liên hệ",
)  # fmt: skip
_ENTRIES = (
    "Điều kiện tự nhiên", "Lịch sử hình thành", "Các đơn vị hành chính", "Tin kinh tế",
    "Tin văn hóa - xã hội",
    "An ninh quốc phòng", "Nông thôn mới", "Khoa học công nghệ", "Giáo dục và đào tạo", "Y tế",
    "Chuyển đổi số",
    "Thông tin tuyên truyền", "Dự thảo lấy ý kiến", "Chiến lược phát triển", "Báo cáo thống kê",
    "Phổ biến pháp luật", "Tiếp công dân",
)  # fmt: skip
_SITES = ("Chính phủ", "Quốc hội", "Bộ Nội vụ", "Bộ Tài chính", "Báo Nhân Dân", "Cổng dịch vụ công quốc gia")
_READERS = (
    (
        "Trần Thị Bạn Đọc",
        "Bài viết rất bổ ích, mong tỉnh tiếp tục đẩy mạnh cải cách thủ tục để người dân đỡ vất vả.",
    ),
    (
        "Lê Văn Góp Ý",
        "Năm ngoái tôi chờ 45 ngày mới được cấp giấy, đề nghị cơ quan trả lời rõ vì sao chậm như vậy.",
    ),
    ("Nguyễn Hỏi Thăm", "Cho tôi hỏi hồ sơ nộp qua mạng thì bao nhiêu ngày có kết quả, phí là bao nhiêu?"),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """The site a page stands on: its name, and the other articles it links to."""

    site: str
    others: Sequence[Page]

    def beside(self, start: int, count: int) -> list[Page]:
        """Return ``count`` other articles, from ``start`` on and round."""
        return [self.others[(start + step) % len(self.others)] for step in range(count)]


def slug(text: str) -> str:
    """Return an address made of a text; what it looks like does not matter."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()) or "x"


def menu(entries: int = 9) -> str:
    """Return a menu of two levels, ``entries`` below each area."""
    return "".join(
        f'<li><a href="/{slug(area)}">{area}</a><ul>'
        + "".join(
            f'<li><a href="/{slug(area)}/{slug(name)}" title="{name}">{name}</a></li>'
            for name in (_ENTRIES[(at + step) % len(_ENTRIES)] for step in range(entries))
        )
        + "</ul></li>\n"
        for at, area in enumerate(_AREAS)
    )


def teasers(pages: Sequence[Page], item: str, link: Callable[[Page], str]) -> str:
    """Return a teaser of each page; ``item`` names ``{url}``, ``{title}``, ``{day}`` and ``{brief}``."""
    return "\n".join(
        item.format(url=link(page), title=escape(page.title), day=day(page), brief=escape(brief(page)))
        for page in pages
    )


def brief(page: Page) -> str:
    """Return what a listing says of a page: its lead, or the start of its text, cut."""
    text = page.lead or page.paragraphs[0]
    return text if len(text) < 220 else text[:200].rsplit(" ", 1)[0] + "..."


def day(page: Page) -> str:
    """Return the day of a page as portals write it."""
    return f"{page.published_at:%d/%m/%Y}" if page.published_at else "01/02/2021"


def stamp(page: Page, form: str = "%d/%m/%Y %H:%M") -> str:
    """Return the publish time of a page."""
    return page.published_at.strftime(form) if page.published_at else "Đang cập nhật"


def comments(item: str) -> str:
    """Return what readers wrote; ``item`` names ``{who}`` and ``{said}``."""
    return "\n".join(item.format(who=who, said=said) for who, said in _READERS)


def site_links() -> str:
    """Return the box of other sites."""
    options = "".join(f"<option value='http://{slug(name)}.test'>{name}</option>" for name in _SITES)
    return f"<select><option>--- Liên kết website ---</option>{options}</select>"


def poll() -> str:
    """Return the question that half of the portals ask."""
    answers = ("Rất hài lòng", "Hài lòng", "Bình thường", "Chưa hài lòng")
    boxes = "".join(f'<div><input type="radio" name="q"> <label>{one}</label></div>' for one in answers)
    return (
        "<h3>Thăm dò ý kiến</h3><p>Ông (bà) đánh giá thế nào về chất lượng phục vụ của bộ phận tiếp nhận và "
        f"trả kết quả các cấp trong năm qua?</p>{boxes}<button>Bình chọn</button>"
    )


def counter() -> str:
    """Return the visitor counter."""
    return (
        "<h3>Thống kê truy cập</h3><p>Đang truy cập: 27</p><p>Hôm nay: 1.204</p><p>Tháng hiện tại: 40.811</p>"
        "<p>Tổng lượt truy cập: 12.004.552</p>"
    )


def imprint(site: str) -> str:
    """Return who answers for the site."""
    return (
        f"<p><b>{site.upper()}</b></p><p>Cơ quan chủ quản: Ủy ban nhân dân tỉnh. Chịu trách nhiệm chính: "
        "Chánh Văn phòng Ủy ban nhân dân tỉnh.</p><p>Địa chỉ: số 1 đường Trần Phú - Điện thoại: 0250 000 000"
        " - Fax: 0250 000 001 - Thư điện tử: banbientap@example.test</p><p>Ghi rõ nguồn khi phát hành lại "
        "thông tin từ trang này. Giấy phép số 12/GP-TTĐT ngày 05/3/2018.</p>"
    )


def script(size: int = 9000) -> str:
    """Return about ``size`` characters of script."""
    line = (
        'window.dataLayer.push({"event":"view","page":{"type":"article","lang":"vi"},"ids":[104,221,377]});'
    )
    return f"<script>{line * (size // len(line))}</script>"


def styles(size: int = 6000) -> str:
    """Return about ``size`` characters of style rules."""
    rule = ".box-news .item>a:hover{color:#b70000;text-decoration:none}"
    return f"<style>{rule * (size // len(rule))}</style>"
