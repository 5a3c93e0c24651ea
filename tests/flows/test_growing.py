"""``gat portals new`` and ``record`` on the replicas: what is proposed reads, what is recorded is clean."""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.cli.growing import new
from flows.growing import free_name
from flows.settings import read_settings
from pipelines.plan import NightPlan, chosen_portals, readable_portals
from pipelines.workers import CODE_ROOT
from spiders.cases import case_folder, differences, load_cases, read_case
from spiders.ledger import Ledger
from spiders.portal import load_portals
from spiders.proposing import SiteUnknownError, propose
from spiders.scouting import Report
from spiders.sights import Sight, menu
from tests.flows.command import refusal
from tests.portals.listening import Hit
from tests.portals.nukeviet_pages import READERS
from tests.portals.server import Running, running
from tests.spiders.crawls import Crawls
from tests.spiders.pages import FETCHED_AT

Gat = Callable[..., int]
#: Where each replica is begun: at its home page, at a listing, or at an article.
STARTS = {
    "binhdinh": "https://binhdinh.gov.vn/tin-tuc/cai-cach-hanh-chinh",
    "sonoivu-binhdinh": "https://sonoivu.binhdinh.gov.vn{article}",
    "sonla": "https://sonla.gov.vn/",
    "vinhlong": "https://vinhlong.gov.vn",
    "binhduong": "https://www.binhduong.gov.vn/",
}


@dataclass
class Grown:
    """What ``gat portals new`` made of the replicas: its files, what it printed, whom it asked for what."""

    folder: Path
    told: dict[str, str]
    hits: dict[str, list[Hit]]


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    with running() as found:
        yield found


def _way(site: Running) -> list[str]:
    return ["--rehost", ".gov.vn=.test", "--proxy", site.proxy, "--delay", "0"]


@pytest.fixture(scope="module")
def grown(site: Running, tmp_path_factory: pytest.TempPathFactory) -> Grown:
    found = Grown(tmp_path_factory.mktemp("grown") / "portals", {}, {})
    page = next(one for one in site.site("sonoivu.binhdinh.test").articles if one.kind == "news")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GAT_")]:
            patch.delenv(name)
        patch.setenv("GAT_DATA", str(found.folder.parent / "data"))
        for slug, start in STARTS.items():
            before, output = len(site.log), io.StringIO()
            url = start.format(article=page.path)
            with redirect_stdout(output):
                assert run(["portals", "new", url, "--into", str(found.folder), *_way(site)]) == 0
            found.told[slug], found.hits[slug] = output.getvalue(), site.log[before:]
    return found


