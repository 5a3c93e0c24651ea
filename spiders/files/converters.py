"""The programs of the system that read what no library reads: run with time limits.

They run inside the limited child and inherit its limits of memory and processor time.
"""

import shutil
import signal
import subprocess

from spiders.files.model import FileRejected

_MOST_OUTPUT = 64 << 20


def is_installed(program: str) -> bool:
    """Tell whether ``program`` is on the PATH."""
    return shutil.which(program) is not None


def converted(command: list[str], source: bytes, seconds: float) -> bytes:
    """Return what ``command`` writes for ``source`` on its standard input.

    Raises FileRejected: timed_out, or broken when it fails.
    """
    try:
        done = subprocess.run(command, input=source, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise FileRejected("timed_out", f"{command[0]} took longer than {seconds:g} s") from None
    if -done.returncode in {signal.SIGXCPU, signal.SIGKILL}:
        raise FileRejected("timed_out", f"{command[0]} took more processor time than is allowed")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().replace("\n", " ")
        raise FileRejected(
            "broken", f"{command[0]} cannot read it: {said or f'exit code {done.returncode}'}"[:200]
        )
    return done.stdout[:_MOST_OUTPUT]
