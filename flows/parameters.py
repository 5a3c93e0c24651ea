"""What a person may choose from when a flow is run by hand on Prefect's page."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import WithJsonSchema

from flows.errors import OWN_ERRORS
from flows.settings import read_settings
from spiders.portal import load_portals


def _choice() -> dict[str, object]:
    """Return the JSON schema of a portal's short name: one of those configured, when they can be read.

    A mistake in a portal file is told by the run that meets it, not by importing the flow.
    """
    try:
        names = sorted(load_portals(read_settings().portals))
    except OWN_ERRORS:
        names = []
    return {"type": "string", "enum": names} if names else {"type": "string"}


#: Short names of portals; empty is all that are enabled.
Portals = Sequence[Annotated[str, WithJsonSchema(_choice())]]
