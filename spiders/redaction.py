"""Secrets are never written: what is known of them, and how texts lose them.

Every process tells this module its secrets as soon as it has read them. Log records, error lines, traces and
results pass ``redact`` on their way out. What is no secret of ours but looks like one goes as well: names and
passwords in addresses, and parameters of addresses that are named like secrets.
"""

import base64
import json
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TextIO, cast
from urllib.parse import quote, quote_plus, unquote, urlsplit

MASK = "***"
#: A shorter one would blot out words that it happens to stand in; only its place in an address tells it.
_SHORTEST = 4
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_PARAMETER = re.compile(
    r"(?<=[?&;])((?:[\w-]{0,40}[_-])?(?:token|key|apikey|password|passwd|secret)=)[^\s&;#\"'<>]+",
    re.IGNORECASE,
)

_known: set[str] = set()
_concealed: set[str] = set()


def know(*secrets: str) -> None:
    """Remember ``secrets``, however they may be spelled in an address, in JSON or in Python."""
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            _known.update(_spellings(secret))
    _pattern.cache_clear()


def know_address(url: str) -> None:
    """Remember the password in an address, also as a proxy is told it, in base64."""
    name, _, password = urlsplit(url).netloc.rpartition("@")[0].partition(":")
    know(password)
    know_login(unquote(name), unquote(password))


def know_login(name: str, password: str) -> None:
    """Remember a password, also as a server is told it together with its name, in base64."""
    if password:
        know(password, base64.b64encode(f"{name}:{password}".encode()).decode())


def conceal(*variables: str) -> None:
    """Keep these variables of the environment from child processes: they may hold secrets."""
    _concealed.update(variables)


def redact(text: str) -> str:
    """Return ``text`` with ``***`` in place of every secret."""
    if _known:
        text = _pattern().sub(MASK, text)
    return _PARAMETER.sub(rf"\g<1>{MASK}", _IN_ADDRESS.sub(MASK, text))


def redacted(value: Any) -> Any:
    """Return what JSON can hold, its texts redacted."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {redacted(name): redacted(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(one) for one in value]
    return value


def scrub(error: BaseException | None) -> None:
    """Take secrets out of what an error and those behind it say: an orchestrator keeps it in its database."""
    while error is not None:
        error.args = tuple(redact(one) if isinstance(one, str) else one for one in error.args)
        error = error.__cause__ or error.__context__


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a child process may see: all but those that were concealed.

    By their names: a short secret may stand in any other one by chance.
    """
    return {name: value for name, value in environment.items() if name not in _concealed}


def guard_stderr() -> None:
    """Redact all that this process writes to standard error, tracebacks and warnings too."""
    if not isinstance(sys.stderr, _Guarded):
        sys.stderr = cast("TextIO", _Guarded(sys.stderr))


class _Guarded:
    """A stream that redacts what is written to it, a write at a time."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(redact(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _spellings(secret: str) -> set[str]:
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
    }


@cache
def _pattern() -> re.Pattern[str]:
    # The longest first: a spelling may begin with a shorter one.
    return re.compile("|".join(map(re.escape, sorted(_known, key=len, reverse=True))))
