"""Recorded cases: every field of every case is read as it was checked; no shipped portal is without one."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from spiders.case_files import case_text, save_case
from spiders.cases import (
    FIELDS,
    Case,
    Entry,
    Expected,
    File,
    Recorded,
    differences,
    load_case,
    load_cases,
    read_case,
)
from spiders.errors import PortalConfigError
from spiders.pages import Listed
from spiders.platforms import platform_of
from spiders.portal import SHIPPED, load_portals
from spiders.privacy import E_MAIL, IDENTITY, PHONE, without_contacts
from spiders.recording import CaseRefusedError, Page, record
from spiders.trimming import trimmed
from tests.portals.content import sites
from tests.portals.nukeviet_pages import READERS
from tests.spiders.pages import FETCHED_AT, PORTALS, Reader

CASES = {recorded.id: recorded for recorded in load_cases()}
SHIPPED_PORTALS = load_portals()


@cache
def _found(case: str) -> Expected:
    return read_case(CASES[case], SHIPPED_PORTALS[CASES[case].slug])


def _fields() -> Iterator[tuple[str, str]]:
    for name, recorded in CASES.items():
        for field in FIELDS[recorded.case.kind]:
            yield name, field


@pytest.mark.parametrize(("case", "field"), list(_fields()))
def test_a_field_of_a_case_is_read(case: str, field: str) -> None:
    assert getattr(_found(case), field) == getattr(CASES[case].case.expect, field)


def test_no_shipped_portal_is_without_a_case() -> None:
    assert {recorded.slug for recorded in CASES.values()} == set(SHIPPED_PORTALS)


def test_portals_that_are_crawled_nightly_have_an_article_and_a_listing() -> None:
    kinds: dict[str, set[str]] = {slug: set() for slug in SHIPPED_PORTALS}
    for recorded in CASES.values():
        kinds[recorded.slug].add(recorded.case.kind)
    lacking = [
        slug
        for slug, portal in SHIPPED_PORTALS.items()
        if portal.is_enabled and not {"article", "listing"} <= kinds[slug]
    ]
    assert lacking == []


@pytest.mark.parametrize("case", CASES)
def test_a_case_says_where_it_is_from_and_lies_on_its_portal(case: str) -> None:
    recorded = CASES[case]
    assert recorded.case.origin in {"recorded", "written from field notes"}
    assert recorded.case.url.split("/")[2] in SHIPPED_PORTALS[recorded.slug].hosts
    page = SHIPPED / "cases" / f"{case}.html"
    assert 1_000 < page.stat().st_size < 120_000
    assert case_text(recorded.case) == page.with_suffix(".toml").read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_no_case_holds_addresses_or_numbers_of_people(case: str) -> None:
    text = CASES[case].body.decode()
    assert without_contacts(text)[1] == {}
    assert "data:image" not in text
    assert "<!--" not in text


def test_every_file_in_the_folder_is_of_a_case() -> None:
    files = {path.relative_to(SHIPPED / "cases").with_suffix("") for path in _files()}
    assert {str(path) for path in files} == set(CASES)
    assert len(list(_files())) == 2 * len(CASES)


def _files() -> Iterator[Path]:
    return (path for path in (SHIPPED / "cases").rglob("*") if path.is_file())


# Files


def _case(**changes: object) -> Case:
    values: dict[str, object] = {
        "url": "https://binhdinh.gov.vn/tin-tuc/a.html", "captured_at": datetime(2026, 1, 2, tzinfo=UTC),
        "origin": "recorded", "kind": "article", "expect": {},
    }  # fmt: skip
    return Case.model_validate(values | changes)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    expect = Expected(
        title='Dấu "ngoặc", \\ và\tcột',
        lead="hai\ndòng",
        attachments=(File(url="https://a.test/b", name="b"),),
    )
    recorded = Recorded("binhdinh", "article", _case(expect=expect, note="chú thích"), b"<html></html>")
    path = save_case(recorded, tmp_path)
    assert path == tmp_path / "cases" / "binhdinh" / "article.toml"
    assert load_case(path) == recorded
    assert load_cases(tmp_path) == [recorded]
    listing = _case(kind="listing", expect={"items": [Entry(url="u", title="t")], "total": 3})
    assert Case.model_validate(tomllib.loads(case_text(listing))) == listing


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("origin", "orign"), ["origin", "Field required"]),
        (('"recorded"', '"invented"'), ["origin", "written from field notes"]),
        (("kind =", "= kind"), ["not a readable case"]),
        (('"article"', '"listing"'), ["a case of kind 'listing' has no title"]),
        (("+00:00", ""), ["captured_at", "timezone"]),
    ],
)
def test_a_wrong_case_is_named_with_its_key(
    tmp_path: Path, change: tuple[str, str], words: list[str]
) -> None:
    path = save_case(Recorded("binhdinh", "a", _case(expect={"title": "x"}), b"x"), tmp_path)
    path.write_text(path.read_text("utf-8").replace(*change, 1), "utf-8")
    with pytest.raises(PortalConfigError) as caught:
        load_case(path)
    for word in (str(path), *words):
        assert word in str(caught.value)


def test_a_case_without_its_page_is_said(tmp_path: Path) -> None:
    path = save_case(Recorded("binhdinh", "a", _case(), b"x"), tmp_path)
    path.with_suffix(".html").unlink()
    with pytest.raises(PortalConfigError, match="not a readable case"):
        load_cases(tmp_path)


def test_a_changed_layout_shows_in_the_fields_it_touches(tmp_path: Path) -> None:
    recorded = CASES["binhdinh/article"]
    folder = tmp_path / "cases" / "binhdinh"
    shutil.copytree(SHIPPED / "cases" / "binhdinh", folder)
    page = folder / "article.html"
    page.write_text(page.read_text("utf-8").replace('class="post-date left"', 'class="when"'), "utf-8")
    changed = load_case(folder / "article.toml")
    found = read_case(changed, SHIPPED_PORTALS["binhdinh"])
    differing = differences(recorded.case.expect, found, "article")
    assert set(differing) == {"published_at"}


# Trimming and personal data


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Gọi 0256 3822 294 hoặc (0256) 3.822.294", f"Gọi {PHONE} hoặc {PHONE}"),
        ("di động 0912.345.678, +84 912 345 678.", f"di động {PHONE}, {PHONE}."),
        ("gửi về ban-doc.1@tinh.gov.vn nhé", f"gửi về {E_MAIL} nhé"),
        ('<a href="mailto:a.b@c.vn">a.b@c.vn</a>', f'<a href="mailto:{E_MAIL}">{E_MAIL}</a>'),
        ('<a href="tel:0912345678">gọi</a>', '<a href="#">gọi</a>'),
        ("CCCD số 052099001234", f"CCCD số {IDENTITY}"),
        ("a | Tin | | x | True | 121000 | b", "a | Tin | | x | True | 0 | b"),
    ],
)
def test_contacts_are_taken_out(text: str, cleaned: str) -> None:
    assert without_contacts(text)[0] == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 10/07/2019 16:39:32, giai đoạn 2021-2025",
        "Quyết định số 0123/QĐ-UBND; 15.432,5 tỷ đồng; 1.204.552 lượt",
        "đạt 0,123.456.789 và 099.640 hồ sơ",
        '<a href="/tin/bai-0912345678">bài</a>',
        "hạng 12/63, năm 2022 và 2023, 2024, 2025",
    ],
)
def test_figures_days_and_addresses_of_pages_stay(text: str) -> None:
    assert without_contacts(text) == (text, {})


def test_readers_go_before_anything_is_kept_and_nothing_else_of_the_text_does() -> None:
    site = next(site for site in sites() if site.slug == "sonoivu-binhdinh")
    reader = Reader(site)
    page = next(page for page in site.articles if page.kind == "news")
    response, url = reader.get(reader.url(page.path))
    whole = response.body.replace(
        b"</head>", b"<style>a{}</style><script>track()</script><!-- built by nobody --></head>"
    )
    reading = platform_of(reader.portal).reading
    light = trimmed(whole, response.content_type, [*reading.body, *reading.title])
    for name, mail, words in READERS:
        assert name in response.body.decode()
        assert not any(one in light.html for one in (name, mail, words))
    assert not re.search(r"<style|<script|<!--", light.html)
    assert light.removed["blocks of readers"] == 1
    case = record(
        Page(url=url, body=whole, content_type=response.content_type, captured_at=FETCHED_AT),
        reader.portal,
        "article",
    )
    assert case.recorded.body == light.html.encode()
    assert case.recorded.case.expect.title == page.title
    assert case.recorded.case.expect.last_line == page.text.split("\n")[-1]
    assert any("taken out: 1 blocks of readers" in check for check in case.checks)


@pytest.mark.parametrize("slug", sorted(site.slug for site in sites()))
def test_every_listing_reads_the_same_once_it_is_trimmed(slug: str) -> None:
    reader = Reader(next(site for site in sites() if site.slug == slug))
    for kind, ask, items, body in reader.pages():
        if ask.form is not None or ask.page > 1:
            continue
        page = Page(url=ask.url, body=body, content_type="text/html", captured_at=FETCHED_AT)
        recording = record(page, reader.portal, "listing")
        assert recording.recorded.case.kind == ("documents" if kind == "documents" else "listing")
        assert len(recording.recorded.case.expect.items) == len(items)
        assert not any("is not what the whole page gives" in check for check in recording.checks)


def test_states_tokens_pictures_and_tracking_are_cut() -> None:
    html = (
        '<head><meta charset="windows-1252"></head><form><input type="hidden" name="__VIEWSTATE" value="'
        + "x" * 5000
        + '"><input name="hoten" value="Trần Bạn Đọc"><input type="hidden" name="checkss" value="abc"></form>'
        '<img src="data:image/png;base64,' + "A" * 900 + '"><iframe src="https://video.test"></iframe>'
        '<img src="https://www.facebook.com/tr?id=1">'
        '<script>var a = {"securityToken":"geheim", article_category_id: 5};</script><p>Chữ</p>'
    )
    light = trimmed(html.encode(), "text/html; charset=utf-8", [])
    assert len(light.html) < 500
    for gone in ("Trần Bạn Đọc", "abc", "geheim", "facebook", "iframe", "AAAA", "windows-1252"):
        assert gone not in light.html
    assert "article_category_id: 5" in light.html
    assert "Chữ" in light.html


def test_a_comment_box_around_the_article_is_its_frame() -> None:
    comment = '<div class="comment">Bạn đọc</div>'
    html = f'<div class="comments-open"><div id="body"><p>Bài viết</p></div>{comment}</div>'
    light = trimmed(html.encode(), None, ["#body"])
    assert "Bài viết" in light.html
    assert "Bạn đọc" not in light.html


def test_a_page_that_does_not_read_is_no_case() -> None:
    page = Page(
        url="http://binhdinh.test/tin-tuc/a.html",
        body="<title>Trang chủ</title><p>Không có bài</p>".encode(),
        content_type=None,
        captured_at=FETCHED_AT,
        listed=Listed(),
    )
    with pytest.raises(CaseRefusedError, match="does not read"):
        record(page, PORTALS["binhdinh"], "article")
