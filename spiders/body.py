"""The chosen body of a page -> canonical text: captions, furniture and the closing byline left out."""

import re
from dataclasses import dataclass
from itertools import islice, takewhile

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from extractors.provinces import canonical_province
from spiders.contacts import without_contacts
from spiders.lines import Line, LineReader, joined
from spiders.readers import before_readers

_CAPTION_CHARS = 300
# «Ảnh minh họa (Nguồn: Internet)», «Ảnh: Quang cảnh Hội nghị»
_CAPTION = re.compile(r"^(Ảnh|Hình)( minh h[oọ][aạ])?\s*[:(]|^Ảnh minh h[oọ]ạ?a?$")
# «… phát biểu (Ảnh: STTT).» Beside a picture it is a caption, elsewhere a paragraph with a credit.
_CREDITED = re.compile(r"\((Ảnh|Nguồn ảnh|Hình)\s*:[^)]*\)\.?$")
# A slanted line under a picture that tells figures is text: captions say who and where.
_TELLS = re.compile(
    r"\b(đạt|tăng|giảm|xếp|đứng|chiếm|vượt|hoàn thành|giải quyết|tiếp nhận|ban hành|yêu cầu|thực hiện)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LABELLED_BYLINE = re.compile(
    r"^(?:Tác giả(?: bài viết)?|Người viết|Người thực hiện|(?:Tin|Bài)(?:(?:,| và) ảnh)?)\s*:"
    r"\s*(?P<name>.+)$",
    re.IGNORECASE,
)
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = rf"[{_UPPER}]\w*(?: [{_UPPER}]\w*){{1,4}}"
_INITIALS = rf"[{_UPPER}](?:\.\s?[{_UPPER}]){{1,3}}\.?"
_BARE_BYLINE = re.compile(rf"^(?:{_NAME}|{_INITIALS})(?:(?: ?[-–,&] ?| và )(?:{_NAME}|{_INITIALS}))?$")
# «Lê Phương - Văn phòng Sở», believed only where it is set to the right, as bylines are.
_BYLINE_WITH_OFFICE = re.compile(rf"^{_NAME} ?[-–,] ?\w[\w. ]*$")
_BYLINE_CHARS = 60
_LABELLED_BYLINE_CHARS = 120
_ENDS_A_SENTENCE = re.compile(r"[.…!?/”\"»)]$")
_E_MAIL = re.compile(r"[(\[<]?\s*(?:e-?mail\s*:\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[)\]>]?", re.IGNORECASE)
_PLACE_LEVEL = r"(?:tỉnh|thành phố|TP\.?|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)"
_LEVEL_AHEAD = re.compile(rf"^{_PLACE_LEVEL} ", re.IGNORECASE)
# A footnote mark; «m²», «km³» are units and stay.
_MARK = re.compile(r"[\[(]?\d{1,3}[\])]?")
_UNIT = re.compile(r"(?<!\w)(?:[kcdm]?m|dam|hm)$")
_FURNITURE = re.compile(
    r"^(Tin liên quan|Tin nổi bật|Tin khác|Các tin khác|Thông tin mới nhất|Ý kiến bạn đọc|Theo dòng sự kiện"
    r"|Tổng số điểm của bài viết.*|Những tin (mới|cũ) hơn|Thống kê truy cập|Lượt xem: ?\d+|anh tin bai)$"
)
_OTHER_NEWS = re.compile(
    "Tin liên quan|Tin khác|Các tin khác|Tin nổi bật|Những tin (?:mới|cũ) hơn|Theo dòng sự kiện"
)
# More headings than any page has; each costs a look at what stands around it.
_MOST_HEADINGS = 100
_OTHER_NEWS_HEADING = re.compile(rf"^\s*(?:{_OTHER_NEWS.pattern})\s*:?\s*$")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a body, its first line, and the byline that closed it."""

    text: str
    first_line: str
    byline: str | None


def read_body(html: str) -> Body:
    """Return the text of one piece of HTML, which must hold the article and little else.

    Raises PageRejected for a piece that has no end: see ``LineReader`` and ``table_lines``.
    """
    soup = BeautifulSoup(html, "lxml", multi_valued_attributes=None)
    if "<sup" in html:
        _drop_marks(soup)
    if _OTHER_NEWS.search(html):
        _drop_other_news(soup)
    lines = _without_captions(LineReader().read(soup))
    del lines[before_readers([line.text for line in lines]) :]
    # «Tin khác» ends a body only where nothing of it follows.
    while lines and _FURNITURE.match(lines[-1].text):
        lines.pop()
    lines, byline = _split_byline(lines)
    return Body(joined(lines), lines[0].text if lines else "", byline)


def unlabelled(text: str) -> str | None:
    """Return the name in a byline such as «Tác giả: Nhật Chi», or the text itself; None when it is empty.

    An e-mail address or a telephone number is no part of a name and is dropped.
    """
    labelled = _LABELLED_BYLINE.match(text)
    name = without_contacts(_E_MAIL.sub("", labelled["name"] if labelled else text))
    return " ".join(name.split()).strip(" -–,;|") or None


def byline_of(text: str) -> str | None:
    """Return the name in a line that stands by itself below a text: labelled, a bare name, or initials."""
    if len(text) > _LABELLED_BYLINE_CHARS:
        return None
    if _LABELLED_BYLINE.match(text):
        return unlabelled(text)
    name = unlabelled(text) or ""
    is_name = len(name) <= _BYLINE_CHARS and (_BARE_BYLINE.match(name) or _BYLINE_WITH_OFFICE.match(name))
    return name if is_name and not canonical_province(name) else None


def _drop_marks(soup: BeautifulSoup) -> None:
    """Take raised numbers out, which would become digits of the number before them («42,5¹»)."""
    for raised in soup.find_all("sup"):
        before = raised.find_previous(string=True)
        is_power = before is not None and bool(_UNIT.search(str(before).rstrip()))
        if not is_power and _MARK.fullmatch(raised.get_text(strip=True)):
            raised.clear()


def _drop_other_news(soup: BeautifulSoup) -> None:
    """Take out what stands below a heading such as «Tin liên quan» and is nothing but links."""
    for words in soup.find_all(string=_OTHER_NEWS_HEADING, limit=_MOST_HEADINGS):
        heading: Tag | NavigableString = words
        while isinstance(heading.parent, Tag) and _says_only(heading.parent, words.strip()):
            heading = heading.parent
        links = list(takewhile(_is_blank_or_links, heading.next_siblings))
        for box in [heading, *links] if any(one.get_text(strip=True) for one in links) else ():
            box.extract()


def _says_only(box: Tag, words: str) -> bool:
    return list(islice(box.stripped_strings, 2)) == [words]


def _is_blank_or_links(box: PageElement) -> bool:
    if not isinstance(box, Tag):
        return not str(box).strip()
    said = [words for words in box.find_all(string=True) if words.strip()]
    return all(box.name == "a" or words.find_parent("a") is not None for words in said)


def _without_captions(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    for number, line in enumerate(lines):
        follows = line.has_picture or (number > 0 and _is_picture(lines[number - 1]))
        precedes = number + 1 < len(lines) and _is_picture(lines[number + 1])
        if line.text and not _is_caption(line, follows_picture=follows, is_beside=follows or precedes):
            kept.append(line)
    return kept


def _is_picture(line: Line) -> bool:
    return line.has_picture and not line.text


def _is_caption(line: Line, *, follows_picture: bool, is_beside: bool) -> bool:
    if len(line.text) > _CAPTION_CHARS or line.tag in {"li", "table"}:
        return False
    if _CAPTION.search(line.text) or (is_beside and _CREDITED.search(line.text)):
        return True
    # Bold alone is a heading or a sentence that matters.
    looks_so = line.is_slanted or (line.is_centred and not line.is_bold)
    return follows_picture and looks_so and not (_DIGIT.search(line.text) and _TELLS.search(line.text))


def _split_byline(lines: list[Line]) -> tuple[list[Line], str | None]:
    """Take the line that names the writer off the end: labelled, or a bare name or initials."""
    if len(lines) < 2:
        return lines, None
    last, before = lines[-1], lines[-2]
    labelled = _LABELLED_BYLINE.match(last.text)
    if labelled and len(last.text) <= _LABELLED_BYLINE_CHARS:
        return lines[:-1], unlabelled(last.text)
    name = unlabelled(last.text) or ""
    is_set_apart = last.is_right or last.is_bold or bool(_ENDS_A_SENTENCE.search(before.text))
    is_short = len(last.text) <= _BYLINE_CHARS and last.tag not in {"li", "table"}
    is_name = _BARE_BYLINE.match(name) or (last.is_right and _BYLINE_WITH_OFFICE.match(name))
    if not (is_short and is_set_apart and is_name) or before.text.endswith(":"):
        return lines, None
    return (lines, None) if _names_a_place(name, lines[:-1]) else (lines[:-1], name)


def _names_a_place(name: str, lines: list[Line]) -> bool:
    """Tell whether a bare name is that of a province, or of what the text calls a district, a town, …"""
    if canonical_province(name) or _LEVEL_AHEAD.match(name):
        return True
    called = re.compile(rf"\b{_PLACE_LEVEL} {re.escape(name)}(?!\w)", re.IGNORECASE)
    return any(called.search(line.text) for line in lines)
