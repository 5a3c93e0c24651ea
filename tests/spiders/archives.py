"""Archives filled with what the replica portals publish, for tests of back-filling."""

from urllib.parse import quote

from tests.portals.archived import Capture
from tests.portals.model import Page
from tests.portals.server import Running
from tests.portals.web import Request

REHOST = (
    ".gov.vn=.test,web.archive.org=archive.test,index.commoncrawl.org=cc.test,data.commoncrawl.org=cc.test"
)
SONLA = "sonla.test"


def news(site: Running, host: str = SONLA, count: int = 6) -> list[Page]:
    """Return some articles of a replica, the newest first."""
    pages = [page for page in site.site(host).articles if page.kind == "news" and page.published_at]
    return sorted(pages, key=lambda page: page.path)[:count]


def body_of(site: Running, host: str, path: str) -> bytes:
    """Return what a replica answers to a path."""
    return site.replica(host).answer(Request("GET", host, quote(path), {})).body


def capture(site: Running, page: Page, stamp: str, host: str = SONLA, **changes: object) -> Capture:
    """Return a capture of an article as a replica publishes it now, made at a time of 14 digits."""
    body = body_of(site, host, page.path)
    url = f"http://{host}{quote(page.path)}"
    return Capture(**({"url": url, "stamp": stamp, "body": body} | changes))  # type: ignore[arg-type]  # a bag of its fields
