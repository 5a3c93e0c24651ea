"""How well the readers read: precision, recall, F1 and attribute accuracy on annotated text
(``facts.md``)."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.engine import Document, extract_facts
from extractors.provinces import canonical_province
from pipelines.errors import AnnotationError
from pipelines.matching import ATTRIBUTE_FREE, CORE, match_facts, wrong_keys

#: The kinds whose micro F1 is the headline.
CORE_KINDS = ("score", "rank", "date", "directive")

Record = dict[str, Any]
Reader = Callable[[Document], list[Record]]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated text: what is known before reading, the kinds annotated exhaustively, and their facts."""

    name: str
    document: Document
    types: frozenset[str]
    facts: list[Record]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of matched, predicted and annotated facts. Each ratio is 1.0 where there was nothing to miss."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.matched / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Share of the annotated facts that were found."""
        return self.matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.matched / total if total else 1.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.matched + other.matched, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many attribute values were right among those that the annotation gives."""

    right: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Share of right values; 1.0 where none was asked."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A matched fact of which the attributes in ``keys`` are wrong."""

    gold: Record
    predicted: Record
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What went wrong in one document, in text order."""

    name: str
    text: str
    missed: list[Record]
    spurious: list[Record]
    mismatched: list[Mismatch]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a folder of annotated text. ``attributes`` is keyed by kind, then by key."""

    kinds: dict[str, Tally]
    attributes: dict[str, dict[str, Accuracy]]
    documents: list[DocumentResult] = field(default_factory=list)

    @property
    def core(self) -> Tally:
        """The core kinds taken together (micro average)."""
        return sum((self.kinds[kind] for kind in CORE_KINDS if kind in self.kinds), Tally())

    @property
    def attribute_accuracy(self) -> Accuracy:
        """All attributes of all kinds taken together."""
        parts = [accuracy for keys in self.attributes.values() for accuracy in keys.values()]
        return Accuracy(sum(part.right for part in parts), sum(part.total for part in parts))


def evaluate(directory: Path, read: Reader | None = None) -> Evaluation:
    """Return how the readers do on the annotated texts (``NAME.txt`` with ``NAME.json``) in ``directory``.

    ``read`` replaces the project's own readers, as tests and comparisons need. Raises ``AnnotationError``
    for a
    folder without annotated text and for files that break the contract of ``facts.md``.
    """
    return evaluate_documents(load_gold(directory), read or read_document)


def evaluate_documents(documents: Iterable[GoldDocument], read: Reader) -> Evaluation:
    """Return how ``read`` does on ``documents``."""
    tallies: dict[str, Tally] = {}
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    results: list[DocumentResult] = []
    for gold in documents:
        predicted = [f for f in read(gold.document) if f["type"] in gold.types and not f.get("relative")]
        facts = [f for f in gold.facts if f["type"] in gold.types]
        pairs = match_facts(facts, predicted)
        for kind in sorted(gold.types & CORE.keys()):
            tallies[kind] = tallies.get(kind, Tally()) + _tally(kind, facts, predicted, pairs)
        for gold_fact, guess in pairs:
            wrong = wrong_keys(gold_fact, guess)
            for key in _asked_keys(gold_fact):
                total[gold_fact["type"], key] += 1
                right[gold_fact["type"], key] += key not in wrong
        results.append(_document_result(gold, facts, predicted, pairs))
    attributes: dict[str, dict[str, Accuracy]] = {}
    for (kind, key), count in sorted(total.items()):
        attributes.setdefault(kind, {})[key] = Accuracy(right[kind, key], count)
    return Evaluation(tallies, attributes, results)


def read_document(document: Document) -> list[Record]:
    """Return the project's own facts of ``document`` as records."""
    return [fact.as_json() for fact in extract_facts(document)]


