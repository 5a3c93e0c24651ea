"""The options of a crawl's process, and what they ask for."""

import argparse
import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from spiders.errors import PortalConfigError
from spiders.portal import SHIPPED, Portal, load_portal
from spiders.redaction import know_address
from spiders.rehost import Rehosting
from spiders.runlog import child_environment
from spiders.settings import is_live
from spiders.sources.opening import SPELLING, open_archive
from spiders.sources.source import Archive, Window
from spiders.walk import Orders

_SLICE = re.compile(r"(\d{1,6})d?")
_LONGEST_SLICE = 36_525
_PROXY = "GAT_PROXY"


def environment_of(proxy: str | None) -> dict[str, str]:
    """Return the environment of a process that crawls, with its proxy: arguments may be read by others."""
    ours = {name: value for name, value in child_environment().items() if name != _PROXY}
    return ours | ({_PROXY: proxy} if proxy else {})


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of a command line; wrong ones end the process with exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m spiders.run", description="Crawl one portal.")
    parser.add_argument("--portal", required=True, metavar="SLUG")
    parser.add_argument("--portals-dir", type=Path, default=SHIPPED)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("GAT_DATA", "data")))
    parser.add_argument("--run-id", required=True)
    parser.add_argument("--since", type=date.fromisoformat, help="first publication day wanted")
    parser.add_argument("--until", type=date.fromisoformat, help="last publication day wanted")
    parser.add_argument("--limit", type=int, help="fetch at most so many articles")
    parser.add_argument("--page-budget", type=int, help="listing pages of one section, else the portal's own")
    parser.add_argument("--recheck-days", type=int, help="ask again for articles published since then")
    parser.add_argument(
        "--rehost", metavar="OLD=NEW", help="swap host suffixes, e.g. .gov.vn=.test; several between commas"
    )
    parser.add_argument(
        "--proxy",
        default=os.environ.get(_PROXY),
        help=f"HTTP proxy to use, else {_PROXY}; other variables that name proxies are ignored",
    )
    parser.add_argument("--delay", type=float, help="shortest pause between two requests, in seconds")
    _add_archive_options(parser)
    options = parser.parse_args(arguments)
    know_address(options.proxy or "")
    return options


def _add_archive_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", default="live", metavar="SOURCE", help=SPELLING)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day of capture wanted")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day of capture wanted")
    parser.add_argument("--slice", metavar="DAYS", help="go through an archive in slices, e.g. 90d")
    parser.add_argument(
        "--all-captures",
        action="store_true",
        help="take every capture with bytes of its own, also of articles that are known",
    )
    parser.add_argument("--again", action="store_true", help="ask the index again for what was asked before")


def slice_days(text: str | None) -> int | None:
    """Return the days of a slice («90d»), or None where none is given. Raises PortalConfigError."""
    if text is None:
        return None
    match = _SLICE.fullmatch(text)
    days = int(match[1]) if match is not None else 0
    if not 1 <= days <= _LONGEST_SLICE:
        raise PortalConfigError(
            f"--slice {text[:20]!r}: write it as a number of days from 1 to {_LONGEST_SLICE}, e.g. 90d"
        )
    return days


def chosen_portal(options: argparse.Namespace) -> Portal:
    """Return the portal that is asked for, moved where ``--rehost`` says so."""
    path = options.portals_dir / f"{options.portal}.toml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in options.portals_dir.glob("*.toml"))) or "none"
        raise PortalConfigError(f"no portal {options.portal!r} in {options.portals_dir}; known are: {known}")
    return Rehosting.parse(options.rehost).portal(load_portal(path))


def chosen_archive(options: argparse.Namespace) -> Archive | None:
    """Return the archive that is asked for, or None for the live site."""
    return open_archive(options.source, Rehosting.parse(options.rehost))


def chosen_windows(options: argparse.Namespace) -> list[Window]:
    """Return the days of capture that are asked for, in slices, the newest first."""
    return Window(options.first, options.last).slices(slice_days(options.slice))


def asks_people(portal: Portal, archive: Archive | None, options: argparse.Namespace) -> bool:
    """Tell whether servers of other people are asked: nothing is moved to replicas, nor on this machine."""
    if options.rehost:
        return False
    return is_live(portal) if archive is None else bool(archive.hosts)


def orders_of(options: argparse.Namespace, portal: Portal) -> Orders:
    """Return what a run is asked to do. Raises PortalConfigError for a run id that is no file name."""
    if not re.fullmatch(r"[A-Za-z0-9][\w.+-]*", options.run_id):
        raise PortalConfigError(f"--run-id {options.run_id!r}: letters, digits and . _ + - only")
    return Orders(
        run_id=options.run_id,
        since=options.since,
        until=options.until,
        limit=options.limit,
        recheck_days=portal.recheck_days if options.recheck_days is None else options.recheck_days,
        is_recheck_thinned=options.recheck_days is None,
        page_budget=options.page_budget or portal.page_budget,
        overlap_items=portal.overlap_items,
    )
