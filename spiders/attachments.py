"""Files that pages offer: under which address and key they are known, and which may be asked for.

A file is known by the canonical key of its direct address: behind a download page or a viewer stands the file
itself, which is asked for first. It is fetched after its page, in the same session, for some portals give a
file only to who opened its page.
"""

import hashlib
import multiprocessing
import os
import resource
import signal
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from spiders.dating import PORTAL_ZONE
from spiders.environment import forget_environment
from spiders.eras import seen_as
from spiders.errors import PageRejected
from spiders.limiting import limit
from spiders.pages import Article, Attachment, RawPage
from spiders.platforms import parse_page
from spiders.portal import Portal
from spiders.reading import article_id_of
from spiders.urls import canonical_key, host_of, unwrapped
from spiders.wording import one_line

#: Why the files of a page are not known.
NOT_READ = "page_not_read"
_PAGE_SECONDS = 10.0
_MEMORY = 2 << 30  # bytes of address space
#: Query keys that tell when or from where a file is asked for, not which file it is.
_PASSING = frozenset({"t", "_t", "v", "download_frd", "utm_source", "utm_medium", "utm_campaign", "fbclid"})
#: Names of links that tell nothing of the file.
_NAMELESS = frozenset(
    {"", "tải về", "tải xuống", "tải file", "download", "tại đây", "xem", "xem chi tiết", "file đính kèm"}
)
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file that a page offers.

    ``url`` is its direct address, ``other_url`` the download page it stood behind, ``parent_key`` the key of
    the article that offers it and ``page_url`` the page to open for a session; ``published_at`` is aware.
    ``mark`` is another one when what is read of the page is; None where no page was read for it.
    """

    url: str
    other_url: str | None
    url_key: str
    name: str
    parent_key: str
    page_url: str | None
    published_at: datetime | None
    section: str | None
    mark: str | None = None


def file_key(url: str, *, fold_case: bool = False) -> str:
    """Return the canonical key of a file's address.

    Unlike pages, files are told apart by their whole query, whose case counts even on IIS: a ticket is
    base64. Of DNN's ``LinkClick.aspx`` only the ticket counts, the rest says where the link stood.
    """
    parts = urlsplit(url)
    pairs = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in _PASSING]
    if parts.path.lower().endswith("/linkclick.aspx"):
        pairs = [pair for pair in pairs if pair[0].lower() in {"fileticket", "link"}]
    key = canonical_key(url, fold_case=fold_case)
    return key + (f"?{urlencode(sorted(pairs))}" if pairs else "")


def file_id_of(portal: str, url_key: str) -> str:
    """Return the id of a file and of the document read from it: never that of a page with the same key."""
    return article_id_of(portal, f"file {url_key}")


def file_name(link: str, url: str) -> str:
    """Return the name of a file: the link's words, or, where they name nothing, the address's last part."""
    said = one_line(link)
    if said.casefold().strip(" .:[]()") not in _NAMELESS:
        return said[:_LONGEST_NAME]
    return one_line(unquote(urlsplit(url).path.rpartition("/")[2]))[:_LONGEST_NAME] or said or "?"


def refusal_of_address(url: str, portal: Portal) -> str | None:
    """Return why a file is not asked for, or None: only the portal's hosts and its file hosts are."""
    return None if host_of(url) in portal.hosts.union(portal.file_hosts) else "foreign_host"


def settling_terms(portal: Portal) -> dict[str, str]:
    """Return what of a portal's file settles that a file does not come, by the reason it is refused for."""
    hosts = " ".join(sorted(portal.hosts.union(portal.file_hosts)))
    return {"too_large": f"{portal.max_file_mb:g}", "foreign_host": hosts, "offsite": hosts}


def offers_of(article: Article, page_url: str | None, portal: Portal) -> Iterator[Offer]:
    """Yield the files an article offers, each once."""
    files: dict[str, tuple[str, Attachment]] = {}
    for one in article.attachments:
        url = unwrapped(one.url, one.url) or one.url
        files.setdefault(file_key(url, fold_case=portal.fold_case), (url, one))
    mark = _mark_of(article, files)
    for key, (url, one) in files.items():
        yield Offer(
            url=url,
            other_url=one.other_url or (one.url if one.url != url else None),
            url_key=key,
            name=file_name(one.name, url),
            parent_key=article.url_key,
            page_url=page_url,
            published_at=article.published_at,
            section=article.section,
            mark=mark,
        )