def load_gold(directory: Path) -> list[GoldDocument]:
    """Return the annotated texts of ``directory``, by name. Raises ``AnnotationError`` as ``evaluate``
    does."""
    if not directory.is_dir():
        raise AnnotationError(
            f"{directory} is no folder; give one with annotated text (NAME.txt and NAME.json)"
        )
    files = sorted(directory.glob("*.json"))
    if not files:
        raise AnnotationError(f"{directory} holds no annotated text; expected NAME.json beside NAME.txt")
    return [_load(file) for file in files]


def _load(file: Path) -> GoldDocument:
    text = _read_text(file.with_suffix(".txt"), file)
    try:
        record = json.loads(_read_text(file, file))
    except json.JSONDecodeError as error:
        raise AnnotationError(f"{file} is no JSON: {error}; correct the file") from error
    if not isinstance(record, dict) or not isinstance(record.get("facts"), list) or "types" not in record:
        raise AnnotationError(f'{file} lacks "types" or "facts"; see facts.md for the form')
    for fact in record["facts"]:
        _check_fact(fact, text, file)
    document = Document(
        text=text,
        title=record.get("title"),
        published_on=_day(record.get("published_at"), file),
        province=_province(record.get("portal")),
    )
    return GoldDocument(file.stem, document, frozenset(record["types"]), record["facts"])


def _read_text(file: Path, owner: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise AnnotationError(f"{file} (of {owner.name}) cannot be read: {error.strerror}; add it") from error
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _check_fact(fact: Any, text: str, file: Path) -> None:
    if not isinstance(fact, dict) or not {"type", "start", "end", "text"} <= fact.keys():
        raise AnnotationError(
            f"{file} has a fact without type, start, end or text: {str(fact)[:80]}; complete it"
        )
    if fact["type"] not in CORE:
        raise AnnotationError(
            f"{file} has a fact of unknown type {fact['type']!r}; known are {', '.join(CORE)}"
        )
    missing = [key for key in CORE[fact["type"]] if key not in fact]
    if missing:
        raise AnnotationError(
            f"{file}, {fact['text']!r}: a {fact['type']} without {', '.join(missing)}; complete it"
        )
    if text[fact["start"] : fact["end"]] != fact["text"]:
        found = text[fact["start"] : fact["end"]]
        raise AnnotationError(
            f"{file}: span {fact['start']}..{fact['end']} reads {found!r}, "
            f"not {fact['text']!r}; correct the offsets"
        )


def _day(written: str | None, file: Path) -> date | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError as error:
        raise AnnotationError(f"{file}: published_at {written!r} is no ISO 8601 time; correct it") from error


def _province(portal: str | None) -> str | None:
    """Return the province of a portal's slug: «sonla», or the last part of «sonoivu-binhdinh»."""
    return canonical_province(portal.rpartition("-")[2]) if portal else None


def _tally(
    kind: str, facts: list[Record], predicted: list[Record], pairs: list[tuple[Record, Record]]
) -> Tally:
    return Tally(
        sum(gold["type"] == kind for gold, _ in pairs),
        sum(guess["type"] == kind for guess in predicted),
        sum(fact["type"] == kind for fact in facts),
    )


def _asked_keys(gold: Record) -> list[str]:
    """Return the attributes that the annotation gives a value for."""
    core = CORE[gold["type"]]
    return [
        k for k, v in gold.items() if k not in ATTRIBUTE_FREE and k not in core and v is not None and v != []
    ]


def _document_result(
    gold: GoldDocument, facts: list[Record], predicted: list[Record], pairs: list[tuple[Record, Record]]
) -> DocumentResult:
    matched_gold, matched_guesses = {id(fact) for fact, _ in pairs}, {id(guess) for _, guess in pairs}
    mismatched = [Mismatch(fact, guess, keys) for fact, guess in pairs if (keys := wrong_keys(fact, guess))]
    return DocumentResult(
        gold.name,
        gold.document.text,
        missed=[fact for fact in facts if id(fact) not in matched_gold],
        spurious=[guess for guess in predicted if id(guess) not in matched_guesses],
        mismatched=mismatched,
    )
