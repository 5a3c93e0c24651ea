"""The truth of the replicas: every site, every article, what must be read from it."""

import csv
import pickle
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tests.portals.library import library_of
from tests.portals.model import ICT, File, Page, Section, Site, table
from tests.portals.planted import MISPRINTS, planted_pages
from tests.portals.recorded import recorded_pages

__all__ = ["Contradiction", "contradictions", "sites"]

_DOCUMENTS = Path(__file__).parent / "texts" / "documents.csv"


def sites() -> list[Site]:
    """Return the five replicas with all their articles, built anew (callers may edit them)."""
    built: list[Site] = pickle.loads(_built())  # noqa: S301 - written by ourselves
    return built


@cache
def _built() -> bytes:
    return pickle.dumps([_site(*description) for description in _SITES])


@dataclass(frozen=True)
class Contradiction:
    """One thing about which planted articles say two values: the whole index, among all provinces.

    ``statements`` are all who tell it, by the address of the article, in the order of ``sites()``.
    """

    type: Literal["score", "rank"]
    indicator: str
    period: str
    subject: str
    statements: tuple[tuple[str, float], ...]

    @property
    def values(self) -> set[float]:
        return {value for _, value in self.statements}


def contradictions() -> list[Contradiction]:
    """Return the contradictions that were planted on purpose. All else that is planted agrees."""
    told = [
        (f"http://{site.host}{page.path}", fact)
        for site in sites()
        for page in site.articles
        for fact in page.facts or ()
    ]
    found = []
    for misprint in MISPRINTS:
        kind: Literal["score", "rank"] = "score" if misprint.key == "value" else "rank"
        about = (kind, misprint.indicator, misprint.period, misprint.subject)
        statements = tuple((url, fact[misprint.key]) for url, fact in told if _headline(fact) == about)
        found.append(Contradiction(*about, statements))
    return found


def _headline(fact: dict[str, Any]) -> tuple[str, str | None, str | None, str | None] | None:
    """Say what a reached level of a whole index among all provinces is about; None of another fact."""
    if fact["type"] not in {"score", "rank"} or (fact["kind"], fact["status"]) != ("level", "actual"):
        return None
    if fact["component"] or fact.get("scope") not in {None, "cả nước"}:
        return None
    return fact["type"], fact["indicator"], fact["period"], fact["subject"]


def _site(host: str, slug: str, province: str, sections: tuple[Section, ...], count: int) -> Site:
    site = Site(host, slug, province, list(sections), [])
    site.articles += recorded_pages(slug)
    site.articles += planted_pages(site, count)
    site.libraries, site.documents = library_of(slug)
    if slug == "binhduong":
        site.articles += document_rows(host)
    return site


_SITES = (
    (
        "binhdinh.test",
        "binhdinh",
        "Bình Định",
        (
            Section("leaders", "Hoạt động của lãnh đạo", "/tin-tuc/hoat-dong-cua-lanh-dao", 100231),
            Section("economy", "Tin kinh tế tổng hợp", "/tin-tuc/tin-kinh-te-tong-hop", 100232),
            Section("reform", "Cải cách hành chính", "/tin-tuc/cai-cach-hanh-chinh", 100240),
        ),
        41,
    ),
    (
        "sonoivu.binhdinh.test",
        "sonoivu-binhdinh",
        "Bình Định",
        (
            Section("cai-cach-hanh-chinh", "Cải cách hành chính", "/vi/news/cai-cach-hanh-chinh/", 12),
            Section("tin-tuc-su-kien", "Tin tức - Sự kiện", "/vi/news/tin-tuc-su-kien/", 13),
        ),
        41,
    ),
    (
        "sonla.test",
        "sonla",
        "Sơn La",
        (
            Section("reform", "Tin cải cách hành chính", "/tin-cai-cach-hanh-chinh", 61708),
            Section("politics", "Tin chính trị", "/tin-chinh-tri", 61701),
            Section("economy", "Tin kinh tế", "/tin-kinh-te", 61702),
        ),
        41,
    ),
    (
        "vinhlong.test",
        "vinhlong",
        "Vĩnh Long",
        (
            Section("reform", "Tin cải cách hành chính", "/tin-cai-cach-hanh-chinh", 812),
            Section("news", "Tin tức sự kiện", "/tin-tuc-su-kien", 954),
        ),
        41,
    ),
    (
        "www.binhduong.test",
        "binhduong",
        "Bình Dương",
        (
            Section("news", "Tin tức sự kiện", "/Lists/TinTucSuKien/TongQuat.aspx", 1),
            Section(
                "documents",
                "Văn bản chỉ đạo điều hành",
                "/chinhquyen/Pages/Van-ban-chi-dao-dieu-hanh.aspx",
                2,
            ),
        ),
        32,
    ),
)


def document_rows(host: str) -> list[Page]:
    """Return real rows of the document list as pages; their text is the row with its labels."""
    labels = ["Số ký hiệu", "Ngày ban hành", "Trích yếu", "Hiệu lực"]
    pages = []
    with _DOCUMENTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            link = (
                row["pdf"].rpartition("FileUrl=")[2].replace("https://www.binhduong.gov.vn", f"http://{host}")
            )
            cells = [
                row["so_ky_hieu"],
                row["ngay_ban_hanh"],
                " ".join(row["trich_yeu"].split()),
                row["hieu_luc"],
            ]
            url = link if link.startswith("http") else f"http://{host}{link}"
            pages.append(
                Page(
                    key=f"{row['so_ky_hieu']} {row['ngay_ban_hanh']} {link.rpartition('/')[2]}",
                    path=url.removeprefix(f"http://{host}"),
                    title=cells[2],
                    published_at=datetime.strptime(row["ngay_ban_hanh"], "%d/%m/%Y").replace(tzinfo=ICT),
                    sections=("documents",),
                    section="Văn bản chỉ đạo điều hành",
                    blocks=[table(labels, cells)],
                    attachments=[File(link, link.rpartition("/")[2])],
                    kind="document",
                )
            )
    return pages
