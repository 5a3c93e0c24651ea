"""Prefect's server on this machine: whom it answers, how it is reached, and who may write its folder."""

import asyncio
import os
import urllib.request
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.prefect_env import configure
from flows.same_machine import LOOPBACK, SameMachine
from flows.settings import Schedule

OURS = [
    {"host": "127.0.0.1:4200"},
    {"host": "localhost:4200", "origin": "http://127.0.0.1:4200"},
    {"host": "[::1]:4200", "origin": "http://localhost:4200"},
    {"host": "127.0.0.1:4200", "sec-fetch-site": "same-origin"},
    {"host": "127.0.0.1:4200", "sec-fetch-site": "none"},  # typed by a person
    {"host": "localhost:4200", "origin": "http://127.0.0.1:4200", "sec-fetch-site": "cross-site"},
]
STRANGE = [
    {},
    {"host": "portal.test:4200"},  # a name that its owner has made lead to 127.0.0.1
    {"host": "127.0.0.1.portal.test"},
    {"host": "portal.test@127.0.0.1:4200", "origin": "http://portal.test"},
    {"host": "127.0.0.1:4200", "origin": "http://portal.test"},
    {"host": "127.0.0.1:4200", "origin": "null"},
    {"host": "127.0.0.1:4200", "origin": "http://127.0.0.1:8000"},
    {"host": "127.0.0.1:4200", "origin": "http://[::1"},
    {"host": "127.0.0.1:port", "origin": "http://127.0.0.1:port"},
    {"host": "127.0.0.1:4200", "sec-fetch-site": "cross-site"},  # an image or a frame of another site's page
    {"host": "127.0.0.1:4200", "sec-fetch-site": "same-site"},
]


def answers(headers: dict[str, str], kind: str = "http") -> list[Any]:
    """Return what a server says to a request: status 200 is the app's own."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": f"{kind}.response.start", "status": 200, "headers": [(b"x-own", b"1")]})

    async def receive() -> Any:
        return {}

    async def send(message: Any) -> None:
        sent.append(message)

    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(SameMachine(app)({"type": kind, "headers": told}, receive, send))
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("headers", OURS)
def test_programs_and_pages_of_this_machine_are_answered(headers: dict[str, str], kind: str) -> None:
    (start,) = answers(headers, kind)
    assert (start["status"], start["headers"][0]) == (200, (b"x-own", b"1"))


@pytest.mark.parametrize("headers", [OURS[0], STRANGE[0]])
def test_no_answer_may_stand_in_a_frame(headers: dict[str, str]) -> None:
    said = dict(answers(headers)[0]["headers"])
    assert said[b"x-frame-options"] == b"DENY"
    assert said[b"content-security-policy"] == b"frame-ancestors 'none'"


@pytest.mark.parametrize("headers", STRANGE)
def test_pages_of_other_sites_are_not(headers: dict[str, str]) -> None:
    start, _body = answers(headers)
    assert start["status"] == 403
    assert answers(headers, "websocket") == [{"type": "websocket.close", "code": 1008}]


def test_the_server_may_start_and_end() -> None:
    assert answers({}, "lifespan")[0]["status"] == 200


def test_the_server_listens_on_loopback_unless_told_otherwise() -> None:
    assert Schedule().host in LOOPBACK


@pytest.mark.parametrize("before", [{}, {"NO_PROXY": "a.test, b.test"}, {"no_proxy": "127.0.0.1"}])
def test_no_proxy_of_the_environment_hears_what_the_server_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: dict[str, str]
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    for name, value in {
        "http_proxy": "http://192.0.2.1:3128",
        "all_proxy": "http://192.0.2.1:1",
        **before,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PREFECT_HOME", raising=False)
    monkeypatch.setenv("PREFECT_UI_STATIC_DIRECTORY", str(tmp_path))
    configure(tmp_path / "data")
    os.environ.pop("PREFECT_HOME")
    listed = os.environ["no_proxy"].split(",")
    assert set(listed) >= LOOPBACK
    assert len(listed) == len(set(listed))
    assert ("b.test" in listed) is ("NO_PROXY" in before)
    with httpx.Client() as client:  # what Prefect asks with
        there = client._transport_for_url(httpx.URL("http://192.0.2.7/"))
        for host in ("127.0.0.1", "localhost"):
            assert client._transport_for_url(httpx.URL(f"http://{host}:4200/api")) is not there
            assert urllib.request.proxy_bypass(host)


def test_only_its_owner_may_look_into_the_home_of_prefect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    (tmp_path / "prefect").mkdir(mode=0o755)
    configure(tmp_path)
    assert (tmp_path / "prefect").stat().st_mode & 0o777 == 0o700
