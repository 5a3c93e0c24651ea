"""Further hosts of the replicas: a portal under its new name, a department with a host of its own."""

import re
from dataclasses import replace

from tests.portals.model import Site
from tests.portals.web import Replica, Request, Response

#: A host, and the replica whose content it serves: the portal of a merged province kept its site and paths.
MOVED = {"gialai.test": "binhdinh.test"}
#: A department: its host serves what the portal serves below a folder of its name.
DEPARTMENTS = {"svhttdl.vinhlong.test": "vinhlong.test"}
_SHOWN_BY = re.compile(rb'(?<=href=")/[^/"]+(?=/xem-chi-tiet-tin-tuc/id/)')


class OtherHost:
    """A replica under another host. Its articles are those of the other, and told there."""

    def __init__(self, host: str, other: Replica) -> None:
        self.site = Site(host, other.site.slug, other.site.province, other.site.sections, [])
        self._other = other

    def answer(self, request: Request) -> Response:
        """Answer as the other host, with links to this one."""
        there = self._other.site.host
        response = self._other.answer(replace(request, host=there))
        body = response.body.replace(there.encode(), self.site.host.encode())
        return replace(response, body=body)


class Department(OtherHost):
    """A department of a DNN portal: what the portal shows below a folder stands right below its host."""

    def answer(self, request: Request) -> Response:
        """Answer as the portal does, in the form of the host."""
        response = super().answer(request)
        return replace(response, body=_SHOWN_BY.sub(b"", response.body))


def guests(replicas: dict[str, Replica]) -> list[Replica]:
    """Return the further hosts of the ``replicas``, which are given by host."""
    moved: list[Replica] = [OtherHost(host, replicas[there]) for host, there in MOVED.items()]
    return moved + [Department(host, replicas[there]) for host, there in DEPARTMENTS.items()]
