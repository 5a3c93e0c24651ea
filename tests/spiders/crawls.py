"""Crawls of the replicas in child processes, as tests use them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from spiders.archive import read_capture
from spiders.ledger import Ledger
from spiders.platforms import parse_page
from tests.portals.server import Running
from tests.spiders.pages import PORTALS


@dataclass
class Crawls:
    """Crawls of one data folder against one server."""

    site: Running
    data: Path

    def start(self, slug: str, run: str, *options: str) -> subprocess.Popen[str]:
        command = [
            sys.executable, "-m", "spiders.run", "--portal", slug, "--data", str(self.data), "--run-id", run,
            "--rehost", ".gov.vn=.test", "--proxy", self.site.proxy, "--delay", "0.01", *options,
        ]  # fmt: skip
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, slug: str, run: str, *options: str) -> tuple[int, dict[str, Any], str]:
        """Return the exit code, the result file and what was written to stderr."""
        return self.finish(self.start(slug, run, *options), slug, run)

    def finish(self, child: subprocess.Popen[str], slug: str, run: str) -> tuple[int, dict[str, Any], str]:
        _, log = child.communicate(timeout=60)
        path = self.data / "runs" / run / f"{slug}.json"
        return child.returncode, json.loads(path.read_text()) if path.exists() else {}, log

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
