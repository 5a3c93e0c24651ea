"""A replica of Common Crawl: the list of collections, an index of each, and records by byte range."""

import json
import re
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple
from urllib.parse import parse_qsl

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.portals.archived import Capture, in_order, urlkey_of, within
from tests.portals.model import Site
from tests.portals.web import Request, Response

_RANGE = re.compile(r"bytes=(\d+)-(\d+)$")
ROWS_A_PAGE = 15


class Place(NamedTuple):
    """Where a record lies: offset and length of its gzip member."""

    offset: int
    length: int


class CommonCrawlReplica:
    """``collinfo.json``, ``/CC-MAIN-…-index`` and the files; the answers are those of pywb, not Wayback's."""

    def __init__(self, host: str = "cc.test") -> None:
        self.site = Site(host, "cc", "", [], [])
        self.collections: dict[str, list[Capture]] = {}
        self._files: dict[str, tuple[bytes, dict[int, Place]]] = {}

    def put(self, collection: str, captures: Sequence[Capture]) -> None:
        """Make a collection of captures, written as one file record by record."""
        ordered = in_order(list(captures))
        self.collections[collection] = ordered
        self._files[self._name(collection)] = written(ordered)

    def answer(self, request: Request) -> Response:
        if request.path == "/collinfo.json":
            return self._collections()
        if request.path == "/robots.txt":
            return Response(b"User-agent: *\nDisallow: /\n", content_type="text/plain")
        name = request.path.removeprefix("/").removesuffix("-index")
        if name in self.collections:
            return self._index(name, request)
        if request.path.removeprefix("/") in self._files:
            return self._range(request.path.removeprefix("/"), request)
        return Response(b"no such key", 404, "application/xml")

    def _collections(self) -> Response:
        told = [
            {
                "id": name,
                "name": name,
                "timegate": f"http://index.commoncrawl.org/{name}/",
                "cdx-api": f"http://index.commoncrawl.org/{name}-index",
            }
            for name in sorted(self.collections, reverse=True)
        ]
        return Response(json.dumps(told).encode(), content_type="application/json")

    def _index(self, collection: str, request: Request) -> Response:
        pairs = parse_qsl(request.target.partition("?")[2], keep_blank_values=True)
        asked = dict(pairs)
        url = asked["url"]
        key = urlkey_of(url.rstrip("*"))
        found = [
            one
            for one in self.collections[collection]
            if (one.urlkey.startswith(key) if url.endswith("*") else one.urlkey == key)
        ]
        rows = [
            self._row(collection, one) for one in within(found, asked.get("from", ""), asked.get("to", ""))
        ]
        for name, value in pairs:
            if name == "filter":
                rows = [row for row in rows if _passes(row, value)]
        pages = (len(rows) + ROWS_A_PAGE - 1) // ROWS_A_PAGE
        if asked.get("showNumPages") == "true":
            told = {"pages": pages, "pageSize": 5, "blocks": pages}
            return Response(json.dumps(told).encode(), content_type="application/json")
        if not rows:
            message = {"message": f"No Captures found for: {url}"}
            return Response(json.dumps(message).encode(), 404, "application/json")
        page = int(asked.get("page") or 0)
        if page >= pages:
            message = {"message": f"Page {page} invalid: First Page is 0, Last Page is {pages - 1}"}
            return Response(json.dumps(message).encode(), 400, "application/json")
        shown = rows[page * ROWS_A_PAGE : (page + 1) * ROWS_A_PAGE]
        return Response(
            "".join(json.dumps(row) + "\n" for row in shown).encode(), content_type="text/x-ndjson"
        )

    def _row(self, collection: str, capture: Capture) -> dict[str, str]:
        name = self._name(collection)
        place = self._files[name][1][id(capture)]
        return {
            "urlkey": capture.urlkey,
            "timestamp": capture.stamp,
            "url": capture.url,
            "mime": capture.mime,
            "mime-detected": capture.mime,
            "status": str(capture.status),
            "digest": capture.digest,
            "length": str(place.length),
            "offset": str(place.offset),
            "filename": name,
            "languages": "vie",
            "encoding": "UTF-8",
        }

    def _range(self, name: str, request: Request) -> Response:
        data = self._files[name][0]
        match = _RANGE.match(request.headers.get("Range") or "")
        if match is None:
            return Response(data, content_type="application/octet-stream")
        start, end = int(match[1]), int(match[2])
        if start >= len(data):
            return Response(b"", 416, "application/xml")
        headers = {"Content-Range": f"bytes {start}-{min(end, len(data) - 1)}/{len(data)}"}
        return Response(data[start : end + 1], 206, "application/octet-stream", headers)

    @staticmethod
    def _name(collection: str) -> str:
        return f"crawl-data/{collection}/segments/1/warc/{collection}-00000.warc.gz"


def written(captures: Sequence[Capture], *, gzip: bool = True) -> tuple[bytes, dict[int, Place]]:
    """Return captures as a WARC file, and where the record of each lies, by the capture's ``id()``."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    places = {}
    for capture in captures:
        offset = out.tell()
        writer.write_record(_record(writer, capture))
        places[id(capture)] = Place(offset, out.tell() - offset)
    return out.getvalue(), places


def _record(writer: WARCWriter, capture: Capture) -> object:
    headers = [("Content-Type", capture.content_type), ("X-Crawl-Content-Encoding", "gzip")]
    headers += list(capture.headers.items())
    if capture.location:
        headers.append(("Location", capture.location))
    http = StatusAndHeaders(f"{capture.status} OK", headers, protocol="HTTP/1.1")
    extra = {"WARC-Date": capture.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if capture.cut is not None:
        extra["WARC-Truncated"] = "length"
    if capture.is_revisit:
        return writer.create_revisit_record(
            capture.url, f"sha1:{capture.digest}", capture.url, extra["WARC-Date"], http, extra
        )
    extra["WARC-Payload-Digest"] = f"sha1:{capture.digest}"
    kept = capture.kept
    return writer.create_warc_record(
        capture.url, "response", BytesIO(kept), len(kept), http_headers=http, warc_headers_dict=extra
    )


def _passes(row: dict[str, str], said: str) -> bool:
    """Apply a filter of pywb: «[!][=|~]field:value», contained in the field unless a sign says otherwise."""
    is_not = said.startswith("!")
    said = said.removeprefix("!")
    name, _, value = said.lstrip("=~").partition(":")
    if said.startswith("="):
        holds = row.get(name, "") == value
    elif said.startswith("~"):
        holds = bool(re.match(value, row.get(name, "")))
    else:
        holds = value in row.get(name, "")
    return holds is not is_not
