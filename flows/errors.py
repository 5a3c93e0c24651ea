"""What the flows and the command line refuse, in one line each."""

import errno

from extractors.errors import ExtractorError
from pipelines.errors import PipelineError
from spiders.errors import CrawlError
from warehouse.errors import WarehouseError


class FlowError(Exception):
    """The root of this package's errors: one line that says what was wrong and what to do next."""

    exit_code = 1


#: The errors that are one line for whoever reads it, and know their exit code.
OWN_ERRORS = (FlowError, PipelineError, CrawlError, WarehouseError, ExtractorError)


class UsageRefusedError(FlowError):
    """The command was given something it cannot work with."""

    exit_code = 2


class SettingsInvalidError(FlowError):
    """An environment variable or a configuration file holds a value that is not allowed."""

    exit_code = 4


class RunTroubledError(FlowError):
    """A run ended, and not all of it went well."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class StoppedError(FlowError):
    """The run was ended by SIGTERM."""

    exit_code = 13

    def __init__(self) -> None:
        super().__init__("terminated; what was fetched is kept, the next run goes on from there")


class ServerLostError(FlowError):
    """Prefect's server does not start, or does not answer any more."""


class NotTakenError(FlowError):
    """A mail server or web hook does not take a notification, and would not at another try."""


#: A full disk, an exhausted quota, a file at its limit.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}


def system_trouble(error: OSError) -> tuple[str, int]:
    """Return what is said when the operating system refuses something, and the exit code."""
    message = f"{error.filename or 'system'}: {error.strerror or error}"
    if error.errno in _FULL:
        return f"{message}; free some space and run again, nothing loaded earlier is lost", 3
    if error.errno in _CLOSED:
        return f"{message}; let this user write there, or name another data folder with --data DIR", 1
    return message, 1
