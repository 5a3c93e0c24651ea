"""A crawl led astray, in a process of its own: what it reached, what it was told, what it listens on."""

import multiprocessing
import os
import socket
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from spiders.settings import crawl_settings
from tests.spiders.pages import PORTALS


def wander(urls: list[str], names: dict[str, str], **changed: object) -> dict[str, Any]:
    """Ask for ``urls`` without the first guard; ``names`` lead where they say, settings are ``changed``."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_crawl, args=(urls, names, changed, theirs))
    process.start()
    theirs.close()
    found: dict[str, Any] = ours.recv() if ours.poll(60) else {}
    process.kill()
    process.join()
    return found


def _crawl(urls: list[str], names: dict[str, str], changed: dict[str, object], answer: Connection) -> None:
    socket.gethostbyname = lambda name: names[name] if name in names else _address(name)
    settings = crawl_settings(PORTALS["binhdinh"], delay=0.0, is_live=False)
    settings["DOWNLOADER_MIDDLEWARES"]["spiders.manners.OnSite"] = None
    found: dict[str, Any] = {"reached": [], "refused": {}, "ports": None, "before": _listening()}
    warnings.simplefilter("ignore")  # as in production
    own = {"ROBOTSTXT_OBEY": False, "RETRY_TIMES": 0, "LOG_ENABLED": False}
    process = AsyncCrawlerProcess(settings | own | changed)
    process.crawl(_Wanderer, urls=urls, found=found)
    process.start()
    answer.send(found)
    os._exit(0)


def _address(name: str) -> str:
    return str(socket.getaddrinfo(name, None, socket.AF_INET)[0][4][0])


class _Wanderer(Spider):
    name = "wanderer"

    async def start(self) -> Any:
        found = self.found  # type: ignore[attr-defined]
        found["ports"] = [port for port in _listening() if port not in found["before"]]
        for url in self.urls:  # type: ignore[attr-defined]
            yield Request(url, dont_filter=True, callback=self.reached, errback=self.refused)

    def reached(self, response: Any) -> None:
        self.found["reached"].append(response.url)  # type: ignore[attr-defined]

    def refused(self, failure: Any) -> None:
        self.found["refused"][failure.request.url] = str(failure.value)  # type: ignore[attr-defined]


def _listening() -> list[str]:
    """Return the local addresses on which this process alone waits for connections."""
    own = {str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in own:
                found.append(fields[1])
    return found
