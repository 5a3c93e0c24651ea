"""Who may ask Prefect's server on loopback: programs of this machine and its own page, no other page.

The server asks for no password, and a browser lets every site it shows send requests to 127.0.0.1, by a name
that it has made lead there (DNS rebinding) if need be. Such a request names another host or origin than ours.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SameMachine:
    """Answers 403 to what names another host or comes from a page of another origin."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and end of the server."""
        if scope["type"] == "lifespan" or _is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": b"only programs and pages of this machine\n"})


def _is_ours(scope: Scope) -> bool:
    named = {
        name: value.decode("latin-1") for name, value in scope["headers"] if name in {b"host", b"origin"}
    }
    host, origin = named.get(b"host", ""), named.get(b"origin")
    try:
        here = urlsplit(f"//{host}")
        if here.hostname not in LOOPBACK:
            return False
        there = urlsplit(origin) if origin is not None else None
        return there is None or (there.hostname in LOOPBACK and there.port == here.port)
    except ValueError:
        return False
