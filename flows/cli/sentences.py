"""Facts shown in their sentences, for people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from extractors.facts import Fact
from extractors.text import Span, sentence_spans
from flows.cli.explained import explained_lines
from flows.cli.terminal import clean, console

#: Longer sentences are cut around the fact.
_AROUND = 160
#: Longer quotes, those of assignments, are cut in the line of values: the sentence above has them whole.
_QUOTE = 60
_MARK = "bold black on yellow"
_NOT_SHOWN = {"type", "start", "end", "text"}


def print_facts(text: str, facts: Sequence[Fact], *, explain: bool = False) -> None:
    """Print each sentence that states facts, and under it its facts with their typed values.

    ``explain`` adds the rule of each fact and what its context was drawn from.
    """
    out = console()
    sentences = sentence_spans(text) if facts else []
    for span, group in groupby(facts, key=lambda fact: sentence_of(fact, sentences)):
        stated = list(group)
        marks = [Span(fact.start - span.start, fact.end - span.start) for fact in stated]
        plain = not out.is_terminal
        out.print(marked(text[span.start : span.end], marks, plain=plain), soft_wrap=plain)
        for fact in stated:
            _print_indented(out, value_line(fact.type, fact.text, fact.as_json()), 2)
            for line in explained_lines(fact, text) if explain else ():
                _print_indented(out, line, 6)
        out.print()
    out.print(counted(facts))


def _print_indented(out: Console, line: Text, blanks: int) -> None:
    """Print a line for people, wrapped under its indent, or whole for a program."""
    if out.is_terminal:
        out.print(Padding(line, (0, 0, 0, blanks)))
    else:
        out.print(Text(" " * blanks).append_text(line), soft_wrap=True)


def sentence_of(fact: Fact, sentences: Sequence[Span]) -> Span:
    """Return the span of the sentence, or sentences, that ``fact`` stands in."""
    within = [span for span in sentences if span.end > fact.start and span.start < fact.end]
    return Span(
        min((span.start for span in within), default=fact.start),
        max((span.end for span in within), default=fact.end),
    )


def marked(sentence: str, marks: Sequence[Span], *, plain: bool) -> Text:
    """Return ``sentence`` with ``marks`` highlighted: by colour, or by brackets where there is none.

    Marks may lie within each other: a task holds the date of its deadline.
    """
    opened, closed = Counter(start for start, _ in marks), Counter(end for _, end in marks)
    shown = Text()
    depth = at = 0
    for edge in sorted({0, len(sentence), *opened, *closed}):
        shown.append(clean(sentence[at:edge]), style=_MARK if depth else "")
        if plain:
            shown.append("]" * closed[edge] + "[" * opened[edge], style=_MARK)
        depth += opened[edge] - closed[edge]
        at = edge
    return shown


def excerpt(sentence: str, mark: Span) -> tuple[str, Span]:
    """Cut a long sentence around ``mark``; return it and the mark's new place."""
    shown, (moved,) = shortened(sentence, [mark])
    return shown, moved


def shortened(sentence: str, marks: Sequence[Span]) -> tuple[str, list[Span]]:
    """Cut a long sentence around ``marks``, one or more; return it and their new places."""
    start, end = max(0, marks[0].start - _AROUND), min(len(sentence), marks[-1].end + _AROUND)
    head, tail = "… " if start else "", " …" if end < len(sentence) else ""
    moved = len(head) - start
    return head + sentence[start:end] + tail, [Span(mark.start + moved, mark.end + moved) for mark in marks]


def value_line(kind: str, quote: str, values: Mapping[str, object]) -> Text:
    """Return one line: kind, quote, and every value that is set."""
    line = Text(f"{kind:<11}", style="bold cyan")
    line.append(clean(quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rstrip()} …"), style="bold")
    for name, value in values.items():
        if name not in _NOT_SHOWN and value not in (None, [], ()):
            shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
            shown = f"{shown.normalize():f}" if isinstance(shown, Decimal) else shown
            line.append(f"  {name}=", style="dim")
            line.append(clean(shown))
    return line


def counted(facts: Sequence[Fact]) -> str:
    """Say how many facts of each kind there are."""
    if not facts:
        return "no facts found"
    kinds = sorted(fact.type for fact in facts)
    return ", ".join(f"{len(list(group))} {kind}" for kind, group in groupby(kinds))
