"""The two ends of an exchange, as the replicas see them, and what all of them share."""

import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime
from math import ceil
from typing import Protocol, TypeVar
from urllib.parse import parse_qsl, unquote

from tests.portals.model import ICT, Block, Page, Site

_shown_at: ContextVar[datetime | None] = ContextVar("shown_at", default=None)

WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")


def now() -> datetime:
    """Return the time that the clocks on pages show: that of this machine, unless it is fixed."""
    return _shown_at.get() or datetime.now(ICT)


@contextmanager
def shown_at(instant: datetime) -> Iterator[None]:
    """Let the clocks on pages made here show ``instant``."""
    before = _shown_at.set(instant.astimezone(ICT))
    try:
        yield
    finally:
        _shown_at.reset(before)


@dataclass(frozen=True, slots=True)
class Request:
    """A request for one virtual host. ``target`` is the path with its query, as sent.

    The names of the ``headers`` are spelled ``Like-This`` however they came.
    ``empty`` asks a listing to answer without its items, as real ones do now and then.
    """

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    empty: bool = False

    @property
    def path(self) -> str:
        """The path, percent-decoded, without query."""
        return unquote(self.target.partition("?")[0])

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The fields of a posted form, in either encoding that browsers use."""
        kind = self.headers.get("Content-Type") or ""
        if not kind.startswith("multipart/form-data"):
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True))
        message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body)
        fields: dict[str, str] = {}
        for part in message.walk():
            name = part.get_param("name", header="content-disposition")
            payload = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(payload, bytes):
                fields[name] = payload.decode()
        return fields


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: bytes, and the headers beyond length and date."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


_Listed = TypeVar("_Listed")
Answer = Callable[[Request], Response]


class Replica(Protocol):
    """A site that answers requests; ``site`` is what it publishes."""

    site: Site

    def answer(self, request: Request) -> Response:
        """Answer one request as this CMS would."""


def page_html(markup: str, **headers: str) -> Response:
    return Response(markup.encode(), headers={name.replace("_", "-"): text for name, text in headers.items()})


def moved(location: str) -> Response:
    return Response(status=301, headers={"Location": location})


def missing(message: str = "Trang không tồn tại") -> Response:
    body = f"<!DOCTYPE html><html><head><title>404</title></head><body><h1>{message}</h1></body></html>"
    return Response(body.encode(), status=404)


def robots(*disallowed: str, sitemap: str | None = None) -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in disallowed)]
    if sitemap:
        lines.append(f"Sitemap: {sitemap}")
    return Response(("\n".join(lines) + "\n").encode(), content_type="text/plain; charset=utf-8")


def conditional(request: Request, page: Page, response: Response) -> Response:
    """Answer 304 when the client holds this version of the article already."""
    tag = etag(page)
    changed = (page.published_at or datetime(2019, 1, 1, tzinfo=UTC)) + timedelta(days=page.revision)
    stamp = format_datetime(changed.astimezone(UTC), usegmt=True)
    headers = {**response.headers, "ETag": tag, "Last-Modified": stamp}
    known = request.headers.get("If-None-Match")
    since = request.headers.get("If-Modified-Since")
    if known == tag or (known is None and since == stamp):
        return Response(status=304, headers={"ETag": tag})
    return Response(response.body, response.status, response.content_type, headers)


def etag(page: Page) -> str:
    """Return the validator of an article: it changes with its words, never with counters or clocks."""
    return '"' + hashlib.sha256(f"{page.title}\n{page.text}".encode()).hexdigest()[:20] + '"'


def page_slice(pages: list[_Listed], number: int, size: int) -> list[_Listed]:
    """Return listing page ``number`` (from 1) of ``pages``; empty past the end."""
    return pages[(number - 1) * size : number * size] if number > 0 else []


def page_count(pages: list[_Listed], size: int) -> int:
    return max(1, ceil(len(pages) / size))


def number_of(value: str | None, default: int = 1) -> int:
    """Return a page number that came in a query or form; nonsense counts as the default."""
    return int(value) if value and value.isdecimal() else default


def slug(text: str, length: int = 70) -> str:
    """Return the address form of a title, cut hard as the CMSs do (it may end in a hyphen)."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-")[:length]


def escape(text: str) -> str:
    return html.escape(text)


def blocks_html(
    blocks: list[Block],
    block_p: Callable[[str], str],
    block_caption: Callable[[str], str],
    table_class: str = "table",
) -> str:
    """Return the body of an article; paragraphs and captions look as each CMS makes them."""
    return "\n".join(_block_html(block, block_p, block_caption, table_class) for block in blocks)


def _block_html(
    block: Block, block_p: Callable[[str], str], block_caption: Callable[[str], str], table_class: str
) -> str:
    if block.kind == "p":
        return block_p(escape(block.lines[0]))
    if block.kind == "caption":
        return block_caption(escape(block.lines[0]))
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>"
    header, *rows = block.rows
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return (
        f'<table class="{table_class}" border="1"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
