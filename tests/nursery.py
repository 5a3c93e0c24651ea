"""A process that has loaded what our children import, and forks into them.

``python -m tests.nursery FD`` answers requests on a socket pair: a command line, an environment and open
files in, a process id out. A child that starts processes itself is born with a nursery of its own, forked off
it, for only a process of its own can be its child. See tests.forking.
"""

import atexit
import ctypes
import gc
import importlib
import json
import logging
import os
import runpy
import signal
import socket
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from tests import forking
from tests.warming import warm

_LONGEST = 1 << 20
_MOST_FILES = 16
#: What is imported before the first fork.
_ALWAYS = (
    *("pipelines.workers", "pipelines.parse", "pipelines.extract", "warehouse.inventory"),
    *("spiders.run", "spiders.spider", "tests.scrapy_parts", "spiders.files.child"),
    *("spiders.files.pdf", "spiders.files.sheets", "spiders.files.word", "spiders.files.oldword"),
)
_PREFECT = ("prefect.main", "prefect.server.api.server", "uvicorn")
#: What is imported before the first fork of a module that needs it.
_FOR = {
    "flows.cli": (*_PREFECT, "flows.cli.app", "pipelines.run"),
    "flows.server": _PREFECT,
    "prefect": (*_PREFECT, "prefect.cli", "pipelines.run"),
    "prefect.engine": (*_PREFECT, "pipelines.run"),
    "tests.portals": ("tests.portals.server",),
}
#: Modules that start no process of ours.
_CHILDLESS = {"flows.server", "spiders.files.child", "tests.portals", "warehouse.inventory"}
#: Where arguments and environment stand in memory: fields of /proc/self/stat after the name.
_ARGUMENTS, _ENVIRONMENT = 45, 47


def main() -> None:
    """Fork for every request until the tests hang up."""
    _load(_ALWAYS)
    warm()
    # They are run again under the name of a main module.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="runpy")
    _serve(socket.socket(fileno=int(sys.argv[1])))


def _load(names: tuple[str, ...]) -> None:
    if all(name in sys.modules for name in names):
        return
    with tempfile.TemporaryDirectory() as home:
        if _PREFECT[0] in names:
            importlib.import_module("flows.prefect_env").configure(Path(home))
        for name in names:
            importlib.import_module(name)
    # Prefect sets up logging when it is imported; it does so again where a process of ours does that.
    logging.root.handlers.clear()
    gc.freeze()


def _serve(asked: socket.socket) -> None:
    """Answer requests until the asker has hung up; a forked child becomes what was asked for."""
    while True:
        request, files, _, _ = socket.recv_fds(asked, _LONGEST, _MOST_FILES)
        if not request:
            os._exit(0)
        wanted = json.loads(request)
        _load(_FOR.get(wanted["arguments"][0], ()))
        if _forked(asked, files):
            asked.close()
            _become(wanted, files)


def _forked(asked: socket.socket, files: list[int]) -> bool:
    """Fork twice: the process between ends at once, so that the child is adopted. Return True in it."""
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        for file in files:
            os.close(file)
        asked.sendall(b"done")
        return False
    passing = os.getpid()
    if os.fork():
        os._exit(0)
    while os.getppid() == passing:
        time.sleep(0.001)
    asked.sendall(b"%d" % os.getpid())
    return True


def _become(request: dict[str, Any], files: list[int]) -> NoReturn:
    """Run the module that was asked for as a new interpreter would, and end."""
    _take(files, request["numbers"])
    os.chdir(request["folder"])
    if request["session"]:
        os.setsid()
    module, *arguments = request["arguments"]
    if module not in _CHILDLESS:
        forking.install(_own_nursery())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["environment"])
    _show(_ARGUMENTS, [sys.executable, "-m", module, *arguments])
    _show(_ENVIRONMENT, [f"{name}={value}" for name, value in os.environ.items()])
    time.tzset()
    sys.argv[1:] = arguments
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - the process's own
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    if module == "flows.cli":
        sys.modules[_PREFECT[0]] = _UnsettledPrefect(sys.modules[_PREFECT[0]])
    elif module in {"flows.server", "prefect", "prefect.engine"}:
        _settle_prefect()
    os._exit(_run(module))


def _take(files: list[int], numbers: list[int]) -> None:
    """Give the received files the numbers they have been promised, and close all others."""
    above = max(*numbers, *files) + 1
    for place, file in enumerate(files):
        os.dup2(file, above + place, inheritable=False)
    os.closerange(0, above)
    for place, number in enumerate(numbers):
        os.dup2(above + place, number)
        os.close(above + place)


def _own_nursery() -> socket.socket:
    """Fork a nursery off this process, for its own children; return the socket on which it is asked."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        theirs.close()
        return ours
    ours.close()
    # A signal to all of a group is meant for the others of it, and no file of theirs may stay open here.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.closerange(0, theirs.fileno())
    os.closerange(theirs.fileno() + 1, theirs.fileno() + _MOST_FILES)
    _serve(theirs)
    raise AssertionError


def _show(field: int, words: list[str]) -> None:
    """Write the arguments or the environment where ``ps`` and /proc look, as far as there is room."""
    fields = Path("/proc/self/stat").read_text("utf-8").rpartition(") ")[2].split()
    start, end = (int(number) for number in fields[field : field + 2])
    told = b"".join(word.encode() + b"\0" for word in words)[: end - start - 1]
    ctypes.memmove(start, told.ljust(end - start, b"\0"), end - start)


class _UnsettledPrefect(ModuleType):
    """Stands for the module that sets Prefect up when it is imported, and does so when it is looked into."""

    def __init__(self, settled: ModuleType) -> None:
        super().__init__(settled.__name__)
        self._settled = settled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules[self.__name__] = self._settled
        _settle_prefect()
        return getattr(self._settled, name)


def _settle_prefect() -> None:
    """Have Prefect read its environment and set up logging, as it does when it is imported."""
    importlib.import_module("prefect.context").refresh_global_settings_context()
    importlib.import_module("prefect.logging.configuration").setup_logging(incremental=False)


def _run(module: str) -> int:
    code = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:  # noqa: BLE001 - what an interpreter does
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    return code


if __name__ == "__main__":
    main()
