"""What a look at a few pages of a site is asked, and what it tells, as JSON between two processes.

Apart from ``spiders.scout``, which looks: who asks does not load the crawler.
"""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from spiders.portal import Portal
from spiders.sights import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What to look at. ``explores``: on to the listings that the page leads to, and to one article."""

    portal: Portal
    url: str
    explores: bool = False
    is_live: bool = True
    delay: float | None = None
    proxy: str | None = None
    data: Path | None = None

    def as_json(self) -> str:
        """Return the orders as the child reads them."""
        told = {
            "portal": self.portal.model_dump(mode="json"),
            "url": self.url,
            "explores": self.explores,
            "is_live": self.is_live,
            "delay": self.delay,
            "proxy": self.proxy,
            "data": str(self.data) if self.data is not None else None,
        }
        return json.dumps(told)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read orders."""
        told = json.loads(text)
        data = told.pop("data")
        portal = Portal.model_validate(told.pop("portal"))
        return cls(portal=portal, data=Path(data) if data else None, **told)


@dataclass(slots=True)
class Report:
    """What was seen, in the order in which it was asked for, and what could not be had."""

    sights: list[Sight] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """Return the report as one line."""
        return json.dumps({"sights": [_told(sight) for sight in self.sights], "problems": self.problems})

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a report."""
        told = json.loads(text)
        return cls([_sight(one) for one in told["sights"]], told["problems"])


def _told(sight: Sight) -> dict[str, Any]:
    return {
        "url": sight.url,
        "final_url": sight.final_url,
        "content_type": sight.content_type,
        "seen_at": sight.seen_at.isoformat(),
        "body": base64.b64encode(sight.body).decode(),
        "server": sight.server,
    }


def _sight(told: dict[str, Any]) -> Sight:
    body, seen_at = base64.b64decode(told.pop("body")), datetime.fromisoformat(told.pop("seen_at"))
    return Sight(body=body, seen_at=seen_at, **told)
