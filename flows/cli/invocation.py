"""How the running ``gat`` is called from a shell, for the commands that it suggests."""

import os
import shlex
import shutil
import sys
from pathlib import Path


def gat_command() -> str:
    """Return what to type for the ``gat`` that runs now: ``gat`` itself only where that is this very one.

    Otherwise its path, relative to the working folder when that is shorter (``.venv/bin/gat``), or the
    module when no script is installed beside the running Python.
    """
    script = _script()
    if script is None:
        return f"{shlex.quote(_short(Path(sys.executable)))} -m flows.cli"
    on_path = shutil.which("gat")
    if on_path and Path(on_path).resolve() == script.resolve():
        return "gat"
    return shlex.quote(_short(script))


def _script() -> Path | None:
    """Return the script ``gat`` that runs now, or the one that belongs to the running Python."""
    started = Path(sys.argv[0])
    beside = Path(sys.executable).parent / "gat"
    return next((one for one in (started, beside) if one.name == "gat" and one.is_file()), None)


def _short(path: Path) -> str:
    """Return ``path`` as a shell finds it: absolute, or from the working folder, whichever is shorter."""
    absolute = str(path.absolute())
    relative = os.path.relpath(absolute)
    return min(relative if os.sep in relative else f"./{relative}", absolute, key=len)
