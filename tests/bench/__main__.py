"""``python -m tests.bench [NAME]...``: run the benchmarks of this folder, or those named."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> int:
    """Run each benchmark's ``main()``. Return 2 if a name is none."""
    known = sorted(found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)]))
    known.remove("__main__")
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.stderr.write(f"error: no benchmark {', '.join(unknown)}; there are {', '.join(known)}\n")
        return 2
    for name in names or known:
        sys.stdout.write(f"\n{name}\n{'-' * len(name)}\n")
        import_module(f"tests.bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
