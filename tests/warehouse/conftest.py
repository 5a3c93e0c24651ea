import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.warehouse import batches
from warehouse.connection import Connection, open_warehouse
from warehouse.derive import derive
from warehouse.load import load_batch
from warehouse.publish import publish

NOW = datetime(2024, 3, 2, tzinfo=UTC)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that tests take copies of: making the tables takes longer than most tests."""
    folder = tmp_path_factory.mktemp("templates")
    with open_warehouse(folder / "empty.duckdb"):
        pass
    with open_warehouse(folder / "loaded.duckdb") as connection:
        load_batch(connection, batches.batch())
    return folder


@pytest.fixture
def con(templates: Path, tmp_path: Path) -> Iterator[Connection]:
    """An empty warehouse, open."""
    with open_warehouse(shutil.copyfile(templates / "empty.duckdb", tmp_path / "open.duckdb")) as connection:
        yield connection


@pytest.fixture
def warehouse(templates: Path, tmp_path: Path) -> Path:
    """A warehouse of three articles."""
    return shutil.copyfile(templates / "loaded.duckdb", tmp_path / "warehouse.duckdb")


@pytest.fixture(scope="session")
def snapshot(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published snapshot of three articles."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copyfile(templates / "loaded.duckdb", folder / "warehouse.duckdb")
    with open_warehouse(folder / "warehouse.duckdb") as connection:
        derive(connection)
    return publish(folder / "warehouse.duckdb", folder / "published", NOW).path
