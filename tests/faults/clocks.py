"""A clock that is wrong: ``datetime.now`` as our own modules see it, in a process that ends with the test."""

import sys
from datetime import datetime, timedelta, tzinfo
from typing import Any

_OURS = ("spiders", "pipelines", "warehouse", "flows")


def shift(by: timedelta) -> None:
    """Set the clock of this process ahead, or back."""

    class Told(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, datetime)

    class Shifted(datetime, metaclass=Told):
        def __new__(cls, *arguments: Any, **options: Any) -> Any:
            # Instances are ordinary ones: they are compared, pickled and loaded.
            return datetime(*arguments, **options)  # noqa: DTZ001 - as it was asked for

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.now(tz) + by

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _OURS and vars(module).get("datetime") is datetime:
            setattr(module, "datetime", Shifted)  # noqa: B010 - a module is typed as it was