def _mark_of(article: Article, file_keys: Iterable[str]) -> str:
    """Return a digest of what matters of a page: counters of visits and tokens change with every answer."""
    parts = (article.title, article.text_sha256, str(article.published_at), *sorted(file_keys))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSaid:
    """What a page says of its files, when it was published, and the ``reason`` why it is no article."""

    offers: tuple[Offer, ...] = ()
    published_at: datetime | None = None
    reason: str | None = None


class OfferReader:
    """Reads fetched pages for their files, in a child process: a page may hang a parser. A context manager.

    Children are forked by a process that is itself forked here: made before there are locks, ledgers, sockets
    and threads, it hands none of them down. It ends, and its child with it, when this process does.
    """

    def __init__(self, portal: Portal) -> None:
        self._orders, theirs = socket.socketpair()
        self._nurse = multiprocessing.get_context("fork").Process(
            target=_nurse, args=(theirs, self._orders, portal), daemon=True
        )
        self._nurse.start()
        theirs.close()
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raw: RawPage) -> PageSaid:
        """Return which files a page offers; none for a page that does not read as an article.

        Raises PageRejected (``NOT_READ``) where the child was too slow or died: nobody knows of its files.
        """
        try:
            pipe = self._pipe = self._pipe or self._start()
            pipe.send(raw)
            if pipe.poll(_PAGE_SECONDS):
                said: PageSaid = pipe.recv()
                return said
        except (EOFError, OSError):
            pass  # it died of the page
        self._end()
        raise PageRejected(NOT_READ, f"{raw.url}: its reader gave no answer within {_PAGE_SECONDS:g} s")

    def close(self) -> None:
        """End the child, and who forks it."""
        self._end()
        self._orders.shutdown(socket.SHUT_RDWR)
        self._orders.close()
        self._nurse.join()

    def _start(self) -> Connection:
        """Have a child forked, in place of the one before."""
        ours, theirs = multiprocessing.Pipe()
        with theirs:
            socket.send_fds(self._orders, [b"."], [theirs.fileno()])
        return ours

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


def _nurse(orders: socket.socket, others: socket.socket, portal: Portal) -> None:
    """Fork a reader for every pipe that comes, one at a time; end with who sends them."""
    others.close()
    forget_environment()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked too, and ends this one
    reader = 0
    while True:
        _, pipes, _, _ = socket.recv_fds(orders, 1, 1)
        if reader:
            os.kill(reader, signal.SIGKILL)
            os.waitpid(reader, 0)
        if not pipes:
            return
        reader = os.fork()
        if reader == 0:
            try:
                orders.close()
                _serve(Connection(pipes[0]), portal)
            finally:
                os._exit(0)
        os.close(pipes[0])


def _serve(pipe: Connection, portal: Portal) -> None:
    limit(resource.RLIMIT_AS, _MEMORY)
    while True:
        try:
            raw = pipe.recv()
        except EOFError:
            return
        # Ends it should nobody be left to do so while a parser hangs.
        signal.alarm(60)
        pipe.send(_read(raw, portal))
        signal.alarm(0)


def _read(raw: RawPage, portal: Portal) -> PageSaid:
    """Read a page as the portal was on its day: an article, or every row of a document list."""
    portal = seen_as(portal, raw.final_url, raw.fetched_at.astimezone(PORTAL_ZONE).date()) or portal
    try:
        articles = parse_page(raw, portal)
    except PageRejected as rejection:
        return PageSaid(reason=rejection.reason)
    except Exception:  # noqa: BLE001 - the boundary of a process: the load tells what a parser fails on
        return PageSaid()
    # The page of a list of documents changes; a row's file is opened by nobody's page.
    page_url = raw.url if raw.kind == "article" else None
    offers = tuple(offer for article in articles for offer in offers_of(article, page_url, portal))
    return PageSaid(offers=offers, published_at=articles[0].published_at if page_url and articles else None)
