"""What the operator has set up: the settings and who can read them, portals, contact."""

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

from flows.doctor.finding import Finding
from flows.errors import SettingsInvalidError
from flows.plan import configured_portals, tell_contact
from flows.settings import Settings, told_settings
from flows.settings.file import CONFIG_VARIABLE, settings_path
from flows.settings.model import every_setting, is_secret, value_of
from flows.settings.secrets import secret
from flows.settings.sources import variable
from spiders.errors import ContactMissingError, CrawlError
from spiders.ledger import now_utc
from spiders.settings import is_live, require_contact

_OTHERS_MAY_READ, _OTHERS_MAY_WRITE = 0o004, 0o002


def look_at_setup(settings: Settings) -> Iterator[Finding]:
    """Look at settings, portals and contact."""
    yield _config()
    yield from _unknown_variables()
    yield from _secrets(settings)
    yield _portals(settings.portals)
    yield _contact(settings)


def _config() -> Finding:
    """Look at the settings file. What is wrong in it has stopped the command before."""
    path, told, fields = settings_path(), told_settings(), every_setting()
    by_variable = sum(one.origin == "environment" for one in told.values())
    said = f"{path or 'no gat.toml'}, {by_variable} settings by variables (gat config shows all)"
    if path and path.stat().st_mode & _OTHERS_MAY_WRITE:
        return Finding("note", "config", f"everybody on this machine can write {path}: chmod o-w {path}")
    holds_secret = any(one.origin == "file" and is_secret(fields[key]) for key, one in told.items())
    if path and holds_secret and _is_open(path):
        return Finding(
            "note", "config", f"{path} holds a secret that everybody here can read: chmod 600 {path}"
        )
    return Finding("ok", "config", said)


def _is_open(path: Path) -> bool:
    """Tell whether everybody on the machine can read a file."""
    return bool(path.stat().st_mode & _OTHERS_MAY_READ)


def _unknown_variables() -> Iterator[Finding]:
    known = [*map(variable, every_setting()), CONFIG_VARIABLE]
    for name in sorted(os.environ):
        if name.startswith("GAT_") and name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
            hint = f"did you mean {close[0]}?" if close else "gat config --template has all"
            yield Finding("note", "config", f"{name} in the environment is no setting: {hint}")


def _secrets(settings: Settings) -> Iterator[Finding]:
    for key, field in every_setting().items():
        section, _, name = key.rpartition(".")
        holder = value_of(settings, section) if section else settings
        path = getattr(holder, f"{name}_file", None) if is_secret(field) else None
        if path is None:
            continue
        try:
            secret(holder, name)
        except SettingsInvalidError as error:
            yield Finding("missing", "secret", str(error))
        else:
            said = f"everybody on this machine can read {path}: chmod 600 {path}"
            yield Finding("note", "secret", said) if _is_open(path) else Finding("ok", "secret", str(path))


def _portals(folder: Path) -> Finding:
    try:
        portals = configured_portals(folder)
    except (CrawlError, SettingsInvalidError) as error:
        return Finding("missing", "portals", str(error))
    nightly = sum(portal.is_nightly(now_utc().date()) for portal in portals.values())
    return Finding("ok", "portals", f"{len(portals)} in {folder}, {nightly} of them crawled nightly")


def _contact(settings: Settings) -> Finding:
    tell_contact(settings)
    try:
        portals = configured_portals(settings.portals)
        for portal in portals.values():
            if portal.is_nightly(now_utc().date()) and not settings.rehost and is_live(portal):
                require_contact(portal)
    except ContactMissingError as error:
        return Finding("missing", "contact", f"gat run is refused: {error}")
    except (CrawlError, SettingsInvalidError):
        return Finding("note", "contact", "no portal to be told it")
    return Finding("ok", "contact", settings.contact or "not set, no live portal is crawled")
