"""One transaction: all or nothing, whatever stops it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the ``with`` body did, or nothing of it if anything is raised, an interrupt included."""
    con.execute("BEGIN")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        # After a full disk the database object is dead and refuses even this: the first error is told.
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        raise
