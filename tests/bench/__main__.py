"""``python -m tests.bench [NAME]...``: run the benchmarks of this folder, or those named.

``GAT_BENCH_ARTICLES`` makes warehouses of another size than the usual (scale, search). Exits with 1 if a
figure is beyond its limit.
"""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> int:
    """Run each benchmark's ``main()``, which may return what missed its limit. Return 2 if a name is none."""
    known = sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)]))
    known = [name for name in known if not name.startswith("_")]
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.stderr.write(f"error: no benchmark {', '.join(unknown)}; there are {', '.join(known)}\n")
        return 2
    missed: list[str] = []
    for name in names or known:
        sys.stdout.write(f"\n{name}\n{'-' * len(name)}\n")
        missed.extend(f"{name}: {what}" for what in import_module(f"tests.bench.{name}").main() or ())
    for what in missed:
        sys.stderr.write(f"limit missed: {what}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
