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


#: Said with every answer: no page of another site may show ours in a frame.
_NOT_IN_FRAMES = [(b"x-frame-options", b"DENY"), (b"content-security-policy", b"frame-ancestors 'none'")]


class SameMachine:
    """Answers 403 to what names another host or comes from another page. What is ours goes into no frame."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the start and end of the server."""
        if scope["type"] == "lifespan" or _is_ours(scope):
            await self._app(scope, receive, _unframed(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"content-type", b"text/plain"), *_NOT_IN_FRAMES]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": b"only programs and pages of this machine\n"})


def _unframed(send: Send) -> Send:
    async def sending(message: Scope) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_NOT_IN_FRAMES]
        await send(message)

    return sending


def _is_ours(scope: Scope) -> bool:
    named = {name: value.decode("latin-1") for name, value in scope["headers"]}
    host, origin = named.get(b"host", ""), named.get(b"origin")
    # What a page of another site shows as an image or a frame names no origin; browsers tell whose it is.
    if origin is None and named.get(b"sec-fetch-site") in {"cross-site", "same-site"}:
        return False
    try:
        here = urlsplit(f"//{host}")
        if here.hostname not in LOOPBACK:
            return False
        there = urlsplit(origin) if origin is not None else None
        return there is None or (there.hostname in LOOPBACK and there.port == here.port)
    except ValueError:
        return False
