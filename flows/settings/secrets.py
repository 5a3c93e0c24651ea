"""Secrets: told as they are, or by a file that holds nothing else (a credential of systemd, say).

Such a file is read when the secret is needed, not before: who only looks things up need not be able to.
"""

import os
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

from flows.errors import SettingsInvalidError
from spiders.redaction import conceal, know, know_address, know_login

#: Variables of Prefect's that hold a key, or NAME:PASSWORD.
PREFECT_SECRETS = ("PREFECT_API_KEY", "PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING")
_SHORTEST_KEY = 12


def secret(section: BaseModel, name: str) -> str | None:
    """Return the secret ``name`` of ``section``, from ``NAME_file`` when that is set; None when neither is.

    Raises ``SettingsInvalidError`` when the file cannot be read or holds what is not allowed.
    """
    told: SecretStr | None = getattr(section, name)
    path = getattr(section, f"{name}_file")
    if told is not None or path is None:
        return told.get_secret_value() if told else None
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is no text"
        message = f"{path}: {said}; {name}_file must name a file that holds the {name} alone"
        raise SettingsInvalidError(message) from error
    if not text:
        raise SettingsInvalidError(f"{path} is empty: write the {name} into it ({name}_file)")
    try:
        kind: Any = type(section).model_fields[name].annotation
        held: SecretStr = TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        said = error.errors()[0]["msg"].removeprefix("Value error, ")
        # Without its cause: that holds the secret.
        raise SettingsInvalidError(f"{path} ({name}_file) is not valid: {said}") from None
    remember(name, held)
    return held.get_secret_value()


def remember(name: str, held: SecretStr | None) -> None:
    """Let nothing that is written from now on hold the secret setting ``name``."""
    value = held.get_secret_value() if held else ""
    if name == "proxy":
        # The host is told to find out what is wrong with it.
        know_address(value)
        return
    know(value)
    if name == "webhook_url":
        parts = urlsplit(value)
        know(parts.query, *filter(_is_key, parts.path.split("/")))


def remember_prefect() -> None:
    """Let nothing hold what Prefect's own variables say of passwords, and no child but its server be told.

    Raises ``SettingsInvalidError`` for an address that cannot be read.
    """
    conceal(*PREFECT_SECRETS)
    try:
        know_address(os.environ.get("PREFECT_API_URL", ""))
    except ValueError:
        # Without its cause: that may hold a password.
        said = "PREFECT_API_URL is no address: write it as http://host:4200/api, or unset it"
        raise SettingsInvalidError(said) from None
    for variable in PREFECT_SECRETS:
        told = os.environ.get(variable, "")
        name, _, password = told.partition(":")
        know(told)
        know_login(name, password)


def _is_key(segment: str) -> bool:
    """Tell a key in the path of a web hook from the words beside it, which stand in other texts too."""
    is_mixed = segment != segment.lower() and segment != segment.upper()
    return len(segment) >= _SHORTEST_KEY and (is_mixed or any(one.isdigit() for one in segment))
