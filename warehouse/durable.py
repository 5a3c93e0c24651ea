"""Bytes that outlive a loss of power."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_open(folder: Path) -> None:
    """Make a folder that others can read, whatever the umask; one that is there stays as it is."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)


def seal(folder: Path, folders: int = 0o755) -> None:
    """Make all files under ``folder`` read-only and bring them and their names to disk.

    The folders get the permissions ``folders``, whatever the umask: as they are for others to read, and
    writable for their owner, who can remove them.
    """
    for path in sorted(folder.rglob("*")):
        path.chmod(0o444 if path.is_file() else folders)
        sync(path)
    folder.chmod(folders)
    sync(folder)
