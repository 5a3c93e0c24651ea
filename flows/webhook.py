"""A letter posted to a web hook, as JSON."""

import hashlib
import hmac
import json
import ssl
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPSConnection
from importlib.metadata import version
from urllib.parse import quote, urlsplit

from flows.errors import NotTakenError
from flows.letter import Letter

SIGNATURE = "X-Gat-Signature"
_WRITTEN = "%/?:@!$&'()*+,;=[]~"
#: Answers after which another try may help, beside 5xx.
_LATER = frozenset({408, 425, 429})


class TryLaterError(Exception):
    """The receiver answers that it cannot take it now."""


def body_of(letter: Letter) -> bytes:
    """Return what is posted. ``text`` is what chat services show, ``sent_at`` is in UTC."""
    said = {
        "text": letter.subject,
        "event": letter.event,
        "sent_at": datetime.now(UTC).isoformat(timespec="seconds"),
        letter.event: letter.told,
    }
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")


def post(body: bytes, url: str, key: str | None, timeout: float) -> None:
    """Post ``body``, signed by its HMAC-SHA256 where there is a ``key``. No redirect is followed.

    Raises OSError, HTTPException or TryLaterError where another try may help, NotTakenError where none will.
    """
    parts = urlsplit(url)
    headers = {"Content-Type": "application/json", "User-Agent": f"gat/{version('gat')}"}
    if key:
        headers[SIGNATURE] = f"sha256={hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}"
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: HTTPConnection = HTTPSConnection(host, parts.port, timeout=timeout, context=context)
    else:
        connection = HTTPConnection(host, parts.port, timeout=timeout)
    # What an address may hold stays, escapes too; all else, such as letters with marks, is escaped.
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_WRITTEN)
    try:
        connection.request("POST", target, body, headers)
        # What it says besides is not read: it may be endless.
        _judge(connection.getresponse().status)
    except ssl.SSLCertVerificationError as error:
        raise NotTakenError(f"its certificate is not trusted: {error.verify_message}") from error
    finally:
        connection.close()


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status >= 500 or status in _LATER:
        raise TryLaterError(f"it answers {status}")
    if 300 <= status < 400:
        raise NotTakenError(f"it answers {status}: redirects are not followed, set the address it leads to")
    raise NotTakenError(f"it answers {status}")
