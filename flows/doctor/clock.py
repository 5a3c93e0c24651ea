"""Whether the clock can be right: it must be past all that Gặt has written, and not far past it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.doctor.finding import Finding
from flows.settings import Settings
from pipelines.leap import FAR
from pipelines.workers import CODE_ROOT
from spiders.clock import REST, SET_IT
from spiders.errors import ArchiveError
from spiders.glance import newest_capture
from warehouse.releases import released_at, releases

_ZONE = "Asia/Ho_Chi_Minh"
_INSTALLED = "the installation"
_TOLERANCE = timedelta(minutes=5)
_SET = f"{SET_IT} before the next run"


def look_at_clock(settings: Settings) -> Iterator[Finding]:
    """Look at clock and time zones."""
    yield _clock(settings.data, datetime.now(UTC))
    try:
        zone = ZoneInfo(_ZONE)
    except ZoneInfoNotFoundError:
        yield Finding("missing", "time zone", f"{_ZONE} is unknown: apt install tzdata, or make setup")
        return
    yield Finding("ok", "time zone", f"{_ZONE}, {datetime.now(zone):%Y-%m-%d %H:%M} there")


def _clock(data: Path, now: datetime) -> Finding:
    newest, what = max(_written(data))
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    if now < newest - _TOLERANCE:
        said = f"{shown} is before {what} of {newest:%Y-%m-%d %H:%M}"
        return Finding("missing", "clock", f"{said}: {_SET}; if it is right, it was ahead then")
    if now > newest + FAR:
        return Finding(
            "missing", "clock", f"{shown} is {(now - newest).days // 365} years after {what}: {_SET}"
        )
    if now > newest + REST and what != _INSTALLED:
        said = f"{shown} is {(now - newest).days} days after {what}: if nothing ran for so long, all is well"
        return Finding("note", "clock", f"{said}; else {_SET}, which holds it against the portals' clocks")
    return Finding("ok", "clock", shown)


def _written(data: Path) -> Iterator[tuple[datetime, str]]:
    """Yield instants that have passed, by files that Gặt wrote, and what was written then."""
    code = datetime.fromtimestamp(Path(CODE_ROOT / "flows").stat().st_mtime, UTC)
    yield code, _INSTALLED
    if (data / "published").is_dir():
        yield from ((released_at(path), f"the release {path.name}") for path in releases(data / "published"))
    try:
        captured = newest_capture(data / "ledger.sqlite")
    except ArchiveError:
        return  # told where the data folder is looked at
    if captured is not None:
        yield captured, "the newest page in the ledger"
