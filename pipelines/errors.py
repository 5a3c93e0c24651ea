"""What can go wrong between the packages. A message is one line: what was wrong, where, what to do next."""


class PipelineError(Exception):
    """The root of this package's errors; ``exit_code`` is the exit code of the command that meets it."""

    exit_code = 1


class ReachError(PipelineError):
    """A crawl is asked to look from a day to an earlier one, or for no article at all."""

    exit_code = 2


class AnnotationError(PipelineError):
    """A folder of annotated text, or a file in it, breaks the contract of annotated text."""

    exit_code = 2


class ComparisonError(PipelineError):
    """The other version of the readers cannot be had or does not run."""

    exit_code = 2
