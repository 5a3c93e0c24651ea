"""What is published opens in older DuckDBs: `make test` installs them, each into a folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.processes import ROOT
from warehouse.ddl import views
from warehouse.tables import TABLES

OLDER = [path.stem for path in sorted((ROOT / "tests" / "older").glob("*.txt"))]

#: The lines of the README for Python, at every table, view and file of a release.
READ_ALL = """
import glob, json, sys
import duckdb
con = duckdb.connect(sys.argv[1] + "/current.duckdb", read_only=True)
catalog = "SELECT table_name FROM information_schema.tables"
names = [name for (name,) in con.execute(catalog).fetchall()]
rows = {name: len(con.execute(f"FROM {name}").fetchall()) for name in names}
paths = glob.glob(sys.argv[1] + "/current/parquet/*")
files = {path: len(duckdb.read_parquet(path).fetchall()) for path in paths}
comments = "SELECT comment FROM duckdb_columns() WHERE table_name = 'ranks' AND column_name = 'rank'"
print(json.dumps([duckdb.__version__, rows, files, con.execute(comments).fetchall()[0][0]]))
"""


def older_client(release: str) -> Path:
    """Return the folder of an older DuckDB, or skip."""
    folder = Path(sys.prefix) / "older-client" / release
    if not (folder / "duckdb").is_dir():
        pytest.skip(f"DuckDB {release} is not installed in {folder}: `make test` does that")
    return folder


def test_older_clients_are_named() -> None:
    assert OLDER == ["1.2.2", "1.4.4"]


@pytest.mark.parametrize("release", OLDER)
def test_an_older_client_reads_all_that_is_published(snapshot: Path, release: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(snapshot.parent.parent)],
        env={**os.environ, "PYTHONPATH": str(older_client(release))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    version, rows, files, comment = json.loads(done.stdout)
    assert version == release
    assert rows.keys() >= {table.name for table in TABLES} | {view.name for view in views()}
    assert (rows["articles"], rows["out_facts"]) == (3, 21)
    assert {Path(path).stem: found for path, found in files.items()}.items() <= rows.items()
    assert comment == "Place, or places moved (up is positive); empty for groups."
