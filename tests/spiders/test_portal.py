"""Portal files: strict, explained, and moved to another host as a whole."""

from pathlib import Path

import pytest

from spiders.errors import PortalConfigError
from spiders.portal import SHIPPED, choose_portals, load_portal, load_portals

GOOD = """
slug = "thu"
name = "Cổng thử"
province = "Thử"
platform = "vhv"
base_url = "https://thu.gov.vn"
[[sections]]
url = "/tin-tuc"
name = "Tin tức"
[expect]
first_page_items = 8
"""


def _file(folder: Path, text: str, name: str = "thu.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_loads(tmp_path: Path) -> None:
    portal = load_portal(_file(tmp_path, GOOD))
    assert portal.hosts == {"thu.gov.vn", "www.thu.gov.vn"}
    assert portal.section_url(portal.sections[0]) == "https://thu.gov.vn/tin-tuc"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("slug =", "slugg ="), ["slugg: unknown key", "slug", "slug: required but missing"]),
        (('"vhv"', '"liferay"'), ["platform", "'vhv'", "'sharepoint'"]),
        (("[expect]\nfirst_page_items = 8", ""), ["expect: required but missing"]),
        (("first_page_items = 8", "first_page_items = 0"), ["expect.first_page_items"]),
        (
            ("first_page_items = 8", "first_page_items = 8\nfoo = 1"),
            ["expect.foo: unknown key", "article_share"],
        ),
        (('url = "/tin-tuc"', 'url = "https://evil.vn/"'), ["evil.vn", "other_hosts"]),
        (('"https://thu.gov.vn"', '"ftp://thu.gov.vn"'), ["base_url", "not an http"]),
        (('slug = "thu"', 'slug = "khac"'), ["slug", "'khac'", "'thu'"]),
        (('name = "Tin tức"', 'nam = "Tin tức"'), ["sections.0.nam: unknown key", "kind, name, url"]),
        (("slug", "= slug"), ["not a readable TOML file"]),
    ],
)
def test_errors_name_file_key_and_what_is_allowed(
    tmp_path: Path, change: tuple[str, str], words: list[str]
) -> None:
    path = _file(tmp_path, GOOD.replace(*change, 1))
    with pytest.raises(PortalConfigError) as caught:
        load_portal(path)
    message = str(caught.value)
    assert caught.value.exit_code == 4
    for word in [str(path), *words]:
        assert word in message
    assert "\n" not in message.removeprefix(str(path)) or "TOML" in message


def test_the_shipped_files_are_valid_and_move_to_replicas() -> None:
    portals = load_portals()
    assert set(portals) >= {"binhdinh", "sonoivu-binhdinh", "sonla", "vinhlong", "binhduong"}
    moved = portals["sonoivu-binhdinh"].rehosted(".gov.vn", ".test")
    assert moved.base_url == "http://sonoivu.binhdinh.test"
    assert moved.hosts == {"sonoivu.binhdinh.test", "www.sonoivu.binhdinh.test"}
    assert portals["binhduong"].rehosted(".com", ".test") == portals["binhduong"]


def test_hosts_in_capitals_move_too(tmp_path: Path) -> None:
    told = 'https://Thu.GOV.vn/Tin"\nother_hosts = ["Tin.Thu.Gov.vn"]'
    portal = load_portal(_file(tmp_path, GOOD.replace('https://thu.gov.vn"', told, 1)))
    moved = portal.rehosted(".gov.vn", ".test")
    assert moved.base_url == "http://thu.test/Tin"
    assert moved.hosts == {"thu.test", "www.thu.test", "tin.thu.test"}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_file_says_how_sure_it_is_and_why_it_is_not_enabled(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("# Seen: ")
    section = lines[lines.index("[[sections]]") : lines.index("[expect]")]
    for line in section:
        if line.startswith("url ="):
            assert any(word in line for word in ("# seen", "# inferred", "# assumed")), line
    for line in lines:
        assert not line.startswith("is_enabled = false") or "# " in line
        assert len(line) <= 122


def test_portals_are_chosen_by_name() -> None:
    portals = load_portals()
    assert [portal.slug for portal in choose_portals(portals, ["sonla", "binhdinh"])] == ["sonla", "binhdinh"]
    assert choose_portals(portals, []) == [one for one in portals.values() if one.is_enabled]
    with pytest.raises(PortalConfigError, match="no portal 'sonlaa'; known are: bienho-gialai, binhdinh"):
        choose_portals(portals, ["sonlaa"])


def test_a_portal_that_is_not_enabled_is_crawled_only_when_it_is_named(tmp_path: Path) -> None:
    _file(tmp_path, GOOD.replace("platform", "is_enabled = false\nplatform", 1))
    portals = load_portals(tmp_path)
    assert not portals["thu"].is_enabled
    assert choose_portals(portals, ["thu"]) == [portals["thu"]]
    with pytest.raises(PortalConfigError, match=r"no portal is enabled; name one with --portal \(thu\)"):
        choose_portals(portals, [])
    _file(tmp_path, GOOD.replace('"thu"', '"hai"'), "hai.toml")
    assert [portal.slug for portal in choose_portals(load_portals(tmp_path), [])] == ["hai"]


def test_missing_file_and_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(PortalConfigError, match="no such portal file"):
        load_portal(tmp_path / "x.toml")
    with pytest.raises(PortalConfigError, match="no such folder"):
        load_portals(tmp_path / "x")
