"""Why a request failed: refused by rules, or lost, in the words of the innermost error."""

import re
from typing import NamedTuple
from urllib.parse import urljoin

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.tls import handshake_problem


class _Loss(NamedTuple):
    """Why no whole answer came: a code, how it is said, the errors that say so, whether they say more."""

    code: str
    said: str
    errors: str
    has_more: bool = False


_LOSSES = (
    _Loss("dns", "no address is known for its name", "CannotResolveHostError DNSLookupError"),
    _Loss("refused", "the connection was refused", "DownloadConnectionRefusedError ConnectionRefusedError"),
    _Loss("reset", "the connection was reset", "ConnectionLost"),
    _Loss("closed", "the connection was closed without an answer", "ConnectionDone"),
    _Loss("timed_out", "no whole answer in time", "DownloadTimeoutError TimeoutError TCPTimedOutError", True),
    _Loss("broke_off", "the answer broke off", "ResponseDataLossError"),
    _Loss("no_http", "the answer is no HTTP", "ParseError", True),
    _Loss("coding", "its compression cannot be undone", "error ZstdError BadGzipFile", True),
)
_STATUS = re.compile(r"\banswers with status (\d{3})\b")
_INNER_ERROR = re.compile(r"<twisted\.python\.failure\.Failure [\w.]*\.(\w+): ([^>]*)>")
# What Scrapy ignores by itself, by its words.
_IGNORED = {"robots.txt": "robots", "DOWNLOAD_MAXSIZE": "too_large"}
#: Refusals for which nothing was sent: no fault of what was asked for.
UNTRIED = frozenset({"robots", "host_closed"})


class LeavesPortal(IgnoreRequest):
    """A request, as a rule a redirect, to a host that is not the portal's."""


class HostClosed(IgnoreRequest):
    """The host is closed for this run: by its robots.txt, the wait it asks for, its certificate, the hour."""


class AnswerCut(IgnoreRequest):
    """An answer broke off, in every try."""


def cause_of(failure: Failure) -> str:
    """Return the cause on one line, at most 200 characters; who tells it names the URL, it does not."""
    request = getattr(failure, "request", None)
    message = failure.getErrorMessage()
    if request is not None:
        message = message.replace(request.url, "it")
    return cause_in(failure.type.__name__ if failure.type else "error", message)


def cause_in(kind: str, message: str) -> str:
    """Return the cause that an error of a kind tells in its message."""
    text = " ".join(message.split())
    if problem := handshake_problem(text):
        return f"TLS: the server {problem}"
    if inner := _INNER_ERROR.search(text):
        kind, text = inner[1], inner[2]
    for loss in _LOSSES:
        if kind in loss.errors.split():
            return f"{loss.said}: {text.rstrip('.')}"[:200] if loss.has_more else loss.said
    return f"{kind}: {text}"[:200]


def lost_by(problem: str) -> str:
    """Return the code of why a request failed, from the sentence that tells of it."""
    if status := _STATUS.search(problem):
        return f"http_{status[1]}"
    if "TLS: the server" in problem:
        return "tls"
    return next((loss.code for loss in _LOSSES if loss.said in problem), "other")


def refusal_of(failure: Failure) -> str | None:
    """Return the reason code of a request that was refused, or None for one that was sent and lost."""
    if isinstance(failure.value, LeavesPortal):
        return "offsite"
    if isinstance(failure.value, HostClosed):
        return "host_closed"
    if isinstance(failure.value, AnswerCut):
        return "cut_short"
    if isinstance(failure.value, DownloadCancelledError):
        return "too_large"
    if isinstance(failure.value, IgnoreRequest):
        said = failure.getErrorMessage()
        return next((code for words, code in _IGNORED.items() if words in said), "redirect_limit")
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
