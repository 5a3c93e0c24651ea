"""What is told beside every export: its release, filters and versions, and how to cite it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.package import LICENCES, made_by
from warehouse.releases import DATABASE
from warehouse.selection import Filters

if TYPE_CHECKING:
    from warehouse.extract import Extract

#: The licences of the Data Package in words. Law on Intellectual Property of Vietnam, articles 15 and 25.
RIGHTS_VI = (
    "Dữ kiện, số liệu và văn bản chính thức không thuộc đối tượng bảo hộ quyền tác giả (Luật Sở hữu trí tuệ, "
    "điều 15). Tiêu đề và câu văn là trích dẫn ngắn, thuộc về cổng thông tin đã đăng: phải ghi nguồn, địa "
    "chỉ ở cột url."
)
RIGHTS_EN = " ".join(f"{licence['title']}." for licence in LICENCES)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an export comes from. ``filters`` are options and their values, ``sources`` portals and URLs."""

    release: str
    source: str
    filters: tuple[tuple[str, str], ...]
    rows: int
    exported_at: datetime
    gat_version: str
    extractor_version: str
    sources: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, object]:
        """Return what a program needs of it."""
        return {
            "release": self.release,
            "source": self.source,
            "filters": dict(self.filters),
            "exported_at": f"{self.exported_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "gat_version": self.gat_version,
            "extractor_version": self.extractor_version,
        }

    @property
    def citation_vi(self) -> str:
        """How to cite the whole export, in Vietnamese."""
        return (
            f"Gặt {self.gat_version}, dữ liệu từ cổng thông tin điện tử các tỉnh, bản {self.release}, "
            f"{self.rows} dòng, xuất ngày {self.exported_at:%d/%m/%Y}."
        )

    @property
    def citation_en(self) -> str:
        """How to cite the whole export, in English."""
        return (
            f"Gặt {self.gat_version}, facts from the portals of Vietnam's provincial governments, release "
            f"{self.release}, {self.rows} rows, exported {self.exported_at:%Y-%m-%d}."
        )


def provenance(snapshot: Path, filters: Filters, taken: "Extract") -> Provenance:
    """Return the provenance of the rows ``taken`` from ``snapshot``."""
    portals = taken.con.execute("SELECT name, base_url FROM portals ORDER BY portal_id").fetchall()
    return Provenance(
        release=release_name(snapshot),
        source=taken.name,
        filters=tuple(filters.said()),
        rows=taken.count,
        exported_at=datetime.now(UTC),
        gat_version=version("gat"),
        extractor_version=_extractor_version(snapshot, taken),
        sources=tuple(portals),
    )


def _extractor_version(snapshot: Path, taken: "Extract") -> str:
    """Return the version of the rules of the run that made the release, or of the newest one."""
    told = made_by(snapshot.resolve().parent).get("extractor_version")
    if told is None:
        newest = "SELECT extractor_version FROM runs ORDER BY started_at DESC, run_id DESC LIMIT 1"
        (told,) = taken.con.execute(newest).fetchone() or ("",)
    return str(told)


def release_name(snapshot: Path) -> str:
    """Return the name of the release a database belongs to: its folder's, of earlier versions its own."""
    path = snapshot.resolve()
    return path.parent.name if path.name == DATABASE else path.stem
