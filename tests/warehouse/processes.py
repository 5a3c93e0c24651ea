"""Other processes for tests: what they run, they run from the project's root."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start Python ``code`` with ``arguments`` in ``sys.argv``; it talks by lines."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(code: str, *arguments: object) -> tuple[int, str, str]:
    """Run Python ``code`` to its end; return exit code, output and errors."""
    with start(code, *arguments) as child:
        out, err = child.communicate(timeout=60)
    return child.returncode, out, err
