"""Pages of the replicas after a change of their layout: a mutant for each thing that may change."""

from collections.abc import Callable, Iterator
from copy import copy

from bs4 import BeautifulSoup, Tag

#: What a mutation gets: the page, and the boxes of its parts (title, lead, body, date).
Mutation = Callable[[BeautifulSoup, dict[str, Tag]], None]

_OTHER = (
    "<p>Năm 2011, chỉ số PAPI của tỉnh Cao Bằng đạt 31,07 điểm, xếp thứ 61/63 tỉnh, thành phố, theo"
    " Quyết định số 9999/QĐ-UBND ngày 01/02/2011 của UBND tỉnh Cao Bằng.</p>"
)


def mutants(html: str, selectors: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and page of every mutant; ``selectors`` find the parts of the page."""
    for name, mutate in _mutations().items():
        page = BeautifulSoup(html, "lxml")
        found = {part: page.select_one(selector) for part, selector in selectors.items()}
        parts = {part: box for part, box in found.items() if isinstance(box, Tag) and box.name != "meta"}
        before = str(page)
        try:
            mutate(page, parts)
        except KeyError:
            continue  # the page has no such part
        if str(page) != before:
            yield name, str(page)


def _mutations() -> dict[str, Mutation]:
    named = {f"{part} renamed": _renamed(part) for part in ("title", "lead", "body", "date")}
    return named | {
        "title is no heading": _plain_title,
        "all renamed": _all_renamed,
        "headings are boxes": _no_headings,
        "body in further boxes": _deeper,
        "body in two boxes": _split,
        "a box like the body before it": _decoy,
        "date below the body": _late_date,
        "today beside the date": _clock,
        "date gone": _no_date,
        "columns in another order": _swapped,
        "table without a head": _headless,
        "other news in the body": _news,
        "comments in the body": _comments,
        "a banner around the title": _banner,
    }


def _rename(box: Tag) -> None:
    for name in ("class", "id", "itemprop", "itemtype"):
        box.attrs.pop(name, None)
    box["class"] = "v2"


def _renamed(part: str) -> Mutation:
    return lambda _page, parts: _rename(parts[part])


def _plain_title(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    parts["title"].name = "div"
    _rename(parts["title"])


def _all_renamed(page: BeautifulSoup, _parts: dict[str, Tag]) -> None:
    for number, box in enumerate(page.body.find_all(True) if page.body else ()):
        if box.attrs.get("class") or box.attrs.get("id"):
            _rename(box)
            box["class"] = f"v2-{number % 7}"


def _no_headings(page: BeautifulSoup, _parts: dict[str, Tag]) -> None:
    for box in page.find_all(["h1", "h2", "h3"]):
        box.name = "div"


def _deeper(page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    for child in list(parts["body"].children):
        child.wrap(page.new_tag("div")).wrap(page.new_tag("section"))


def _split(page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    children = list(parts["body"].children)
    second = page.new_tag("div", attrs={"class": "phan-2"})
    parts["body"].insert_after(second)
    for child in children[len(children) // 2 :]:
        second.append(child.extract())


def _decoy(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    other = copy(parts["body"])
    other.clear()
    other.append(BeautifulSoup(_OTHER, "html.parser"))
    parts["body"].insert_before(other)


def _late_date(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    parts["body"].insert_after(parts["date"].extract())


def _clock(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    parts["date"].insert(0, "Hôm nay 22/11/2026 08:00 | ")


def _no_date(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    parts["date"].decompose()


def _swapped(page: BeautifulSoup, _parts: dict[str, Tag]) -> None:
    for row in page.select("table tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        if len(cells) > 1:
            cells[-1].insert_after(cells[-2].extract())


def _headless(page: BeautifulSoup, _parts: dict[str, Tag]) -> None:
    for head in page.select("table thead"):
        for cell in head.find_all("th"):
            cell.name = "td"
        head.unwrap()


def _news(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    box = f"<div><h3>Tin liên quan</h3><ul><li><a href='/tin-tuc/khac.html'>{_OTHER}</a></li></ul></div>"
    parts["body"].append(BeautifulSoup(box, "html.parser"))


def _comments(_page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    box = f"<div><p>Ý kiến bạn đọc</p><p>Lê Văn A - 23/06/2022 08:15</p>{_OTHER}</div>"
    parts["body"].append(BeautifulSoup(box, "html.parser"))


def _banner(page: BeautifulSoup, parts: dict[str, Tag]) -> None:
    banner = BeautifulSoup("<h1 class='banner'>Chào mừng ngày bầu cử 2026</h1>", "html.parser")
    parts["title"].insert_before(banner)
