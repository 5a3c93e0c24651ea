from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.warehouse import batches
from warehouse.connection import Connection, open_memory, open_warehouse
from warehouse.derive import derive
from warehouse.load import load_batch
from warehouse.publish import publish

NOW = datetime(2024, 3, 2, tzinfo=UTC)


@pytest.fixture
def con() -> Iterator[Connection]:
    with open_memory() as connection:
        yield connection


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse of three articles."""
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path) as connection:
        load_batch(connection, batches.batch())
    return path


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published snapshot of three articles."""
    folder = tmp_path_factory.mktemp("published")
    with open_warehouse(folder / "warehouse.duckdb") as connection:
        load_batch(connection, batches.batch())
        derive(connection)
    return publish(folder / "warehouse.duckdb", folder / "published", NOW).path
