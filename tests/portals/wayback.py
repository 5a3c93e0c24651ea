"""A replica of the Wayback Machine: its index, and raw captures with a redirect to the nearest one."""

import json
import re
from email.utils import format_datetime
from urllib.parse import parse_qsl, quote_plus, unquote

from tests.portals.archived import Capture, in_order, urlkey_of, within
from tests.portals.model import Site
from tests.portals.web import Request, Response

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_REPLAY = re.compile(r"^/web/(\d{1,14})(id_)?/(.+)$")


class WaybackReplica:
    """``/cdx/search/cdx`` over a sorted table, ``/web/<time>id_/<address>``; ``captures`` may be changed."""

    def __init__(self, host: str = "archive.test") -> None:
        self.site = Site(host, "archive", "", [], [])
        self.captures: list[Capture] = []
        #: Captures of the same bytes shown as revisits, as real indexes do.
        self.shows_revisits = True

    def answer(self, request: Request) -> Response:
        if request.path == "/cdx/search/cdx":
            return self._index(request)
        if match := _REPLAY.match(request.target):
            return self._replay(match[1], unquote(match[3]))
        if request.path == "/robots.txt":
            return Response(b"User-agent: *\nDisallow: /\n", content_type="text/plain")
        return Response(b"not here", 404, "text/plain")

    def _index(self, request: Request) -> Response:
        pairs = parse_qsl(request.target.partition("?")[2], keep_blank_values=True)
        asked = dict(pairs)
        rows = [one for one in in_order(self.captures) if _matches(one, asked)]
        rows = within(rows, asked.get("from", ""), asked.get("to", ""))
        lines = [self._line(one) for one in rows]
        for name, value in pairs:
            if name == "filter":
                lines = [line for line in lines if _passes(line, value)]
        if asked.get("collapse"):
            lines = _collapsed(lines, asked["collapse"])
        return _told(lines, asked)

    def _line(self, capture: Capture) -> dict[str, str]:
        is_revisit = capture.is_revisit and self.shows_revisits
        values = (
            capture.urlkey,
            capture.stamp,
            capture.url,
            "warc/revisit" if is_revisit else capture.mime,
            "-" if is_revisit else str(capture.status),
            capture.digest,
            str(len(capture.kept) // 3),
        )
        return dict(zip(_FIELDS, values, strict=True))

    def _replay(self, stamp: str, url: str) -> Response:
        of_page = [one for one in in_order(self.captures) if one.urlkey == urlkey_of(url)]
        if not of_page:
            return Response(b"Hrm. The archive has not saved this page.", 404)
        nearest = min(of_page, key=lambda one: abs(int(one.stamp) - int(stamp.ljust(14, "0"))))
        if nearest.stamp != stamp:
            return Response(status=302, headers={"Location": f"/web/{nearest.stamp}id_/{nearest.url}"})
        if nearest.location:
            target = f"/web/{stamp}id_/{nearest.location}"
            return Response(status=nearest.status, headers={"Location": target})
        original = {"X-Archive-Orig-content-type": nearest.content_type, **_original(nearest)}
        memento = format_datetime(nearest.at, usegmt=True)
        return Response(
            nearest.kept, nearest.status, nearest.content_type, {**original, "Memento-Datetime": memento}
        )


def _original(capture: Capture) -> dict[str, str]:
    length = {"X-Archive-Orig-content-length": str(len(capture.body))}
    return length | {f"X-Archive-Orig-{name}": value for name, value in capture.headers.items()}


def _matches(capture: Capture, asked: dict[str, str]) -> bool:
    url, match = asked["url"], asked.get("matchType", "exact")
    if url.endswith("*"):
        url, match = url[:-1], "prefix"
    key = urlkey_of(url)
    if match == "prefix":
        return capture.urlkey.startswith(key)
    if match in {"host", "domain"}:
        host = key.partition(")")[0]
        own = capture.urlkey.partition(")")[0]
        return own == host or (match == "domain" and own.startswith(f"{host},"))
    return capture.urlkey == key


def _passes(line: dict[str, str], said: str) -> bool:
    is_not = said.startswith("!")
    name, _, pattern = said.removeprefix("!").partition(":")
    # Over the whole field, as the Java expressions of the real one.
    return bool(re.fullmatch(pattern, line[name])) is not is_not


def _collapsed(lines: list[dict[str, str]], said: str) -> list[dict[str, str]]:
    """Drop rows that are like the row before them in a field; alike further apart they stay."""
    name, _, size = said.partition(":")
    kept: list[dict[str, str]] = []
    last = None
    for line in lines:
        value = line[name][: int(size)] if size else line[name]
        if value != last:
            kept.append(line)
        last = value
    return kept


def _told(lines: list[dict[str, str]], asked: dict[str, str]) -> Response:
    """Write an answer, cut by limit, going on behind the row that the resume key names."""
    if key := asked.get("resumeKey"):
        names = [f"{line['urlkey']} {line['timestamp']}" for line in lines]
        lines = lines[names.index(key) :]
    limit = int(asked.get("limit") or 150_000)
    rest, lines = lines[limit:], lines[:limit]
    resume = quote_plus(f"{rest[0]['urlkey']} {rest[0]['timestamp']}") if rest else None
    resume = resume if asked.get("showResumeKey") == "true" else None
    if asked.get("output") != "json":
        text = "".join(" ".join(line.values()) + "\n" for line in lines)
        return Response((text + (f"\n{resume}\n" if resume else "")).encode(), content_type="text/plain")
    rows: list[list[str]] = [list(_FIELDS), *(list(line.values()) for line in lines)] if lines else []
    rows += [[], [resume]] if resume else []
    return Response(json.dumps(rows).encode(), content_type="application/json")
