"""A process that has loaded what our children import, and forks into them.

``python -m tests.nursery FD`` answers requests on a socket pair: a command line, an environment and open
files in, a process id out. See tests.forking.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import socket
import sys
import threading
import warnings
from typing import Any

#: What can be started here. The last import takes half a second and is made on first use otherwise.
MODULES = ("pipelines.workers", "warehouse.inventory", "spiders.run", "spiders.files.child")
_PRELOADED = (*MODULES, "pipelines.parse", "pipelines.extract", "spiders.spider", "underthesea")
_LONGEST = 1 << 20
_MOST_FILES = 16


def main() -> None:
    """Fork for every request until the tests hang up."""
    for name in _PRELOADED:
        importlib.import_module(name)
    gc.freeze()
    # They are run again under the name of a main module.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="runpy")
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        while True:
            request, files, _, _ = socket.recv_fds(asked, _LONGEST, _MOST_FILES)
            if not request:
                os._exit(0)
            if _forked(asked, files):
                break
    _become(json.loads(request), files)


def _forked(asked: socket.socket, files: list[int]) -> bool:
    """Fork twice: the process between ends at once, so that the child is adopted. Return True in it."""
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        for file in files:
            os.close(file)
        asked.sendall(b"done")
        return False
    if os.fork():
        os._exit(0)
    asked.sendall(b"%d" % os.getpid())
    return True


def _become(request: dict[str, Any], files: list[int]) -> None:
    """Run the module that was asked for as a new interpreter would, and end."""
    _take(files, request["numbers"])
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    if request["session"]:
        os.setsid()
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - the process's own
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    module, *sys.argv[1:] = request["arguments"]
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
