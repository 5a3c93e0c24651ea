"""The captures that both archive replicas serve: what, when, whose bytes, and the misfortunes among them."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit


@dataclass(slots=True)
class Capture:
    """One capture of one address. ``stamp`` has 14 digits.

    ``digest`` and ``cut`` (bytes that the archive kept) are what makes a capture one of those that lie. A
    revisit has the bytes of an earlier capture and says so in the index.
    """

    url: str
    stamp: str
    body: bytes
    status: int = 200
    mime: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    cut: int | None = None
    is_revisit: bool = False
    location: str | None = None

    def __post_init__(self) -> None:
        self.digest = self.digest or sha1_of(self.kept)

    @property
    def kept(self) -> bytes:
        """The bytes that the archive has."""
        return self.body if self.cut is None else self.body[: self.cut]

    @property
    def content_type(self) -> str:
        return f"{self.mime}; charset=utf-8"

    @property
    def urlkey(self) -> str:
        return urlkey_of(self.url)

    @property
    def at(self) -> datetime:
        return datetime.strptime(f"{self.stamp}+0000", "%Y%m%d%H%M%S%z")


def sha1_of(body: bytes) -> str:
    """Return a digest as archives write it."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def urlkey_of(url: str) -> str:
    """Return the sorting key of an address: host turned round, no `www.`, small letters, sorted query."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = (parts.hostname or "").removeprefix("www.")
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    key = ",".join(reversed(host.split("."))) + ")" + (parts.path or "/")
    return (key + (f"?{query}" if query else "")).lower()


def in_order(captures: list[Capture]) -> list[Capture]:
    """Return captures as an index has them: by key, then by time."""
    return sorted(captures, key=lambda one: (one.urlkey, one.stamp))


def within(captures: list[Capture], first: str, last: str) -> list[Capture]:
    """Return the captures between two timestamps of 1 to 14 digits, both inclusive."""
    return [
        one
        for one in captures
        if one.stamp >= first.ljust(14, "0") and one.stamp[: len(last) or 14] <= (last or one.stamp)
    ]
