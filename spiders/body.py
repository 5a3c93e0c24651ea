"""The chosen body of a page -> canonical text: captions, furniture and the closing byline left out."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup

from extractors.text import canonical_text
from spiders.lines import Line, LineReader, joined

_CAPTION_CHARS = 300
# «Ảnh minh họa (Nguồn: Internet)», «Ảnh: Quang cảnh Hội nghị», «… phát biểu (Ảnh: STTT).»
_CAPTION = re.compile(
    r"^(Ảnh|Hình)( minh h[oọ][aạ])?\s*[:(]|^Ảnh minh h[oọ]ạ?a?$|\((Ảnh|Nguồn ảnh|Hình)\s*:[^)]*\)\.?$"
)
_LABELLED_BYLINE = re.compile(
    r"^(?:Tác giả(?: bài viết)?|Người viết|Người thực hiện|(?:Tin|Bài)(?:(?:,| và) ảnh)?)\s*:"
    r"\s*(?P<name>.+)$",
    re.IGNORECASE,
)
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = rf"[{_UPPER}]\w*(?: [{_UPPER}]\w*){{1,4}}"
_INITIALS = rf"[{_UPPER}](?:\.\s?[{_UPPER}]){{1,3}}\.?"
_BARE_BYLINE = re.compile(rf"^(?:{_NAME}|{_INITIALS})(?:(?: ?[-–,&] ?| và )(?:{_NAME}|{_INITIALS}))?$")
_BYLINE_CHARS = 60
_LABELLED_BYLINE_CHARS = 120
_ENDS_A_SENTENCE = re.compile(r"[.…!?;/”\"»)]$")
_FURNITURE = re.compile(
    r"^(Tin liên quan|Tin nổi bật|Tin khác|Các tin khác|Thông tin mới nhất|Ý kiến bạn đọc|Theo dòng sự kiện"
    r"|Tổng số điểm của bài viết.*|Những tin (mới|cũ) hơn|Thống kê truy cập|Lượt xem: ?\d+|anh tin bai)$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a body, its first line, and the byline that closed it."""

    text: str
    first_line: str
    byline: str | None


def read_body(html: str) -> Body:
    """Return the text of one piece of HTML, which must hold the article and little else."""
    soup = BeautifulSoup(html, "lxml")
    lines = _without_captions(LineReader().read(soup))
    lines = [line for line in lines if not _FURNITURE.match(line.text)]
    lines, byline = _split_byline(lines)
    return Body(joined(lines), lines[0].text if lines else "", byline)


def unlabelled(text: str) -> str | None:
    """Return the name in a byline such as «Tác giả: Nhật Chi», or the text itself; None when it is empty."""
    labelled = _LABELLED_BYLINE.match(text)
    return (labelled["name"] if labelled else text).strip() or None


def _without_captions(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    follows_picture = False
    for line in lines:
        if not line.text:
            follows_picture = True
        elif _is_caption(line, follows_picture=follows_picture or line.has_picture):
            follows_picture = False
        else:
            kept.append(line)
            follows_picture = False
    return kept


def _is_caption(line: Line, *, follows_picture: bool) -> bool:
    if len(line.text) > _CAPTION_CHARS or line.tag in {"li", "table"}:
        return False
    if _CAPTION.search(line.text):
        return True
    return follows_picture and (line.is_centred or line.is_slanted)


def _split_byline(lines: list[Line]) -> tuple[list[Line], str | None]:
    """Take the line that names the writer off the end: labelled, or a bare name or initials."""
    if len(lines) < 2:
        return lines, None
    last, before = lines[-1], lines[-2]
    labelled = _LABELLED_BYLINE.match(last.text)
    if labelled and len(last.text) <= _LABELLED_BYLINE_CHARS:
        return lines[:-1], canonical_text(labelled["name"])
    is_set_apart = last.is_right or last.is_bold or bool(_ENDS_A_SENTENCE.search(before.text))
    is_short = len(last.text) <= _BYLINE_CHARS and last.tag not in {"li", "table"}
    if is_short and is_set_apart and _BARE_BYLINE.match(last.text):
        return lines[:-1], last.text
    return lines, None
