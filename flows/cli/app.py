"""The command ``gat``: its commands, its one line for every error, its exit codes."""

import atexit
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from typer.exceptions import TyperException

from flows.cli import status
from flows.cli.late import LateGroup
from flows.errors import OWN_ERRORS, FlowError, UsageRefusedError
from flows.own_server import dismiss
from flows.settings import read_settings
from flows.settings.file import CONFIG_VARIABLE, settings_path
from pipelines.cleaning import clean
from spiders.redaction import guard_stderr, redact
from spiders.refusals import system_trouble

_EXIT_CODES = """
Exit codes: 0 done, 1 unexpected, 2 wrong usage or input, 3 disk full, 4 configuration, 5 some portals failed,
6 another run is at work, 7 a check refused the new data, 8 nothing could be fetched, 9 archive or database
damaged, 10 no row passes the filters, 11 interrupted, 12 out of time, 13 terminated, 14 no night has ended
within 26 hours (gat status), 141 the reader of the output went away before its end.
"""

app = typer.Typer(
    name="gat",
    cls=LateGroup,
    help="Harvest checked facts from the portals of Vietnam's provincial governments.\n\n"
    "Start with: gat demo (crawls copies of five portals on this machine, no internet needed).\n"
    + _EXIT_CODES,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


#: As of a program that SIGPIPE has ended.
_CUT = 128 + signal.SIGPIPE


class Stopped(BaseException):
    """SIGINT or SIGTERM arrived. No Exception: nothing but the very end of the process may catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.exit_code = stopped(number)[1]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gat {version('gat')}")
        raise typer.Exit


def _use_data(data: Path | None) -> Path | None:
    if data is not None:
        # Through the environment, so that settings, child processes and Prefect all see the same folder.
        os.environ["GAT_DATA"] = str(data)
    return data


def _use_config(config: Path | None) -> Path | None:
    # Through the environment too, and whole: a worker of Prefect looks from another folder.
    if path := config or settings_path():
        os.environ[CONFIG_VARIABLE] = str(path.absolute())
    return config


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help="Data folder (else GAT_DATA, else ./data).",
            callback=_use_data,
        ),
    ] = None,
    _config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="Settings file (else GAT_CONFIG, else ./gat.toml).",
            callback=_use_config,
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Harvest checked facts from the portals of Vietnam's provincial governments."""
    context.obj = data
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


status.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``gat`` and leave the process with the exit code that tells the truth."""
    guard_stderr()
    codes: list[int] = []
    # Registered first, so called last, when Prefect has ended its threads.
    atexit.register(_leave, codes)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _on_signal)
    codes.append(run(sys.argv[1:] if arguments is None else arguments))
    _flush()
    sys.exit(codes[0])


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every error becomes one line on standard error."""
    try:
        _refuse_unreadable(arguments)
        try:
            code = app(args=list(arguments), prog_name="gat", standalone_mode=False)
        finally:
            # In here: a second signal while it waits is told as the first would be.
            dismiss()
        return code if isinstance(code, int) else 0
    except TyperException as error:
        message, code = error.format_message() or "wrong usage; see gat --help", error.exit_code
    except OWN_ERRORS as error:
        message, code = str(error), error.exit_code
    except (BrokenPipeError, SystemExit):
        # Who read our output went away before its end (gat query ... | head), and with it before we knew how
        # the command would end; typer raises SystemExit for it.
        return _CUT
    except OSError as error:
        message, code = system_trouble(error)
    except Stopped as stop:
        message, code = stopped(stop.number)
    except Exception as error:  # noqa: BLE001 - the process boundary: a bug is one line, its trace goes to a file
        message, code = _unexpected(error), 1
    sys.stderr.write(f"error: {clean(message)}\n")
    return code


def _refuse_unreadable(arguments: Sequence[str]) -> None:
    """Raise UsageRefusedError for an argument that is no UTF-8: DuckDB takes no such text or path."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            shown = os.fsencode(argument).decode(errors="backslashreplace")
            message = f"'{shown}' is not valid UTF-8: type it in UTF-8, and rename a file that is called so"
            raise UsageRefusedError(message) from error


def _on_signal(number: int, _frame: FrameType | None) -> None:
    # A handler of our own also keeps asyncio from putting off the first Ctrl-C to the end of a stage.
    raise Stopped(number)


def stopped(number: int) -> tuple[str, int]:
    """Return what is said, and the exit code, when signal ``number`` ended a command."""
    word, code = ("interrupted", 11) if number == signal.SIGINT else ("terminated", 13)
    return f"{word}; what was fetched is kept, the next run goes on from there", code


def _unexpected(error: Exception) -> str:
    """Describe a bug in one line, and keep its trace where the operator can find it."""
    said = f"an unexpected failure: {error}" if str(error) else "an unexpected failure"
    try:
        logs = read_settings().data / "logs"
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = logs / f"error-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
        path.write_text(redact("".join(traceback.format_exception(error))), "utf-8")
    except (OSError, FlowError):
        return said
    return f"{said}; the details are in {path}, please report them"


def _leave(codes: Sequence[int]) -> None:
    """Skip the interpreter's teardown: with Prefect loaded, DuckDB writes pages of leak warnings in it."""
    if codes:
        _flush()
        sys.stderr.flush()
        os._exit(codes[0])


def _flush() -> None:
    """Flush standard output; a reader that has gone away is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
