"""How well the readers read: precision, recall, F1 and attribute accuracy on annotated text."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from extractors.engine import Document, extract_facts
from extractors.facts import CORE_KINDS
from pipelines.gold import GoldDocument, load_gold
from pipelines.matching import ATTRIBUTE_FREE, CORE, Record, match_facts, wrong_keys

Reader = Callable[[Document], list[Record]]


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
        """All attributes of the core kinds taken together."""
        return self.accuracy_of(CORE_KINDS)

    def accuracy_of(self, kinds: Collection[str]) -> Accuracy:
        """All attributes of ``kinds`` taken together."""
        parts = [part for kind in kinds for part in self.attributes.get(kind, {}).values()]
        return Accuracy(sum(part.right for part in parts), sum(part.total for part in parts))


def evaluate(directory: Path, read: Reader | None = None) -> Evaluation:
    """Return how the readers do on the annotated texts (``NAME.txt`` with ``NAME.json``) in ``directory``.

    ``read`` replaces the project's own readers, as tests and comparisons need. Raises ``AnnotationError``
    for a
    folder without annotated text and for files that break the form described in tests/gold/README.md.
    """
    return evaluate_documents(load_gold(directory), read or read_document)


def evaluate_documents(documents: Iterable[GoldDocument], read: Reader) -> Evaluation:
    """Return how ``read`` does on ``documents``."""
    tallies: dict[str, Tally] = {}
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    results: list[DocumentResult] = []
    for gold in documents:
        # Relative dates need a reference date that a reader may not have: neither side counts them.
        predicted, facts = (
            [f for f in side if f["type"] in gold.types and not f.get("relative")]
            for side in (read(gold.document), gold.facts)
        )
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
