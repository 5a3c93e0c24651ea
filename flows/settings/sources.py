"""Where settings come from, and which source counts: the environment, then the file, then the default."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from flows.errors import SettingsInvalidError
from flows.settings.file import flat, read_file, unknown
from flows.settings.kinds import plain_type

_FILE = "_file"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says of a setting, as it says it; ``place`` is the line of the file or the variable."""

    value: Any
    origin: Literal["environment", "file"]
    place: str


def gather(variables: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> dict[str, Told]:
    """Return what is told of ``fields``, by key. ``variables`` is what the environment says, by section.

    An empty text says: as by default. A secret and the file of it count as one setting: who sets one of them
    in the environment takes the place of whichever the settings file sets.

    Raises ``SettingsInvalidError``, as ``read_file`` does, for a name in a section that is no setting, for a
    text with control characters, and when one source sets a secret and its file.
    """
    file = read_file(fields)
    said = flat(variables, {key.partition(".")[0] for key in fields if "." in key})
    for key in said:
        if key not in fields:
            raise SettingsInvalidError(f"{variable(key)} is {unknown(key, fields)}")
    layers = [{key: Told(value, "environment", variable(key)) for key, value in said.items()}]
    if file is not None:
        layers.insert(0, {key: Told(held, "file", file.place(key)) for key, held in file.values.items()})
    found: dict[str, Told] = {}
    for layer in layers:
        for key, told in layer.items():
            _refuse_unprintable(key, told, fields[key])
            twin = _twin(key, fields)
            if twin in layer and told.value and layer[twin].value:
                name = key.removesuffix(_FILE)
                raise SettingsInvalidError(
                    f"{told.place}: {name} and {name}{_FILE} are both set: keep one of them"
                )
            if twin and not (twin in layer and layer[twin].value):
                found.pop(twin, None)
            found[key] = told
    return {key: told for key, told in found.items() if told.value != ""}


def _refuse_unprintable(key: str, told: Told, field: FieldInfo) -> None:
    """Refuse a text, as no path and no head of a message may be, with control characters in it."""
    texts = told.value if isinstance(told.value, list) else [told.value]
    if plain_type(field)[0] is not SecretStr and any(_CONTROL.search(str(text)) for text in texts):
        raise SettingsInvalidError(f"{told.place}: {key} has a control character in it: take it out")


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by key as Pydantic wants them: those of a section in a dictionary."""
    tree: dict[str, Any] = {}
    for key, value in values.items():
        section, _, name = key.rpartition(".")
        (tree.setdefault(section, {}) if section else tree)[name] = value
    return tree


def _twin(key: str, fields: Mapping[str, FieldInfo]) -> str | None:
    """Return the other of a secret and the file of it, or None where a setting has no other."""
    other = key.removesuffix(_FILE) if key.endswith(_FILE) else key + _FILE
    return other if other in fields else None


def variable(key: str) -> str:
    """Return the variable of the environment that is the setting ``key``."""
    return "GAT_" + key.replace(".", "_").upper()
