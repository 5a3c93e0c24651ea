"""The settings file ``gat.toml``: where it is, what it says, and in which line."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from flows.errors import SettingsInvalidError
from flows.settings.kinds import allowed, plain_type

#: Names the settings file; empty for none.
CONFIG_VARIABLE = "GAT_CONFIG"
_NAME = "gat.toml"
_HEADER = re.compile(r"\s*\[\s*([\w-]+)\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*(?:\.\s*([\w-]+)\s*)?=")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file that was read: its values by key (``notify.smtp_host``), paths made absolute."""

    path: Path
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def place(self, key: str) -> str:
        """Return where ``key`` stands, as far as that is known."""
        line = self.lines.get(key)
        return f"{self.path} line {line}" if line else str(self.path)


def settings_path() -> Path | None:
    """Return the settings file: what ``GAT_CONFIG`` names, else ``gat.toml`` in the working folder."""
    told = os.environ.get(CONFIG_VARIABLE)
    if told is not None:
        return Path(told).absolute() if told else None
    here = Path(_NAME).absolute()
    return here if here.is_file() else None


def read_file(fields: Mapping[str, FieldInfo]) -> SettingsFile | None:
    """Return what the settings file says, or None where there is none; ``fields`` are all settings by key.

    Raises ``SettingsInvalidError`` when it cannot be read, is no TOML, or has a key that is no setting.
    """
    path = settings_path()
    if path is None:
        return None
    try:
        # Editors on Windows put a mark first, which is no TOML.
        text = path.read_text("utf-8-sig")
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalidError(f"{path} is no TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise SettingsInvalidError(f"{path} is no text in UTF-8: save it as UTF-8") from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}; name the settings file with {CONFIG_VARIABLE}"
        raise SettingsInvalidError(f"{message} or gat --config FILE") from error
    file = SettingsFile(path, {}, _lines(text))
    values = {}
    for key, value in flat(tree, {key.partition(".")[0] for key in fields if "." in key}).items():
        if key not in fields:
            raise SettingsInvalidError(f"{file.place(key)}: {key} is {unknown(key, fields)}")
        if isinstance(value, bool) and plain_type(fields[key])[0] is not bool:
            # Else true would count as the number 1.
            said = f"{key}={str(value).lower()} is not valid: allowed is {allowed(fields[key])}"
            raise SettingsInvalidError(f"{file.place(key)}: {said}")
        values[key] = _absolute(value, fields[key], path.parent)
    return replace(file, values=values)


def flat(tree: Mapping[str, Any], sections: set[str]) -> dict[str, Any]:
    """Return the values of ``tree`` by key: those in ``sections`` as ``SECTION.NAME``."""
    values: dict[str, Any] = {}
    for name, value in tree.items():
        if name in sections and isinstance(value, dict):
            values |= {f"{name}.{inner}": held for inner, held in value.items()}
        else:
            values[name] = value
    return values


def unknown(key: str, fields: Mapping[str, FieldInfo]) -> str:
    """Say of ``key`` that it is no setting, and which one may be meant."""
    sections = sorted({one.partition(".")[0] for one in fields if "." in one})
    if key in sections:
        return f"a section: write [{key}], and its settings below"
    # A name that stands in the wrong section is nearer than one that only looks alike.
    name = key.rpartition(".")[2]
    moved = [one for one in fields if one.rpartition(".")[2] == name]
    close = moved or difflib.get_close_matches(key, [*fields, *sections], n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else "gat config --template prints all"
    return f"no setting: {hint}"


def _absolute(value: Any, field: FieldInfo, folder: Path) -> Any:
    """Return a path as seen from the folder of the file, anything else as it is."""
    if not (isinstance(value, str) and value and plain_type(field)[0] is Path):
        return value
    return folder / (Path(value).expanduser() if value.startswith("~/") else value)


def _lines(text: str) -> dict[str, int]:
    """Return the line of each key and section: only for messages, so without the finer points of TOML."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = f"{header[1]}."
            lines.setdefault(header[1], number)
        elif key := _KEY.match(line):
            name = f"{key[1]}.{key[2]}" if key[2] else key[1]
            lines.setdefault(section + name, number)
    return lines
