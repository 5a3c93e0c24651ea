"""Why a request failed: refused by rules, or lost, in the words of the innermost error."""

import re
from urllib.parse import urljoin

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

_INNER_ERROR = re.compile(r"<twisted\.python\.failure\.Failure [\w.]*\.(\w+): ([^>]*)>")


class LeavesPortal(IgnoreRequest):
    """A request, as a rule a redirect, to a host that is not the portal's."""


class HostClosed(IgnoreRequest):
    """The host is closed for this run: by its robots.txt, or by the wait that it asks for."""


def cause_of(failure: Failure) -> str:
    """Return the cause on one line, at most 200 characters."""
    text = " ".join(failure.getErrorMessage().split())
    if inner := _INNER_ERROR.search(text):
        return f"{inner[1]}: {inner[2]}"[:200]
    return f"{failure.type.__name__ if failure.type else 'error'}: {text}"[:200]


def refusal_of(failure: Failure) -> str | None:
    """Return the reason code of a request that was refused, or None for one that was sent and lost."""
    if isinstance(failure.value, LeavesPortal):
        return "offsite"
    if isinstance(failure.value, HostClosed):
        return "host_closed"
    if isinstance(failure.value, IgnoreRequest):
        return "robots" if "robots.txt" in failure.getErrorMessage() else "redirect_limit"
    return None


def status_reason(response: Response) -> str:
    """Return the reason code of an answer other than 200; a redirect that is left has nowhere to go."""
    target = response.headers.get("Location") or b""
    if 300 <= response.status < 400 and target:
        scheme = urljoin(response.url, target.decode("latin-1")).partition(":")[0].lower()
        if scheme not in {"http", "https"}:
            return "redirect_not_http"
    return f"http_{response.status}"


def asked_first(failure: Failure) -> str:
    """Return the URL of a failed request, and before it the one that redirected to it."""
    request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
    origins = request.meta.get("redirect_urls") or []
    return f"{origins[0]} redirects to {request.url}" if origins else str(request.url)
