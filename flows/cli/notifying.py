"""The command ``gat notify``: sends the last report again, or a test, and says what becomes of it."""

from typing import Annotated

import typer

from flows.cli.terminal import console
from flows.errors import RunTroubledError, SettingsInvalidError, UsageRefusedError
from flows.letter import letter_of_report, letter_of_test
from flows.notify import channels, send
from flows.settings import read_settings
from pipelines.cleaning import clean
from pipelines.morning.shelf import latest_report


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command(short_help="Send the last report, or a test, by mail and web hook.")(notify)


def notify(
    test: Annotated[bool, typer.Option("--test", help="Send a test message in place of the report.")] = False,
) -> None:
    """Send the last report by every channel that is set, whatever [notify] on says, and tell what came of it.

    Runs do so by themselves: gat run, gat reextract and those of gat schedule, after runs that [notify] on
    names.

    Example: gat notify --test

    Exit codes: 0 sent by all, 1 not sent by one of them, 2 there is no report yet, 4 no channel is set, or
    wrongly.
    """
    settings = read_settings()
    if not channels(settings.notify):
        message = (
            "nobody is told: set mail_to and smtp_host, or webhook_url, in [notify] (gat config --template)"
        )
        raise SettingsInvalidError(message)
    report = None if test else latest_report(settings.data)
    if report is None and not test:
        raise UsageRefusedError(f"there is no report in {settings.data} yet; gat notify --test sends a test")
    done = send(letter_of_test() if report is None else letter_of_report(report), settings.notify)
    for sent in done:
        console().print(clean(sent), soft_wrap=True)
    if failed := [sent.channel for sent in done if sent.reason is not None]:
        raise RunTroubledError(f"not sent by {' and '.join(failed)}: see above", 1)
