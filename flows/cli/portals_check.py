"""The command ``gat portals check``: one portal is looked at, and a letter says how it is."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.terminal import clean, console, error_console
from flows.errors import RunTroubledError
from flows.plan import configured_portals, require_folder, tell_contact
from flows.settings import Settings, read_settings
from pipelines.workers import CODE_ROOT
from spiders.checks import LETTER, check_folder
from spiders.options import environment_of
from spiders.portal import Portal, choose_portals

_WIDTH = 13


def register(group: typer.Typer) -> None:
    """Add the command of this module to ``gat portals``."""
    group.command(short_help="Probe one portal and say how it is.")(check)


def check(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The portal, as gat portals lists it.")],
) -> None:
    """Probe one portal politely and say how it is: robots.txt, one listing, three articles.

    The letter tells whether it is reached or blocked, what its certificate is worth, what its listing shows,
    which selectors find title, lead, text and date, what differs from the runs before, and what to do.
    Nothing enters the crawl's memory; the pages are kept in checks/SLUG of the data folder.

    Example: gat portals check sonla

    Exit codes: 0 it is well, 4 unknown portal or no GAT_CONTACT, 5 something needs a look, 6 it is being
    crawled now, 8 it gives nothing, or nothing that can be read.
    """
    settings = read_settings()
    (portal,) = choose_portals(configured_portals(settings.portals), [slug])
    require_folder(settings.data)
    tell_contact(settings)
    error_console().print(f"{slug}: asking for robots.txt, one listing and three articles", soft_wrap=True)
    code, said = _probe(settings, portal)
    path = check_folder(settings.data, slug) / LETTER
    if code not in {0, 5, 8} or not path.is_file():
        raise RunTroubledError(said, code or 1)
    _print(portal, json.loads(path.read_text("utf-8")), path.parent)
    if code:
        raise RunTroubledError(f"{slug} is not well: see the lines above", code)


def _probe(settings: Settings, portal: Portal) -> tuple[int, str]:
    """Run the check in a process of its own, as Scrapy wants it; return its exit code and its last word."""
    options: dict[str, Any] = {
        "--portal": portal.slug,
        "--portals-dir": settings.portals.resolve(),
        "--data": settings.data.resolve(),
        "--run-id": "check",
        "--rehost": settings.rehost,
        "--delay": settings.delay,
    }
    told = [part for name, value in options.items() if value is not None for part in (name, str(value))]
    command = [sys.executable, "-m", "spiders.probe", *told]
    done = subprocess.run(
        command,
        cwd=CODE_ROOT,
        env=environment_of(settings.proxy_url()),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stderr.splitlines() if line.strip()] or ["it left no word"]
    return max(done.returncode, 0), lines[-1].removeprefix("error: ")


def _print(portal: Portal, letter: dict[str, Any], folder: Path) -> None:
    out = console()
    out.print(f"{clean(portal.name)} ({portal.slug}, platform {portal.platform}), {clean(letter['at'])}")
    for point in letter["points"]:
        line = f"{point['mark']:<5}{clean(point['name']):<{_WIDTH}}{clean(point['detail'])}"
        out.print(line, soft_wrap=True)
    out.print(f"The pages are in {folder}", soft_wrap=True)
