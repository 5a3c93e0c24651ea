"""Ending a crawl from outside: by a signal, or because nobody listens any more.

A crawl whose parent was killed must not go on alone for hours.
"""

import asyncio
import os
import select
import sys
from collections.abc import Callable
from typing import Any, Protocol

#: Seconds between two looks.
_EVERY = 1.0
#: What the result says of such a crawl, should anybody come to read it.
ABANDONED = "the process that started the crawl is gone; the next run goes on from here"


def is_abandoned(descriptor: int) -> bool:
    """Tell whether a pipe or socket has lost its reader. A file or a terminal never has."""
    look = select.poll()
    look.register(descriptor, 0)
    # With nothing asked for, only errors are told: the other end is closed.
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in look.poll(0))


def silence_stdout() -> None:
    """Lead what is still said to nowhere, so that a flush at the end does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


async def watch_reader(descriptor: int, abandoned: Callable[[], None]) -> None:
    """Call ``abandoned`` once when the reader of ``descriptor`` is gone."""
    while not is_abandoned(descriptor):
        await asyncio.sleep(_EVERY)
    abandoned()


class Stoppable(Protocol):
    """What is needed of a crawler to stop it: its engine, once there is one, and the stop itself."""

    @property
    def engine(self) -> Any: ...  # noqa: D102 - as Scrapy's Crawler has it

    async def stop_async(self) -> None: ...  # noqa: D102


async def stop_when_running(crawler: Stoppable) -> None:
    """Stop the crawl; one that is only starting is waited for, as a stop that comes earlier is forgotten."""
    while crawler.engine is None or not crawler.engine.running:
        await asyncio.sleep(0.05)
    await crawler.stop_async()
