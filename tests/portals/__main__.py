"""Run the replicas by hand: ``python -m tests.portals --port 8080``."""

import argparse
import json
import signal
import sys
import threading

from tests.portals.content import sites
from tests.portals.server import running


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.portals", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (0: any free one)")
    parser.add_argument(
        "--with-parent", action="store_true", help="stop when standard input closes, that is with the parent"
    )
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with running(options.port) as site:
        print(json.dumps({"port": site.port, "portals": [one.slug for one in sites()]}), flush=True)
        if options.with_parent:
            threading.Thread(target=_await_parent, args=(stop,), daemon=True).start()
        stop.wait()
    return 0


def _await_parent(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    sys.exit(main())
