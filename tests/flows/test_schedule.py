"""What ``gat schedule`` refuses, the states that nights end in, what is due when; for real: test_serving."""

import asyncio
import os
import runpy
import socket
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import yaml  # type: ignore[import-untyped]

from flows.errors import ServerLostError, SettingsInvalidError
from flows.prefect_env import configure
from flows.settings import Schedule
from pipelines.lock import SCHEDULE_LOCK, run_lock
from pipelines.summary import PortalSummary, RunSummary
from pipelines.workers import CODE_ROOT
from tests.flows.command import refusal
from warehouse.checks import Check, CheckResult


def test_one_schedule_serves_a_data_folder(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    with run_lock(data, "gat schedule", SCHEDULE_LOCK):
        code, said = refusal(capsys, "schedule")
    assert code == 6
    assert f"process {os.getpid()} on " in said


def test_a_taken_port_is_told_before_anything_starts(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, prefect: None
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("GAT_SCHEDULE_PORT", str(taken.getsockname()[1]))
        code, said = refusal(capsys, "schedule")
    # No code that the unit of systemd takes for final.
    assert code == 1
    assert (
        f"port {os.environ['GAT_SCHEDULE_PORT']} of 127.0.0.1 cannot be had (Address already in use)" in said
    )


@pytest.fixture
def prefect(data: Path) -> Iterator[None]:
    """Import Prefect at home in the test's data folder, and leave no trace of it in the environment."""
    before = dict(os.environ)
    configure(data)
    yield
    os.environ.clear()
    os.environ.update(before)


def summary(*statuses: str, violated: bool = False, crawl_exit_code: int = 0) -> RunSummary:
    now = datetime.now(UTC)
    portals = tuple(
        PortalSummary(portal=f"p{i}", status=one, reason="it rained", crawl_exit_code=crawl_exit_code)  # type: ignore[arg-type]
        for i, one in enumerate(statuses)
    )
    lost = Check("no_article_lost", "an article is gone", "violation", "")
    checks = (CheckResult(lost, 3, ("id",), ((1,),)),) if violated else ()
    return RunSummary(
        run_id="20261122T013000Z-5f2a",
        started_at=now,
        finished_at=now,
        portals=portals,
        checks=checks,
        snapshot=None,
        rows_changed=7,
    )


def test_the_state_of_a_night_tells_how_it_went(prefect: None) -> None:
    from flows.ending import state_of  # noqa: PLC0415

    told = "run 20261122T013000Z-5f2a: "
    well, partial, nothing = (state_of(summary(*one)) for one in (["ok"], ["ok", "failed"], ["failed"]))
    assert (well.type.value, well.name, well.message) == (
        "COMPLETED",
        "Completed",
        f"{told}7 rows changed, nothing to publish",
    )
    assert (partial.type.value, partial.name) == ("COMPLETED", "Partial")
    assert partial.message == f"{told}p1 failed: it rained"
    assert (nothing.type.value, nothing.message) == ("FAILED", f"{told}p0 failed: it rained")
    refused = state_of(summary("ok", violated=True))
    assert refused.type.value == "FAILED"
    assert "refused by check" in str(refused.message)


@pytest.fixture
def unbound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a flow's ending leave this process as it is."""
    monkeypatch.setattr("flows.ending.end_with", lambda *_: None)
    monkeypatch.setattr("flows.ending.atexit", SimpleNamespace(register=lambda _: None))


def test_a_mistake_in_the_settings_is_told_by_the_run_that_meets_it(
    prefect: None, unbound: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows import nightly  # noqa: PLC0415
    from flows.ending import on_schedule  # noqa: PLC0415

    monkeypatch.setenv("GAT_PARALLEL", "many")
    # Prefect imports the flow before it can tell anything.
    runpy.run_path(nightly.__file__)
    state = asyncio.run(on_schedule(never, never))
    assert (state.type.value, state.name) == ("FAILED", "Failed")
    assert str(state.message).startswith("GAT_PARALLEL='many' is not valid")
    assert capsys.readouterr().err == f"None: Failed: {state.message}\n"


def test_a_bug_in_a_night_is_told_in_a_line_and_raised(
    data: Path, prefect: None, unbound: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.ending import on_schedule  # noqa: PLC0415

    with pytest.raises(ZeroDivisionError):
        asyncio.run(on_schedule(never, never))
    said = capsys.readouterr().err
    assert said == (
        "None: Failed: an unexpected failure: ZeroDivisionError('division by zero'); its trace is on "
        "Prefect's page\n"
    )


def never(*_: object) -> Any:
    return 1 / 0


def test_what_a_crash_left_is_told_and_of_missed_runs_one_is_made_up_for(prefect: None) -> None:
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415

    from flows.leftover import call_off, tell_crashed  # noqa: PLC0415

    ours, hour = uuid4(), timedelta(hours=1)
    now = datetime.now(UTC)

    def run(hours: int, **parameters: object) -> SimpleNamespace:
        due = now + hours * hour
        return SimpleNamespace(
            id=hours, deployment_id=ours, expected_start_time=due, parameters={"limit": None, **parameters}
        )

    async def read(limit: int, offset: int, sort: str, **filters: Any) -> list[SimpleNamespace]:
        asked = filters["flow_run_filter"]
        assert sort == "EXPECTED_START_TIME_ASC"
        if StateType.SCHEDULED not in asked.state.type.any_:
            return [run(-74)][offset:]
        by_hand = [run(-49, portals=["sonla"]), run(-48, portals=["binhdinh"])]
        # More than a server tells at once.
        old = [run(-hours, portals=["vinhlong"]) for hours in range(500, 100, -1)]
        due = [*old, run(-50), *by_hand, run(-26, portals=[]), run(-2), run(22)]
        return [one for one in due if one.expected_start_time < asked.expected_start_time.before_][
            offset : offset + limit
        ]

    async def tell(number: int, state: Any, **_options: bool) -> None:
        told[number] = f"{state.name}: {state.message}"

    told: dict[int, str] = {}
    client: Any = SimpleNamespace(read_flow_runs=read, set_flow_run_state=tell)
    asyncio.run(tell_crashed(client, [ours]))
    asyncio.run(call_off(client, [ours]))
    assert {number: said.partition(":")[0] for number, said in told.items()} == {
        **dict.fromkeys(range(-500, -101), "Cancelled"),
        -74: "Crashed",
        -50: "Cancelled",
        -26: "Cancelled",
    }
    assert "a later run goes on" in told[-74]


def test_the_password_of_a_server_is_not_printed(
    prefect: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.cli.scheduling import _serve  # noqa: PLC0415

    async def serve(_served: object, _zone: str, ready: Callable[[], None], _keep: object) -> int:
        ready()
        return 15

    monkeypatch.setenv("PREFECT_API_URL", "http://op:pa55word@127.0.0.1:4200/api")
    monkeypatch.setattr("flows.schedule.serve", serve)
    assert _serve(Schedule(), None) == 15
    assert capsys.readouterr().out.splitlines()[-1] == "Serving; the page is http://***@127.0.0.1:4200"


def test_a_server_of_ones_own_that_goes_away_is_waited_for(
    prefect: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.cli.scheduling import _serve  # noqa: PLC0415

    tries: list[str] = []

    async def serve(_served: object, _zone: str, ready: Callable[[], None], _keep: object) -> int:
        tries.append("served")
        if "away" in tries:
            return 15
        ready()
        raise ServerLostError("away")

    async def answering() -> None:
        tries.append("away")

    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setattr("flows.schedule.serve", serve)
    monkeypatch.setattr("flows.schedule.answering", answering)
    assert _serve(Schedule(), None) == 15
    assert tries == ["served", "away", "served"]
    assert capsys.readouterr().err.count("note: Prefect's server does not answer any more") == 1
    server: Any = SimpleNamespace(url="", keep=None)
    tries.clear()
    with pytest.raises(ServerLostError):
        _serve(Schedule(), server)


def test_times_that_never_come_are_refused(prefect: None) -> None:
    from flows.schedule import entries, next_runs  # noqa: PLC0415

    never = entries(Schedule.model_construct(nightly="0 0 30 2 *"))[0]
    with pytest.raises(SettingsInvalidError, match=r"nightly=.0 0 30 2 .. in the section schedule never"):
        asyncio.run(next_runs(never, "Asia/Ho_Chi_Minh"))


def test_a_trace_of_prefect_is_one_line(prefect: None, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.schedule import _Traces  # noqa: PLC0415

    with redirect_stdout(_Traces()):
        print("Failed the last 3 attempts.")
        print("Traceback (most recent call last):\n  File x\nhttpx.ConnectError: it is \x1b[2Jaway\n")
    assert tuple(capsys.readouterr()) == ("", "note: Prefect: httpx.ConnectError: it is [2Jaway\n")


def test_prefect_yaml_has_the_same_deployments_as_the_command(prefect: None) -> None:
    from flows.schedule import entries  # noqa: PLC0415

    written = yaml.safe_load((CODE_ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    times = Schedule()
    assert {one["work_pool"]["name"] for one in written} == {"gat"}
    assert [
        (
            one["name"],
            one["entrypoint"],
            one["schedules"],
            one.get("parameters", {}),
            one["description"],
        )
        for one in written
    ] == [
        (
            one.name,
            f"{one.flow.fn.__module__}.{one.flow.fn.__name__}",
            [{"cron": one.cron, "timezone": times.timezone}],
            one.parameters,
            one.about,
        )
        for one in entries(times)
    ]
