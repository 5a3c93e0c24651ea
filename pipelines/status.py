"""How things stand in a data folder, for scripts: read from small files, without the warehouse and any lock.

So it is answered at once, also while a run is at work and when the warehouse is damaged.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.backup_record import read_record
from pipelines.exit_codes import OF_THE_CRAWL, STALE, advice_for
from pipelines.lock import HalfRestoredError, holder_of, refuse_half_restored
from pipelines.morning.rendering import WORDS, duration
from pipelines.morning.report import MorningReport
from pipelines.morning.running import AtWork, Running
from pipelines.morning.shelf import latest_report, report_path
from warehouse.releases import DATABASE, last_snapshot, released_at, releases

#: A night each day, and two hours for one that takes longer than the last.
_OVERDUE = timedelta(hours=26)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How things stand: the last run, who is at work, the release, the last backup, what to do next.

    Ages are spans of time. ``holder`` names who holds the run lock, ``at_work`` the run that has not told its
    end: one that nobody holds the lock for was killed.
    """

    exit_code: int
    said: str
    advice: str
    last: MorningReport | None
    age: timedelta | None
    holder: str | None
    at_work: AtWork | None
    release: str | None
    release_age: timedelta | None
    report: Path | None
    backup: str | None
    backup_age: timedelta | None

    @property
    def line(self) -> str:
        """All of it in one line."""
        parts = [self.said]
        if self.holder is not None:
            stage = f", in the stage {self.at_work.stage}" if self.at_work else ""
            parts.append(f"at work: {self.holder}{stage}")
        if self.release is not None and self.release_age is not None:
            parts.append(f"release {self.release}, {span(self.release_age)} old")
        else:
            parts.append("nothing is published")
        if self.last is not None:
            count = len(self.last.alarms)
            parts.append(f"{count} alarm{'' if count == 1 else 's'}" if count else "no alarms")
        parts.append("no backup" if self.backup_age is None else f"backup {span(self.backup_age)} old")
        if self.advice:
            parts.append(f"next: {self.advice}")
        return "; ".join(parts)

    def as_json(self) -> dict[str, Any]:
        """Return the same for programs; ages in seconds."""
        last, work = self.last, self.at_work
        return {
            "exit_code": self.exit_code,
            "line": self.line,
            "next": self.advice or None,
            "last_run": last
            and {
                "run_id": last.run_id,
                "purpose": last.purpose,
                "status": last.status,
                "exit_code": last.exit_code,
                "headline": last.headline,
                "finished_at": last.finished_at.isoformat(),
                "age_seconds": _seconds(self.age),
                "report": str(self.report) if self.report else None,
            },
            "last_night": last.as_json()["night"] if last else None,
            "at_work": self.holder
            and {
                "holder": self.holder,
                "run_id": work.run_id if work else None,
                "stage": work.stage if work else None,
                "stage_since": work.stage_since.isoformat() if work else None,
            },
            "release": self.release and {"name": self.release, "age_seconds": _seconds(self.release_age)},
            "backup": self.backup and {"folder": self.backup, "age_seconds": _seconds(self.backup_age)},
            "alarms": len(last.alarms) if last else 0,
            "needs": len(last.needs) if last else 0,
        }


def status_of_folder(data: Path, now: datetime | None = None) -> Status:
    """Return how things stand in ``data``; never raises for what is missing or damaged there."""
    now = now or datetime.now(UTC)
    last, holder = latest_report(data), holder_of(data)
    at_work = Running(data).read()
    code, said, advice = _half_restored(data) or _judged(last, holder, at_work, now)
    release, backup = _release(data), read_record(data)
    return Status(
        exit_code=code,
        said=said,
        advice=advice,
        last=last,
        age=_since(last.finished_at, now) if last else None,
        holder=holder,
        at_work=at_work,
        release=release.name if release else None,
        release_age=_since(released_at(release), now) if release else None,
        report=report_path(data, last.run_id) if last else None,
        backup=backup.folder if backup else None,
        backup_age=backup.age(now) if backup else None,
    )


def span(age: timedelta) -> str:
    """Return a span in words: hours up to two days, then days."""
    if age < timedelta(hours=48):
        return duration(age.total_seconds())
    return f"{age.days} days"


def _half_restored(data: Path) -> tuple[int, str, str] | None:
    """Return the same as ``_judged`` where a restore was stopped: all the rest says nothing then."""
    try:
        refuse_half_restored(data)
    except HalfRestoredError as error:
        said, advice = str(error).split("; ")
        return error.exit_code, said, advice
    return None


def _judged(
    last: MorningReport | None, holder: str | None, at_work: AtWork | None, now: datetime
) -> tuple[int, str, str]:
    """Return the exit code, what is said of the last run, and what to do."""
    if at_work is not None and holder is None:
        said = f"the run {at_work.run_id} ended without a word in the stage {at_work.stage}"
        why = "look whether the machine went down, ran out of memory or has a full disk"
        return 1, said, f"gat run goes on from there; {why}"
    if last is None:
        return STALE, "no run has ended yet", "" if holder else "gat run"
    ago = f"{span(_since(last.finished_at, now))} ago"
    word = WORDS[last.status]
    said = f"{word}: the run {last.run_id} ({last.purpose}), {ago}, exit code {last.exit_code}"
    if last.exit_code:
        why = last.headline.removeprefix(f"{word}: ")
        return last.exit_code, f"{said}, {why}", f"{advice_for(last.exit_code)} (gat report)"
    return _judged_night(last, said, now)


def _judged_night(last: MorningReport, said: str, now: datetime) -> tuple[int, str, str]:
    """Return the same where the last run went well: what counts then is the last night."""
    night = last.night
    if night is None:
        return STALE, f"{said}; no portal was crawled yet", "gat run, or gat schedule for each night"
    age = _since(night.finished_at, now)
    if age > _OVERDUE:
        late = f"{said}; the last night ended {span(age)} ago"
        return STALE, late, "see whether gat schedule or its crontab line is at work"
    if night.exit_code in OF_THE_CRAWL:
        return night.exit_code, f"{said}; the night {night.run_id}: exit code {night.exit_code}", "gat report"
    return 0, said, ""


def _release(data: Path) -> Path | None:
    """Return the folder (of an older Gặt the file) of the current release, or None."""
    try:
        published = (data / "published").resolve()
        snapshot = last_snapshot(published)
        release = snapshot.parent if snapshot and snapshot.name == DATABASE else snapshot
    except (OSError, RuntimeError):  # also a link that leads to itself
        return None
    return release if release and release in releases(published) else None


def _since(at: datetime, now: datetime) -> timedelta:
    """Return how long ago ``at`` was; nothing where the clock was set back meanwhile."""
    return max(now - at, timedelta())


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else int(age.total_seconds())
