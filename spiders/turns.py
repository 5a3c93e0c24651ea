"""Whose turn it is: what failed in many runs is asked for in every seventh run only; given up it never is."""

import sqlite3

#: After so many failed runs something takes turns with the others that failed so often.
MAX_ATTEMPTS = 5
_SLOW_EVERY = 7


def turn_of(connection: sqlite3.Connection, portal: str, table: str) -> tuple[str, int]:
    """Return the SQL condition on rows of a table with ``attempts`` that are asked for, and its one value."""
    runs = connection.execute(
        "SELECT count(DISTINCT run_id) FROM walks WHERE portal = ?", (portal,)
    ).fetchone()[0]
    return f"(attempts < {MAX_ATTEMPTS} OR ({table}.rowid + ?) % {_SLOW_EVERY} = 0)", int(runs)
