"""At which effects of a stage a fault is tried."""

from collections.abc import Sequence

import pytest

from tests.faults.effects import Fault


def spread(names: Sequence[str], count: int) -> list[Fault]:
    """Return kills spread over all effects in their order, at each kind of them at least one."""
    first = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    every = {1 + at * (len(names) - 1) // max(1, count - 1) for at in range(count)}
    for number in range(1, len(names) + 1):
        if len(every | set(first.values())) >= count:
            break
        every.add(number)
    moments = sorted(every | set(first.values()))
    return [Fault(names[:one].count(names[one - 1]), of=names[one - 1]) for one in moments]


def chains(names: Sequence[str], count: int, length: int) -> list[list[Fault]]:
    """Part kills into chains for as many nights in a row; each goes from early to late through the stage."""
    kills = spread(names, count)
    number = -(-len(kills) // length)
    return [kills[at::number] for at in range(number)]


def shares(count: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("share", range(count))
