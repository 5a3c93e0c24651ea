"""A plain client for the replicas, so that tests of the server need no crawler."""

import http.client
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tests.portals.server import Running


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: http.client.HTTPMessage


def fetch(
    site: Running,
    url: str,
    form: dict[str, str] | str | None = None,
    headers: dict[str, str] | None = None,
    method: str | None = None,
) -> Reply:
    """Request ``url`` through the server as proxy; redirects are not followed.

    ``form`` is posted: fields, or a body as it stands.
    """
    sent = dict(headers or {})
    body = None
    if form is not None:
        body = form if isinstance(form, str) else urlencode(form)
        sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        connection.request(method or ("POST" if form is not None else "GET"), encoded(url), body, sent)
        answer = connection.getresponse()
        return Reply(answer.status, answer.read().decode("utf-8", "replace"), answer.headers)
    finally:
        connection.close()


def encoded(url: str) -> str:
    """Return ``url`` with everything beyond ASCII percent-encoded."""
    return quote(url, safe=":/?&=%#$+,;@[]!'()*~")
