"""How a run ended that did not come to its end, and the reports of those that cannot speak for themselves."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines.cleaning import clean
from pipelines.exit_codes import INTERRUPTED, TERMINATED
from pipelines.morning.earlier import earlier
from pipelines.morning.report import MorningReport, RunStatus
from pipelines.morning.running import AtWork
from pipelines.morning.shelf import latest_report
from pipelines.morning.words import need_of_end, need_of_lost
from spiders.refusals import system_trouble


def report_of_refusal(
    data: Path, run_id: str, purpose: str, at: datetime, error: BaseException
) -> MorningReport:
    """Return the report of a run that was refused ``at`` a time, before it had begun."""
    _, code, said = ending(error)
    kept = _kept(latest_report(data))
    return replace(
        kept,
        run_id=run_id,
        purpose=purpose,
        started_at=at,
        finished_at=datetime.now(UTC),
        status="not_begun",
        exit_code=code,
        headline=f"did not begin: {said}",
        needs=(need_of_end(f"did not begin: {said}", code),),
        since=earlier(data, run_id, at).since({}, kept.alarms),
    )


def report_of_lost(lost: AtWork, before: MorningReport | None) -> MorningReport:
    """Return the report of a run that was killed, as the run after it finds out."""
    what = f"ended without a word in the stage {lost.stage}, which began at {lost.stage_since:%H:%M:%S} UTC"
    return replace(
        _kept(before),
        run_id=lost.run_id,
        purpose=lost.purpose,
        started_at=lost.started_at,
        finished_at=lost.stage_since,
        status="lost",
        exit_code=1,
        headline=f"{what}; what was loaded is kept",
        stage=lost.stage,
        needs=(need_of_lost(lost.run_id, lost.stage),),
    )


def ending(error: BaseException) -> tuple[RunStatus, int, str]:
    """Return status, exit code and sentence of a run that ``error`` ended."""
    if isinstance(error, OSError):
        said, code = system_trouble(error)
        return "failed", code, clean(said)
    if isinstance(error, Exception):
        said, code = clean(error) or type(error).__name__, int(getattr(error, "exit_code", 1))
        return ("stopped" if code in {INTERRUPTED, TERMINATED} else "failed"), code, said
    code = INTERRUPTED if isinstance(error, KeyboardInterrupt) else getattr(error, "exit_code", TERMINATED)
    return "stopped", code, "interrupted" if code == INTERRUPTED else "terminated"


def _kept(before: MorningReport | None) -> MorningReport:
    """Return what goes on from the report before: alarms that stand, totals, the last night."""
    now = datetime.now(UTC)
    return MorningReport(
        run_id="",
        purpose="",
        started_at=now,
        finished_at=now,
        status="failed",
        exit_code=1,
        headline="",
        alarms=tuple(replace(one, state="unchecked") for one in before.alarms) if before else (),
        totals=before.totals if before else {},
        night=before.night if before else None,
    )
