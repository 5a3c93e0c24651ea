"""When the last runs ended, and how, and when the last backup was made."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flows.doctor.finding import Finding
from flows.settings import Settings
from pipelines.backup_record import read_record
from pipelines.morning.shelf import latest_report

#: A night each day, and two hours for one that takes longer than the last.
_OVERDUE = timedelta(hours=26)
#: A backup each week at least, and a day for one that was missed.
_BACKUP_OVERDUE = timedelta(days=8)


def look_at_backups(settings: Settings) -> Iterator[Finding]:
    """Look at when the last backup was made, as the data folder remembers it: its disk is not looked at."""
    if not settings.data.is_dir():
        return
    record = read_record(settings.data)
    age = None if record is None else record.age(datetime.now(UTC))
    if record is None or age is None:
        yield Finding("note", "last backup", "none yet: gat backup DEST, each day by a timer or crontab")
        return
    said = f"{record.folder}, {_ago(age)} ago"
    if record.damaged:
        advice = "gat verify, then gat repair"
        yield Finding(
            "note", "last backup", f"{said}: {record.damaged} damaged files of the archive: {advice}"
        )
    elif age > _BACKUP_OVERDUE:
        yield Finding("note", "last backup", f"{said}: see whether its timer or crontab line is at work")
    else:
        yield Finding("ok", "last backup", said)


def look_at_runs(settings: Settings) -> Iterator[Finding]:
    """Look at the last run, and at the last night: a run that crawled all portals."""
    report = latest_report(settings.data)
    if report is None:
        yield Finding("note", "last run", "none yet: gat run")
        return
    now = datetime.now(UTC)
    said = f"{report.run_id} ({report.purpose}), {_ago(now - report.finished_at)} ago"
    said += f", exit code {report.exit_code}"
    if report.exit_code:
        yield Finding("note", "last run", f"{said}: {report.headline}; see gat report")
    else:
        yield Finding("ok", "last run", said)
    night = report.night
    if night is None:
        yield Finding(
            "note",
            "last night",
            "no run has crawled all portals yet: gat run, or gat schedule for each night",
        )
    elif now - night.finished_at > _OVERDUE:
        said = f"{night.run_id} ended {_ago(now - night.finished_at)} ago"
        yield Finding(
            "note", "last night", f"{said}: see whether gat schedule or its crontab line is at work"
        )
    else:
        yield Finding(
            "ok", "last night", f"{night.run_id}, {night.status}, {_ago(now - night.finished_at)} ago"
        )


def _ago(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    if hours < 1:
        return f"{span.total_seconds() / 60:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
