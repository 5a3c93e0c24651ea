"""What several tests of the crawl share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portals.server import running
from tests.spiders.crawls import Crawls


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawls]:
    with running() as site:
        yield Crawls(site, tmp_path)
