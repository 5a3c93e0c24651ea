"""What is sent to people and machines when a run has ended: a report, or word of why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from pipelines.cleaning import clean
from pipelines.morning.report import MorningReport
from spiders.redaction import redact, redacted

_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One notification: a subject of one line, the same text as Markdown and HTML, and what programs read.

    ``event`` is ``report``, ``failure`` or ``test``; nothing in a letter holds a known secret.
    """

    event: str
    subject: str
    text: str
    html: str
    told: Mapping[str, Any]
    is_trouble: bool
    run_id: str | None = None


def letter_of_report(report: MorningReport) -> Letter:
    """Return the letter that brings the report of a run."""
    return Letter(
        event="report",
        subject=_line(report.subject),
        text=redact(report.markdown()),
        html=redact(report.html()),
        told=redacted(report.as_json()),
        is_trouble=report.status != "ok" or report.exit_code != 0,
        run_id=report.run_id,
    )


def letter_of_failure(error: BaseException) -> Letter:
    """Return the letter that tells what ended a run before it could report anything."""
    said = _line(str(error) or type(error).__name__)
    text = f"The run has not begun: {said}\n\nThe last published data stays as it is. gat doctor tells more."
    told = {"exit_code": getattr(error, "exit_code", 1), "reason": said}
    return _plain("failure", f"Gặt not begun: {said}", text, told, is_trouble=True)


def letter_of_test() -> Letter:
    """Return a letter that says nothing but that it came."""
    text = "This is a test of gat notify --test. Reports of runs will come the same way."
    return _plain("test", "Gặt test: notifications arrive", text, {}, is_trouble=False)


def _plain(event: str, subject: str, text: str, told: Mapping[str, Any], *, is_trouble: bool) -> Letter:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><body>{paragraphs}</body></html>'
    return Letter(
        event=event, subject=_line(subject), text=f"{text}\n", html=html, told=told, is_trouble=is_trouble
    )


def _line(text: str) -> str:
    """Return one line fit for the head of a mail: titles of portals may stand in it."""
    return redact(" ".join(clean(text).split()))[:_LONGEST_SUBJECT]
