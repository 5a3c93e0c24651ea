"""Moving the addresses of portals and archives to other hosts: how shipped files meet replicas.

``.gov.vn=.test,web.archive.org=archive.test`` swaps suffixes of host names, over plain http.
"""

from dataclasses import dataclass
from typing import Self

from spiders.errors import PortalConfigError
from spiders.portal import Portal
from spiders.urls import host_of, moved


@dataclass(frozen=True, slots=True)
class Rehosting:
    """Pairs of an old and a new suffix of host names; none leaves everything where it is."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """Read ``OLD=NEW``, several of them between commas. Raises PortalConfigError."""
        pairs = []
        for part in (text or "").split(","):
            old, separator, new = part.strip().partition("=")
            if text and not (old and separator and new):
                raise PortalConfigError(f"--rehost {text!r}: write it as OLD=NEW, e.g. .gov.vn=.test")
            if old:
                pairs.append((old, new))
        return cls(tuple(pairs))

    def portal(self, portal: Portal) -> Portal:
        """Return a portal with all its addresses moved."""
        for old, new in self.pairs:
            portal = portal.rehosted(old, new)
        return portal

    def url(self, url: str) -> str:
        """Return a URL, moved when its host is to be."""
        host = host_of(url)
        for old, new in self.pairs:
            if host.endswith(old):
                return moved(url, host.removesuffix(old) + new)
        return url

    def __bool__(self) -> bool:
        return bool(self.pairs)
