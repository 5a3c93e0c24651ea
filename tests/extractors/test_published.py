"""Publication times as portals print them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.published import HANOI, parse_published


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Thứ 5, 09/07/2026 | 15:19", datetime(2026, 7, 9, 15, 19, tzinfo=HANOI)),
        ("Thứ tư - 22/06/2022 16:39", datetime(2022, 6, 22, 16, 39, tzinfo=HANOI)),
        ("Ngày 10/07/2019 16:39:32", datetime(2019, 7, 10, 16, 39, 32, tzinfo=HANOI)),
        ("22/08/2019 5:15:31 CH", datetime(2019, 8, 22, 17, 15, 31, tzinfo=HANOI)),
        ("22/08/2019 12:15:31 SA", datetime(2019, 8, 22, 0, 15, 31, tzinfo=HANOI)),
        ("22/08/2019 12:05 CH", datetime(2019, 8, 22, 12, 5, tzinfo=HANOI)),
        ("09/07/2026", datetime(2026, 7, 9, tzinfo=HANOI)),
        ("Cập nhật lúc: 08:30 | 12/05/2023", datetime(2023, 5, 12, 8, 30, tzinfo=HANOI)),
        ("2026-07-09T15:33:15+0700", datetime(2026, 7, 9, 15, 33, 15, tzinfo=HANOI)),
        ("2026-07-09T15:33:15+07:00", datetime(2026, 7, 9, 15, 33, 15, tzinfo=HANOI)),
        ("2026-07-09T08:33:15.120Z", datetime(2026, 7, 9, 8, 33, 15, tzinfo=UTC)),
        ("2026-07-09 15:33", datetime(2026, 7, 9, 15, 33, tzinfo=HANOI)),
        ("ngày 5 tháng 6 năm 2023, 7 giờ 30 phút", datetime(2023, 6, 5, 7, 30, tzinfo=HANOI)),
        ("12.5.2023 14h05", datetime(2023, 5, 12, 14, 5, tzinfo=HANOI)),
        ("01/02/2020 (GMT+7)", datetime(2020, 2, 1, tzinfo=HANOI)),
    ],
)
def test_reads(text: str, instant: datetime) -> None:
    read = parse_published(text)
    assert read == instant
    assert read is not None
    assert read.utcoffset() == instant.utcoffset()


def test_american_order_is_read_only_when_asked() -> None:
    assert parse_published("6/30/2025 10:00 AM", us=True) == datetime(2025, 6, 30, 10, tzinfo=HANOI)
    assert parse_published("6/30/2025 10:00 AM") is None
    assert parse_published("6/7/2025") == datetime(2025, 7, 6, tzinfo=HANOI)


@pytest.mark.parametrize(
    "text", ["", "Lượt xem: 1.234", "31/02/2023", "25/13/2023", "09-07-2026 25:99", "2026-13-01", "10:30"]
)
def test_what_is_no_time(text: str) -> None:
    assert parse_published(text) is None


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - local times
def test_reads_back_what_a_portal_prints(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=HANOI)
    assert parse_published(moment.strftime("%d/%m/%Y %H:%M:%S")) == moment
    assert parse_published(moment.strftime("%Y-%m-%dT%H:%M:%S%z")) == moment


@given(st.text(max_size=60))
def test_any_text_gives_an_aware_instant_or_none(text: str) -> None:
    read = parse_published(text)
    assert read is None or read.utcoffset() is not None
