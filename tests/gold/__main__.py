"""Pins the floors anew: ``python -m tests.gold [--allow-lower]``. Lowering a floor needs the flag."""

import argparse
import sys

from extractors.facts import KINDS
from pipelines.evaluate import Evaluation
from tests.gold.gate import FLOORS, SETS, Floors, corpus_sha256, figures, load_floors, measure

#: How far under the measured figure a floor is pinned, so that one fact read otherwise is no alarm.
MARGIN = 0.01


def floors_of(evaluation: Evaluation, corpus: str) -> Floors:
    """Return floors a little under the figures of ``evaluation``, for the kinds that are read."""
    floors = Floors(corpus, {}, {})
    for kind in KINDS:
        for name, figure in figures(evaluation, kind).items():
            getattr(floors, name)[kind] = max(0, int(round((figure - MARGIN) * 1000, 6))) / 1000
    return floors


def lowered(old: Floors, new: Evaluation) -> set[tuple[str, str]]:
    """Return kind and figure (``f1``, ``attributes``) of the floors of ``old`` that ``new`` falls under."""
    return {
        (kind, name)
        for name in ("f1", "attributes")
        for kind, floor in getattr(old, name).items()
        if kind not in KINDS or round(figures(new, kind).get(name, 0.0), 4) < floor
    }


def raised(old: Floors, new: Floors, worse: set[tuple[str, str]]) -> Floors:
    """Return ``new`` with every floor of ``old`` that is higher and still reached."""
    floors = Floors(new.corpus_sha256, {}, {})
    for name in ("f1", "attributes"):
        for kind, floor in getattr(new, name).items():
            before = 0.0 if (kind, name) in worse else getattr(old, name).get(kind, 0.0)
            getattr(floors, name)[kind] = max(floor, before)
    return floors


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
        old = pinned.get(name, Floors("", {}, {}))
        worse = lowered(old, evaluation)
        sunk += [f"{name} {kind} {figure}" for kind, figure in sorted(worse)]
        floors[name] = raised(old, new, worse)
        print(report(name, evaluation, floors[name]))
    if sunk and not allowed:
        print(
            f"error: {', '.join(sunk)} would go down; give --allow-lower and say why in the commit",
            file=sys.stderr,
        )
        return 1
    FLOORS.write_text(rendered(floors), encoding="utf-8")
    return 0


def report(name: str, evaluation: Evaluation, floors: Floors) -> str:
    """Return what was measured on a set and the floors in brackets, one line for each kind."""
    accuracy = evaluation.attribute_accuracy
    lines = [f"{name}: core micro F1 {evaluation.core.f1:.4f}, attribute accuracy {accuracy.share:.4f}"]
    for kind, floor in floors.f1.items():
        measured = figures(evaluation, kind)
        lines.append(
            f"  {kind:<11}{evaluation.kinds[kind].gold:>4}  F1 {measured['f1']:.4f} ({floor:.3f})"
            f"  attributes {measured['attributes']:.4f} ({floors.attributes[kind]:.3f})"
        )
    return "\n".join(lines)


def rendered(floors: dict[str, Floors]) -> str:
    """Return the floors of all sets as TOML."""
    head = (
        "# Written by `python -m tests.gold`; floors go up by themselves and down only with --allow-lower.\n"
    )
    return head + "".join(_table(name, pinned) for name, pinned in floors.items())


def _table(name: str, floors: Floors) -> str:
    lines = [f"[{name}]", f'corpus_sha256 = "{floors.corpus_sha256}"']
    for figure in ("f1", "attributes"):
        lines += ["", f"[{name}.{figure}]"]
        lines += [f"{kind} = {floor:.3f}" for kind, floor in getattr(floors, figure).items()]
    return "\n".join(["", *lines, ""])


if __name__ == "__main__":
    sys.exit(main())
