"""The report as Markdown and as a page: templates, and the little they need to know.

What comes from portals is escaped by default in both: Jinja2 escapes every value of the page, and every value
of the Markdown passes ``_escaped_markdown``. Only addresses of http and https become links.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from html import escape
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

if TYPE_CHECKING:
    from pipelines.morning.report import MorningReport, Since

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: What is said of a run's status, and which colour its page has.
WORDS = {
    "ok": "ok",
    "partial": "needs a look",
    "failed": "failed",
    "stopped": "stopped",
    "not_begun": "did not begin",
    "lost": "ended without a word",
}
_TONES = {"ok": "ok", "partial": "partial", "stopped": "partial"}
#: Characters that may begin or end a mark of Markdown; each of them is shown as itself behind a backslash.
_MARKS = re.compile(r"([\\`*_\[\]|#~])")
#: What stands in an address unquoted: no blank, quote, bracket or backslash, which could end a link.
_IN_ADDRESS = "%/:=&?~#+!$,;@*"


def as_html(report: "MorningReport", *, is_shelved: bool) -> str:
    """Return the page of ``report``: one file without scripts, which loads nothing."""
    style = _text("report.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    tone = _TONES.get(report.status, "failed")
    told = {"report": report, "words": WORDS, "tone": tone, "is_shelved": is_shelved}
    return _html().render(told, style=Markup(style), digest=digest)  # noqa: S704 - our own file


def as_markdown(report: "MorningReport") -> str:
    """Return ``report`` as Markdown."""
    return _markdown().render(report=report, words=WORDS)


@cache
def _html() -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(_FILTERS)
    return made.from_string(_text("report.html.jinja"))


@cache
def _markdown() -> Template:
    made = Environment(
        autoescape=False,  # noqa: S701 - no page: finalize escapes every value
        undefined=StrictUndefined,
        finalize=_escaped_markdown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(_FILTERS, link=_markdown_link)
    return made.from_string(_text("report.md.jinja"))


@cache
def _text(name: str) -> str:
    return resources.files("pipelines.morning").joinpath(name).read_text(encoding="utf-8")


def _escaped_markdown(value: object) -> str:
    if isinstance(value, Markup):
        return str(value)
    # As HTML first: Markdown lets tags through, and programs that show it differ in what they forbid.
    return _MARKS.sub(r"\\\1", escape(str(value), quote=False))


def _markdown_link(url: str | None, text: str) -> Markup:
    """Return a link, or only its text where the address is none to follow."""
    shown, address = _escaped_markdown(text), href(url)
    return Markup(f"[{shown}]({address})" if address else shown)  # noqa: S704 - escaped above


def href(url: str | None) -> str:
    """Return an address fit for a link, or nothing where it is neither http nor https."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(url or "", safe=_IN_ADDRESS)


def when(at: datetime) -> str:
    """Return an instant as a clock in Vietnam shows it: «22 Nov 2026, 01:30»."""
    here = at.astimezone(_VIETNAM)
    return f"{here.day} {here:%b %Y, %H:%M}"


def day(on: date) -> str:
    """Return a day: «22 Nov 2026»."""
    return f"{on.day} {on:%b %Y}"


def from_to(report: "MorningReport") -> str:
    """Return when a run began and ended, in Vietnam: «22 Nov 2026, 01:30 to 02:12 in Vietnam»."""
    begun, ended = when(report.started_at), when(report.finished_at)
    same = begun.partition(", ")[0] + ", "
    return f"{begun} to {ended.removeprefix(same)} in Vietnam"


def then(since: "Since") -> str:
    """Say since when: «the night of 22 Nov 2026, 01:30», and why it is none of an earlier day."""
    last = f"the {'night' if since.is_night else 'run'} of {when(since.finished_at)}"
    return f"{last}, as no night ended on an earlier day" if since.is_same_day else last


def sentence(text: str) -> str:
    """Return ``text`` with a capital letter first."""
    return text[:1].upper() + text[1:]


def number(count: int) -> str:
    """Return a count with commas: «12,345»."""
    return f"{count:,}"


def signed(count: int) -> str:
    """Return a difference: «+12», «−3», «±0»."""
    return f"+{count:,}" if count > 0 else f"−{-count:,}" if count else "±0"


def duration(seconds: float) -> str:
    """Return a time span in the two largest of hours, minutes, seconds."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def counted(counts: Mapping[str, int]) -> str:
    """Return counts by name: «3 score, 2 rank»."""
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count)


def kinds(facts: Mapping[str, int]) -> str:
    """Return facts by kind in words, most first: «411 scores, 27 persons»."""
    most_first = sorted(facts.items(), key=lambda item: -item[1])
    return ", ".join(
        f"{count:,} {kind if count == 1 else _plural(kind)}" for kind, count in most_first if count
    )


def _plural(kind: str) -> str:
    return f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}s"


_FILTERS = {
    "from_to": from_to,
    "sentence": sentence,
    "kinds": kinds,
    "href": href,
    "when": when,
    "then": then,
    "day": day,
    "number": number,
    "signed": signed,
    "duration": duration,
    "counted": counted,
}
