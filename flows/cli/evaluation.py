"""The figures of ``gat evaluate``, for people."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.facts import CORE_KINDS, KINDS
from extractors.text import Span
from flows.cli.sentences import excerpt, marked, value_line
from flows.cli.terminal import clean, console
from flows.errors import UsageRefusedError
from pipelines.evaluate import DocumentResult, Evaluation, Tally, evaluate
from pipelines.matching import CORE, Record

OTHER_KINDS = tuple(kind for kind in KINDS if kind not in CORE_KINDS)


def print_evaluation(folder: Path, show: str | None) -> None:
    """Print the figures of the annotated texts in ``folder``; first every error of the kind ``show``."""
    refuse_unknown_kind(show)
    found = evaluate(folder)
    out = console()
    if show is not None:
        for document in found.documents:
            _print_errors(out, document, show)
    out.print(_kinds(found))
    out.print(_attributes(found))
    accuracy = found.attribute_accuracy
    of_values = f"attribute accuracy {accuracy.share:.3f} ({accuracy.total} values)"
    out.print(f"core micro F1 {found.core.f1:.3f}, {of_values}")
    others = found.accuracy_of(OTHER_KINDS)
    if others.total:
        out.print(f"other kinds: attribute accuracy {others.share:.3f} ({others.total} values)")


def refuse_unknown_kind(kind: str | None) -> None:
    """Raise ``UsageRefusedError`` for what is given as a kind of fact and is none."""
    if kind is not None and kind not in CORE:
        message = f"{kind!r} is no kind of fact: {', '.join(CORE)}"
        raise UsageRefusedError(message)


def _kinds(found: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Kind", "Annotated", "Read", "Right", "Precision", "Recall", "F1"):
        table.add_column(name, justify="left" if name == "Kind" else "right")
    for kind in CORE_KINDS:
        if kind in found.kinds:
            table.add_row(kind, *_figures(found.kinds[kind]))
    table.add_row("core", *_figures(found.core), style="bold")
    for kind in OTHER_KINDS:
        if kind in found.kinds:
            table.add_row(kind, *_figures(found.kinds[kind]))
    return table


def _figures(tally: Tally) -> list[str]:
    counts = [str(tally.gold), str(tally.predicted), str(tally.matched)]
    return counts + [f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1)]


def _attributes(found: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Attribute", "Given", "Right", "Accuracy"):
        table.add_column(name, justify="left" if name == "Attribute" else "right")
    for kind, keys in sorted(found.attributes.items()):
        for key, accuracy in sorted(keys.items()):
            table.add_row(f"{kind}.{key}", str(accuracy.total), str(accuracy.right), f"{accuracy.share:.3f}")
    return table


def _print_errors(out: Console, document: DocumentResult, kind: str) -> None:
    """Print what was missed, invented or read with wrong attributes, each in its surroundings."""
    for label, record, remark in _errors(document, kind):
        out.print(Text(f"{label:<9}{document.name}:{record['start']}  {remark}", style="bold red"))
        around, mark = excerpt(document.text, Span(record["start"], record["end"]))
        out.print(marked(around, [mark], plain=not out.is_terminal))
        out.print(value_line(kind, record["text"], record))
        out.print()


def _errors(document: DocumentResult, kind: str) -> Iterator[tuple[str, Record, str]]:
    for record in document.missed:
        if record["type"] == kind:
            yield "missed", record, ""
    for record in document.spurious:
        if record["type"] == kind:
            yield "invented", record, ""
    for mismatch in document.mismatched:
        if mismatch.gold["type"] == kind:
            read = (f"{key} was read as {clean(mismatch.predicted.get(key))}" for key in mismatch.keys)
            yield "wrong", mismatch.gold, ", ".join(read)
