"""Where the commands that read find the data: the current release of the data folder."""

import shlex
from pathlib import Path

from flows.cli.invocation import gat_command
from flows.errors import UsageRefusedError
from flows.plan import require_folder
from flows.settings import read_settings
from warehouse.releases import current_snapshot


def snapshot() -> Path:
    """Return the current snapshot of the data folder; point at the demo's when it is all there is."""
    data = read_settings().data
    require_folder(data)
    published = data / "published"
    if not (published / "current.duckdb").exists() and (data / "demo" / "published").is_dir():
        message = (
            f"nothing is published in {data} yet; for the demo's data say: "
            f"{gat_command()} --data {shlex.quote(str(data / 'demo'))} ..."
        )
        raise UsageRefusedError(message)
    return current_snapshot(published)
