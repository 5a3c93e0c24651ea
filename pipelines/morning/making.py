"""The report of a run that began: of what it knows of itself, of the warehouse and of the report before."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipelines.cleaning import clean
from pipelines.crawl import Alarm
from pipelines.morning.endings import ending
from pipelines.morning.report import (
    AlarmState,
    CheckLine,
    Ended,
    MorningReport,
    PortalAlarm,
    PortalReport,
    Timing,
)
from pipelines.morning.words import headline, need_of_end, need_of_lost, needs
from pipelines.summary import PortalSummary, RunSummary
from pipelines.totals import PortalTotals
from warehouse.checks import CheckResult

if TYPE_CHECKING:
    from pipelines.morning.telling import Telling


def report_of(told: "Telling", summary: RunSummary, totals: Mapping[str, PortalTotals]) -> MorningReport:
    """Return the report of a run that reached its end. ``totals`` are of the warehouse after it."""
    before, base = told.before, told.earlier.base
    alarms, sums = tuple(_alarms(told, summary)), _sums(totals)
    report = MorningReport(
        run_id=summary.run_id,
        purpose=told.about.purpose,
        started_at=summary.started_at,
        finished_at=summary.finished_at,
        status=summary.status,
        exit_code=summary.exit_code,
        headline="",
        stage=told.clock.stage,
        portals=tuple(_portal(told, one, totals) for one in summary.portals),
        alarms=alarms,
        since=told.earlier.since(sums, alarms),
        totals=sums or (before.totals if before else {}),
        checks=tuple(_check(one) for one in summary.checks),
        lapsed=tuple(map(clean, summary.lapsed)),
        read_otherwise=_read_otherwise(summary),
        timings=tuple(_timings(told, summary)),
        release=str(summary.snapshot.parent) if summary.snapshot else None,
    )
    lost = (need_of_lost(told.lost.run_id, told.lost.stage),) if told.lost else ()
    report = replace(report, headline=headline(report), night=_night(told, report))
    return replace(report, needs=(*needs(report, base), *lost))


def report_of_failure(told: "Telling", summary: RunSummary, error: BaseException) -> MorningReport:
    """Return the report of a run that ``error`` ended; ``summary`` is of what it had come to."""
    ended = report_of(told, summary, {})
    status, code, said = ending(error)
    where = f"{'stopped' if status == 'stopped' else 'failed'} in the stage {told.clock.stage}: {said}"
    report = replace(
        ended,
        status=status,
        exit_code=code,
        headline=where,
        needs=(need_of_end(where, code), *ended.needs),
        portals=tuple(
            one for one in ended.portals if one.is_crawled or one.new or one.edited or one.new_files
        ),
    )
    return replace(report, night=_night(told, report))


def _alarms(told: "Telling", summary: RunSummary) -> Iterator[PortalAlarm]:
    """Yield the alarms of this run, then those of before at portals that it did not look at.

    New are those that did not stand after what the run is held against.
    """
    old = told.before.alarms if told.before else ()
    base = told.earlier.base
    known = {(one.portal, one.kind) for one in (base.alarms if base else ())}
    seen = _looked_at(told, summary)
    for portal in summary.portals:
        for alarm in portal.alarms:
            is_known = (portal.portal, alarm.kind) in known
            yield _alarm(portal.portal, alarm, "open" if is_known else "new")
    yield from (replace(one, state="unchecked") for one in old if one.portal not in seen)


def _looked_at(told: "Telling", summary: RunSummary) -> set[str]:
    """Return the portals whose alarms this run renewed: asked live, by a crawl that left its result."""
    if not told.about.is_live:
        return {one.portal for one in summary.portals if one.alarms}
    return {
        one.portal
        for one in summary.portals
        if one.alarms or (one.is_crawled and (one.status != "failed" or one.pages))
    }


def _alarm(portal: str, alarm: Alarm, state: AlarmState) -> PortalAlarm:
    return PortalAlarm(
        portal=portal,
        kind=alarm.kind,
        what=clean(alarm.what or alarm.text),
        advice=clean(alarm.advice),
        since=alarm.since,
        url=clean(alarm.url) if alarm.url else None,
        capture_id=alarm.capture_id,
        state=state,
    )


def _portal(told: "Telling", one: PortalSummary, totals: Mapping[str, PortalTotals]) -> PortalReport:
    arrived, had = told.arrivals, totals.get(one.portal, PortalTotals())
    old, base = _of(one.portal, told.before), _of(one.portal, told.earlier.base)
    files: Counter[str] = Counter()
    for (state, why), count in one.files.items():
        files[f"{state} ({clean(why)})" if why else state] += count
    return PortalReport(
        portal=one.portal,
        name=clean(told.about.portals[one.portal]),
        status=one.status,
        is_crawled=one.is_crawled,
        reason=clean(one.reason) if one.reason else None,
        status_before=base.status if base else None,
        pages=one.pages,
        seconds=round(one.seconds, 3),
        new=one.new,
        edited=one.edited,
        new_files=one.new_files,
        facts={kind: count for (slug, kind), count in sorted(arrived.facts.items()) if slug == one.portal},
        articles=tuple(arrived.shown.get(one.portal, ())),
        rejected={clean(reason): count for reason, count in one.rejected.items()},
        files=dict(sorted(files.items())),
        tls={clean(host): clean(what) for host, what in one.tls.items()},
        all_articles=had.articles if old is None or totals else old.all_articles,
        all_facts=sum(had.facts.values()) if old is None or totals else old.all_facts,
    )


def _of(portal: str, report: MorningReport | None) -> PortalReport | None:
    return next((one for one in (report.portals if report else ()) if one.portal == portal), None)


def _sums(totals: Mapping[str, PortalTotals]) -> dict[str, int]:
    """Return articles, facts and facts by kind of all portals; nothing where there are no totals."""
    if not totals:
        return {}
    kinds: Counter[str] = Counter()
    for one in totals.values():
        kinds.update(one.facts)
    return {
        "articles": sum(one.articles for one in totals.values()),
        "facts": kinds.total(),
        **dict(sorted(kinds.items())),
    }


def _check(result: CheckResult) -> CheckLine:
    first = ""
    if result.offences:
        told = zip(result.columns, result.sample[0], strict=True)
        first = clean(", ".join(f"{name}={_shown(value):.60}" for name, value in told))
    return CheckLine(
        name=result.check.name,
        severity=result.check.severity,
        rows=result.offences,
        what=clean(result.check.description),
        first=first,
    )


def _shown(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else repr(value)


def _read_otherwise(summary: RunSummary) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for (_portal, _kind, change), count in summary.changes.counts.items():
        counts[change] += count
    return dict(sorted(counts.items()))


def _timings(told: "Telling", summary: RunSummary) -> Iterator[Timing]:
    pages, texts = sum(one.pages for one in summary.portals), sum(one.articles for one in summary.portals)
    items = {"crawl": (pages, "pages")} | dict.fromkeys(("parse", "extract", "load"), (texts, "texts"))
    for stage, seconds in told.clock.seconds.items():
        count, unit = items.get(stage, (0, ""))
        yield Timing(stage=stage, seconds=round(seconds, 3), items=count, unit=unit)
    whole = (summary.finished_at - summary.started_at).total_seconds()
    yield Timing(stage="all", seconds=round(whole, 3), items=texts, unit="texts")


def _night(told: "Telling", report: MorningReport) -> Ended | None:
    """Return the last night: this run where it crawled as much, else the one that the report before knows.

    A portal that is tried by day makes no night, and does not hide that none has come.
    """
    last = told.before.night if told.before else None
    crawled = sum(one.is_crawled for one in report.portals)
    if not told.about.is_live or not crawled or (told.about.is_partial and last and crawled < last.portals):
        return last
    return Ended(
        run_id=report.run_id,
        finished_at=report.finished_at,
        status=report.status,
        exit_code=report.exit_code,
        portals=crawled,
    )
