"""The quality gate: floors per kind and for attributes, each valid for one corpus; they only go up."""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.facts import KINDS
from pipelines.evaluate import Evaluation, Reader, evaluate

_HERE = Path(__file__).parent

#: The annotated sets by name, each in a folder of its own; README.md says what each is for.
SETS = {name: _HERE / name for name in ("documents", "annotated", "held")}
FLOORS = _HERE / "floors.toml"


@dataclass(frozen=True, slots=True)
class Floors:
    """F1 and attribute accuracy by kind, and the corpus they were measured on."""

    corpus_sha256: str
    f1: dict[str, float]
    attributes: dict[str, float]


def corpus_sha256(directory: Path) -> str:
    """Return one hash over the names and bytes of all annotated files of ``directory``."""
    digest = hashlib.sha256()
    for file in sorted(directory.iterdir()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def load_floors(file: Path) -> dict[str, Floors]:
    """Return the pinned floors of every set."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        name: Floors(table["corpus_sha256"], table["f1"], table["attributes"])
        for name, table in tables.items()
    }


def measure(directory: Path, read: Reader | None = None) -> Evaluation:
    """Return the figures of one set and nothing else: no fact can reach a message of the gate."""
    return replace(evaluate(directory, read), documents=[])


def figures(evaluation: Evaluation, kind: str) -> dict[str, float]:
    """Return what is measured of a kind, ``f1`` and ``attributes``, without what nothing is annotated for.

    Attributes that are annotated but of which no fact was matched count as wrong.
    """
    tally, accuracies = evaluation.kinds.get(kind), evaluation.attributes.get(kind, {}).values()
    total = sum(accuracy.total for accuracy in accuracies)
    if tally is None or not tally.gold:
        return {}
    share = sum(accuracy.right for accuracy in accuracies) / total if total else 0.0
    return {"f1": tally.f1, "attributes": share}


def complaints(evaluation: Evaluation, corpus: str, floors: Floors) -> list[str]:
    """Return what is wrong with ``evaluation`` against ``floors``, one line each; nothing when all is
    well.
    """
    found = []
    if corpus != floors.corpus_sha256:
        found.append("the corpus is not the one the floors were pinned on; pin them anew")
    for kind in KINDS:
        measured = figures(evaluation, kind)
        if not measured:
            found.append(f"{kind}: nothing annotated, so nothing is measured")
        for name, figure in measured.items():
            floor = getattr(floors, name).get(kind)
            if floor is None:
                found.append(f"{kind} {name}: read, but without a floor; pin the floors anew")
            elif round(figure, 4) < floor:
                found.append(f"{kind} {name}: {figure:.4f} is under its floor {floor:.3f}")
    return found + [f"{kind}: has a floor, but is no longer read" for kind in floors.f1 if kind not in KINDS]
