"""The right one of several dates, and bytes in the right alphabet."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from selectolax.lexbor import LexborHTMLParser

from spiders.dating import DateSelectors, Published, parse_listed, published_of
from spiders.decoding import decode_page

ICT = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SELECTORS = DateSelectors([".shown"], ["[itemprop=datePublished]", "meta[property=d]"], [".clock"])


def _published(html: str, listed: str | None = None, *, us: bool = False) -> Published:
    root = LexborHTMLParser(f"<body>{html}</body>").root
    assert root is not None
    return published_of(root, SELECTORS, listed, NOW, us_listing=us)


def test_the_shown_date_wins_over_system_time_and_listing() -> None:
    html = '<i class=shown>Thứ 5, 09/07/2026 | 15:19</i><meta property=d content="2026-07-09T15:33:15+0700">'
    assert _published(html, "08/07/2026") == (datetime(2026, 7, 9, 15, 19, tzinfo=ICT), "visible")


@pytest.mark.parametrize(
    "broken",
    ["2022-06-22+0716:39:00", "2022-06-22T16:39:00+0700", "2022-06-22T16:39:00", "2022-06-22T09:39:00Z"],
)
def test_broken_system_times_are_understood(broken: str) -> None:
    assert _published(f'<meta property=d content="{broken}">') == (
        datetime(2022, 6, 22, 16, 39, tzinfo=ICT),
        "system",
    )


def test_a_labelled_line_is_found_behind_the_clock() -> None:
    html = "<p>Thứ Năm, 22/08/2019 5:15:31 CH</p><p>Ngày 10/07/2019 16:39:32</p>"
    assert _published(html) == (datetime(2019, 7, 10, 16, 39, 32, tzinfo=ICT), "line")


@pytest.mark.parametrize("shown", ["29/6/26", "29-06-26 00:00", "Thứ hai, 29/6/26"])
def test_years_of_two_digits_are_of_this_century(shown: str) -> None:
    day = datetime(2026, 6, 29, tzinfo=ICT)
    assert _published(f"<i class=shown>{shown}</i>") == (day, "visible")
    assert parse_listed(shown) == day
    assert _published("<p>Ngày 29/6/26 00:00</p>") == (day, "line")
    assert _published("<i class=shown>Kỳ 12/24/26/28</i>").at is None


def test_the_clock_counts_last_and_never_on_the_day_of_the_fetch() -> None:
    assert _published("<i class=clock>22/11/2026 08:00</i>").at is None
    assert _published("<i class=clock>21/11/2026 08:00</i>").source == "clock"
    assert _published("<i class=clock>21/11/2026 08:00</i>", "9/7/2022 5:30 PM", us=True) == (
        datetime(2022, 9, 7, 17, 30, tzinfo=ICT),
        "listing",
    )


def test_a_date_after_the_fetch_is_refused() -> None:
    assert _published("<i class=shown>01/01/2031 08:00</i>", "01/02/2020").source == "listing"


def test_no_date_is_no_date() -> None:
    assert _published("<p>Xin chào</p>") == (None, None)


def test_listings_write_dates_or_unix_seconds() -> None:
    assert parse_listed("1643331900") == datetime(2022, 1, 28, 1, 5, tzinfo=UTC)
    assert parse_listed("6/30/2025 10:00 AM", us=True) == datetime(2025, 6, 30, 10, 0, tzinfo=ICT)
    assert parse_listed(None) is None


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        ("Điểm".encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (b"\xef\xbb\xbf" + "Điểm".encode(), None, "utf-8-sig"),
        ("Điểm".encode("utf-16"), None, "utf-16"),
        ("\u0110i\u00eam".encode("cp1258"), "text/html; charset=windows-1258", "cp1258"),
        (b"<meta charset=windows-1252>caf\xe9", None, "cp1252"),
        ("Điểm số ".encode() * 50 + b"\xe1", "text/html", "utf-8"),
        ("\u0110i\u00eam".encode("cp1258"), "text/html; charset=nonsense", "cp1258"),
    ],
)
def test_the_encoding_is_decided_from_the_bytes_first(
    body: bytes, content_type: str | None, encoding: str
) -> None:
    assert decode_page(body, content_type).encoding == encoding
