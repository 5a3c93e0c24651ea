"""The worker pool: hostile items cost themselves, never the others."""

import os
import signal
import struct
import sys
import time
from functools import partial

import pytest

from pipelines.workers import Done, Failed, Pool


def act(item: str, suffix: str = "") -> str:
    """What the workers run in these tests."""
    match item:
        case "hang":
            signal.pause()
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stammer":
            os.write(int(sys.argv[1]), struct.pack("!i", 1000) + b"half an answer")
            os.kill(os.getpid(), signal.SIGKILL)
        case "raise":
            raise ZeroDivisionError("one bad rule")
        case "eat":
            return "x" * (8 << 30)
        case "tell":
            return os.environ.get("GAT_CANARY", "nothing")
    return item + suffix


def test_outcomes_come_in_the_order_of_the_items_and_are_counted() -> None:
    done: list[int] = []
    with Pool(size=2) as pool:
        assert pool.map(partial(act, suffix="!"), list("abcdef"), done.append) == [
            Done(f"{c}!") for c in "abcdef"
        ]
        assert pool.map(act, ["z"]) == [Done("z")]
        assert pool.map(act, []) == []
    assert done == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("item", "reason", "detail"),
    [
        ("die", "crash", "signal 9"),
        ("stammer", "crash", "signal 9"),
        ("raise", "error", "ZeroDivisionError: one bad rule at test_workers.py:"),
        ("eat", "error", "MemoryError"),
    ],
)
def test_a_bad_item_fails_alone(item: str, reason: str, detail: str) -> None:
    with Pool(size=1) as pool:
        before, bad, after = pool.map(act, ["a", item, "b"])
    assert (before, after) == (Done("a"), Done("b"))
    assert isinstance(bad, Failed)
    assert bad.reason == reason
    assert detail in bad.detail


def test_an_item_that_hangs_is_given_up_in_time() -> None:
    with Pool(size=1, seconds=0.5) as pool:
        pool.map(act, ["warm up"])
        started = time.monotonic()
        outcomes = pool.map(act, ["hang", "a"])
    assert outcomes == [Failed("timeout", "took longer than 0.5 s"), Done("a")]
    assert time.monotonic() - started < 20.0


def test_a_worker_is_told_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_CANARY", "kín")
    with Pool(size=1) as pool:
        assert pool.map(act, ["tell"]) == [Done("nothing")]
