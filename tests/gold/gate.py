"""The quality gate: pinned floors per kind, valid for one corpus; quality is a number that only goes up."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pipelines.evaluate import CORE_KINDS, Evaluation

DOCUMENTS = Path(__file__).parent / "documents"
FLOORS = Path(__file__).parent / "floors.toml"


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


def load_floors(file: Path) -> Floors:
    """Return the pinned floors."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Floors(table["corpus_sha256"], table["f1"], table["attributes"])


def complaints(evaluation: Evaluation, corpus: str, floors: Floors) -> list[str]:
    """Return what is wrong with ``evaluation`` against ``floors``, one line each; nothing when all is
    well."""
    found = []
    if corpus != floors.corpus_sha256:
        found.append("the corpus is not the one the floors were pinned on; pin them anew")
    for kind in CORE_KINDS:
        tally, floor = evaluation.kinds.get(kind), floors.f1[kind]
        if tally is None or not tally.gold:
            found.append(f"{kind}: nothing annotated, so nothing is measured")
        elif round(tally.f1, 4) < floor:
            found.append(f"{kind}: F1 {tally.f1:.4f} is under its floor {floor:.4f}")
    if not evaluation.attribute_accuracy.total:
        found.append("attributes: nothing annotated, so nothing is measured")
    elif round(evaluation.attribute_accuracy.share, 4) < floors.attributes:
        share = evaluation.attribute_accuracy.share
        found.append(f"attributes: {share:.4f} is under the floor {floors.attributes:.4f}")
    return found
