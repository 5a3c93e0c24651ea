"""Generated articles with planted facts: the same every time, their truth known to the letter."""

from collections import Counter
from datetime import datetime
from random import Random
from urllib.parse import quote

from tests.portals.attached import furnish
from tests.portals.draft import Draft, unmarked
from tests.portals.fillers import FILLERS
from tests.portals.model import ICT, Block, File, Page, Section, Site, caption, paragraph
from tests.portals.scene import Scene, Story, Template
from tests.portals.stories import TEMPLATES
from tests.portals.web import slug
from tests.portals.world import Misprint, World

_AUTHORS = (
    "Thu Hằng", "Minh Khuê", "Hoài An", "Lê Phương", "Quốc Bảo", "Ngọc Diệp", "Đình Vũ", "Tường Vy",
)  # fmt: skip
_CAPTIONS = (
    "Quang cảnh buổi làm việc",
    "Ảnh minh họa",
    "Người dân làm thủ tục tại bộ phận một cửa (Ảnh: CTV)",
    "Đại biểu dự hội nghị. Ảnh: Văn phòng UBND tỉnh",
)
_DOWNLOAD_PAGE = "/_layouts/LacVietBio/LacViet.DichVuCong/Pages/DownloadFilePage.aspx"
_FIRST_DAY = datetime(2019, 2, 11, 8, 0, 17, tzinfo=ICT)
_LAST_DAY = datetime(2025, 6, 27, 16, 30, tzinfo=ICT)
_TOPIC_SECTION = {
    "binhdinh": {"reform": "reform", "economy": "economy", "other": "leaders"},
    "sonoivu-binhdinh": {
        "reform": "cai-cach-hanh-chinh",
        "economy": "tin-tuc-su-kien",
        "other": "tin-tuc-su-kien",
    },
    "sonla": {"reform": "reform", "economy": "economy", "other": "politics"},
    "vinhlong": {"reform": "reform", "economy": "news", "other": "news"},
    "binhduong": {"reform": "news", "economy": "news", "other": "news"},
}

#: What two articles state wrongly on purpose; others state it right (87.04 and 23). Both articles give levels
#: only, so that the rest of what they say still holds.
MISPRINTS = (
    Misprint("sonoivu-binhdinh", "par_components", "PAR_INDEX", "2019", "Bình Định", "value", 84.07),
    Misprint("vinhlong", "four_indexes", "PAR_INDEX", "2021", "Vĩnh Long", "rank", 32),
)


def planted_pages(site: Site, count: int) -> list[Page]:
    """Return ``count`` articles for a site, spread over 2019-2025 and over all templates."""
    rng = Random(f"gat {site.slug}")
    step = (_LAST_DAY - _FIRST_DAY) / max(1, count - 1)
    told: Counter[str] = Counter()
    pages: list[Page] = []
    for place in range(count):
        when = (_FIRST_DAY + step * place).replace(hour=rng.randint(7, 17), minute=rng.randint(0, 59))
        when = when.replace(second=when.second if site.slug == "vinhlong" else 0, microsecond=0)
        template = _least_told(site.slug, when, told, rng)
        # A generator of its own: what one story draws leaves all others as they are.
        page = _page(site, place, template, when, Random(f"gat {site.slug} {place}"))
        if any(page.path == other.path for other in pages):
            # The CMS numbers the second article of the same title.
            page.path = f"{page.path.removesuffix('.html')}-{place}.html"
        pages.append(page)
    return pages


def _least_told(portal: str, when: datetime, told: Counter[str], rng: Random) -> Template:
    """Choose among the templates that fit the portal and the season one that was told least, and count it."""
    fitting = [template for template in TEMPLATES if template.fits(portal, when)]
    least = min(told[template.name] for template in fitting)
    chosen = rng.choice([template for template in fitting if told[template.name] == least])
    told[chosen.name] += 1
    return chosen


