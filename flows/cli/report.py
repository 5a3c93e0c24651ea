"""The end of a run on the terminal: a table per portal, where the data is, what to try next."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table

from extractors.facts import KINDS
from flows.cli.terminal import clean, console
from pipelines.crawl import CrawlResult
from pipelines.summary import PortalSummary, RunSummary, said
from pipelines.totals import PortalTotals, sample_fact, totals_by_portal
from warehouse.errors import NoSnapshot
from warehouse.publish import current_snapshot

_NUMBERS_FROM = 2
_EXAMPLE = '"SELECT kind, count(*) FROM facts GROUP BY kind"'


def print_run(summary: RunSummary, data: Path) -> None:
    """Print the table of a run, where its data is, and three commands that work on it."""
    snapshot = _snapshot(summary, data)
    totals = totals_by_portal(snapshot) if snapshot else {}
    out = console()
    out.print(_run_table(summary, totals))
    took = (summary.finished_at - summary.started_at).total_seconds()
    out.print(f"Run {summary.run_id}: {summary.status}, {summary.rows_changed} rows changed, {took:.0f} s.")
    if summary.snapshot:
        out.print(f"Published: {summary.snapshot}", soft_wrap=True)
    else:
        out.print("Nothing new was published; the last snapshot stays.")
    out.print(f"Data folder: {data} (pages as received in archive/, logs in runs/)", soft_wrap=True)
    if snapshot:
        _print_next(data, snapshot)


def print_crawl(results: Sequence[CrawlResult]) -> None:
    """Print the table of a crawl."""
    table = _table("Portal", "Status", "Pages", "New", "Known", "Rejected", "Why")
    for one in results:
        counts = [one.pages, one.counts.get("items_new", 0), one.counts.get("items_known", 0)]
        table.add_row(
            one.portal,
            one.status,
            *map(str, counts),
            _reasons(one.rejected),
            clean(said(one.portal, one.reason) if one.reason else ""),
        )
    console().print(table)


def _run_table(summary: RunSummary, totals: Mapping[str, PortalTotals]) -> Table:
    table = _table(
        "Portal", "Status", "Pages", "Read now", "Articles", *(f"{kind}s" for kind in KINDS), "Rejected"
    )
    for one in summary.portals:
        table.add_row(*_run_row(one, totals.get(one.portal, PortalTotals())))
    whole = [
        sum(one.pages for one in summary.portals),
        sum(one.articles for one in summary.portals),
        sum(one.articles for one in totals.values()),
        *(sum(one.facts.get(kind, 0) for one in totals.values()) for kind in KINDS),
    ]
    table.add_section()
    table.add_row("all", summary.status, *map(str, whole), "")
    return table


def _run_row(one: PortalSummary, totals: PortalTotals) -> list[str]:
    facts = [totals.facts.get(kind, 0) for kind in KINDS]
    rejected = _reasons(one.rejected)
    why = clean(said(one.portal, one.reason)) if one.status != "ok" else ""
    numbers = [str(number) for number in (one.pages, one.articles, totals.articles, *facts)]
    return [one.portal, one.status, *numbers, "; ".join(part for part in (rejected, why) if part)]


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for position, name in enumerate(names):
        number = position >= _NUMBERS_FROM and name not in {"Rejected", "Why"}
        table.add_column(name, justify="right" if number else "left", no_wrap=number, overflow="fold")
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
    gat = f"gat --data {shlex.quote(str(data))}" if data != Path("data") else "gat"
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
