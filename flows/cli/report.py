"""The end of a run on the terminal: a table per portal, where the data is, what to try next."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table

from extractors.facts import CORE_KINDS, KINDS
from flows.cli.changes import print_changes
from flows.cli.invocation import gat_command
from flows.cli.terminal import clean, console
from pipelines.backfill import SliceRun
from pipelines.crawl import CrawlResult
from pipelines.morning.shelf import report_path
from pipelines.summary import PortalSummary, RunSummary, said
from pipelines.totals import PortalTotals, sample_fact, totals_by_portal
from warehouse.errors import NoSnapshot
from warehouse.releases import current_snapshot

_NUMBERS_FROM = 2
_EXAMPLE = '"SELECT kind, count(*) FROM out_facts GROUP BY kind"'


def print_run(summary: RunSummary, data: Path) -> None:
    """Print the table of a run, where its data is, and three commands that work on it."""
    snapshot = _snapshot(summary, data)
    totals = totals_by_portal(snapshot) if snapshot else {}
    out = console()
    console().print(_run_table(summary, totals))
    for remark in (*_remarks(summary), *map(clean, summary.lapsed)):
        out.print(remark, soft_wrap=True)
    print_changes(summary.changes)
    took = (summary.finished_at - summary.started_at).total_seconds()
    out.print(f"Run {summary.run_id}: {summary.status}, {summary.rows_changed} rows changed, {took:.0f} s.")
    if summary.snapshot:
        out.print(f"Published: {summary.snapshot}", soft_wrap=True)
    else:
        out.print("Nothing new was published; a snapshot that was published before stays as it is.")
    written = report_path(data, summary.run_id)
    if written.exists():
        out.print(f"Report: {written}", soft_wrap=True)
    out.print(f"Data folder: {data} (pages as received in archive/, logs in runs/)", soft_wrap=True)
    if snapshot:
        _print_next(data, snapshot)


def print_crawl(results: Sequence[CrawlResult]) -> None:
    """Print the table of a crawl."""
    table = _table("Portal", "Status", "Pages", "New", "Known", "Rejected", "Why")
    for one in results:
        counts = [one.pages, one.counts.get("items_new", 0), one.counts.get("items_known", 0)]
        counts.append(sum(one.rejected.values()))
        why = [_reasons(one.rejected), clean(said(one.portal, one.reason)) if one.status != "ok" else ""]
        table.add_row(one.portal, one.status, *map(str, counts), "; ".join(filter(None, why)))
    out = console()
    out.print(table)
    for one in results:
        for line in _certificates(one.portal, one.tls):
            out.print(line, soft_wrap=True)


def print_slices(portal: str, slices: Sequence[SliceRun]) -> None:
    """Print what the slices of a back-fill came to, those of earlier runs in one line."""
    table = _table("Source", "Slice", "Status", "Fetched", "New", "Rejected", "Why")
    for one in slices:
        if one.summary is None or one.result is None:
            continue
        counts = one.result.counts
        why = clean(said(portal, one.result.reason)) if one.summary.status != "ok" else ""
        table.add_row(
            one.source,
            f"{one.window.first} – {one.window.last}",
            one.summary.status,
            str(counts.get("article_pages", 0)),
            str(counts.get("items_new", 0)),
            str(sum(one.result.rejected.values())),
            "; ".join(filter(None, [_reasons(one.result.rejected), why])),
        )
    out = console()
    if table.row_count:
        out.print(table)
    before = sum(one.summary is None for one in slices)
    if before:
        out.print(f"{before} slices were finished before; --again goes through them too.")


def _run_table(summary: RunSummary, totals: Mapping[str, PortalTotals]) -> Table:
    """Return the table of a run: pages, new articles, files and rejected pages are of it, the rest of all.

    It needs 88 columns; on fewer, long names of portals go on in a second line. Why pages were rejected
    stands under it.
    """
    names = ("Portal", "Status", "Pages", "New", "Files", "Rejected", "Total", *CORE_KINDS, "other")
    table = _table(*names, folding="Portal")
    for one in summary.portals:
        table.add_row(one.portal, one.status, *_numbers([one], [totals.get(one.portal, PortalTotals())]))
    table.add_section()
    table.add_row("all", summary.status, *_numbers(summary.portals, list(totals.values())))
    return table


def _numbers(portals: Sequence[PortalSummary], totals: Sequence[PortalTotals]) -> list[str]:
    """Return pages, articles, files and rejected pages of this run, then texts and facts in the snapshot."""
    facts = {kind: sum(one.facts.get(kind, 0) for one in totals) for kind in KINDS}
    numbers = [
        sum(one.pages for one in portals),
        sum(one.new for one in portals),
        sum(one.new_files for one in portals),
        sum(sum(one.rejected.values()) for one in portals),
        sum(one.articles for one in totals),
        *(facts[kind] for kind in CORE_KINDS),
        sum(facts.values()) - sum(facts[kind] for kind in CORE_KINDS),
    ]
    return [str(number) for number in numbers]


def _remarks(summary: RunSummary) -> list[str]:
    """Say portal by portal what was rejected and why, and what went wrong."""
    lines = []
    for one in summary.portals:
        if one.edited:
            lines.append(f"{one.portal} edited: {one.edited}")
        if one.rejected:
            lines.append(f"{one.portal} rejected: {_reasons(one.rejected)}")
        if one.files:
            lines.append(f"{one.portal} files: {_files(one.files)}")
        lines += _certificates(one.portal, one.tls)
        if one.status != "ok":
            lines.append(f"{one.portal} {one.status}: {clean(said(one.portal, one.reason))}")
        lines += [
            f"{one.portal} alarm: {clean(alarm.text)}"
            for alarm in one.alarms
            if alarm.text not in (one.reason or "")
        ]
    return lines


def _certificates(portal: str, tls: Mapping[str, str]) -> list[str]:
    """Say what is wrong with the certificates of a portal's hosts, also where its file lets them pass."""
    return [f"{portal} tls: the certificate of {clean(host)} is {clean(said)}" for host, said in tls.items()]


