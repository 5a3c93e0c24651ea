"""Switches that make a replica misbehave. Each is a layer around the site's own answer."""

import hashlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from tests.portals import wire
from tests.portals.web import Answer, Request, Response

#: A layer gets the request and the site's answer; None drops the connection without a word.
Layer = Callable[[Request, Answer], Response | None] | wire.WireLayer

_ROBOTS = {
    "disallow": Response(b"User-agent: *\nDisallow: /\n", content_type="text/plain"),
    "404": Response(b"not found", status=404, content_type="text/plain"),
    "500": Response(b"error", status=500, content_type="text/plain"),
    "429": Response(b"too many requests", status=429, content_type="text/plain"),
    "no articles": Response(b"User-agent: *\nDisallow: /*.html$\n", content_type="text/plain"),
}


def status(code: int = 503, retry_after: str | None = None) -> Layer:
    """Answer with an error status, and the wait the server asks for."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return lambda _request, _answer: Response(b"Service Unavailable", status=code, headers=headers)


def page(body: str, method: str | None = None) -> Layer:
    """Answer with status 200 and a page that is something else, to all requests or to those of a method."""
    other = Response(body.encode())
    return lambda request, answer: other if method in {None, request.method} else answer(request)


def redirect(to: str, code: int = 302) -> Layer:
    """Send the visitor elsewhere."""
    return lambda _request, _answer: Response(b"", status=code, headers={"Location": to})


def moved_to(to_host: str) -> Layer:
    """Send the visitor to the same path of another host."""
    return lambda request, _answer: Response(
        b"", status=301, headers={"Location": f"http://{to_host}{request.target}"}
    )


def reworded(old: str, new: str) -> Layer:
    """Change a wording of the markup."""

    def layer(request: Request, answer: Answer) -> Response:
        response = answer(request)
        return replace(response, body=response.body.replace(old.encode(), new.encode()))

    return layer


def torn(keep: int = 100) -> Layer:
    """Hang up after so many bytes of a body that was announced as longer."""

    def layer(request: Request, answer: Answer) -> Response:
        response = answer(request)
        announced = {**response.headers, "Content-Length": str(len(response.body))}
        return replace(response, body=response.body[:keep], headers=announced)

    return layer


def cut(keep: int = 100) -> Layer:
    """Give only so many bytes, as if they were all."""

    def layer(request: Request, answer: Answer) -> Response:
        response = answer(request)
        return replace(response, body=response.body[:keep])

    return layer


def slow(seconds: float = 0.5) -> Layer:
    """Answer late."""

    def layer(request: Request, answer: Answer) -> Response:
        time.sleep(seconds)
        return answer(request)

    return layer


def empty_listing() -> Layer:
    """Answer a listing without its items."""
    return lambda request, answer: answer(replace(request, empty=True))


def refuse() -> Layer:
    """Close the connection without an answer."""
    return lambda _request, _answer: None


def changed_layout() -> Layer:
    """Rename every class and id, and turn headings into plain boxes, as a redesign would."""
    return lambda request, answer: _redesigned(answer(request))


def cookie_gate(names: Sequence[str] = ("D1N",), *, stubborn: bool = False) -> Layer:
    """Ask for cookies that a script sets, one after the other; a ``stubborn`` gate never opens."""

    def layer(request: Request, answer: Answer) -> Response:
        sent = request.headers.get("Cookie") or ""
        for name in names:
            value = hashlib.sha256(f"{request.host} {name}".encode()).hexdigest()[:32]
            if stubborn or f"{name}={value}" not in sent:
                script = f'document.cookie="{name}={value}"+"; path=/";window.location.reload(true);'
                return Response(f"<html><body><script>{script}</script></body></html>".encode())
        return answer(request)

    return layer


def forbidden() -> Layer:
    """Refuse the client's address, as firewalls do to those of data centres and of other countries."""
    body = "<html><title>403 Forbidden</title><body>Địa chỉ IP của bạn không được phép truy cập</body></html>"
    return lambda _request, _answer: Response(body.encode(), status=403)


