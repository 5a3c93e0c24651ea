"""Settings as a person reads them: what is in effect, a file to fill in, the table of ``flows/README.md``."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from flows.settings.file import CONFIG_VARIABLE, settings_path
from flows.settings.kinds import allowed
from flows.settings.model import Settings, every_setting, is_secret, sections, value_of
from flows.settings.sources import Told, variable

_WIDTH = 100
_ORIGIN_AT = 48
_HEAD = """\
Settings of Gặt. A line that begins with #name shows a default: take the # away and write what you want.
An empty text ("") leaves a setting as by default. Paths are as seen from the folder of this file.
Gặt reads gat.toml in the working folder, or the file that GAT_CONFIG or gat --config FILE names.
What stands on the command line counts before the environment, the environment before this file.
gat config shows what is in effect, and from where."""


def effective(settings: Settings, told: Mapping[str, Told], overridden: Mapping[str, str]) -> Iterator[str]:
    """Yield the settings in effect as lines of TOML, each with where it comes from; secrets are not shown.

    ``overridden`` names the options of the command line that set a setting, by its key.
    """
    path = settings_path()
    missing = f"none: there is no gat.toml here, and {CONFIG_VARIABLE} names none"
    yield f"# settings file: {path or missing}"
    for section, fields in _by_section():
        yield from ["", f"[{section}]"] if section else []
        for key, field in fields:
            value = value_of(settings, key)
            shown = '"********"' if is_secret(field) and value else literal(value)
            origin = overridden.get(key) or (_origin(told[key]) if key in told else "default")
            yield f"{f'{_name(key)} = {shown}':<{_ORIGIN_AT}} # {origin}"


def template() -> str:
    """Return a settings file in which every setting is explained and commented out, with its default."""
    lines = [f"# {line}" for line in _HEAD.splitlines()]
    for section, fields in _by_section():
        if section:
            lines += ["", "", *_comment(str(sections()[section].__doc__)), f"[{section}]"]
        for key, field in fields:
            meaning = f"{field.description}. Allowed: {allowed(field)}. Variable: {variable(key)}"
            lines += ["", *_comment(meaning), f"#{_name(key)} = {_default(field)}"]
    return "\n".join(lines) + "\n"


def table() -> str:
    """Return the settings as a table in Markdown."""
    lines = ["| in `gat.toml` | variable | default | meaning | allowed |", "| --- | --- | --- | --- | --- |"]
    for section, fields in _by_section():
        for key, field in fields:
            name = f"`[{section}]` `{_name(key)}`" if section else f"`{key}`"
            default = _default(field)
            shown = "" if default == '""' else f"`{default}`"
            cells = [name, f"`{variable(key)}`", shown, field.description or "", allowed(field)]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def literal(value: Any) -> str:
    """Return ``value`` as TOML writes it; an unset one as the empty text."""
    if value is None:
        return '""'
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _default(field: FieldInfo) -> str:
    """Return the default as a file has it; the folder that ships with Gặt has no name of its own."""
    shipped = isinstance(field.default, Path) and field.default.is_absolute()
    return literal(None if shipped else field.default)


def _by_section() -> Iterable[tuple[str, list[tuple[str, FieldInfo]]]]:
    grouped: dict[str, list[tuple[str, FieldInfo]]] = {}
    for key, field in every_setting().items():
        grouped.setdefault(key.rpartition(".")[0], []).append((key, field))
    return grouped.items()


def _origin(told: Told) -> str:
    return f"environment {told.place}" if told.origin == "environment" else told.place


def _name(key: str) -> str:
    return key.rpartition(".")[2]


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
