"""Commands of ``gat portals`` that add to what is configured: ``new`` and ``record``."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.terminal import clean, console, error_console
from flows.growing import Grown, new_portal, record_case
from flows.looking import Means
from flows.settings import read_settings
from spiders.cases import CaseKind
from spiders.proposing import Proposal

RehostOption = Annotated[
    str | None,
    typer.Option("--rehost", metavar="OLD=NEW", help="Swap host suffixes, .gov.vn=.test (else GAT_REHOST)."),
]
ProxyOption = Annotated[
    str | None, typer.Option("--proxy", metavar="URL", help="HTTP proxy to use (else GAT_PROXY).")
]
DelayOption = Annotated[
    float | None,
    typer.Option("--delay", metavar="SECONDS", min=0, help="Pause between two requests (else GAT_DELAY)."),
]


def register(group: typer.Typer) -> None:
    """Add the commands of this module to ``gat portals``."""
    group.command(short_help="Propose a portal's file from its site, with first cases.")(new)
    group.command(short_help="Add a page to a portal's recorded cases.")(record)


def new(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site's address, or that of a listing.")],
    province: Annotated[
        str | None,
        typer.Option("--province", metavar="NAME", help="Its province, where the host names none."),
    ] = None,
    slug: Annotated[
        str | None,
        typer.Option("--slug", metavar="SLUG", help="The portal's short name (else from the host)."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="DIR", help="Folder of portal files (else GAT_PORTALS, else the shipped)."
        ),
    ] = None,
    rehost: RehostOption = None,
    proxy: ProxyOption = None,
    delay: DelayOption = None,
) -> None:
    """Look at a site and write what its portal file should say, with a first article and listing as cases.

    Six pages at most are asked for, as politely as by a crawl. Every value is marked with how sure it is;
    look at the file and at the lines that are printed before the portal is crawled.

    Example: gat portals new https://caobang.gov.vn --into my-portals

    Exit codes: 0 done, 2 no *.gov.vn host, a CMS that Gặt does not know (the message says what was seen), or
    a portal that DIR has or that ships with Gặt, 4 no GAT_CONTACT, 8 nothing could be fetched or read.
    """
    means = Means(read_settings(), rehost, proxy, delay)
    proposal, grown = new_portal(url, means, province=province, slug=slug, into=into)
    _print_proposal(proposal)
    _print(grown)


def _print_proposal(proposal: Proposal) -> None:
    """Print what the portal's file says, each value with how sure it is."""
    out = console()
    for what, value in (
        ("name", proposal.name),
        ("province", proposal.province),
        ("platform", proposal.platform),
    ):
        out.print(f"{what:<10}{clean(value.text)} ({clean(value.basis)})", soft_wrap=True)
    for listing in proposal.listings:
        out.print(f"{'listing':<10}{clean(listing.url)}: {len(listing.items)} items", soft_wrap=True)


def record(
    url: Annotated[
        str, typer.Argument(metavar="URL|CAPTURE", help="An address, or a capture of the archive.")
    ],
    portal: Annotated[
        str | None, typer.Option("--portal", metavar="SLUG", help="The portal (else by the host).")
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="The case's name (else its kind and a number)."),
    ] = None,
    kind: Annotated[
        CaseKind | None, typer.Option("--kind", help="What the page is (else by its address).")
    ] = None,
    rehost: RehostOption = None,
    proxy: ProxyOption = None,
    delay: DelayOption = None,
) -> None:
    """Add a page to a portal's cases: trimmed, without personal data, with what is read from it as of now.

    The page is fetched as politely as by a crawl, or taken from the archive by the id of its capture (gat
    query "SELECT capture_id, url FROM captures"). What must be read is written as it is read today: a person
    must check it once, then every test run does.

    Example: gat portals record https://sonla.gov.vn/tin-kinh-te --portal sonla

    Exit codes: 0 done, 2 no portal has that address, or the name is taken or none, 4 no GAT_CONTACT, 8 the
    page could not be fetched or does not read, 9 the archive is damaged.
    """
    means = Means(read_settings(), rehost, proxy, delay)
    _print(record_case(url, means, slug=portal, name=name, kind=kind))


def _print(grown: Grown) -> None:
    """Print which files were written, and what a person must check in them."""
    out = console()
    for path in grown.files:
        out.print(f"{'written':<10}{path}", soft_wrap=True)
    for recording in grown.recordings:
        out.print(f"\nCheck in {recording.recorded.id}:")
        for check in recording.checks:
            out.print(f"  - {clean(check)}", soft_wrap=True)
    for problem in grown.problems:
        error_console().print(f"not had: {clean(problem)}", soft_wrap=True)
