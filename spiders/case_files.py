"""Recorded cases as files: under which name one is kept, and how it is written."""

import re
from collections.abc import Mapping
from pathlib import Path

from spiders.cases import FIELDS, Case, Recorded, case_folder
from spiders.errors import PortalConfigError
from spiders.toml_text import toml_lines

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def new_case_path(portals: Path, slug: str, name: str) -> Path:
    """Return the file of a case that is to be. Raises PortalConfigError for a name that is taken or none."""
    path = case_folder(portals) / slug / f"{name}.toml"
    if not _NAME.fullmatch(name):
        raise PortalConfigError(f"{name!r} is no name of a case: small letters, digits and - only")
    if path.exists() or path.with_suffix(".html").exists():
        raise PortalConfigError(f"{path} is there already: choose another name, or remove it")
    return path


def save_case(recorded: Recorded, portals: Path) -> Path:
    """Write a case and its page, and return the case's file. Its page must be trimmed and cleaned before.

    Raises PortalConfigError for a name that is taken or none.
    """
    path = new_case_path(portals, recorded.slug, recorded.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".html").write_bytes(recorded.body)
    path.write_text(case_text(recorded.case), encoding="utf-8")
    return path


def case_text(case: Case) -> str:
    """Return a case as TOML."""
    told = case.model_dump(exclude={"listed", "expect"}, exclude_none=True)
    parts = [toml_lines(told)]
    if listed := case.listed.model_dump(exclude_none=True):
        parts.append("[listed]\n" + toml_lines(listed))
    expect = case.expect.model_dump(include=set(FIELDS[case.kind]), exclude_none=True)
    tables = {name: expect.pop(name) for name in ("attachments", "items") if name in expect}
    parts.append("[expect]\n" + toml_lines(expect))
    for name, rows in tables.items():
        parts += [f"[[expect.{name}]]\n" + toml_lines(_filled(row)) for row in rows]
    return "\n".join(parts)


def _filled(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value is not None}
