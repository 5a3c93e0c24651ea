"""The morning report as an artifact: of nights that went well or failed, and when Prefect takes none."""

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from flows.artifact import KEY, telling
from pipelines.morning.report import MorningReport
from tests.pipelines.test_morning import made

if TYPE_CHECKING:
    from pipelines.run import Night


class Shown:
    """Stands in for Prefect; refuses what it is given, or never answers, when told so."""

    def __init__(self, *, refuses: bool = False, hangs: bool = False) -> None:
        self.taken: list[tuple[Any, ...]] = []
        self._refuses = refuses
        self._hangs = hangs

    async def take(self, *told: Any) -> None:
        if self._hangs:
            await asyncio.sleep(60)
        if self._refuses:
            raise ConnectionError("no server")
        self.taken.append(told)


def ended(monkeypatch: pytest.MonkeyPatch, shown: Shown, error: BaseException | None) -> None:
    """Let a night end by ``error`` or well."""

    def tell(raised: BaseException | None = None) -> MorningReport:
        if isinstance(raised, KeyboardInterrupt):
            return made(status="stopped", headline="stopped")
        return made() if raised is None else made(status="failed", headline=f"failed: {raised}")

    async def stages() -> None:
        async with telling(cast("Night", SimpleNamespace(tell=tell))):
            if error is not None:
                raise error

    monkeypatch.setattr("prefect.artifacts.acreate_markdown_artifact", shown.take)
    asyncio.run(stages())


def test_a_night_that_failed_is_told_to_prefect_and_fails_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = Shown()
    with pytest.raises(OSError, match="the disk is gone"):
        ended(monkeypatch, shown, OSError("the disk is gone"))
    ((text, key, subject),) = shown.taken
    assert text.startswith("# Failed: the disk is gone\n")
    assert (key, subject) == (KEY, "Gặt failed: the disk is gone")
    ended(monkeypatch, shown, None)
    assert shown.taken[1][2] == "Gặt ok: 2 new articles"


def test_a_server_that_takes_no_report_changes_no_night(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ended(monkeypatch, Shown(refuses=True), None)
    assert "Prefect did not take the report: no server" in caplog.text
    with pytest.raises(OSError, match="the disk is gone"):
        ended(monkeypatch, Shown(refuses=True), OSError("the disk is gone"))


def test_a_run_that_was_stopped_waits_shortly_for_a_server_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("flows.artifact._HURRIED", 0.01)
    with pytest.raises(KeyboardInterrupt):
        ended(monkeypatch, Shown(hangs=True), KeyboardInterrupt())
    assert "Prefect did not take the report" in caplog.text


def test_stages_that_are_cancelled_leave_the_word_to_the_night(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Shown()
    with pytest.raises(asyncio.CancelledError):
        ended(monkeypatch, shown, asyncio.CancelledError())
    assert shown.taken == []
