"""Words and names by which the furniture of Vietnamese portals is known, whatever their CMS.

Gathered from the portals of five CMS families and from the defaults of the general ones; see the rules for
cutting a body in the field notes of the platforms.
"""

import re

#: A whole line that heads other articles, comments or counters: what follows is no part of the article.
CUT_LINE = re.compile(
    r"(?:(?:các |những )?(?:tin|bài)(?: viết| tức| bài)? (?:liên quan|nổi bật|khác|cùng chuyên mục|cùng loại"
    r"|đã đăng|đã đưa|mới hơn|cũ hơn|mới nhất|mới|đọc nhiều|xem nhiều|cùng thể loại|trước đó)(?: nhất)?"
    r"|(?:các |những )?tin tức khác|thông tin (?:mới nhất|liên quan|khác)"
    r"|(?:xem|đọc) (?:thêm|nhiều)(?: nhất)?"
    r"|ý kiến (?:bạn đọc|của bạn|phản hồi)|(?:gửi |viết |thêm )?(?:bình luận|phản hồi)(?: của bạn)?"
    r"|để lại (?:một )?(?:bình luận|phản hồi|trả lời)|tổng số điểm của bài viết.*|theo dòng sự kiện"
    r"|thống kê(?: truy cập)?|lượt truy cập|cùng chuyên mục|có thể bạn quan tâm|được quan tâm"
    r"|(?:leave a )?(?:reply|comments?)|related (?:posts?|articles?|news)|thăm dò ý kiến|liên kết website"
    r"|đánh giá bài viết.*|bài (?:trước|tiếp|sau)|các tin đã đưa ngày.*)"
    r"(?: \(\d+\)| \d+)?\s*[:.»>…]*",
    re.IGNORECASE,
)

#: Short lines around a text that are no part of it: counters, tools, labels.
FURNITURE = re.compile(
    r"(?:a\s*[-+]?\s*)+(?:\|.*)?|(?:số )?lượt (?:xem|đọc|truy cập)\b.*|(?:đã )?xem\s*:.*|views?\b.*"
    r"|(?:cổng|trang) (?:thông tin|tin) điện tử.{0,80}|hits?\s*:.*|nguồn(?: tin)?\s*:.{0,90}|[\W\d_]*"
    r"|(?:cỡ chữ|kích thước|font|chia sẻ|share|in (?:trang|bài|ấn)|bản in|print|email|tweet|facebook|zalo"
    r"|gửi (?:mail|email|bài viết)|quay lại|trở (?:lại|về)|về (?:trang|đầu)|lên đầu trang|tương phản"
    r"|(?:tăng|giảm) tương phản|đọc bài(?: viết)?|nghe (?:đọc )?(?:bài|tin)|từ khó?a|tags?|thẻ|chuyên mục"
    r"|danh mục|category|đăng (?:bởi|ngày|lúc)|được đăng|ngày (?:đăng|cập nhật|viết|tạo|xuất bản)|cập nhật"
    r"|posted|published|written by|xếp hạng|đánh giá|phiếu bầu|click để đánh giá|hãy là người đầu tiên"
    r"|bình luận|lần cập nhật cuối|last updated|anh tin bai|toàn văn|tải về|print this"
    r"|(?:file|tệp|tập tin|tài liệu)(?: tin)? đính kèm)\b.{0,90}",
    re.IGNORECASE,
)

#: Sentences of a page's foot: who answers for the site, where it sits, what it permits.
IMPRINT = re.compile(
    r"(?:^|[.:;] )(?:cơ quan chủ quản|chịu trách nhiệm (?:chính|nội dung|xuất bản)|giấy phép (?:số|thiết lập)"
    r"|bản quyền (?:thuộc|của|©)|ghi rõ nguồn|đề nghị ghi rõ|tổng biên tập|trưởng ban biên tập|designed by)"
    r"|^(?:địa chỉ|trụ sở)\s*:.*(?:điện thoại|đt|tel|fax|e-?mail)|©|\bcopyright\b|\ball rights reserved\b",
    re.IGNORECASE,
)

_IMPRINT_WORDS = (
    "chủ quản", "trách nhiệm", "giấy phép", "bản quyền", "ghi rõ", "biên tập", "designed by", "địa chỉ",
    "trụ sở", "©", "copyright", "rights reserved",
)  # fmt: skip


def is_imprint(text: str) -> bool:
    """Tell whether a line is of a page's foot. The words are looked for first: most lines have none."""
    low = text.lower()
    return any(word in low for word in _IMPRINT_WORDS) and IMPRINT.search(text) is not None


#: A line that is there for a date.
DATE_LINE = re.compile(
    r"(?:(?:chủ nhật|thứ\s?(?:hai|ba|tư|năm|sáu|bảy|[2-7])|t[2-7]|cn|ngày|ngày (?:đăng|cập nhật)|lúc"
    r"|đăng (?:ngày|lúc)|cập nhật(?: lúc| ngày)?|published|posted(?: on)?|xuất bản|(?:last )?updated?)"
    r"\b[^a-zà-ỹ]{0,6})*"
    r"[\s:,|(\-–]*(?:\d{1,2}[:hg]\d{2}(?::\d{2})?(?:\s*(?:am|pm|sa|ch))?[\s,|\-–]*(?:ngày\s*)?)?"
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}.{0,40}"
    r"|(?:chủ nhật|thứ \w+)?[\s,]*(?:ngày )?\d{1,2} tháng \d{1,2}(?:,| năm)? \d{4}.{0,25}",
    re.IGNORECASE,
)

_READERS = r"comments?|commentlist|respond|discussion|binh-?luan|y-?kien(?:-?ban-?doc)?"
#: Names (class or id) of boxes in which readers speak.
READERS_NAME = re.compile(rf"(?<![a-z])(?:{_READERS})(?![a-z])", re.IGNORECASE)

#: Names (class or id) of boxes that are not the article's text.
NOISE_NAME = re.compile(
    rf"(?<![a-z])(?:{_READERS}|menu|navbar|breadcrumbs?|pathway"
    r"|sidebar|side-?bar|aside|shar(?:e|ing)|social(?:-\w+)?|addthis\w*|fb|related\w*|lien-?quan|tin-?khac"
    r"|tin-?lien-?quan|other-?news|tin-?moi|newest|paginat\w+|pager|phan-?trang|tags?|tag-?list|rating|vote|voting"
    r"|star|binh-?chon|tham-?do|poll|banner|advert\w*|ads|quang-?cao|popup|modal|log-?in|dang-?nhap|counter"
    r"|thong-?ke|visitors?|footer|copyright|toolbar|hotline|weather|thoi-?tiet|calendar|doc-?nhieu|most-?read"
    r"|slider|carousel|marquee|widget|portlet-asset-publisher-list|hit-?counter|search|tim-?kiem|lien-?ket|weblink"
    r"|post-?navigation|nav-links|author-box|breadcrumb\w*)(?![a-z])",
    re.IGNORECASE,
)

#: Names of the element that holds the byline.
AUTHOR_NAME = re.compile(r"(?<![a-z])(?:author|byline|tac-?gia|lbltacgia|source)(?![a-z])", re.IGNORECASE)

#: Names of the element that holds a summary.
LEAD_NAME = re.compile(
    r"(?<![a-z])(?:sapo|lead\w*|summary|brief|tom-?tat|lbltrichyeu|lbltomtat|trich-?\w*|intro\w*|hometext|excerpt|description)"
    r"(?![a-z])",
    re.IGNORECASE,
)
