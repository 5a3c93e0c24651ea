"""The words of the readers as data: one TOML table per subject, checked when it is read.

Patterns are generated from these tables (``alternatives``), so a word lives in one place. A table is refused
unless every string is NFC and free of stray spaces, and no list says the same word twice; ``index_names``
also refuses a word that two keys claim.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from extractors.errors import ExtractorError


@cache
def load_table(name: str) -> dict[str, Any]:
    """Return the table ``name`` (``months`` for ``months.toml``), read and checked once.

    Raises ``ExtractorError`` naming the file and the key for a missing file, broken TOML, a string that is
    not NFC, has stray spaces or is empty, and a list that repeats a word. Callers must not change the result.
    """
    file = resources.files(__name__) / f"{name}.toml"
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ExtractorError(f"lexicon {name}.toml cannot be read: {error}; reinstall gat") from error
    return parse_table(raw, f"{name}.toml")


def parse_table(raw: bytes, file: str) -> dict[str, Any]:
    """Return the checked table written in ``raw``; ``file`` is its name for messages."""
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExtractorError(f"lexicon {file} is no UTF-8 TOML: {error}; correct the file") from error
    for key, strings in _string_groups(table, ""):
        _check_strings(strings, file, key)
    return table


def index_names(
    table: Mapping[str, Mapping[str, Any]], field: str, file: str, *, fold: bool = True
) -> dict[str, str]:
    """Return every word listed under ``field`` of the entries of ``table`` -> the key of its entry.

    Words are case-folded unless ``fold`` is false. Raises ``ExtractorError`` when two keys claim one word.
    """
    index: dict[str, str] = {}
    for key, entry in table.items():
        words = entry.get(field, ())
        for word in [words] if isinstance(words, str) else words:
            form = word.casefold() if fold else word
            if index.setdefault(form, key) != key:
                raise ExtractorError(
                    f"lexicon {file}: {word!r} stands under both {index[form]!r} and {key!r}; keep one"
                )
    return index


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern matching any of ``words``, the longest first, as an unnamed group.

    Words match exactly as they are written; give the flags of case where the pattern is compiled.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


def _string_groups(value: object, key: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the strings of ``value`` with the path of its key; the keys of a table are one group."""
    if isinstance(value, str):
        yield key, [value]
    elif isinstance(value, list):
        yield key, [item for item in value if isinstance(item, str)]
        for position, item in enumerate(value):
            if not isinstance(item, str):
                yield from _string_groups(item, f"{key}[{position}]")
    elif isinstance(value, dict):
        yield key, list(value)
        for name, item in value.items():
            yield from _string_groups(item, f"{key}.{name}" if key else name)


def _check_strings(strings: list[str], file: str, key: str) -> None:
    seen: set[str] = set()
    for string in strings:
        if not unicodedata.is_normalized("NFC", string):
            raise ExtractorError(f"lexicon {file}, {key}: {string!r} is not NFC; write it composed")
        if string != " ".join(string.split()) or not string:
            raise ExtractorError(f"lexicon {file}, {key}: {string!r} is empty or has stray spaces; trim it")
        if string in seen:
            raise ExtractorError(f"lexicon {file}, {key}: {string!r} is listed twice; keep one")
        seen.add(string)