@pytest.fixture
def gat(data: Path, site: Running, grown: Grown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gat:
    """Return a ``gat portals`` that meets the replicas, with portal files of its own."""
    site.mend()
    monkeypatch.setenv("GAT_PORTALS", str(tmp_path / "portals"))
    shutil.copytree(grown.folder, tmp_path / "portals")
    return lambda *arguments: run(["portals", *arguments, *_way(site)])


def _folder() -> Path:
    return read_settings().portals


@pytest.mark.parametrize("slug", STARTS)
def test_a_portal_is_proposed_that_reads_its_own_pages(grown: Grown, slug: str) -> None:
    shipped, proposed = load_portals()[slug], load_portals(grown.folder)[slug]
    for key in ("province", "successor", "platform", "base_url", "fold_case"):
        assert getattr(proposed, key) == getattr(shipped, key), key
    wanted = {(shipped.section_url(one), one.kind) for one in shipped.sections}
    assert {(proposed.section_url(one), one.kind) for one in proposed.sections} == wanted
    cases = [one for one in load_cases(grown.folder) if one.slug == slug]
    assert {one.case.kind for one in cases} == {"article", "listing"}
    for one in cases:
        assert differences(one.case.expect, read_case(one, proposed), one.case.kind) == {}
        assert not re.search(rb"(binhdinh|sonla|vinhlong|binhduong)\.test", one.body)
        told = grown.told[slug].partition(f"Check in {one.id}:\n")[2]
        assert told.startswith(("  - look for names, ", "  - taken out: "))
        assert "citizens (readers, petitioners, phone books) before you commit it" in told
    article = next(one.case for one in cases if one.case.kind == "article")
    assert article.expect.read_by == "platform"
    assert article.expect.published_at is not None
    assert "replica" in (article.note or "")


@pytest.mark.parametrize("slug", STARTS)
def test_every_value_of_a_proposal_says_how_sure_it_is(grown: Grown, slug: str) -> None:
    text = (grown.folder / f"{slug}.toml").read_text("utf-8")
    for line in text.splitlines():
        if "=" in line and not line.startswith(("#", "slug")):
            assert any(word in line for word in ("# seen", "# inferred", "# assumed")), line


@pytest.mark.parametrize("slug", STARTS)
def test_a_look_is_polite_and_short(grown: Grown, slug: str) -> None:
    hits = grown.hits[slug]
    assert hits[0].path == "/robots.txt"
    assert len(hits) <= 7
    assert len({hit.path for hit in hits}) == len(hits)


def test_a_site_that_forbids_looking_is_left_alone(
    gat: Gat, site: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.fault("sonla.test", "robots", mode="disallow")
    assert gat("new", "https://sonla.gov.vn/", "--into", str(tmp_path / "other")) == 8
    message = capsys.readouterr().err
    assert "https://sonla.gov.vn/ could not be fetched: " in message
    assert "Forbidden by robots.txt" in message
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["new", "https://tin.example.org/"], 2, "tin.example.org is no *.gov.vn host"),
        (["new", "sonla"], 2, "is no *.gov.vn host"),
        (["new", "ftp://moi.gov.vn/"], 1, "not an http(s) URL"),
        (["new", "https://sonla.gov.vn/"], 2, "sonla.gov.vn is the portal 'sonla' already; add a case"),
        (
            ["new", "https://sonla.gov.vn/", "--into", "{data}"],
            2,
            "'sonla' already; to change it, copy its file",
        ),
        (["record", "https://x.gov.vn/a"], 2, "x.gov.vn is no host of any configured portal"),
        (["record", "https://x.gov.vn/a", "--portal", "y"], 2, "no portal 'y'; known are: bienho-gialai"),
        (["record", "https://x.gov.vn/a", "--portal", "sonla"], 2, "is no host of the portal 'sonla'"),
        (["record", "0123456789abcdef"], 2, "is neither a URL nor a capture in the archive"),
        (["record"], 2, "URL|CAPTURE"),
        (["record", "https://sonla.gov.vn/a", "--kind", "page"], 2, "page"),
    ],
)
def test_a_mistake_is_one_line(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    found, message = refusal(capsys, "portals", *(one.format(data=data) for one in arguments))
    assert said in message
    assert found == code
    assert not list(data.glob("*.toml"))


def test_the_examples_of_a_new_portal_are_of_none_that_ships() -> None:
    shipped = {host for portal in load_portals().values() for host in portal.hosts}
    texts = [(CODE_ROOT / path).read_text("utf-8") for path in ("README.md", "spiders/README.md")]
    named = re.findall(r"gat portals new https://([\w.-]+\w)", "\n".join([*texts, new.__doc__ or ""]))
    assert len(named) == 2
    assert shipped.isdisjoint(named)


@pytest.mark.usefixtures("data")
def test_live_sites_are_told_whom_to_write_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GAT_CONTACT")
    for arguments in (["new", "https://moi.gov.vn/"], ["record", "https://sonla.gov.vn/tin-kinh-te"]):
        code, message = refusal(capsys, "portals", *arguments)
        assert code == 4
        assert "GAT_CONTACT" in message


def test_cases_are_added_and_readers_are_not_in_them(gat: Gat, site: Running) -> None:
    page = [one for one in site.site("sonoivu.binhdinh.test").articles if one.kind == "news"][3]
    assert gat("record", f"https://sonoivu.binhdinh.gov.vn{page.path}") == 0
    assert gat("record", "https://sonoivu.binhdinh.gov.vn/vi/news/tin-tuc-su-kien/", "--name", "news") == 0
    cases = {one.name: one for one in load_cases(_folder()) if one.slug == "sonoivu-binhdinh"}
    assert set(cases) == {"article", "article-2", "listing", "news"}
    assert cases["news"].case.kind == "listing"
    added = cases["article-2"].case.expect
    assert (added.title, added.author) == (page.title, page.author)
    for path in (_folder() / "cases").rglob("*.*"):
        text = path.read_text("utf-8")
        assert not any(one in text for reader in READERS for one in reader)
    assert free_name(_folder(), "sonoivu-binhdinh", "documents") == "documents"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("article", "article.toml is there already"),
        ("trang/hai", "no name of a case"),
        ("../lac", "no name of a case"),
        ("Trang", "no name of a case"),
        ("", "no name of a case"),
    ],
)
def test_a_case_is_given_a_name_of_its_own_before_anything_is_fetched(
    gat: Gat, site: Running, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    folder = case_folder(_folder())
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    asked = len(site.log)
    assert gat("record", "https://sonoivu.binhdinh.gov.vn/vi/x-1.html", "--name", name) == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert len(site.log) == asked
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_capture_of_the_archive_is_recorded_without_a_network(
    data: Path, site: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, log = Crawls(site, data).run("sonla", "r1", "--limit", "2")
    assert code in {0, 5}, log
    with Ledger(data / "ledger.sqlite") as ledger:
        row = next(one for one in ledger.captures(["sonla"]) if one.kind == "article")
    folder = tmp_path / "portals"
    folder.mkdir()
    (folder / "sonla.toml").write_text(
        (read_settings().portals / "sonla.toml").read_text("utf-8").replace("sonla.gov.vn", "sonla.test"),
        "utf-8",
    )
    monkeypatch.setenv("GAT_PORTALS", str(folder))
    before = len(site.log)
    assert run(["portals", "record", row.capture_id]) == 0
    assert len(site.log) == before
    (case,) = load_cases(folder)
    assert (case.id, case.case.captured_at) == ("sonla/article", row.fetched_at)
    assert case.case.listed.title == row.listed_title


# Proposals of what is no portal


def _sight(html: str, url: str = "https://moi.gov.vn/") -> Sight:
    return Sight(
        url=url, final_url=url, body=html.encode(), content_type="text/html; charset=utf-8",
        seen_at=FETCHED_AT, server="nginx",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (
            '<meta name="generator" content="WordPress 6.1"><a href="/wp-content/a">a</a>',
            ["made with wordpress"],
        ),
        (
            '<title>Trang nhà</title><meta name="generator" content="Hugo"><a href="/a.php?x=1">a</a>',
            ["no mark of a known CMS", "generator 'Hugo'", "server 'nginx'", "'php'", "title 'Trang nhà'"],
        ),
        ("", ["no mark of a known CMS", "server 'nginx'"]),
        (
            '<div id="dnn_ctr1_ContentPane"></div><input name="__dnnVariable">',
            ["made with dnn", "lists articles"],
        ),
    ],
)
def test_what_cannot_be_proposed_is_said_with_what_was_seen(html: str, words: list[str]) -> None:
    with pytest.raises(SiteUnknownError) as caught:
        propose("https://moi.gov.vn/", [_sight(html)])
    assert caught.value.exit_code == 2
    for word in words:
        assert word in str(caught.value)


def test_a_host_that_names_no_province_needs_to_be_told() -> None:
    rows = "".join(f'<li><h3><a href="/tin/id/{n}">Bài {n}</a></h3></li>' for n in range(5))
    sight = _sight(f'<div id="dnn_ctr1_ContentPane">{rows}</div>', "https://so.moi.gov.vn/tin")
    with pytest.raises(SiteUnknownError, match="--province"):
        propose("https://so.moi.gov.vn/tin", [sight])
    with pytest.raises(SiteUnknownError, match="no province is or was called so"):
        propose("https://so.moi.gov.vn/tin", [sight], province="Atlantis")
    found = propose("https://so.moi.gov.vn/tin", [sight], province="Bến Tre")
    assert (found.slug, found.province.text, found.successor) == ("so-moi", "Bến Tre", "Vĩnh Long")


def test_a_site_that_no_page_names_has_a_name_to_be_filled_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(
        f'<li class="item"><h3><a href="/tin/id/{number}">Bài {number}</a></h3></li>' for number in range(5)
    )
    sight = _sight(f'<div id="dnn_ctr1_ContentPane">{rows}</div>', "https://so.sonla.gov.vn/tin")
    monkeypatch.setattr("flows.growing.look", lambda *_: Report([sight], []))
    assert run(["portals", "new", "https://so.sonla.gov.vn/tin", "--into", str(tmp_path / "own")]) == 0
    marked = "assumed from the host: FILL IN the site's own name"
    assert f"name      so.sonla ({marked}" in capsys.readouterr().out
    text = (tmp_path / "own" / "so-sonla.toml").read_text("utf-8")
    assert re.search(rf'^name = "so.sonla" +# {marked}', text, re.MULTILINE)
    assert not data.exists()


def test_the_menu_is_looked_at_from_what_sounds_like_news() -> None:
    html = (
        "<nav><a href='/gioi-thieu'>Giới thiệu</a><a href='/van-ban'>Văn bản</a><a href='/tin-tuc'>Tin</a>"
        "<a href='/login'>Đăng nhập</a><a href='https://khac.vn/tin-tuc'>Khác</a><a href='#'>x</a></nav>"
    )
    assert [url for url, _ in menu(_sight(html))] == [
        "https://moi.gov.vn/tin-tuc",
        "https://moi.gov.vn/van-ban",
        "https://moi.gov.vn/gioi-thieu",
    ]


def test_pages_of_a_portal_that_is_not_enabled_are_read_all_the_same(data: Path) -> None:
    plan = NightPlan(data=data, portals_dir=_folder(), gat_version="0")
    assert "gialai" not in chosen_portals(plan)
    assert "gialai" not in readable_portals(plan)
    (data / "archive" / "gialai").mkdir(parents=True)
    assert "gialai" not in chosen_portals(plan)
    assert set(readable_portals(plan)) == {*chosen_portals(plan), "gialai"}
    named = NightPlan(data=data, portals_dir=_folder(), gat_version="0", portals=("gialai",))
    assert set(chosen_portals(named)) == set(readable_portals(named)) == {"gialai"}
