"""Writing TOML, as far as portal files and cases need it: tables of plain values, in the order given."""

from collections.abc import Mapping, Sequence
from datetime import date

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x7f": "\\u007F"}
_ESCAPES |= {chr(code): f"\\u{code:04X}" for code in range(32) if chr(code) not in _ESCAPES}


def toml_lines(values: Mapping[str, object]) -> str:
    """Return keys and values of one table as lines of TOML."""
    return "".join(f"{name} = {toml_value(value)}\n" for name, value in values.items())


def toml_value(value: object) -> str:
    """Return a string, number, truth, time or list of them as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(letter, letter) for letter in value) + '"'
    return str(value)
