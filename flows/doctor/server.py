"""Whether the Prefect server that runs are told to answers."""

import json
import os
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from urllib.parse import urlsplit

from flows.doctor.finding import Finding
from flows.errors import ServerLostError
from flows.listening import listen
from flows.settings import Settings

_TIMEOUT = 3.0


def look_at_server(settings: Settings) -> Iterator[Finding]:
    """Look for the Prefect server of ``PREFECT_API_URL``; without one, for that of the schedule."""
    told = os.environ.get("PREFECT_API_URL")
    if told:
        yield _told_server(told)
        return
    place = (settings.schedule.host, settings.schedule.port)
    here = "{}:{}".format(*place)
    trouble = _health(f"http://{here}/api")
    if trouble is None:
        yield Finding("ok", "prefect server", "the server of the schedule answers at " + here)
        return
    try:
        listen(*place).close()
    except ServerLostError as error:
        yield Finding(
            "missing", "prefect server", f"{error}; a Prefect server was asked for there: {trouble}"
        )
    else:
        said = f"each run starts its own; none for a schedule at {here} (gat schedule starts it)"
        yield Finding("ok", "prefect server", said)


def _told_server(address: str) -> Finding:
    # A name and password in the address are nobody's business.
    parts = urlsplit(address)
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        advice = "write it as http://host:4200/api, or unset it"
        return Finding("missing", "prefect server", f"PREFECT_API_URL={shown} is no address: {advice}")
    trouble = _health(shown.rstrip("/"))
    if trouble is None:
        return Finding("ok", "prefect server", f"{shown} answers")
    advice = "start it (gat schedule), correct PREFECT_API_URL, or unset it: each run then starts its own"
    return Finding("missing", "prefect server", f"{shown} does not answer ({trouble}): {advice}")


def _health(api: str) -> str | None:
    """Ask a server how it is; return None when it is well, else what is wrong."""
    # A proxy of the environment is not asked for a server of ours.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"{api}/health")  # noqa: S310 - http or https only
    try:
        with opener.open(request, timeout=_TIMEOUT) as answer:
            return None if json.load(answer) is True else "it is no Prefect server"
    except (ValueError, HTTPException):
        return "it is no Prefect server"
    except OSError as error:
        return str(getattr(error, "reason", None) or error)