def _files(files: Mapping[tuple[str, str | None], int]) -> str:
    """Say how many files were read, wait, were refused or not fetched, and why."""
    said = []
    for state in ("read", "waiting_for_ocr", "refused", "not_fetched"):
        reasons = {
            why or "": count for (found, why), count in sorted(files.items(), key=str) if found == state
        }
        if reasons:
            why = f" ({_reasons(reasons)})" if "" not in reasons else ""
            said.append(f"{sum(reasons.values())} {state.replace('_', ' ')}{why}")
    return ", ".join(said)


def _table(*names: str, folding: str = "Why") -> Table:
    """Return a table whose column ``folding`` gives way when the terminal is narrow."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for position, name in enumerate(names):
        number = position >= _NUMBERS_FROM and name != "Why"
        table.add_column(
            name, justify="right" if number else "left", no_wrap=name != folding, overflow="fold"
        )
    return table


def _reasons(rejected: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {clean(reason)}" for reason, count in rejected.items())


def _snapshot(summary: RunSummary, data: Path) -> Path | None:
    """Return the snapshot of this run, or the one that stayed when this run published none."""
    try:
        return summary.snapshot or current_snapshot(data / "published")
    except NoSnapshot:
        return None


def _print_next(data: Path, snapshot: Path) -> None:
    gat = gat_command() + (f" --data {shlex.quote(str(data))}" if data != Path("data") else "")
    fact = sample_fact(snapshot)
    commands = [
        f"{gat} query {_EXAMPLE}",
        *([f"{gat} explain {fact}"] if fact else []),
        f"{gat} export --kind score --format csv -o scores.csv",
    ]
    out = console()
    out.print("Try next:")
    for command in commands:
        out.print(f"  {command}", soft_wrap=True)