def empty_body() -> Layer:
    """Answer 200 with nothing."""
    return lambda _request, _answer: Response(b"")


def cut_packed(share: float = 0.5, codings: Sequence[str] = ("gzip",)) -> Layer:
    """Send a part of what was compressed, as if it were all."""

    def layer(request: Request, answer: Answer) -> Response:
        response = answer(request)
        packed = wire.packed(response.body, codings)
        headers = {**response.headers, "Content-Encoding": ", ".join(codings)}
        return replace(response, body=packed[: int(len(packed) * share)], headers=headers)

    return layer


def content_type(name: str) -> Layer:
    """Say a wrong type."""
    return lambda request, answer: replace(answer(request), content_type=name)


def language_links() -> Layer:
    """Hang the language switch on every link, and answer every address under it with a listing."""

    def layer(request: Request, answer: Answer) -> Response:
        steps = request.target.split("/")
        if len(steps) > 2 and steps[-1] in {"en", "vi"}:
            return answer(replace(request, target="/".join(steps[:3])))
        response = answer(request)
        links = re.sub(rb'(<a href="(/[^"?]+)"([^>]*)>)', rb'<a href="\2/en"\3>English</a> \1', response.body)
        return replace(response, body=links)

    return layer


def gone() -> Layer:
    """Take the host away: a proxy finds no address for it."""
    return lambda _request, _answer: Response(b"no such host", 502, "text/plain")


def robots_mode(mode: str) -> Layer:
    """Serve robots.txt in one of the modes above."""
    known = _ROBOTS[mode]
    return lambda _request, _answer: known


#: By the name that ``Running.fault`` takes. New faults are added here.
KINDS: dict[str, Callable[..., Layer]] = {
    "status": status,
    "page": page,
    "redirect": redirect,
    "moved_to": moved_to,
    "reworded": reworded,
    "torn": torn,
    "cut": cut,
    "slow": slow,
    "empty_listing": empty_listing,
    "refuse": refuse,
    "changed_layout": changed_layout,
    "robots": robots_mode,
    "cookie_gate": cookie_gate,
    "forbidden": forbidden,
    "empty_body": empty_body,
    "cut_packed": cut_packed,
    "content_type": content_type,
    "language_links": language_links,
    "gone": gone,
    "reset": wire.reset,
    "hang": wire.hang,
    "slow_headers": wire.slow_headers,
    "drip": wire.drip,
    "endless": wire.endless,
    "broken_chunks": wire.broken_chunks,
    "no_http": wire.no_http,
    "bomb": wire.bomb,
    "coded": wire.coded,
    "hops": wire.hops,
    "cookie_wall": wire.cookie_wall,
    "advert": wire.advert,
    "endless_paging": wire.endless_paging,
}


@dataclass(slots=True)
class Fault:
    """A layer for the requests of one host whose target matches, for so many times (None: for ever)."""

    host: str
    pattern: re.Pattern[str]
    layer: Layer
    remaining: int | None = None
    _lock: Lock = field(default_factory=Lock)

    def takes(self, request: Request) -> bool:
        """Say whether this request is hit, and count it."""
        if request.host != self.host or not self.pattern.search(request.target):
            return False
        with self._lock:
            if self.remaining == 0:
                return False
            if self.remaining is not None:
                self.remaining -= 1
            return True


def _redesigned(response: Response) -> Response:
    if not response.content_type.startswith("text/html"):
        return response
    text = response.body.decode()
    text = re.sub(r'\b(class|id)="([^"]*)"', lambda m: f'{m[1]}="{_renamed(m[2])}"', text)
    text = re.sub(r"<(/?)(?:h[1-6]|article)\b", r"<\1div", text)
    text = re.sub(r'\s(itemprop|itemtype|property)="[^"]*"', "", text)
    return replace(response, body=text.encode())


def _renamed(names: str) -> str:
    return " ".join(f"v2x{sum(name.encode()) % 9973}" for name in names.split())
