"""What a table definition says. DDL, comments, load, checks, exports and the dictionary are made from it."""

from dataclasses import dataclass, field
from typing import Literal

#: How a batch changes a table. ``upsert``: a row with a known key replaces the stored one. ``append``: new
#: keys are added. ``collect``: the same, of rows that hang on an article version. ``reading``: rows that hang
#: on an article version and follow its last reading. ``derived``: worked out from another table with every
#: batch. ``replace``: the batch has the whole table. ``computed``: made anew by ``warehouse.derive`` from all
#: that is loaded. The last two are dropped and made again when their definition changes.
Loading = Literal["upsert", "append", "collect", "reading", "derived", "replace", "computed"]
#: What can be made again at any time, and so needs no migration.
RENEWABLE: frozenset[Loading] = frozenset({"replace", "computed"})

#: What a column gives away when it is published; ``warehouse.rights`` does it. ``body``: of a news article
#: nothing, it is somebody's work and stays in the operator's own warehouse. ``excerpt``: a short quote.
Rights = Literal["public", "body", "excerpt"]
#: Longest part of a sentence that is published, unless the quote in it alone is longer. Unit: code points.
EXCERPT_LENGTH = 600
_SAID_OF: dict[Rights, str] = {
    "body": "Of news, empty in published files unless their publisher set GAT_PUBLISH_BODIES.",
    "excerpt": f"In published files at most {EXCERPT_LENGTH} characters of it, those around the quote.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: DuckDB type, what it holds, its unit, the closed list of its values, what is published."""

    name: str
    type: str
    description: str
    nullable: bool = False
    unit: str | None = None
    values: tuple[str, ...] = ()
    rights: Rights = "public"

    @property
    def comment(self) -> str:
        """The whole description in one line, as it stands in ``COMMENT ON COLUMN`` and in the dictionary."""
        parts = [self.description]
        if self.unit:
            parts.append(f"Unit: {self.unit}.")
        if self.values:
            parts.append(f"One of: {', '.join(self.values)}.")
        if self.rights != "public":
            parts.append(_SAID_OF[self.rights])
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, the natural key that tells rows apart, and what not to assume about it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    loading: Loading
    caution: str | None = None
    kind: str | None = field(default=None)  # of the fact tables: the kind of fact they hold
    order: tuple[str, ...] = ()  # of its rows in a release; without one they lie by article, then by key

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in the order of the rows that ``load_batch`` takes."""
        return tuple(column.name for column in self.columns)

    @property
    def comment(self) -> str:
        """The description, with the caution behind it."""
        return f"{self.description} {self.caution}" if self.caution else self.description
