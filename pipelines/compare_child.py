"""Reads documents with another version of ``extractors``; run as ``python -P compare_child.py FOLDER``.

``FOLDER`` holds that version. Standard input has one JSON object a line (text, title, published_on,
province), standard output gets one JSON array of facts for each. This file must run with versions long past:
it asks of them only ``extractors.engine`` with ``Document`` and ``extract_facts``, and that facts have
``as_json``.
"""

import json
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any


def main() -> None:
    """Read what standard input gives with the extractors in the folder named on the command line."""
    folder = Path(sys.argv[1]).resolve()
    sys.path.insert(0, str(folder))
    from extractors import engine  # noqa: PLC0415 - the version asked for, only now on the path

    if not Path(engine.__file__).resolve().is_relative_to(folder):
        sys.exit(f"read {engine.__file__} instead of the version in {folder}")
    # An older reader may know less before reading.
    known = {field.name for field in fields(engine.Document)}
    for line in sys.stdin.buffer:
        given: dict[str, Any] = json.loads(line)
        if given["published_on"]:
            given["published_on"] = date.fromisoformat(given["published_on"])
        document = engine.Document(**{name: value for name, value in given.items() if name in known})
        facts = [fact.as_json() for fact in engine.extract_facts(document)]
        sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main()
