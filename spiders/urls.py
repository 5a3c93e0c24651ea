"""URL identity: the exact URL is what is fetched, the canonical key is what is compared.

Sources of the rules: one portal serves one item under `http` and `https`, with `www.`, `:443`, other letter
case (IIS), doubled slashes, a raw or an encoded «đ», a composed or a decomposed name, and with tracking or
portlet parameters. The key folds all of these and keeps only the query keys its platform calls identifying.
"""

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from spiders.errors import CrawlError
from spiders.wording import without_controls

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION_PARAMETER = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
# A crawler that follows one of these never comes home: see the traps of language switches, searches, tags.
_TRAPS = re.compile(
    r"/(login|dang-nhap|search|tim-kiem|tag|print|savefile|sendmail|rss|captcha|calendar)(/|$|[.?])"
    r"|[?&](p_auth|page=login|page=search|keyword|(?:date|ngay|calendar)=|isdlg=)|view_content/web/",
    re.IGNORECASE,
)
# Phone books and questions of citizens: they hold names, addresses and telephone numbers of persons. A folder
# may be called by more words, an article may only begin with them.
_PERSONAL = re.compile(
    r"/(hoi-(va-)?dap|danh-ba(-dien-(thoai|tu))?|y-kien-(cong-dan|ban-doc))(/|$|[.?])"
    r"|/(hoi-(va-)?dap|danh-ba)-[^/?]+/[^?]",
    re.IGNORECASE,
)
# Hung on any address, a language switch answers 200 with a listing: no article ends with a language.
_LANGUAGES = frozenset({"en", "vi", "en-us", "vi-vn", "en_us", "vi_vn"})
_MAX_DEPTH = 8


def split_url(url: str) -> SplitResult:
    """Split ``url``; raise CrawlError for what is no http or https URL with a host."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise CrawlError(f"not a URL: {url!r} ({error})") from error
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        raise CrawlError(f"not an http(s) URL with a host: {url!r}")
    return parts


def host_of(url: str) -> str:
    """Return the host of ``url``, lower-case, without port; an empty string where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def moved(url: str, host: str) -> str:
    """Return an http(s) URL at another host, over plain http, however its own host is written."""
    parts = urlsplit(url)
    port = "" if parts.port in {None, *_DEFAULT_PORTS.values()} else f":{parts.port}"
    return parts._replace(scheme="http", netloc=host + port).geturl()


def absolute(base: str, href: str) -> str | None:
    """Return ``href`` as an absolute http(s) URL ready to fetch, or None for mail, script and broken links.

    The bytes of the path stay as the page wrote them; only characters that no URL may hold are encoded.
    """
    try:
        joined = urljoin(base, without_controls(href.strip()).replace("\t", "").replace("\n", ""))
        parts = split_url(joined)
    except (ValueError, CrawlError):
        return None
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    netloc = _netloc(parts)
    return f"{parts.scheme.lower()}://{netloc}{path or '/'}" + (f"?{query}" if query else "")


def _netloc(parts: SplitResult) -> str:
    # Portals link to themselves with `:443` and `:80` under either scheme.
    host = (parts.hostname or "").rstrip(".")
    return host if parts.port in {None, *_DEFAULT_PORTS.values()} else f"{host}:{parts.port}"


def canonical_key(url: str, *, fold_case: bool = False, keep_query: Collection[str] = ()) -> str:
    """Return the key under which ``url`` is compared: host, path and identifying query keys only.

    ``fold_case`` is for hosts that do not tell letter case apart (IIS). ``keep_query`` names the query keys
    that identify an item, in lower case. Idempotent when given its own answer with a scheme in front.
    """
    parts = split_url(url)
    netloc = _netloc(parts).removeprefix("www.")
    path = unicodedata.normalize("NFC", unquote(_SESSION_PARAMETER.sub("", parts.path)))
    path = re.sub(r"/{2,}", "/", path)
    path = (path.rstrip("/") or "/") if path != "/" else path
    pairs = sorted(
        (name.lower(), unicodedata.normalize("NFC", value))
        for name, value in parse_qsl(parts.query)
        if name.lower() in keep_query
    )
    if fold_case:
        path = path.casefold()
        pairs = [(name, value.casefold()) for name, value in pairs]
    return netloc + path + (f"?{urlencode(pairs)}" if pairs else "")


def is_trap(url: str) -> bool:
    """Tell whether ``url`` is one a crawler must not follow.

    Search, tags, print, login, calendars, language switches, endless paths, personal data.
    """
    steps = [step.lower() for step in urlsplit(url).path.split("/") if step]
    is_endless = len(steps) > _MAX_DEPTH or len(set(steps)) != len(steps)
    languages = [place for place, step in enumerate(steps) if step in _LANGUAGES]
    is_switched = len(languages) > 1 or (len(steps) > 1 and len(steps) - 1 in languages)
    return bool(_TRAPS.search(url)) or is_endless or is_switched or is_personal(url)


def is_personal(url: str) -> bool:
    """Tell by its folder whether ``url`` is a phone book or a question of a citizen."""
    return _PERSONAL.search(url) is not None


def unwrapped(base: str, href: str) -> str | None:
    """Return the file behind a download page or a viewer in a page, or the address itself, ready to fetch."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    inner = query.get("fileurl") or (query.get("file") if parts.path.endswith("/viewer.html") else None)
    return absolute(base, unquote(inner) if inner and "%" in inner else inner or href)
