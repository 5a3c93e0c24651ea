"""Pins the floors anew: ``python -m tests.gold [--allow-lower]``. Lowering a floor needs the flag."""

import argparse
import sys

from pipelines.evaluate import CORE_KINDS, Evaluation, evaluate
from tests.gold.gate import DOCUMENTS, FLOORS, Floors, corpus_sha256, load_floors


def floors_of(evaluation: Evaluation, corpus: str) -> Floors:
    """Return the figures of ``evaluation`` as floors, cut to three digits."""
    f1 = {kind: int(evaluation.kinds[kind].f1 * 1000) / 1000 for kind in CORE_KINDS}
    return Floors(corpus, f1, int(evaluation.attribute_accuracy.share * 1000) / 1000)


def lowered(old: Floors, new: Floors) -> list[str]:
    """Return the names of the floors that ``new`` lowers."""
    names = [kind for kind in CORE_KINDS if new.f1[kind] < old.f1[kind]]
    return names + (["attributes"] if new.attributes < old.attributes else [])


def main() -> int:
    """Measure, compare with the pinned floors, write the new ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--allow-lower", action="store_true", help="accept floors lower than the pinned ones")
    allowed = parser.parse_args().allow_lower
    new = floors_of(evaluate(DOCUMENTS), corpus_sha256(DOCUMENTS))
    if FLOORS.exists() and (worse := lowered(load_floors(FLOORS), new)) and not allowed:
        print(
            f"error: {', '.join(worse)} would go down; give --allow-lower and say why in the commit",
            file=sys.stderr,
        )
        return 1
    FLOORS.write_text(rendered(new), encoding="utf-8")
    return 0


def rendered(floors: Floors) -> str:
    """Return ``floors`` as TOML."""
    f1 = "\n".join(f"{kind} = {value:.3f}" for kind, value in floors.f1.items())
    return (
        "# Written by `python -m tests.gold`; floors go up by themselves and down only with --allow-lower.\n"
        f'corpus_sha256 = "{floors.corpus_sha256}"\nattributes = {floors.attributes:.3f}\n\n[f1]\n{f1}\n'
    )


if __name__ == "__main__":
    sys.exit(main())
