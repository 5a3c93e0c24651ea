"""Kinds of values a setting may hold beyond Python's own, and the words for what is allowed."""

import re
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from annotated_types import Ge, Gt, Le, Lt
from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode

_SWAP = r"\.?[\w-][\w.-]*=\.?[\w-][\w.-]*"
_REHOST = re.compile(rf"{_SWAP}(,{_SWAP})*")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
#: No blank, comma or line break: an address goes into the head of a mail.
_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
_CRON_PART = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")
_CRON_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
#: Not as one address: a message must not look as if it held a password.
_PROXY = "http://host:port, with user:password@ before the host where it asks for them"
_BOUNDS = {Ge: "from {}", Gt: "above {}", Le: "to {}", Lt: "below {}"}
_TYPES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    Path: "a path",
    SecretStr: "a text",
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be written for a setting, in words, where its type alone does not say it."""

    words: str


def allowed(field: FieldInfo) -> str:
    """Say what may be written for a setting: by its own words, else by its type and bounds."""
    kind, marks = plain_type(field)
    for mark in marks:
        if isinstance(mark, Allowed):
            return mark.words
    if get_origin(kind) is Literal:
        return " or ".join(f'"{one}"' for one in get_args(kind))
    bounds = [
        words.format(f"{getattr(mark, form.__name__.lower()):g}")
        for form, words in _BOUNDS.items()
        for mark in marks
        if isinstance(mark, form)
    ]
    return " ".join([_TYPES[kind], *bounds])


def plain_type(field: FieldInfo) -> tuple[Any, list[Any]]:
    """Return the type of a setting without its ``None``, and all marks on it."""
    kind: Any = field.annotation
    marks = list(field.metadata)
    if get_origin(kind) in {Union, UnionType}:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        marks += more
    return kind, marks


def _is_proxy(value: SecretStr) -> SecretStr:
    return _address(value, _PROXY, wants_port=True)


def _is_webhook(value: SecretStr) -> SecretStr:
    return _address(value, "https://host/path", wants_port=False)


def _address(value: SecretStr, form: str, *, wants_port: bool) -> SecretStr:
    """Refuse what is no http(s) address. The value may hold a password: it is not told."""
    message = f"it must be written as {form}"
    try:
        parts = urlsplit(value.get_secret_value())
        port = parts.port
    except ValueError:
        # Without its cause: that holds the value.
        raise ValueError(message) from None
    is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    if wants_port:
        is_whole = is_whole and bool(port) and parts.path in {"", "/"} and not parts.query
    if not is_whole or re.search(r"\s", value.get_secret_value()):
        raise ValueError(message)
    return value


def _is_swap(value: str) -> str:
    if not _REHOST.fullmatch(value):
        raise ValueError("it must be written as OLD=NEW, more pairs after commas")
    return value


def _is_host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise ValueError("it is no name or address of a host")
    return value


def _is_listening(value: str) -> str:
    if ":" in value:
        raise ValueError("an address of IPv6 is not served: take 127.0.0.1 for this machine alone")
    return _is_host(value)


def _is_mail(value: str) -> str:
    if not _MAIL.fullmatch(value):
        raise ValueError(f"{value!r} is no mail address")
    return value


def _are_mails(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        _is_mail(value)
    return values


def _listed(value: object) -> object:
    """Split what a variable of the environment holds; a file has a list."""
    return tuple(filter(None, re.split(r"[\s,]+", value))) if isinstance(value, str) else value


def _is_cron(value: str) -> str:
    fields = value.split()
    if len(fields) != len(_CRON_FIELDS):
        raise ValueError(f"it has {len(fields)} fields instead of five")
    for written, (name, low, high) in zip(fields, _CRON_FIELDS, strict=True):
        if not all(_is_cron_part(part, low, high) for part in written.split(",")):
            raise ValueError(f"{written!r} is no {name} from {low} to {high}")
    return value


def _is_cron_part(part: str, low: int, high: int) -> bool:
    match = _CRON_PART.fullmatch(part)
    if match is None or match[3] == "0":
        return False
    first = low if match[1] is None else int(match[1])
    last = first if match[2] is None else int(match[2])
    return low <= first <= last <= high


def _is_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("no such time zone is known on this machine") from None
    return value


Proxy = Annotated[SecretStr, AfterValidator(_is_proxy), Allowed(_PROXY)]
Webhook = Annotated[SecretStr, AfterValidator(_is_webhook), Allowed("an https:// or http:// address")]
Swap = Annotated[str, AfterValidator(_is_swap), Allowed("OLD=NEW, more pairs after commas")]
Host = Annotated[str, AfterValidator(_is_host), Allowed("the name or address of a host")]
Listening = Annotated[str, AfterValidator(_is_listening), Allowed("a name, or an address of IPv4")]
Mail = Annotated[str, AfterValidator(_is_mail), Allowed("a mail address")]
Mails = Annotated[
    tuple[str, ...],
    NoDecode,
    BeforeValidator(_listed),
    AfterValidator(_are_mails),
    Allowed("a list of mail addresses (in the variable: between commas)"),
]
Cron = Annotated[
    str, AfterValidator(_is_cron), Allowed("minute, hour, day, month and weekday as in a crontab")
]
Zone = Annotated[str, AfterValidator(_is_zone), Allowed("the name of a time zone, Region/City")]
