"""Scrapy's settings, all of them here. Defaults are those of 2.19; why one is changed is said beside it."""

import os
import re
from pathlib import Path
from typing import Any

from spiders.errors import ContactMissingError
from spiders.portal import Portal
from spiders.urls import host_of

#: The environment variable that says whom the people who run a portal can write to (a URL or an address).
CONTACT_VARIABLE = "GAT_CONTACT"
#: The name that rules in a robots.txt are looked up under.
ROBOTS_NAME = "gat"

_CONTACT = re.compile(r"^https?://[^\s/]+\.[^\s/]|^[^\s@]+@[^\s@]+\.[^\s@]+$")
_NOBODYS_HOST = re.compile(r"^(localhost|127\.[\d.]+|::1)$|\.(test|invalid|localhost)$")
_MEGABYTE = 1024 * 1024
_JITTER = 0.25
# Seconds; the first wait before a second try is twice as long.
_LEAST_BACKOFF = 1.0
# Seconds between two requests of all portals together.
_TURNSTILE_PAUSE = 0.5
_REPLICA_BACKOFF = 0.005
# Seconds. Both public archives ask for few requests, and block who does not listen.
_ARCHIVE_DELAY = 2.0
_ARCHIVE_BACKOFF = 10.0

_CLOSED: dict[str, Any] = {
    # Both listen on a port and run what is sent to them; the second is new in 2.19 and on by default.
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "DOWNLOAD_HANDLERS": {
        "file": None,
        "data": None,
        "ftp": None,
        "s3": None,
        "https": "spiders.tls.NotingHandler",
    },
    "TWISTED_DNS_RESOLVER": "spiders.manners.PublicResolver",
}

_LIMITS: dict[str, Any] = {
    "RETRY_TIMES": 3,
    "DOWNLOAD_TIMEOUT": 60,  # a total limit; slow portals need more than the 30 s of a healthy one
    "DNS_TIMEOUT": 20,
    "DOWNLOAD_MAXSIZE": 20 * _MEGABYTE,
    "DOWNLOAD_WARNSIZE": 5 * _MEGABYTE,
    "REDIRECT_MAX_TIMES": 5,
    "METAREFRESH_ENABLED": False,
    "MEMUSAGE_LIMIT_MB": 1024,
}

_MIDDLEWARES: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
        # Outside of decompression, so that what is archived below it is decoded, redirects included.
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 540,
        "spiders.manners.OnSite": 50,
        "spiders.hours.CrawlHours": 60,
        "spiders.manners.StrictRobots": 100,
        "spiders.patience.PatientRetry": 550,
        "spiders.cookies.CookieGate": 580,
        "spiders.keeper.KeepOthers": 585,
        "spiders.patience.WholeAnswers": 595,
        "spiders.cookies.HostCookies": 700,
        "spiders.manners.OwnProxy": 750,
        "spiders.hours.Turnstile": 900,
    },
    # Every status reaches the spider, which decides what it means.
    "HTTPERROR_ALLOW_ALL": True,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
        "Accept-Language": "vi,en;q=0.5",
        # Fewer parsers see what strangers sent. What comes in another coding all the same is unpacked too.
        "Accept-Encoding": "gzip",
    },
    "REFERRER_POLICY": "same-origin",
    "EXTENSIONS": {"spiders.measuring.Measuring": 0},
}

_QUIET: dict[str, Any] = {
    # Stock re-parses the callback's source for every response, and starts 100 tasks for each.
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "CONCURRENT_ITEMS": 4,
    "LOG_LEVEL": "INFO",
    "LOGSTATS_INTERVAL": 0,
}


def contact() -> str:
    """Return the operator's contact from the environment in printable letters, or an empty string."""
    return "".join(letter for letter in os.environ.get(CONTACT_VARIABLE, "") if " " <= letter <= "~").strip()


def is_live(portal: Portal) -> bool:
    """Tell whether people run the portal: it is neither on this machine nor under a name kept for tests."""
    return not _NOBODYS_HOST.search(host_of(portal.base_url))


def require_contact(portal: Portal) -> None:
    """Raise ContactMissingError unless the people who run a portal can be told whom to write to."""
    if not _CONTACT.search(contact()):
        raise ContactMissingError(
            f"{portal.slug}: set {CONTACT_VARIABLE} to a web or mail address of yours before crawling live"
            f" portals (e.g. {CONTACT_VARIABLE}=you@example.org, or contact in gat.toml): it is told to"
            " them in the user agent"
        )


def user_agent() -> str:
    """Return the name the crawler gives itself, with the operator's contact from the environment."""
    return f"gat/0.1 (+{contact() or 'no contact set by the operator'})"


def crawl_settings(
    portal: Portal,
    *,
    delay: float | None = None,
    proxy: str | None = None,
    is_live: bool = True,
    data: Path | None = None,
) -> dict[str, Any]:
    """Return the settings for one portal. ``delay``: the shortest pause between two requests, in seconds.

    Crawls into one ``data`` folder share a turnstile. Replicas have neither that nor hours.
    """
    return {
        **_CLOSED,
        **_LIMITS,
        **_MIDDLEWARES,
        **_QUIET,
        "USER_AGENT": user_agent(),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
        **_pace(portal.delay_seconds if delay is None else delay, is_live=is_live),
        "DOWNLOAD_VERIFY_CERTIFICATES": portal.verify_certificates,
        "GAT_CRAWL_HOURS": portal.crawl_hours if is_live else None,
        "GAT_TURNSTILE": str(data / "locks" / "turnstile") if data is not None and is_live else None,
        "GAT_TURNSTILE_PAUSE": _TURNSTILE_PAUSE,
        "GAT_PROXY": proxy,
    }


def _pace(pause: float, *, is_live: bool) -> dict[str, Any]:
    """Return the settings for a ``pause`` of so many seconds between two requests, one at a time.

    On a live portal a second try waits two seconds at least, even where no pause is kept between requests.
    """
    # Jitter only ever lengthens the pause.
    mean_pause = pause / (1 - _JITTER)
    return {
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": mean_pause,
        "DOWNLOAD_DELAY_JITTER": _JITTER,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": mean_pause,
        "AUTOTHROTTLE_MAX_DELAY": 20.0,
        # The pause is counted from the start of a request: at 1.0 a slow answer would be its own pause.
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 0.5,
        "GAT_BACKOFF": max(pause, _LEAST_BACKOFF if is_live else _REPLICA_BACKOFF),
    }


def archive_settings(
    portal: Portal, *, delay: float | None = None, proxy: str | None = None, is_live: bool = True
) -> dict[str, Any]:
    """Return the settings for an archive of captured pages, which is asked through its public interface.

    Its robots.txt speaks to crawlers of its pages and closes them; who asks the interface keeps to its rates
    instead, and waits long when told to.
    """
    pause = _ARCHIVE_DELAY if delay is None else delay
    settings = crawl_settings(portal, delay=pause, proxy=proxy, is_live=is_live)
    return settings | {
        "ROBOTSTXT_OBEY": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": 180,
        "RETRY_TIMES": 5,
        "GAT_BACKOFF": max(pause, _ARCHIVE_BACKOFF if is_live else _REPLICA_BACKOFF),
    }
