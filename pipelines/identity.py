"""The identities of versions and facts: 16 hex digits, the same on every machine; and the names of runs."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from extractors.facts import Assignment, Date, Directive, Fact, Person, Quantity, Rank, Score
from spiders.pages import Article
from warehouse.tables.signs import CENTRAL, LOCAL

_CENTRAL, _LOCAL = re.compile(CENTRAL), re.compile(LOCAL)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a fact is about beside its own keys.

    ``place`` is the province whose documents an article means where no central body issued them (of a portal
    without one, the portal); ``against`` is what a change is measured against (``pipelines.baseline``).
    """

    article_id: str
    place: str
    against: str | None = None


def version_id(article: Article) -> str:
    """Identity of an article's version: its title and text. Dates and links change by themselves."""
    return version_id_of(article.article_id, article.title, article.text_sha256)


def version_id_of(article_id: str, title: str, text_sha256: str) -> str:
    """Identity of a version by what it is made of."""
    return _digest(article_id, title, text_sha256)


def evidence_id(version: str, fact: Fact, ordinal: int) -> str:
    """Identity of where a fact was read; ``ordinal`` tells facts of one kind at one span apart."""
    return _digest(version, fact.type, fact.start, fact.end, ordinal)


def fact_key(fact: Fact, setting: Setting) -> str:
    """Identity of what a fact is about, whatever value it states.

    Two articles speak of the same thing only where nothing is left open: indicator, period and subject of a
    score or rank, the whole sign and the year of a document (and, unless a central body issued it, the
    province: every one has its 05/KH-UBND). A change is also told by what it is measured against: one on last
    year and one to the average are two. Else the key holds within the article, and so it
    always does for a quantity (what is counted, in which unit, reached or aimed at: no period is read), a
    person (the name: «Sở Nội vụ» names no province, and names are shared) and an assignment (agency, task).
    """
    about, complete = _about(fact, setting)
    return _digest(fact.type, *about, "" if complete else setting.article_id)


def is_central(sign: str) -> bool:
    """Tell whether a central body issued the document of that sign, so that one document has it a year."""
    folded = _folded(sign)
    return bool(_CENTRAL.search(folded)) and not _LOCAL.search(folded)


def _about(fact: Fact, setting: Setting) -> tuple[tuple[object, ...], bool]:
    if isinstance(fact, Score | Rank):
        scope = (fact.scope,) if isinstance(fact, Rank) else (fact.unit,)
        named = (fact.indicator, fact.component, fact.subject, fact.period)
        complete = None not in (fact.indicator, fact.period, fact.subject)
        return (*named, fact.kind, fact.status, *scope, setting.against), complete
    if isinstance(fact, Directive):
        sign = _folded(fact.symbol) if fact.symbol else fact.number
        place = None if fact.symbol and is_central(fact.symbol) else setting.place
        return (fact.doc_type, sign, fact.year, place), fact.symbol is not None and fact.year is not None
    if isinstance(fact, Date):
        return (fact.value,), True
    if isinstance(fact, Quantity):
        return (_plain(fact.of), _plain(fact.unit), fact.status), False
    if isinstance(fact, Person):
        return (_plain(fact.name),), False
    if isinstance(fact, Assignment):
        return (_plain(fact.assignee), _plain(fact.task)), False
    message = f"no identity is defined for facts of type {fact.type!r}"
    raise TypeError(message)


def _folded(symbol: str) -> str:
    """A document's sign without what typists vary: case, spaces, the kind of hyphen."""
    return re.sub(r"\s", "", symbol).replace("–", "-").upper()


def _plain(words: str | None) -> str | None:
    return None if words is None else " ".join(words.casefold().split())


def _digest(*parts: object) -> str:
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:16]


def new_run_id(started_at: datetime) -> str:
    """Return a fresh run id that sorts by time: ``20261122T013000Z-5f2a``."""
    return f"{started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
