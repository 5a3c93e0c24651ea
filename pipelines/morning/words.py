"""The sentences of a report: what happened in one line, what needs a person and what that person does."""

from collections.abc import Iterable, Iterator, Sequence

from pipelines.exit_codes import (
    ARCHIVE_DAMAGED,
    DISK_FULL,
    NOTHING_FETCHED,
    OF_THE_CRAWL,
    REFUSED,
    advice_for,
)
from pipelines.morning.rendering import WORDS, counted
from pipelines.morning.report import CheckLine, MorningReport, Need, PortalAlarm, PortalReport


def headline(report: MorningReport) -> str:
    """Say in one sentence what came of a run that reached its end."""
    got = _gained(report)
    if report.exit_code == ARCHIVE_DAMAGED:
        return f"the archive or a database is damaged; {got}"
    if report.exit_code == DISK_FULL:
        return f"the disk is full; {got}"
    if report.exit_code == REFUSED:
        names = ", ".join(one.name for one in report.checks if _refuses(one))
        return f"the check {names} refused the new data; readers keep the release of before"
    crawled = [one for one in report.portals if one.is_crawled]
    if report.stage == "crawl":
        pages = sum(one.pages for one in crawled)
        got = f"{_many(pages, 'page')} fetched, to be read by gat load"
    if report.exit_code == NOTHING_FETCHED:
        return f"nothing could be fetched from {_all(len(crawled))}"
    troubled = sum(one.status != "ok" for one in report.portals)
    if troubled:
        return (
            f"{troubled} of {_many(len(report.portals), 'portal')} need{'s' * (troubled == 1)} a look; {got}"
        )
    return f"{got}; {_all(len(crawled))} went well" if crawled else got


def _gained(report: MorningReport) -> str:
    """Say what a run loaded: «2 new articles, 1 edited article and 3 files with 20 facts»."""
    counts = {"new article": report.new, "edited article": report.edited, "file": report.new_files}
    read = report.timings[-1].items if report.timings else 0
    nothing = f"nothing new in {_many(read, 'text')} read" if read else "nothing new"
    *most, last = [_many(count, what) for what, count in counts.items() if count] or [nothing]
    got = " and ".join([", ".join(most), last] if most else [last])
    if facts := sum(report.facts.values()):
        got += f" with {_many(facts, 'fact')}"
    if report.read_otherwise:
        got += f", facts read otherwise: {counted(report.read_otherwise)}"
    return got


def needs(report: MorningReport, base: MorningReport | None) -> Iterator[Need]:
    """Yield what asks for a person at the end of a run, the gravest first; ``base``: what it is held against.

    A night that had trouble by its crawl is told until the next one: no other run makes that good.
    """
    if report.exit_code in {ARCHIVE_DAMAGED, DISK_FULL}:
        yield need_of_end(report.headline.partition(";")[0], report.exit_code)
    for check in report.checks:
        if _refuses(check):
            first = f" (first: {check.first})" if check.first else ""
            what = f"the check {check.name} refused {_many(check.rows, 'row')}{first}"
            yield Need(what=what, advice=f"{check.what} {advice_for(REFUSED)}", is_grave=True)
    alarms = [one for one in report.alarms if one.state != "unchecked"]
    texts = [one.what for one in alarms]
    for portal in report.portals:
        reason = portal.reason or "no reason was given"
        if portal.status != "ok" and not any(text in reason for text in texts):
            yield Need(what=f"{portal.portal} {portal.status}: {reason}", is_grave=portal.status == "failed")
    yield from (_of_alarm(one, report.portals) for one in alarms)
    yield from _certificates(report.portals, base)
    if report.lapsed:
        what = f"{_many(len(report.lapsed), 'correction')} hold{'s' * (len(report.lapsed) == 1)} no more"
        yield Need(what=what, advice="see below; take them out of the file of corrections")
    night = report.night
    if night is not None and not report.is_night and night.exit_code in OF_THE_CRAWL:
        what = f"the night {night.run_id} {WORDS[night.status]}"
        yield Need(what=what, advice=f"gat report {night.run_id} says what it needs")


def need_of_end(what: str, exit_code: int) -> Need:
    """Say what is to be said of a run that did not reach its end."""
    return Need(what=what, advice=advice_for(exit_code), is_grave=True)


def need_of_lost(run_id: str, stage: str) -> Need:
    """Say what is to be said of a run that was killed, in the report of the next one."""
    return Need(
        what=f"the run {run_id} before ended without a word in the stage {stage}",
        advice="nothing is lost, this run went on from there; if it comes again, look whether the machine"
        " went down, ran out of memory or had a full disk then",
    )


def _of_alarm(alarm: PortalAlarm, portals: Iterable[PortalReport]) -> Need:
    failed = any(one.portal == alarm.portal and one.status == "failed" for one in portals)
    since = f", since {alarm.since.isoformat()}" if alarm.since else ""
    return Need(what=f"{alarm.what}{since}", advice=alarm.advice, url=alarm.url, is_grave=failed)


def _certificates(portals: Sequence[PortalReport], base: MorningReport | None) -> Iterator[Need]:
    """Yield what is wrong with certificates and was not so the last time: it can stay so for months."""
    told = {pair for one in (base.portals if base else ()) for pair in one.tls.items()}
    for portal in portals:
        for host, what in portal.tls.items():
            if (host, what) not in told:
                yield Need(what=f"the certificate of {host} is {what}", advice="tell its operator")


def _refuses(check: CheckLine) -> bool:
    return bool(check.rows) and check.severity == "violation"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _all(count: int) -> str:
    return "the portal" if count == 1 else "both portals" if count == 2 else f"all {count} portals"
