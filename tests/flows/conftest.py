"""An environment without settings for commands that are run in the process of the test."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prefect's files, which runs share: making its database takes longer than a run."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_home: Path) -> Path:
    folder = tmp_path / "data"
    for name in [name for name in os.environ if name.startswith("GAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GAT_DATA", str(folder))
    monkeypatch.setenv("GAT_CONTACT", "you@example.org")
    monkeypatch.setenv("PREFECT_HOME", str(prefect_home))
    return folder
