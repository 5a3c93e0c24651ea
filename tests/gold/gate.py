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
    """F1 per kind, attribute accuracy, and the corpus they were measured on."""

    corpus_sha256: str
    f1: dict[str, float]
    attributes: float


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


def complaints(evaluation: Evaluation, corpus: str, floors: Floors) -> list[str]:
    """Return what is wrong with ``evaluation`` against ``floors``, one line each; nothing when all is
    well.
    """
    found = []
    if corpus != floors.corpus_sha256:
        found.append("the corpus is not the one the floors were pinned on; pin them anew")
    for kind in KINDS:
        tally, floor = evaluation.kinds.get(kind), floors.f1.get(kind)
        if floor is None:
            found.append(f"{kind}: read, but without a floor; pin the floors anew")
        elif tally is None or not tally.gold:
            found.append(f"{kind}: nothing annotated, so nothing is measured")
        elif round(tally.f1, 4) < floor:
            found.append(f"{kind}: F1 {tally.f1:.4f} is under its floor {floor:.4f}")
    found += [f"{kind}: has a floor, but is no longer read" for kind in floors.f1 if kind not in KINDS]
    if not evaluation.attribute_accuracy.total:
        found.append("attributes: nothing annotated, so nothing is measured")
    elif round(evaluation.attribute_accuracy.share, 4) < floors.attributes:
        share = evaluation.attribute_accuracy.share
        found.append(f"attributes: {share:.4f} is under the floor {floors.attributes:.4f}")
    return found
