"""The project as a thing to install: what is pinned, what may be committed, what the packages are."""

import re
import socket
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([a-z0-9_.-]+)==([^ \\;]+)", LOCK, re.MULTILINE))


def requirement_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[; ]", requirement)[0] for requirement in requirements}


def test_every_declared_dependency_is_pinned() -> None:
    declared = requirement_names(PROJECT["project"]["dependencies"])
    for group in PROJECT["dependency-groups"].values():
        declared |= requirement_names([item for item in group if isinstance(item, str)])
    assert declared <= PINS.keys()


def test_every_pin_has_hashes_and_no_index_address() -> None:
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    # Some packages are pinned twice, for different Python versions.
    assert {entry.split("==")[0] for entry in entries} == PINS.keys()
    assert len(PINS) > 100
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def test_the_packages_of_the_brief_are_dependencies() -> None:
    runtime = requirement_names(PROJECT["project"]["dependencies"])
    assert {"scrapy", "beautifulsoup4", "underthesea", "duckdb", "prefect"} <= runtime
    assert "pytest" in requirement_names(
        [item for item in PROJECT["dependency-groups"]["test"] if isinstance(item, str)]
    )


def test_prefect_runs_with_the_pinned_server_libraries() -> None:
    """A newer fastapi breaks every flow run, a newer sqlalchemy the scheduler: see pyproject.toml."""
    assert PINS["fastapi"].startswith("0.141.")
    assert PINS["sqlalchemy"].startswith("2.0.")


def test_the_lock_is_what_is_installed() -> None:
    installed = {
        name: metadata.version(name) for name in ("scrapy", "prefect", "duckdb", "underthesea", "pytest")
    }
    assert installed == {name: PINS[name] for name in installed}


def test_packages_listed_are_the_packages_there() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("extractors", "spiders", "pipelines", "warehouse", "flows")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == found


def test_sockets_beyond_loopback_are_blocked() -> None:
    with (
        socket.socket() as probe,
        pytest.warns(UserWarning, match="192.0.2.1"),
        pytest.raises(SocketConnectBlockedError),
    ):
        probe.connect(("192.0.2.1", 80))


def test_top_level_holds_only_the_agreed_folders() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    folders = {name.split("/")[0] for name in tracked if "/" in name}
    assert folders <= {"extractors", "spiders", "pipelines", "warehouse", "flows", "tests", ".ci"}


def test_the_command_is_installed() -> None:
    gat = Path(sys.executable).with_name("gat")
    done = subprocess.run([gat, "--version"], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert metadata.version("gat") in done.stdout
