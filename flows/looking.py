"""Pages fetched for a person who looks at a site: by a child process, from live hosts or from replicas."""

import subprocess
import sys
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from flows.errors import RunTroubledError
from flows.plan import tell_contact
from flows.settings import Settings
from pipelines.workers import CODE_ROOT
from spiders.portal import Portal
from spiders.rehost import Rehosting
from spiders.runlog import child_environment
from spiders.scouting import Orders, Report
from spiders.settings import is_live, require_contact
from spiders.sights import Sight
from spiders.urls import host_of

_NOTHING = 8
_TIMEOUT = 900.0


@dataclass(frozen=True, slots=True)
class Means:
    """How pages are had: the settings of the environment, or what a command says instead."""

    settings: Settings
    rehost: str | None = None
    proxy: str | None = None
    delay: float | None = None

    @property
    def rehosting(self) -> Rehosting:
        """Where hosts are moved to."""
        return Rehosting.parse(self.rehost or self.settings.rehost)


def look(orders: Orders, means: Means) -> Report:
    """Have a child look at pages of live hosts or of replicas; addresses come back as those of live hosts.

    Raises RunTroubledError when nothing came, ContactMissingError without a contact to tell live portals.
    """
    live, rehosting, settings = orders.portal, means.rehosting, means.settings
    tell_contact(settings)
    asks_live = not rehosting and is_live(live)
    if asks_live:
        require_contact(live)
    proxy = means.proxy or settings.proxy_url()
    told = replace(
        orders,
        portal=rehosting.portal(live),
        url=rehosting.url(orders.url),
        is_live=asks_live,
        delay=settings.delay if means.delay is None else means.delay,
        proxy=proxy,
        data=settings.data,
    )
    done = _child(told.as_json(), orders.url)
    if done.returncode or not done.stdout:
        last = (done.stderr.strip().splitlines() or ["no word of why"])[-1]
        raise RunTroubledError(f"{orders.url} could not be looked at: {last}", 1)
    report = Report.read(done.stdout)
    if not report.sights:
        said = "; ".join(report.problems) or "no answer"
        raise RunTroubledError(f"{orders.url} could not be fetched: {said}", _NOTHING)
    report.sights = [_brought_back(sight, live, rehosting) for sight in report.sights]
    return report


def _brought_back(sight: Sight, live: Portal, rehosting: Rehosting) -> Sight:
    """Return a page of a replica as the live portal would have served it."""
    body, url, final_url = sight.body, sight.url, sight.final_url
    scheme = urlsplit(live.base_url).scheme
    for host in sorted(live.hosts, key=len, reverse=True):
        moved = host_of(rehosting.url(f"http://{host}/"))
        if moved == host:
            continue
        for old, new in ((f"http://{moved}", f"{scheme}://{host}"), (moved, host)):
            body = body.replace(old.encode(), new.encode())
            url, final_url = url.replace(old, new), final_url.replace(old, new)
    return replace(sight, body=body, url=url, final_url=final_url)


def _child(told: str, url: str) -> subprocess.CompletedProcess[str]:
    """Run the child that looks; Scrapy can run only once in a process, and takes its signals over."""
    try:
        return subprocess.run(
            [sys.executable, "-m", "spiders.scout"],
            input=told,
            cwd=CODE_ROOT,
            env=child_environment(),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        message = f"{url} could not be looked at in {_TIMEOUT / 60:.0f} minutes: its host is slow; try later"
        raise RunTroubledError(message, _NOTHING) from error
