"""Prefect's server of one run, in a process that loads while this one does: a run waits for it only once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.prefect_env import configure, may_name_a_server, prefect_home
from flows.server import Server
from pipelines.lock import holder_of

#: What a run has no use for: page, schedules, and what listens to events but for the states of tasks.
_LEAN = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "0",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "0",
}
#: The server that was foreseen, by the data folder of the run.
_foreseen: dict[Path, Server] = {}


def foresee(data: Path) -> None:
    """Let a server load for a run in the folder ``data`` that is about to begin, unless it will be refused.

    It touches nothing before the run has begun: see ``own_server``. Who foresees calls ``dismiss`` then.
    """
    # What is not there yet a run that has begun makes.
    if not _foreseen and data.is_dir() and prefect_home(data).is_dir() and holder_of(data) is None:
        configure(data)
        if not may_name_a_server():
            server = _lean()
            server.load()
            _foreseen[data.resolve()] = server


def dismiss() -> None:
    """End a server that was foreseen and not used."""
    while _foreseen:
        _foreseen.popitem()[1].__exit__()


@contextmanager
def own_server(data: Path) -> Iterator[Server]:
    """Give a run that has begun in the folder ``data`` a server of its own, which is on its way or starts.

    None is on its way where another may be named: only Prefect knows, and it is loaded by the run.
    """
    server = _foreseen.pop(data.resolve(), None) or _lean()
    dismiss()
    configure(data)
    with server:
        if not may_name_a_server():
            server.serve()
        yield server


def _lean() -> Server:
    return Server("127.0.0.1", 0, _LEAN)
