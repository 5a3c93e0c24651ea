"""What a process is told of our environment that reads what strangers wrote."""

import os

_NEEDED = (
    *("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"),
    *("LD_LIBRARY_PATH", "PYTHONPATH", "TESSDATA_PREFIX", "VIRTUAL_ENV"),
)


def bare_environment() -> dict[str, str]:
    """Return the variables that programs need to be found and to run: no proxy, no secret, no setting."""
    return {name: os.environ[name] for name in _NEEDED if name in os.environ}


def forget_environment() -> None:
    """Leave this process, a fork, no variables but those."""
    needed = bare_environment()
    os.environ.clear()
    os.environ.update(needed)
