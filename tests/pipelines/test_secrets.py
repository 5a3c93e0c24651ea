"""A canary in the proxy's password: after runs that fail in every process it stands nowhere."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.fetching import crawl_only
from pipelines.run import run_night
from spiders.redaction import know_address
from tests.pipelines.crawled import Heard, plan
from tests.portals.server import running

CANARY = "canary-5f2a-p4ss"


def files_with(folder: Path, *secrets: bytes) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(secret in path.read_bytes() for secret in secrets)
    ]


def test_a_secret_is_in_no_file_and_on_no_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with running() as site:
        proxy = site.proxy.replace("://", f"://user:{CANARY}@")
        know_address(proxy)

        def fail(*_: Any) -> None:
            raise RuntimeError(f"cannot publish through {proxy}")

        monkeypatch.setattr("pipelines.run.publish", fail)
        heard = Heard()
        with pytest.raises(RuntimeError, match=r"\*\*\*"):
            run_night(plan(tmp_path, proxy), heard)
    # Its proxy is away: the crawl fails, in its own process.
    (result,) = crawl_only(plan(tmp_path, f"http://user:{CANARY}@127.0.0.1:9"), heard)
    assert result.status == "failed"
    out, err = capfd.readouterr()
    assert CANARY not in "".join([out, err, *heard.lines, str(result)])
    assert files_with(tmp_path, CANARY.encode()) == []
    # The error is told all the same, in the log and in the report.
    told = {Path(name).suffix for name in files_with(tmp_path, b"cannot publish through")}
    assert told >= {".jsonl", ".json", ".md", ".html"}
