"""At which effects of a stage a fault is tried."""

from collections.abc import Sequence

import pytest


def spread(names: Sequence[str], count: int) -> list[int]:
    """Return moments spread over all effects, at each kind of them at least one."""
    first = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    every = {1 + at * (len(names) - 1) // max(1, count - 1) for at in range(count)}
    for number in range(1, len(names) + 1):
        if len(every | set(first.values())) >= count:
            break
        every.add(number)
    return sorted(every | set(first.values()))


def shares(count: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("share", range(count))
