"""Answers to requests for files: whether they are the file, and what it is called."""

import re
from email.message import EmailMessage
from urllib.parse import unquote

from scrapy.http import Response

from spiders.attachments import file_name
from spiders.blocking import passing_trouble
from spiders.causes import status_reason
from spiders.filebook import FileTarget
from spiders.keeping import header_of

_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|meta|!--)", re.IGNORECASE)
#: Answers that may be other ones tomorrow.
_PASSING_STATUS = frozenset({401, 403, 408, 425, 429})


def trouble_of(response: Response) -> str | None:
    """Return why an answer is no file; a page that only stands in for one is not believed to be it."""
    if response.status != 200:
        return status_reason(response)
    if not response.body.strip():
        return "empty_body"
    if not _HTML.match(response.body[:1024]):
        return None
    rejection = passing_trouble(response.body, header_of(response, "Content-Type"), ())
    return rejection.reason if rejection is not None else None


def is_final(status: int) -> bool:
    """Tell whether the status of an answer that is no file will be the same tomorrow."""
    return status != 200 and status not in _PASSING_STATUS and status < 500


def name_of(target: FileTarget, response: Response) -> str:
    """Return the name of a file: as its link says, or else as the server calls it."""
    path_name = file_name("", target.url)
    if target.name != path_name:
        return target.name
    sent = response.headers.get("Content-Disposition") or b""
    # Servers send names as UTF-8, which no standard allows.
    said = "".join(letter if letter.isprintable() else " " for letter in sent.decode("utf-8", "replace"))
    header = EmailMessage()
    header["Content-Disposition"] = said or "inline"
    return file_name(unquote(header.get_filename() or ""), target.url)
