"""What the flows and the command line refuse, in one line each."""

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
