"""The instant a page says it was published, as portals print it.

Portals print Vietnamese local time without saying so; every result is aware, in Asia/Ho_Chi_Minh unless the
writing carries its own offset. A day without a time is midnight.
"""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

# ISO 8601, also with a space for the T and with offsets lacking their colon («2026-07-09T15:33:15+0700»).
_ISO = re.compile(
    r"(?<![0-9])(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"
    r"(?:[T ](?P<H>[0-9]{2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?(?![0-9])"
)
_DATE = re.compile(
    r"(?<![0-9/.-])(?P<a>[0-9]{1,2}) ?(?P<s>[/.-]) ?(?P<b>[0-9]{1,2}) ?(?P=s) ?(?P<y>[0-9]{4})(?![0-9])"
)
_WORDED = re.compile(
    r"(?<![0-9])(?P<a>[0-9]{1,2}) ?,? ?tháng (?P<b>[0-9]{1,2}) ?,? ?năm (?P<y>[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
# SA (sáng) and CH (chiều) are the Vietnamese AM and PM of .NET portals.
_TIME = re.compile(
    r"(?<![0-9:])(?P<H>[0-9]{1,2})(?: ?: ?| ?(?:giờ|h|g) ?)(?P<M>[0-9]{2})?"
    r"(?: ?: ?(?P<S>[0-9]{2}))?(?:\.[0-9]+)?(?: ?(?:phút|'))?(?: ?(?P<half>SA|CH|AM|PM)(?![a-z]))?",
    re.IGNORECASE,
)
_LATE = frozenset({"CH", "PM"})


def parse_published(text: str, *, us: bool = False) -> datetime | None:
    """Return the first publication instant in ``text``, or None where it holds no valid one.

    Reads ``Thứ 5, 09/07/2026 | 15:19``, ``22/08/2019 5:15:31 CH``, ``16:39 10-07-2019``, ISO with or without
    an offset. Days come before months; ``us`` reads ``6/30/2025 10:00 AM`` instead, and is never guessed.
    """
    text = " ".join(text.split())
    if found := _ISO.search(text):
        return _from_iso(found)
    found = _DATE.search(text) or _WORDED.search(text)
    if found is None:
        return None
    first, second = int(found["a"]), int(found["b"])
    day, month = (second, first) if us else (first, second)
    clock = _TIME.search(text, found.end()) or _TIME.search(text, 0, found.start())
    at = _clock(clock) if clock else time()
    try:
        return (
            None
            if at is None
            else datetime(int(found["y"]), month, day, at.hour, at.minute, at.second, tzinfo=HANOI)
        )
    except ValueError:
        return None


def _from_iso(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("y", "m", "d", "H", "M", "S")
    )
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(found["zone"]))
    except ValueError:
        return None


def _zone(written: str | None) -> ZoneInfo | timezone:
    if not written:
        return HANOI
    if written == "Z":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if written[0] == "-" else offset)


def _clock(found: re.Match[str]) -> time | None:
    hour, half = int(found["H"]), (found["half"] or "").upper()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half in _LATE else 0)
    try:
        return time(hour, int(found["M"] or 0), int(found["S"] or 0))
    except ValueError:
        return None
