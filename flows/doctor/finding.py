"""What looking at one thing comes to."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "note", "missing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``missing`` keeps Gặt from working, a ``note`` is worth knowing.

    ``detail`` says what is there and, unless it is ok, what to do.
    """

    verdict: Verdict
    name: str
    detail: str
