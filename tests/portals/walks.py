"""Walking the listings of a replica by its own paging, with patterns alone: the reference discovery."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from tests.portals.client import fetch
from tests.portals.model import Section, Site
from tests.portals.server import Running

#: Yields the addresses a listing shows, page by page (lists of paths as in ``Page.path``).
Walk = Callable[[Running, Site, Section], Iterator[list[str]]]


def walk(running: Running, site: Site, section: Section) -> list[list[str]]:
    """Return the pages of a listing, each as the paths of its articles."""
    return list(_WALKS[site.slug](running, site, section))


def _paths(markup: str, pattern: str, base: str) -> list[str]:
    links = [urljoin(base, unescape(link)) for link in re.findall(pattern, markup)]
    paths = []
    for link in links:
        parts = urlsplit(link)
        paths.append(unquote(parts.path) + (f"?{parts.query}" if parts.query else ""))
    return paths


def _vhv(running: Running, site: Site, section: Section) -> Iterator[list[str]]:
    base = f"http://{site.host}{section.path}"
    markup = fetch(running, base).text
    found = re.search(r"decode64\('([^']+)'\)", markup)
    config = json.loads(base64.b64decode(found[1])) if found else {}
    yield list(dict.fromkeys(_paths(markup, r'<(?:h2 class="h4 title"><)?a (?:class="article-title[^"]*" )?'
                                    r'href="([^"]+\.html)"', base)))  # fmt: skip
    for number in range(2, 99):
        form = {"categoryId": config["categoryId"], "pageNo": str(number), "itemsPerPage": "12"}
        answer = json.loads(fetch(running, f"http://{site.host}/api/Content/Article/selectAll", form).text)
        if not answer["items"]:
            return
        yield [unquote(item["rewriteURL"]) for item in answer["items"].values()]


def _nukeviet(running: Running, site: Site, section: Section) -> Iterator[list[str]]:
    for number in range(1, 99):
        base = f"http://{site.host}{section.path}" + (f"page-{number}/" if number > 1 else "")
        found = _paths(fetch(running, base).text, r'<h3><a href="([^"]+)"', base)
        if not found:
            return
        yield found


def _vnpt(running: Running, site: Site, section: Section) -> Iterator[list[str]]:
    base = f"http://{site.host}{section.path}"
    markup = fetch(running, base).text
    pattern = r'<div class="ArticleItem item"><p class="Title"><a href="([^"]+)"'
    yield _paths(markup, pattern, base)
    category = re.search(r"article_category_id: (\d+)", markup)
    last = re.search(r"maxPage = parseInt\((\d+)\)", markup)
    for number in range(2, int(last[1]) + 1 if last else 0):
        form = {
            "article_category_id": category[1] if category else "",
            "page": str(number),
            "page_size": "10",
        }
        url = f"http://{site.host}/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
        yield _paths(fetch(running, url, form).text, pattern, base)


def _dnn(running: Running, site: Site, section: Section) -> Iterator[list[str]]:
    base = f"http://{site.host}{section.path}"
    pattern = r'<li class="tin"><h3><a href="([^"]+)"'
    markup = fetch(running, base).text
    seen: list[list[str]] = []
    for number in range(2, 99):
        found = _paths(markup, pattern, base)
        if found in seen:
            return
        seen.append(found)
        yield found
        target = re.search(rf"__doPostBack\('([^']+)','Page\${number}'\)", markup)
        if "?page=" in markup:
            markup = fetch(running, f"{base}?page={number}").text
        elif target:
            state = re.search(r'id="__VIEWSTATE" value="([^"]+)"', markup)
            form = {"__VIEWSTATE": state[1] if state else "", "__EVENTTARGET": target[1]}
            markup = fetch(running, base, {**form, "__EVENTARGUMENT": f"Page${number}"}).text


def _sharepoint(running: Running, site: Site, section: Section) -> Iterator[list[str]]:
    for number in range(1, 99):
        base = f"http://{site.host}{section.path}?PageIndex={number}"
        markup = fetch(running, base).text
        found = _paths(markup, r'<a phanloai="TinTuc" href="([^"]+)"', base)
        found += _paths(markup, r"FileUrl=(?:http://[^/]+)?([^\"]+)\"", base)
        if not found:
            return
        yield found


_WALKS: dict[str, Walk] = {
    "binhdinh": _vhv,
    "sonoivu-binhdinh": _nukeviet,
    "sonla": _vnpt,
    "vinhlong": _dnn,
    "binhduong": _sharepoint,
}
