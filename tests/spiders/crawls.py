"""Crawls of the replicas in child processes, as tests use them.

The processes are forked from one that has loaded what a crawl imports: loading takes longer than most crawls.
``python -m spiders.run`` itself is what the stages and the flow start, and their tests.
"""

import json
import multiprocessing
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote

from spiders.archive import read_capture
from spiders.ledger import Ledger
from spiders.platforms import parse_page
from tests.portals.server import Running
from tests.spiders.pages import PORTALS

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["spiders.run", "tests.scrapy_parts"])

#: What a crawl is made in, a machine that is otherwise, say: a function that a child can import.
Around = Callable[[], AbstractContextManager[None]]


class Child:
    """A crawl under way: what it writes, and how it ends."""

    def __init__(self, arguments: list[str], around: Around = nullcontext) -> None:
        reader, writer = _FORKS.Pipe(duplex=False)
        self.stdout: IO[str] | None = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()
        self._errors = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed in finish
        with writer, Connection(os.dup(self._errors.fileno()), readable=False) as errors:
            told = (arguments, dict(os.environ), writer, errors, around)
            self._process = _FORKS.Process(target=_crawl, args=told)
            self._process.start()

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal; None while the crawl is at work."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        assert self.pid is not None
        os.kill(self.pid, number)

    def finish(self, timeout: float = 60) -> str:
        """Wait for the end and return what was written to stderr."""
        if self.stdout is not None:
            with self.stdout:
                self.stdout.read()
        self._process.join(timeout)
        assert self.returncode is not None, "the crawl does not end"
        with self._errors:
            self._errors.seek(0)
            return self._errors.read()


def _crawl(
    arguments: list[str], environment: dict[str, str], output: Connection, errors: Connection, around: Around
) -> None:
    """Crawl in this process, in the environment of the test."""
    from spiders.run import main  # noqa: PLC0415 - loaded before the fork

    os.environ.clear()
    os.environ.update(environment)
    os.dup2(output.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    output.close()
    errors.close()
    with around():
        code = main(arguments)
    sys.exit(code)


@dataclass
class Crawls:
    """Crawls of one data folder against one server."""

    site: Running
    data: Path
    around: Around = nullcontext

    def start(self, slug: str, run: str, *options: str) -> Child:
        arguments = [
            "--portal", slug, "--data", str(self.data), "--run-id", run,
            "--rehost", ".gov.vn=.test", "--proxy", self.site.proxy, "--delay", "0.01", *options,
        ]  # fmt: skip
        return Child(arguments, self.around)

    def run(self, slug: str, run: str, *options: str) -> tuple[int, dict[str, Any], str]:
        """Return the exit code, the result file and what was written to stderr."""
        return self.finish(self.start(slug, run, *options), slug, run)

    def finish(self, child: Child, slug: str, run: str) -> tuple[int, dict[str, Any], str]:
        log, code = child.finish(), child.returncode
        assert code is not None
        path = self.data / "runs" / run / f"{slug}.json"
        return code, json.loads(path.read_text()) if path.exists() else {}, log

    def keys(self, slug: str) -> list[str]:
        """Return the key of every article and document the archive holds, in the order of capture."""
        found = []
        with Ledger(self.data / "ledger.sqlite") as ledger:
            for row in ledger.unloaded([slug]):
                if row.kind == "file":
                    continue
                raw = read_capture(self.data / "archive", row)
                found += [article.url_key for article in parse_page(raw, PORTALS[slug])]
        return found

    def article_hits(self, host: str) -> list[str]:
        """Return the paths of the article pages asked for so far."""
        articles = {page.path for page in self.site.site(host).articles}
        paths = [unquote(hit.path) for hit in self.site.log if hit.host == host]
        return [path for path in paths if path in articles]
