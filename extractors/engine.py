"""One door to all extractors: a document in, its facts out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from extractors.facts import KINDS, Fact

#: Raised whenever a rule changes what is read, so that stored facts say which reader made them.
EXTRACTOR_VERSION = "0.1.0"


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader knows before reading.

    ``text`` is canonical. ``title`` helps the context and is never quoted. ``published_on`` is the reference
    date of relative and year-less dates. ``province`` is the canonical name of the portal's own province.
    """

    text: str
    title: str | None = None
    published_on: date | None = None
    province: str | None = None


def extract_facts(document: Document, kinds: Collection[str] = KINDS) -> list[Fact]:
    """Return the facts of ``document`` of the asked ``kinds``, ordered by where they stand.

    Overlaps between kinds are resolved here and nowhere else.
    """
    raise NotImplementedError(document, kinds)
