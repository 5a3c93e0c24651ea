"""A proposal as the text of a portal file, each value with how sure it is."""

from collections.abc import Sequence
from datetime import date

from spiders.proposing import Found, Proposal
from spiders.toml_text import toml_value
from spiders.urls import split_url

_COMMENT_AT = 42
#: Systems on servers that do not tell letter case apart.
_CASE_BLIND = frozenset({"vnpt", "dnn", "sharepoint"})


def portal_text(proposal: Proposal, seen_on: date, url: str) -> str:
    """Return a portal file. ``url`` is the address that was given, ``seen_on`` the day it was looked at."""
    lines = [
        f"# Proposed on {seen_on} from {url}. Seen: read from the site on that day.",
        "# Inferred and assumed values are to be checked by a person before they are believed.",
        _line("slug", proposal.slug),
        _line("name", proposal.name.text, proposal.name.basis),
        _line("province", proposal.province.text, proposal.province.basis),
    ]
    if proposal.successor is not None:
        lines.append(_line("successor", proposal.successor, "inferred: since 2025-07-01"))
    lines += [
        _line("platform", proposal.platform.text, proposal.platform.basis),
        _line("base_url", proposal.base_url, "seen"),
    ]
    if proposal.platform.text in _CASE_BLIND:
        lines.append(_line("fold_case", True, "inferred: this system runs on IIS"))
    lines += [_section(one) for one in proposal.listings]
    if proposal.not_looked_at:
        lines.append("\n# In the menu, not looked at:")
        lines += [f"#   {path}  {name}" for path, name in proposal.not_looked_at]
    lines.append(f"\n[expect]\n{_expected(proposal.listings)}")
    return "\n".join(lines) + "\n"


def _section(found: Found) -> str:
    parts = split_url(found.url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        "\n[[sections]]",
        _line("url", path, f"seen: {len(found.items)} items on page 1"),
        _line("name", found.name, "seen"),
    ]
    if found.kind == "documents":
        lines.append(_line("kind", found.kind, "inferred: its table has dates of issue"))
    return "\n".join(lines)


def _expected(listings: Sequence[Found]) -> str:
    fewest = min(len(one.items) for one in listings)
    basis = f"inferred: two thirds of the {fewest} items that were seen"
    return _line("first_page_items", max(1, fewest * 2 // 3), basis)


def _line(name: str, value: object, basis: str = "") -> str:
    text = f"{name} = {toml_value(value)}"
    return f"{text:<{_COMMENT_AT}} # {basis}" if basis else text
