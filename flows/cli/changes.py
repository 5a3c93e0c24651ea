"""What a run did to what was known before, on the terminal: facts read otherwise, corrections that lapsed."""

from rich.table import Table

from flows.cli.terminal import clean, console
from pipelines.upkeep import FactChange, FactChanges

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def print_changes(changes: FactChanges) -> None:
    """Print how many facts of pages read before were gained, lost and changed, and the first of each."""
    if not changes.counts:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name in ("Read again", "Kind"):
        table.add_column(name)
    for name in _SIGNS:
        table.add_column(name, justify="right")
    for portal, kind in sorted({(portal or "", kind) for portal, kind, _ in changes.counts}):
        counts = [changes.counts.get((portal or None, kind, change), 0) for change in _SIGNS]
        table.add_row(portal, kind, *map(str, counts))
    out = console()
    out.print(table)
    for one in changes.first:
        out.print(_line(one), soft_wrap=True)
    out.print('All of them: gat query "FROM out_fact_changes"', soft_wrap=True)


def _line(one: FactChange) -> str:
    values = {
        "gained": one.new_value,
        "lost": one.old_value,
        "changed": f"{one.old_value} -> {one.new_value}",
    }
    return clean(f"{_SIGNS[one.change]} {one.kind} «{one.quote}» {values[one.change]} ({one.url})")