def _page(site: Site, place: int, template: Template, when: datetime, rng: Random) -> Page:
    misprints = tuple(m for m in MISPRINTS if (m.portal, m.template) == (site.slug, template.name))
    scene = Scene(rng, site.province, when.date(), World(misprints))
    draft = Draft(subject=site.province)
    story = template.tell(draft, scene)
    blocks = [*story.blocks]
    for filler in rng.sample(FILLERS, rng.randint(1, 3)):
        blocks.insert(_gap(blocks, rng), paragraph(filler))
    if place % 3 == 0:
        blocks.insert(_gap(blocks, rng), caption(rng.choice(_CAPTIONS)))
    main = next(s for s in site.sections if s.key == _TOPIC_SECTION[site.slug][template.topic])
    others = [s.key for s in site.sections if s is not main and s.key != "documents"]
    key = str({"binhdinh": 60000, "sonla": 600000, "vinhlong": 120000}.get(site.slug, 1000) + 7 * place)
    page = Page(
        key=key,
        path=_path(site, main, key, story.title, place),
        title=unmarked(story.title),
        published_at=when,
        sections=(main.key, *others[:1]) if place % 6 == 2 else (main.key,),
        section=main.name,
        lead=_lead(site.slug, place, story),
        blocks=blocks,
        author=_author(site.slug, place),
        traits=_traits(site.slug, place),
        template=template.name,
    )
    _settle(page, draft)
    if site.slug == "sonla" and "no_date" in page.traits:
        page.published_at = when.replace(hour=0, minute=0)
    if place % 4 == 1:
        page.attachments = [_file(site, page, place)]
    return page


def _gap(blocks: list[Block], rng: Random) -> int:
    """Choose a place for another block, never between a list or table and the line that opens it."""
    return rng.choice(
        [
            at
            for at in range(1, len(blocks) + 1)
            if at == len(blocks) or blocks[at].kind not in {"list", "table"}
        ]
    )


def _settle(page: Page, draft: Draft) -> None:
    text, page.facts = draft.settle(page.text)
    page.lead = unmarked(page.lead or "") or None
    page.blocks = [
        Block(
            block.kind,
            [unmarked(line) for line in block.lines],
            [[unmarked(c) for c in r] for r in block.rows],
        )
        for block in page.blocks
    ]
    if page.text != text:
        raise ValueError(f"{page.path}: the page and its truth differ")


def _lead(slug_: str, place: int, story: Story) -> str:
    prefix = {"binhdinh": "(binhdinh.gov.vn) - ", "vinhlong": "(Vinhlong.gov.vn) – ", "binhduong": "TTĐT - "}
    return (prefix.get(slug_, "") if place % 2 else "") + story.lead


def _author(slug_: str, place: int) -> str | None:
    name = _AUTHORS[place % len(_AUTHORS)]
    if slug_ == "binhduong" or place % 5 == 4:
        return None
    if slug_ == "vinhlong":
        return ".".join(word[0] for word in name.split())
    return {"sonla": f"{name} - Sở Nội vụ", "sonoivu-binhdinh": f"{name} - Văn phòng Sở"}.get(slug_, name)


def _traits(slug_: str, place: int) -> frozenset[str]:
    traits = set()
    if slug_ == "binhdinh":
        traits |= {"old_layout"} if place < 22 else set()
        traits |= {"bare_author"} if place % 2 else set()
        traits |= {"decomposed"} if place in {5, 30} else set()
    if slug_ == "sonla" and place % 5 == 3:
        traits.add("no_date")
    return frozenset(traits)


def _path(site: Site, section: Section, key: str, title: str, place: int) -> str:
    words = slug(unmarked(title))
    if site.slug == "binhdinh":
        return f"/tin-tuc/{words}.html" if place % 3 == 0 else f"{section.path}/{words}.html"
    if site.slug == "sonoivu-binhdinh":
        return f"{section.path}{words.rstrip('-')}-{key}.html"
    if site.slug == "sonla":
        return f"{section.path}/{words.rstrip('-')}-{key}"
    if site.slug == "vinhlong":
        page = "/điem-tin" if place % 9 == 4 else section.path
        return f"{page}/xem-chi-tiet-tin-tuc/id/{key}"
    return f"/Lists/TinTucSuKien/ChiTiet.aspx?ID={key}"


def _file(site: Site, page: Page, place: int) -> File:
    name = f"Van-ban-{place:02}.pdf"
    ticket = quote(f"Tk{place:02}niTXLs=", safe="")
    urls = {
        "binhdinh": f"/upload/2005340/{page.published_at:%Y%m%d}/Van_ban_{place:02}_8{place:04x}.pdf",
        "sonoivu-binhdinh": f"{page.path}?download=1&id=0",
        "sonla": f"/files/van-ban-{page.key}.pdf",
        "vinhlong": f"/LinkClick.aspx?fileticket={ticket}&mid=10814&portalid=0&tabid=63",
        "binhduong": f"/Lists/TinTucSuKien/Attachments/{page.key}/{name}",
    }
    if site.slug == "binhduong" and place == 1:
        # The download page of the vendor, with the file's absolute address in it.
        direct = f"http://{site.host}{urls[site.slug]}"
        urls[site.slug] = f"{_DOWNLOAD_PAGE}?FileUrl={quote(direct, safe='')}"
    return furnish(File(urls[site.slug], name), site.slug, site.province, place)
