"""Where the context of a fact was drawn from: words of its text, or what was known before reading it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

#: ``text``: the words say it themselves. ``title``, ``published_on`` and ``portal`` (its own province): known
#: before reading. ``default``: nothing says otherwise.
Source = Literal["text", "title", "published_on", "portal", "default"]


class Basis(NamedTuple):
    """What the value of one ``key`` of a fact was drawn from.

    ``text[start:end]`` of the document are the words. A source other than ``text`` has no words, or those
    that lead to it: «tỉnh» to the province of the portal, «năm nay» to the day of publication.
    """

    key: str
    start: int | None
    end: int | None
    source: Source


# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__


class Drawn(NamedTuple):
    """A value of the context with what it was drawn from; fields as in ``Basis``."""

    value: str | None
    start: int | None = None
    end: int | None = None
    source: Source = "default"

    @classmethod
    def words(cls, value: str | None, start: int, end: int) -> "Drawn":
        """Return ``value`` as said by the words at ``start``..``end``."""
        return _new(cls, (value, start, end, "text"))


#: Of a key that nothing is known of.
UNKNOWN = Drawn(None)


def value_of(drawn: Drawn | None) -> str | None:
    """Return the value, None where nothing was drawn."""
    return None if drawn is None else drawn.value


def basis_of(**drawn: Drawn | None) -> tuple[Basis, ...]:
    """Return the basis of each key whose value is known, in the order given."""
    known: list[Basis] = []
    for key, found in drawn.items():
        if found is not None and found[0] is not None:
            known.append(_new(Basis, (key, found[1], found[2], found[3])))
    return tuple(known)


def with_basis(basis: Sequence[Basis], new: Basis) -> tuple[Basis, ...]:
    """Return ``basis`` with what it says of the key of ``new`` replaced."""
    at = next((at for at, old in enumerate(basis) if old.key == new.key), len(basis))
    return (*basis[:at], new, *basis[at + 1 :])
