"""How long the stages of a run take, on the monotonic clock, and which one it is in."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

Told = ParamSpec("Told")
Came = TypeVar("Came")


class Clock:
    """Adds up the seconds of each stage; ``entered`` hears the name of each that begins."""

    def __init__(self, entered: Callable[[str], None]) -> None:
        self.seconds: dict[str, float] = {}
        self.stage = "begin"
        self._entered = entered

    @contextmanager
    def running(self, stage: str) -> Iterator[None]:
        """Count the seconds of the ``with`` body for ``stage``, also when it fails."""
        self.stage = stage
        self._entered(stage)
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - started


class Teller(Protocol):
    """What has stages and counts their time."""

    @property
    def clock(self) -> Clock:
        """The clock of its stages."""


TellerT = TypeVar("TellerT", bound=Teller)


def staged(
    stage: str,
) -> Callable[[Callable[Concatenate[TellerT, Told], Came]], Callable[Concatenate[TellerT, Told], Came]]:
    """Count the seconds of a method as those of ``stage``, and tell that the run is in it."""

    def decorate(
        method: Callable[Concatenate[TellerT, Told], Came],
    ) -> Callable[Concatenate[TellerT, Told], Came]:
        @wraps(method)
        def run(self: TellerT, /, *told: Told.args, **named: Told.kwargs) -> Came:
            with self.clock.running(stage):
                return method(self, *told, **named)

        return run

    return decorate
