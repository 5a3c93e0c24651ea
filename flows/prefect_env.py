"""The environment in which Prefect runs here: offline, quiet, with its own files in the data folder.

Prefect reads its settings once, when it is imported: ``configure`` must run before that. What the operator
has set already stays.
"""

import os
from contextlib import suppress
from pathlib import Path

from flows.errors import OWN_ERRORS
from flows.settings import read_settings

_QUIET = {
    # Without these two a run asks the outside world for analytics and release news.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # A command tells an error in one line of its own; Prefect would print the whole trace beside it.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    # Where Prefect is imported first, its console stands at the root of all loggers, ours too.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # A run's own server that died answers no more: each of its last calls waits 3 s for every further try.
    "PREFECT_CLIENT_MAX_RETRIES": "1",
}


def configure(data: Path) -> None:
    """Set what is not set yet of Prefect's environment; its home is a folder of ``data``, made here.

    Who can write there can have code run: Prefect unpickles what it keeps. So it is its owner's alone.
    """
    home = prefect_home(data)
    for name, value in {**_QUIET, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(name, value)
    data.mkdir(parents=True, exist_ok=True)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if home.parent == data.resolve():
        home.chmod(0o700)  # it may have come with a copy, or from before this was looked after
    # Prefect would unpack its page among the installed packages, which a service may not write.
    os.environ.setdefault("PREFECT_UI_STATIC_DIRECTORY", str(home / "page"))
    _reach_loopback_directly()


def configure_for_flow() -> None:
    """Do so for a flow that is being imported, with the data folder of the settings.

    What is wrong with these the flow tells when it begins: an import that fails tells it to nobody.
    """
    with suppress(*OWN_ERRORS, OSError):
        configure(read_settings().data)


def prefect_home(data: Path) -> Path:
    """Return the folder of Prefect's files, which is in ``data`` unless the operator has set another."""
    return Path(os.environ.get("PREFECT_HOME") or data.resolve() / "prefect")


def may_name_a_server() -> bool:
    """Say whether a place that Prefect reads may name a server (``PREFECT_API_URL``); ``configure`` has run.

    Without loading Prefect, which alone knows what a file of its own says.
    """
    named = ("PREFECT_API_URL", "PREFECT_PROFILES_PATH")
    files = (Path(os.environ["PREFECT_HOME"], "profiles.toml"), Path("prefect.toml"), Path(".env"))
    if any(os.environ.get(name) for name in named) or any(file.exists() for file in files):
        return True
    project = Path("pyproject.toml")
    return project.is_file() and "tool.prefect" in project.read_text("utf-8", "replace")


def _reach_loopback_directly() -> None:
    """Keep what is said to the server of this machine from the proxy of the environment."""
    listed = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    names = [name.strip() for name in listed.split(",") if name.strip()]
    os.environ["no_proxy"] = ",".join(dict.fromkeys([*names, "127.0.0.1", "localhost", "::1"]))
