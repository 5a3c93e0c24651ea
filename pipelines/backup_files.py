"""The files of a backup while it is made: what is copied, what is linked, and what is not taken as it is.

Files of the archive only grow. One that no longer begins with the bytes of the last backup is damaged, unless
``gat repair`` made it anew: then ledger and file agree. Of a damaged one the backup keeps the bytes it had.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.copies import (
    BackupDamagedError,
    BackupRefusedError,
    copy_file,
    digest_of,
    is_as_told,
    read_manifest,
    told_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to back up: where it is, what it is called in the backup, how many bytes of it count.

    Of the archive, ``is_cut`` tells that it has fewer bytes than the ledger vouches for.
    """

    path: Path
    name: str
    length: int
    is_cut: bool = False

    @property
    def is_of_archive(self) -> bool:
        """Whether it only ever grows."""
        return self.name.startswith("archive/")


@dataclass(slots=True)
class Filling:
    """A backup that is made: its folder, the last one, and ``agrees``: whether ledger and a file do.

    ``files`` are those of its manifest; ``damaged`` and ``notes`` are sentences.
    """

    making: Path
    last: Path | None
    agrees: Callable[[str], bool]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    copied: int = 0
    damaged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _known: dict[str, dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        """Read what the last backup has; nothing of one that is damaged."""
        self._known = {}
        if self.last is not None:
            try:
                self._known = read_manifest(self.last)["files"]
            except (BackupDamagedError, BackupRefusedError) as error:
                self.notes.append(f"nothing is taken from the last backup: {error}")

    def add(self, source: Source) -> None:
        """Take a file: link it where the last backup has the same bytes, else copy it."""
        told = self._known.get(source.name)
        is_same = told is not None and _begins_as(source, told)
        if source.is_of_archive and self._is_damaged(source, told, is_same=is_same):
            self._keep(source, told)
        elif (
            told is not None
            and is_same
            and source.length == told["bytes"]
            and self._is_stored(source.name, told)
        ):
            self._link(source.name, told)
        else:
            self.copy(source)

    def add_gone(self) -> None:
        """Keep files of the archive that are gone, and that ledger and last backup tell of."""
        for name, told in self._known.items():
            if not name.startswith("archive/") or name in self.files or self.agrees(name):
                continue
            is_stored = self._is_stored(name, told)
            if is_stored:
                self._link(name, told)
            self.damaged.append(f"{name} is gone{'; the backup keeps it' if is_stored else ''}")

    def copy(self, source: Source) -> None:
        """Copy a file as it is."""
        digest = copy_file(source.path, self.making / source.name, source.length)
        self.files[source.name] = {"bytes": source.length, "sha256": digest}
        self.copied += 1

    def _is_damaged(self, source: Source, told: dict[str, Any] | None, *, is_same: bool) -> bool:
        if source.is_cut:
            return True
        if told is None or is_same:
            return False
        if not self.agrees(source.name):
            return True
        self.notes.append(f"{source.name} was mended since {self.last}, which has it as it was")
        return False

    def _keep(self, source: Source, told: dict[str, Any] | None) -> None:
        """Take of a damaged file what the last backup has of it, and what came behind that since."""
        what = "has fewer bytes than the ledger vouches for" if source.is_cut else "has not the bytes it had"
        if told is None or not self._is_stored(source.name, told):
            self.copy(source)
            self.damaged.append(f"{source.name} {what}")
            return
        self.damaged.append(f"{source.name} {what}; the backup keeps those of {self.last}")
        if source.length <= told["bytes"]:
            self._link(source.name, told)
            return
        target = self.making / source.name
        copy_file(self._stored(source.name), target, told["bytes"])
        copy_file(source.path, target, source.length - told["bytes"], behind=told["bytes"])
        self.files[source.name] = told_of(target)
        self.copied += 1

    def _is_stored(self, name: str, told: dict[str, Any]) -> bool:
        """Tell whether the last backup still has the bytes it says; note where it has not."""
        if is_as_told(self._stored(name), told):
            return True
        self.notes.append(f"the backup {self.last} has rotted: {name}")
        return False

    def _stored(self, name: str) -> Path:
        return (self.last or self.making) / name

    def _link(self, name: str, told: dict[str, Any]) -> None:
        target = self.making / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(self._stored(name))
        except OSError:  # a file system without hard links, or too many of them
            shutil.copyfile(self._stored(name), target)
        self.files[name] = told


def _begins_as(source: Source, told: dict[str, Any]) -> bool:
    length: int = told["bytes"]
    return source.length >= length and digest_of(source.path, length) == str(told["sha256"])
