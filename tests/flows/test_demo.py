"""The rehearsal around the demo: its environment, its server's end, and a checkout without replicas."""

import http.client
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.cli.app import run
from flows.demo import rehearsal
from flows.settings import read_settings
from spiders.portal import load_portals
from tests.portals.content import sites


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GAT_")]:
        monkeypatch.delenv(name)


def status_of_replica(proxy: str) -> int:
    address = urlsplit(proxy)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        connection.request("GET", "http://sonla.test/robots.txt")
        return connection.getresponse().status
    finally:
        connection.close()


def test_replicas_answer_during_a_rehearsal_and_are_gone_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAT_DATA", str(tmp_path))
    with rehearsal() as stage:
        assert stage.folder == tmp_path / "demo"
        assert stage.portals == tuple(site.slug for site in sites())
        assert os.environ["GAT_DATA"] == str(stage.folder)
        assert os.environ["GAT_REHOST"] == ".gov.vn=.test"
        assert read_settings().notify.on == "never"
        proxy = os.environ["GAT_PROXY"]
        assert status_of_replica(proxy) == 200
    assert os.environ["GAT_DATA"] == str(tmp_path)
    assert "GAT_PROXY" not in os.environ
    with pytest.raises(ConnectionRefusedError):
        status_of_replica(proxy)


def test_the_folder_told_is_the_folder_used(tmp_path: Path) -> None:
    with rehearsal(tmp_path / "elsewhere") as stage:
        assert stage.folder == tmp_path / "elsewhere"


def test_what_is_crawled_nightly_is_what_has_a_replica() -> None:
    """So that a rehearsal of the night itself, which names no portal, meets a replica for each."""
    enabled = {slug for slug, portal in load_portals().items() if portal.is_enabled}
    assert enabled == {site.slug for site in sites()}


def test_without_the_replicas_of_a_checkout_the_demo_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.demo.CODE_ROOT", tmp_path)
    monkeypatch.setenv("GAT_DATA", str(tmp_path / "data"))
    assert run(["demo"]) == 2
    message = capsys.readouterr().err
    assert message.startswith("error: the demo needs the replica portals of a checkout")
    assert "make demo" in message
    assert message.count("\n") == 1
