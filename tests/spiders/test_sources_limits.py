"""Pages in WARC files that unpack to more than is taken: refused, without room for all of them."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.errors import PageRejected
from spiders.settings import crawl_settings
from spiders.sources.records import LARGEST, captured_of, read_member
from spiders.sources.warcfiles import WarcFiles
from tests.portals.commoncrawl import written
from tests.spiders.archives import capture, filled, news, replica_of
from tests.spiders.pages import PORTALS

MEGABYTE = 1024 * 1024
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
}


def record(body: bytes, coding: str, url: str = "http://sonla.test/x", *, packed: bool = True) -> bytes:
    headers = [("Content-Type", "text/html")] + ([("Content-Encoding", coding)] if coding else [])
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    extra = {"WARC-Date": "2024-03-01T12:00:00Z"}
    writer.write_record(
        writer.create_warc_record(
            url, "response", BytesIO(body), len(body), http_headers=http, warc_headers_dict=extra
        )
    )
    return out.getvalue()


@pytest.mark.parametrize("coding", PACKINGS)
def test_the_largest_page_is_taken_and_one_larger_is_not(coding: str) -> None:
    for size in (LARGEST, LARGEST + 1):
        member = record(PACKINGS[coding](bytes(size)), coding)
        if size == LARGEST:
            assert len(captured_of(read_member(member), "x").body) == size
            continue
        with pytest.raises(PageRejected) as caught:
            captured_of(read_member(member), "x")
        assert caught.value.reason == "too_large"


@pytest.mark.parametrize("coding", PACKINGS)
def test_too_large_a_page_is_not_unpacked(coding: str) -> None:
    member = record(PACKINGS[coding](bytes(200 * MEGABYTE)), coding)
    tracemalloc.start()
    try:
        with pytest.raises(PageRejected, match="too_large"):
            captured_of(read_member(member), "x")
        assert tracemalloc.get_traced_memory()[1] < 90 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("coding", PACKINGS)
def test_too_large_a_page_of_a_file_is_refused_and_the_file_goes_on(
    tmp_path: Path, coding: str, name: str
) -> None:
    sonla = replica_of()
    first, second = (capture(sonla, page, "20240301120000") for page in news(sonla, 2))
    packed = name.endswith(".gz")
    huge = record(PACKINGS[coding](bytes(30 * MEGABYTE)), coding, first.url, packed=packed)
    (tmp_path / name).write_bytes(huge + written([second], gzip=packed)[0])
    fill = filled(tmp_path / "data")
    tally = fill.run(WarcFiles(tmp_path / name))
    assert dict(tally.refused) == {"too_large": 1}
    assert (tally.article_pages, tally.problems, tally.failures) == (1, [], [])


def test_the_limit_is_that_of_a_download() -> None:
    assert crawl_settings(PORTALS["sonla"])["DOWNLOAD_MAXSIZE"] == LARGEST
