"""An environment without settings for commands that are run in the process of the test."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    for name in [name for name in os.environ if name.startswith("GAT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GAT_DATA", str(folder))
    monkeypatch.setenv("GAT_CONTACT", "you@example.org")
    return folder
