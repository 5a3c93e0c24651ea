"""The documents of three replicas that have pages of their own: invented, in the shapes of real ones."""

import unicodedata
from datetime import datetime, timedelta

from tests.portals.model import ICT, File, Page, Section, table
from tests.portals.web import slug

#: Where each portal lists its documents.
_LIBRARIES = {
    "sonla": Section("library", "Văn bản chỉ đạo điều hành", "/?pageid=27205&p_cate=11495", 11495),
    "sonoivu-binhdinh": Section("laws", "Văn bản", "/vi/laws/", 31),
    "binhdinh": Section("legal", "Văn bản chỉ đạo điều hành", "/van-ban-chi-dao-dieu-hanh", 100260),
}
#: Symbols as people type them: the number goes in at {}. Spaces and a foreign letter are as on real lists.
_SYMBOLS = (
    "{}/QĐ-UBND", "{}- CV/VP", "{} /KH-UBND", "{}/UBND - NC", "{}/QÐ-UBND", "{}-TB/BCĐ",
    "{}/CTr-UBND", "{}/CT-UBND",
)  # fmt: skip
_SUBJECTS = (
    "Ban hành Kế hoạch cải cách hành chính nhà nước năm {}",
    "Về việc báo cáo kết quả thực hiện Chỉ số cải cách hành chính năm {}",
    "Công bố Danh mục thủ tục hành chính lĩnh vực đất đai năm {}",
    "Phê duyệt Đề án nâng cao Chỉ số hài lòng của người dân giai đoạn {}-2025",
    "Tăng cường kỷ luật, kỷ cương hành chính trong các cơ quan nhà nước năm {}",
    "Về việc bảo trì, nâng cấp hệ thống thông tin một cửa điện tử năm {}",
)
_SIGNERS = ("Nguyễn Văn Hạnh", "Lò Thị Mây", "Trần Quốc Bảo", "Hà Đức Thịnh", "Phạm Thị Hồng Gấm")
_COUNT = 34
_FIRST = datetime(2021, 3, 1, tzinfo=ICT)


def library_of(portal: str) -> tuple[list[Section], list[Page]]:
    """Return the document listings of a portal and their documents; none for a portal without any."""
    section = _LIBRARIES.get(portal)
    return (
        ([section], [_document(portal, section, place) for place in range(_COUNT)]) if section else ([], [])
    )


def _document(portal: str, section: Section, place: int) -> Page:
    issued = _FIRST + timedelta(days=41 * place)
    # The same numbers come again every year: number and date together say which document it is.
    symbol = _SYMBOLS[place % len(_SYMBOLS)].format(14 if place % 9 == 0 else 120 + 7 * place)
    subject = _SUBJECTS[place % len(_SUBJECTS)].format(issued.year)
    day = f"{issued:%d/%m/%Y}"
    row = {
        "Số ký hiệu": symbol,
        "Ngày ban hành": day,
        "Trích yếu": subject,
        "Người ký": _SIGNERS[place % len(_SIGNERS)],
        **_further(portal, issued),
    }
    key = str(153 + place)
    path, file = _addresses(portal, section, key, symbol, issued)
    return Page(
        key=f"d{key}",
        path=path,
        title=subject,
        published_at=issued,
        sections=(section.key,),
        section=section.name,
        blocks=[table(list(row), list(row.values()))],
        attachments=[file],
        kind="document",
    )


def _further(portal: str, issued: datetime) -> dict[str, str]:
    in_force = f"{issued + timedelta(days=10):%d/%m/%Y}"
    return {
        "sonla": {"Ngày hiệu lực": in_force},
        "sonoivu-binhdinh": {"Ngày có hiệu lực": in_force, "Cơ quan ban hành": "Sở Nội vụ"},
        "binhdinh": {"Cơ quan ban hành": "UBND tỉnh"},
    }[portal]


def _addresses(portal: str, section: Section, key: str, symbol: str, issued: datetime) -> tuple[str, File]:
    alias = slug(symbol).strip("-")
    if portal == "sonla":
        return f"/?pageid=27218&p_steering={key}", File(f"/files/vb-{key}.pdf", f"vb-{key}.pdf")
    if portal == "sonoivu-binhdinh":
        name = f"{alias}.pdf"
        return f"/vi/laws/detail/{alias}-{key}/", File(f"/uploads/laws/{issued:%Y_%m}/{name}", name)
    name = f"{alias}_{int(key):05x}.pdf"
    return f"{section.path}/{alias}-{key}.html", File(f"/upload/2005340/{issued:%Y%m%d}/{name}", name)


def keyboard_form(text: str) -> str:
    """Return ``text`` as a keyboard of Windows writes it: letters with hats whole, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        written.append(unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones)) + tone)
    return "".join(written)
