"""The real texts of the replicas: the five seeds and four articles of Bình Định, cut into their parts."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from tests.portals.model import ICT, Block, Page, caption, paragraph

_TEXTS = Path(__file__).parent / "texts"


def recorded_pages(portal: str) -> list[Page]:
    """Return the real articles of one portal (its slug)."""
    return [make() for make in _MAKERS.get(portal, ())]


def _lines(name: str) -> list[str]:
    text = (_TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _seed_noivu() -> Page:
    lines = _lines("seed-binhdinh-noivu")
    # The last two lines are the byline and the head of the comments.
    return Page(
        key="1643",
        path="/vi/news/cai-cach-hanh-chinh/hop-ban-chi-dao-cai-cach-hanh-chinh-tinh-1643.html",
        title="Họp Ban Chỉ đạo cải cách hành chính tỉnh",
        published_at=datetime(2022, 6, 22, 16, 39, tzinfo=ICT),
        sections=("cai-cach-hanh-chinh",),
        section="Cải cách hành chính",
        author="Nguyễn thị Thanh Trà - P.CCHC-VTLT",
        blocks=[paragraph(line) for line in lines[:-2]],
        tight=True,
    )


def _seed_sonla() -> Page:
    lines = _lines("seed-sonla")
    start = lines.index("anh tin bai") + 1
    end = next(place for place, line in enumerate(lines) if line.startswith("Tác giả:"))
    title = lines[0].removeprefix("Sơn La").strip()
    return Page(
        key="718652",
        path="/tin-cai-cach-hanh-chinh/tang-cuong-thuc-hien-cac-giai-phap-nham-duy-tri-nang-cao-chi-so-718652",
        title=title,
        published_at=datetime(2024, 6, 4, tzinfo=ICT),
        sections=("reform", "politics"),
        section="Tin cải cách hành chính",
        lead=lines[2],
        author="Tuấn Nguyễn- Văn phòng",
        blocks=[paragraph(line) for line in lines[start:end]],
        traits=frozenset({"no_date", "located"}),
    )


def _seed_congvan() -> Page:
    lines = _lines("seed-binhdinh-congvan")
    body = [caption(line) if line.startswith("Ảnh minh họa") else paragraph(line) for line in lines[3:-3]]
    return Page(
        key="50211",
        path="/tin-tuc/cai-cach-hanh-chinh/chu-dong-phuc-vu-doanh-nghiep-to-chuc-nguoi-dan-ma-khong-phai-.html",
        title=lines[1],
        published_at=datetime(2022, 1, 28, 8, 5, tzinfo=ICT),
        sections=("reform", "leaders"),
        section="Cải cách hành chính",
        lead=lines[2],
        author="Dũng Linh",
        blocks=body,
        traits=frozenset({"old_layout", "bare_author"}),
    )


def _seed_vinhlong() -> Page:
    lines = _lines("seed-vinhlong")
    body = [caption(line) if line.startswith("Ảnh:") else paragraph(line) for line in lines[4:-2]]
    return Page(
        key="188236",
        path="/tin-cai-cach-hanh-chinh/xem-chi-tiet-tin-tuc/id/188236",
        title=lines[2],
        published_at=datetime(2019, 7, 10, 16, 39, 32, tzinfo=ICT),
        sections=("reform",),
        section="Tin cải cách hành chính",
        lead=lines[3],
        author="N.H",
        blocks=body,
    )


def _seed_binhduong() -> Page:
    body: list[Block] = []
    for line in _lines("seed-binhduong"):
        if line == "|":
            continue
        body.append(caption(line.rstrip(" |")) if line.endswith("|") else paragraph(line))
    return Page(
        key="36120",
        path="/Lists/TinTucSuKien/ChiTiet.aspx?ID=36120",
        title="Đoàn kiểm tra của Chính phủ làm việc với tỉnh Bình Dương về cải cách hành chính",
        published_at=datetime(2022, 9, 7, 17, 30, tzinfo=ICT),
        sections=("news",),
        section="Tin tức sự kiện",
        blocks=body,
        tight=True,
    )


def _binhdinh(name: str, key: str, title: str, slug: str, when: datetime, captions: int = 0) -> Page:
    """Cut an article whose pictures stand as ``[img]`` with the caption on the next line."""
    lines = _lines(name)
    author = None
    if lines[-1].startswith("Tác giả: "):
        author = lines.pop().removeprefix("Tác giả: ")
    blocks: list[Block] = []
    after_image = False
    for line in lines[1:]:
        if line == "[img]":
            after_image = True
            continue
        # Two captions of one article follow another picture without a mark of their own.
        bare = captions > 0 and line.startswith(
            ("Chủ tịch UBND tỉnh Phạm Anh Tuấn (", "Phó Chủ tịch UBND tỉnh Lâm")
        )
        blocks.append(caption(line) if after_image or bare else paragraph(line))
        after_image = False
    return Page(
        key=key,
        path=f"/tin-tuc/hoat-dong-cua-lanh-dao/{slug}.html",
        title=title,
        published_at=when,
        sections=("leaders",),
        section="Hoạt động của lãnh đạo",
        lead=unicodedata.normalize("NFC", lines[0]),
        author=author,
        blocks=blocks,
    )


_MAKERS: dict[str, tuple[Callable[[], Page], ...]] = {
    "sonoivu-binhdinh": (_seed_noivu,),
    "sonla": (_seed_sonla,),
    "vinhlong": (_seed_vinhlong,),
    "binhduong": (_seed_binhduong,),
    "binhdinh": (
        _seed_congvan,
        partial(
            _binhdinh,
            "binhdinh-17",
            "82940",
            "Lãnh đạo tỉnh tiếp và làm việc với Đoàn công tác Ngân hàng Thế giới",
            "lanh-dao-tinh-tiep-va-lam-viec-voi-doan-cong-tac-ngan-hang-the-gioi",
            datetime(2025, 4, 18, 15, 42, tzinfo=ICT),
        ),
        partial(
            _binhdinh,
            "binhdinh-4",
            "82933",
            "Huyện Hoài Ân kỷ niệm 53 năm Ngày giải phóng",
            "huyen-hoai-an-ky-niem-53-nam-ngay-giai-phong",
            datetime(2025, 4, 18, 11, 7, tzinfo=ICT),
        ),
        partial(
            _binhdinh,
            "binhdinh-8",
            "82411",
            "Trao quyết định nghỉ hưu cho Phó Giám đốc Sở Xây dựng",
            "trao-quyet-dinh-nghi-huu-cho-pho-giam-doc-so-xay-dung",
            datetime(2025, 3, 31, 17, 20, tzinfo=ICT),
        ),
        partial(
            _binhdinh,
            "binhdinh-9",
            "82389",
            "Gặp mặt đại biểu Quân – Dân – Chính tiêu biểu nhân 50 năm giải phóng tỉnh",
            "gap-mat-dai-bieu-quan-dan-chinh-tieu-bieu-nhan-50-nam-giai-phong-tinh-",
            datetime(2025, 3, 30, 19, 2, tzinfo=ICT),
            captions=2,
        ),
    ),
}
