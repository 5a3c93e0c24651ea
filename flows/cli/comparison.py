"""What ``gat evaluate --against`` shows: the facts gained, lost and changed since another version."""

import json
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractors.text import Span, sentence_spans
from flows.cli.evaluation import refuse_unknown_kind
from flows.cli.output import data_out
from flows.cli.sentences import excerpt, marked, value_line
from flows.cli.terminal import clean, console
from pipelines.compare import Change, Comparison, DocumentComparison, compare

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
_STYLES = {"gained": "bold green", "lost": "bold red", "changed": "bold yellow"}


def print_comparison(folder: Path, revision: str, show: str | None, *, as_jsonl: bool) -> None:
    """Print how the facts of the texts in ``folder`` differ from those of git ``revision``.

    ``show`` limits them to one kind. ``as_jsonl`` gives one object a line: document, change, fact, before.
    """
    refuse_unknown_kind(show)
    found = compare(folder, revision)
    out = console()
    for document in found.documents:
        changes = [change for change in document.changes if show in (None, change.fact["type"])]
        if as_jsonl:
            _print_objects(document.name, changes)
        elif changes:
            _print_changes(out, document, changes)
    if not as_jsonl:
        out.print(_counts(found, revision, show))


def _print_objects(name: str, changes: list[Change]) -> None:
    for change in changes:
        record = {"document": name, "change": change.kind, "fact": change.fact, "before": change.before}
        data_out().write(json.dumps(record, ensure_ascii=False) + "\n")


def _print_changes(out: Console, document: DocumentComparison, changes: list[Change]) -> None:
    sentences = sentence_spans(document.text)
    out.print(Text(clean(document.name), style="bold"))
    for change in changes:
        out.print(_line(change))
        sentence, mark = _in_sentence(document.text, change, sentences)
        out.print(Padding(marked(sentence, [mark], plain=not out.is_terminal), (0, 0, 0, 4)))
    out.print()


def _line(change: Change) -> Text:
    """Return sign, kind, quote and values; of a changed fact only the values that differ."""
    fact, line = change.fact, Text(f"  {_SIGNS[change.kind]} ", style=_STYLES[change.kind])
    if change.kind != "changed":
        return line.append_text(value_line(fact["type"], fact["text"], fact))
    line.append_text(value_line(fact["type"], fact["text"], {}))
    for name, before in change.before.items():
        line.append(f"  {name} {clean(json.dumps(before, ensure_ascii=False))} -> ")
        line.append(clean(json.dumps(fact.get(name), ensure_ascii=False)))
    return line


def _in_sentence(text: str, change: Change, sentences: list[Span]) -> tuple[str, Span]:
    """Return the words around the fact, no further than its sentence, and the fact's place in them."""
    start, end = change.fact["start"], change.fact["end"]
    within = [span for span in sentences if span.end > start and span.start < end]
    first, last = within[0].start if within else start, within[-1].end if within else end
    return excerpt(text[first:last], Span(start - first, end - first))


def _counts(found: Comparison, revision: str, show: str | None) -> Table:
    """Return a table with one row for each kind that either version reads."""
    changes = [change for document in found.documents for change in document.changes]
    every = Counter(f"{change.fact['type']} {change.kind}" for change in changes)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Kind", f"Read at {clean(revision)}", "Read now", "Gained", "Lost", "Changed"):
        table.add_column(name, justify="left" if name == "Kind" else "right")
    for kind in sorted(found.before.keys() | found.now.keys()):
        if show in (None, kind):
            counts = [found.before.get(kind, 0), found.now.get(kind, 0)]
            counts += [every[f"{kind} {change}"] for change in _SIGNS]
            table.add_row(kind, *map(str, counts))
    return table
