"""What can go wrong in the warehouse, each with the exit code of the command that meets it.

A message is one line: what was wrong, where, and what to do next.
"""


class WarehouseError(Exception):
    """The root of all errors of the warehouse."""

    exit_code = 1


class WarehouseLocked(WarehouseError):  # noqa: N818 - reads as the state it reports
    """Another process writes the same database file."""

    exit_code = 6


class NotAWarehouse(WarehouseError):  # noqa: N818
    """The file exists but is no database, not Gặt's, or damaged."""

    exit_code = 9


class SchemaTooNew(WarehouseError):  # noqa: N818
    """The file was written by a newer Gặt than this one."""

    exit_code = 4


class DiskFull(WarehouseError):  # noqa: N818
    """The disk filled up; nothing of the transaction was kept."""

    exit_code = 3


class BadRequest(WarehouseError):  # noqa: N818
    """A wrong SQL statement, an unknown id, kind or format."""

    exit_code = 2


class NothingFound(WarehouseError):  # noqa: N818
    """No row is what was asked for, so that an export would be empty; nothing was written."""

    exit_code = 10


class TookTooLong(WarehouseError):  # noqa: N818
    """A statement ran longer than it may."""

    exit_code = 12


class NoSnapshot(WarehouseError):  # noqa: N818
    """Nothing has been published yet."""

    exit_code = 2


class SnapshotRefused(WarehouseError):  # noqa: N818
    """A new snapshot differs from the warehouse it was made from; the old one stays."""

    exit_code = 7
