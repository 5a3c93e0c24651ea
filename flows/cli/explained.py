"""How a fact was read: its rule, and what each key of its context was drawn from (``--explain``)."""

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from extractors.basis import Basis, Source
from extractors.facts import Date, Fact
from flows.cli.terminal import clean

_SOURCES: dict[Source, str] = {
    "text": "",
    "title": "from the title",
    "published_on": "from the day of publication",
    "portal": "from the portal's own province",
    "default": "nothing says otherwise",
}
#: Longer words are cut.
_WORDS = 80


def explained_json(fact: Fact, text: str) -> dict[str, Any]:
    """Return the fact as ``Fact.as_json`` does, and ``rule`` and ``basis``: key, start, end, text, source."""
    basis = [
        {
            "key": said.key,
            "start": said.start,
            "end": said.end,
            "text": words(said, text),
            "source": said.source,
        }
        for said in fact.basis
    ]
    return {**fact.as_json(), "rule": fact.rule, "basis": basis}


def explained_lines(fact: Fact, text: str) -> Iterator[Text]:
    """Yield a line for the rule of ``fact``, then one for each key of its context."""
    yield _line("rule", fact.rule, "")
    for said in fact.basis:
        yield _line(said.key, _value(fact, said.key), _origin(said, text))


def words(basis: Basis, text: str) -> str | None:
    """Return the words of ``text`` that a value was drawn from, None for a source without words."""
    return None if basis.start is None or basis.end is None else text[basis.start : basis.end]


def _origin(basis: Basis, text: str) -> str:
    """Say where a value came from: «words» [start:end], the source, or both."""
    said = words(basis, text)
    if said is None:
        return _SOURCES[basis.source]
    shown = said if len(said) <= _WORDS else f"{said[:_WORDS].rstrip()} …"
    place = f"from «{shown}» [{basis.start}:{basis.end}]"
    return place if basis.source == "text" else f"{place} and {_SOURCES[basis.source]}"


def _value(fact: Fact, key: str) -> object:
    # The year lent to a date is no key of its own.
    return fact.value[:4] if isinstance(fact, Date) and key == "year" else getattr(fact, key)


def _line(name: str, value: object, origin: str) -> Text:
    line = Text(f"{name:<10} ", style="dim")
    line.append(clean(value), style="bold")
    if origin:
        line.append(f"  {clean(origin)}", style="dim")
    return line
