"""Why a request failed, in the words of the innermost error."""

import re

from twisted.python.failure import Failure

_INNER_ERROR = re.compile(r"<twisted\.python\.failure\.Failure [\w.]*\.(\w+): ([^>]*)>")


def cause_of(failure: Failure) -> str:
    """Return the cause on one line, at most 200 characters."""
    text = " ".join(failure.getErrorMessage().split())
    if inner := _INNER_ERROR.search(text):
        return f"{inner[1]}: {inner[2]}"[:200]
    return f"{failure.type.__name__ if failure.type else 'error'}: {text}"[:200]
