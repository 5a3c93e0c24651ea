"""Pins the floors anew: ``python -m tests.gold [--allow-lower]``. Lowering a floor needs the flag."""

import argparse
import sys

from extractors.facts import KINDS
from pipelines.evaluate import Evaluation
from tests.gold.gate import FLOORS, SETS, Floors, corpus_sha256, load_floors, measure

#: How far under the measured figure a floor is pinned, so that one fact read otherwise is no alarm.
MARGIN = 0.01


def floors_of(evaluation: Evaluation, corpus: str) -> Floors:
    """Return floors a little under the figures of ``evaluation``, for the kinds that are read."""
    f1 = {kind: _under(evaluation.kinds[kind].f1) for kind in KINDS if kind in evaluation.kinds}
    return Floors(corpus, f1, _under(evaluation.attribute_accuracy.share))


def lowered(old: Floors, new: Evaluation) -> list[str]:
    """Return the names of the floors of ``old`` that the figures of ``new`` do not reach."""
    kinds = [
        kind
        for kind, floor in old.f1.items()
        if kind not in KINDS or kind not in new.kinds or round(new.kinds[kind].f1, 4) < floor
    ]
    share = round(new.attribute_accuracy.share, 4)
    return kinds + (["attributes"] if share < old.attributes else [])


def raised(old: Floors, new: Floors, worse: list[str]) -> Floors:
    """Return ``new`` with every floor of ``old`` that is higher and still reached."""
    f1 = {
        kind: floor if kind in worse else max(floor, old.f1.get(kind, 0.0)) for kind, floor in new.f1.items()
    }
    attributes = new.attributes if "attributes" in worse else max(new.attributes, old.attributes)
    return Floors(new.corpus_sha256, f1, attributes)


def main() -> int:
    """Measure every set, compare with the pinned floors, write the new ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--allow-lower", action="store_true", help="accept floors lower than the pinned ones")
    allowed = parser.parse_args().allow_lower
    pinned = load_floors(FLOORS) if FLOORS.exists() else {}
    floors, sunk = {}, []
    for name, directory in SETS.items():
        evaluation = measure(directory)
        new = floors_of(evaluation, corpus_sha256(directory))
        worse = lowered(pinned[name], evaluation) if name in pinned else []
        sunk += [f"{name}.{kind}" for kind in worse]
        floors[name] = raised(pinned[name], new, worse) if name in pinned else new
        print(figures(name, evaluation, floors[name]))
    if sunk and not allowed:
        print(
            f"error: {', '.join(sunk)} would go down; give --allow-lower and say why in the commit",
            file=sys.stderr,
        )
        return 1
    FLOORS.write_text(rendered(floors), encoding="utf-8")
    return 0


def figures(name: str, evaluation: Evaluation, floors: Floors) -> str:
    """Return what was measured on a set and the floors, one line for each kind."""
    accuracy = evaluation.attribute_accuracy
    lines = [f"{name}: core micro F1 {evaluation.core.f1:.4f}"]
    lines += [
        f"  {kind:<11} F1 {evaluation.kinds[kind].f1:.4f} of {evaluation.kinds[kind].gold}, floor {floor:.3f}"
        for kind, floor in floors.f1.items()
    ]
    lines.append(f"  attributes  {accuracy.share:.4f} of {accuracy.total}, floor {floors.attributes:.3f}")
    return "\n".join(lines)


def rendered(floors: dict[str, Floors]) -> str:
    """Return the floors of all sets as TOML."""
    head = (
        "# Written by `python -m tests.gold`; floors go up by themselves and down only with --allow-lower.\n"
    )
    return head + "".join(_table(name, pinned) for name, pinned in floors.items())


def _table(name: str, floors: Floors) -> str:
    f1 = "\n".join(f"{kind} = {value:.3f}" for kind, value in floors.f1.items())
    return (
        f'\n[{name}]\ncorpus_sha256 = "{floors.corpus_sha256}"\nattributes = {floors.attributes:.3f}\n\n'
        f"[{name}.f1]\n{f1}\n"
    )


def _under(figure: float) -> float:
    """Return the floor for a measured figure, cut to three digits."""
    return max(0, int(round((figure - MARGIN) * 1000, 6))) / 1000


if __name__ == "__main__":
    sys.exit(main())
