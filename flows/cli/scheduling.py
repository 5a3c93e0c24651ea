"""The command that runs nights by itself: ``gat schedule``."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import typer

from flows.cli.terminal import console
from flows.errors import ServerLostError
from flows.plan import configured_portals, require_folder
from flows.prefect_env import configure
from flows.server import Server
from flows.settings import Schedule, read_settings
from pipelines.lock import SCHEDULE_LOCK, run_lock
from spiders.redaction import redact


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command(short_help="Run the nights by itself, with a page to look at.")(schedule)


def schedule() -> None:
    """Run each night by itself, look for edits each week, read the archive again each month, until stopped.

    Starts Prefect's server with its page on this machine, or uses the one PREFECT_API_URL names. One run at
    a time: what comes due meanwhile waits, and what was missed is made up for once. When is in the section
    schedule of the settings. Stop it with Ctrl-C or SIGTERM: a run under way ends, the next one goes on.

    Example: gat schedule

    Exit codes: 1 Prefect's server is lost or its port is taken, 4 a setting is wrong, 6 another gat schedule
    serves this data folder, 9 it is half restored, 11 interrupted, 13 terminated.
    """
    settings = read_settings()
    configured_portals(settings.portals)
    require_folder(settings.data)
    settings.data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.enter_context(run_lock(settings.data, "gat schedule", SCHEDULE_LOCK))
        # What a run says is kept in its log on the page; no other command has one.
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
        # A server that is started again must be waited for: tries after 2, 4, 8, 16 and 32 s.
        os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "5")
        configure(settings.data)
        server = None
        if not os.environ.get("PREFECT_API_URL"):
            server = stack.enter_context(Server(settings.schedule.host, settings.schedule.port))
            os.environ["PREFECT_API_URL"] = f"{server.url}/api"
            server.start()
        number = _serve(settings.schedule, server)
    # To the handler that every command has: it says one line and sets the exit code.
    signal.raise_signal(number)


def _serve(times: Schedule, server: Server | None) -> int:
    """Serve the deployments until a signal comes, and return its number.

    Waits for a server of somebody else's that is away; raises ``ServerLostError`` for one of our own.
    """
    # Prefect reads its environment when it is imported.
    from flows.schedule import answering, entries, next_runs, serve  # noqa: PLC0415

    served = entries(times)
    out = console()
    out.print(f"Next runs ({times.timezone}):")
    for one in served:
        days = asyncio.run(next_runs(one, times.timezone))
        out.print(f"{one.name:<10}{', '.join(f'{day:%a %d %b %Y %H:%M}' for day in days)}")

    is_ready: list[bool] = []

    def ready() -> None:
        is_ready.append(True)
        page = server.url if server else redact(os.environ["PREFECT_API_URL"]).removesuffix("/api")
        out.print(f"Serving; the page is {page}")
        sys.stdout.flush()

    while True:
        try:
            with _own_handlers():
                return asyncio.run(serve(served, times.timezone, ready, server.keep if server else None))
        except ServerLostError:
            # Our own is started again by itself; one that was never there is a mistake in its address.
            if server or not is_ready:
                raise
        sys.stderr.write("note: Prefect's server does not answer any more: nothing runs until it does\n")
        asyncio.run(answering())


@contextmanager
def _own_handlers() -> Iterator[None]:
    """Set the handlers of signals back that Prefect sets meanwhile."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
