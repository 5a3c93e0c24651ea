"""How fast rows leave, and the memory it takes: 100,000 and 1,000,000 facts in each format.

A workbook of a million rows alone takes some minutes.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.warehouse.many import many_scores
from warehouse.export import FORMATS

SIZES = (100_000, 1_000_000)

#: Each export runs in a process of its own, whose peak memory is then that of the export.
_EXPORT = """
import resource, sys, time
from pathlib import Path
from warehouse.export import export
from warehouse.selection import Filters
began = time.perf_counter()
snapshot, name, out = sys.argv[1:]
count = export(Path(snapshot), Filters(kinds=("score",)), name, Path(out))
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
size = Path(out).stat().st_size / 1e6
print(f"{count:>9,} {name:<12} {seconds:8.1f} s {count / seconds:>9,.0f} rows/s", end="")
print(f" {peak:6.0f} MB peak {size:6.0f} MB file")
"""


def main(say: Callable[[str], object] = sys.stdout.write) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.duckdb"
            many_scores(path, size)
            for name in FORMATS:
                command = [sys.executable, "-c", _EXPORT, str(path), name, str(Path(folder) / "out")]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                say(done.stdout)


if __name__ == "__main__":
    main()
