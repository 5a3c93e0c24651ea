"""Captures for tests of the stages: pages put into an archive and a ledger by hand, without a crawl."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from spiders.archive import Exchange, WarcFile
from spiders.ledger import CaptureRow

PORTAL = "sonla"
FETCHED_AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def address(number: int) -> str:
    return f"http://sonla.test/tin-cai-cach-hanh-chinh/bai-viet-{number}"


def page(title: str, *paragraphs: str) -> bytes:
    """Return an article page of the portal's platform."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body>
        <div id="menu"><a href="/">Trang chủ</a></div>
        <div class="detail"><h1 class="ArticleHeader">{title}</h1>
        <div class="ArticleContent">{body}</div></div></body></html>""".encode()


def archived(data: Path, number: int, body: bytes, portal: str = PORTAL) -> CaptureRow:
    """Put a page into the archive of a data folder and return the ledger's row of it."""
    url, archive, name = address(number), data / "archive", f"{portal}/r1.warc.gz"
    exchange = Exchange(
        url=url, method="GET", request_body=b"", status=200, headers=[], body=body, fetched_at=FETCHED_AT
    )
    file = archive / name
    with WarcFile(archive, name, file.stat().st_size if file.exists() else 0) as warc:
        offset, length = warc.append(exchange)
    digest = hashlib.sha256(body).hexdigest()
    return CaptureRow(
        capture_id=f"{number:016x}",
        run_id="r1",
        portal=portal,
        kind="article",
        url=url,
        final_url=url,
        url_key=url.partition("://")[2],
        fetched_at=FETCHED_AT,
        status=200,
        content_type="text/html; charset=utf-8",
        sha256=digest,
        warc_file=name,
        warc_offset=offset,
        warc_length=length,
        listed_title="Bài viết",
        listed_published="20/11/2026",
    )
