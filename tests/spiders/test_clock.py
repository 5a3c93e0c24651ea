"""The clock of this machine is held against that of the servers, where there is a doubt."""

from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Response

from spiders.clock import REST, ClockWatch
from spiders.errors import ClockError
from spiders.ledger import now_utc

DAY = timedelta(days=1)


def answer(at: datetime, **headers: str) -> Response:
    return Response("http://thu.test:8080/robots.txt", headers={"Date": format_datetime(at), **headers})


@pytest.mark.parametrize("last", [None, now_utc() - REST - DAY, now_utc() + 2 * DAY])
@pytest.mark.parametrize("off", [-5 * 365 * DAY, -2 * DAY, 2 * DAY])
def test_after_a_rest_and_before_a_first_crawl_another_day_is_refused(
    last: datetime | None, off: timedelta
) -> None:
    watch = ClockWatch(last)
    for _ in range(2):
        with pytest.raises(ClockError, match=r"that of thu\.test .*: set the clock") as caught:
            watch.check(answer(now_utc() + off))
    assert caught.value.exit_code == 4
    watch.check(answer(now_utc() + DAY / 2))
    # The first clock that agrees settles it: another server's may be wrong.
    watch.check(answer(now_utc() + off))


def test_night_after_night_no_server_is_asked() -> None:
    watch = ClockWatch(now_utc() - DAY)
    watch.check(answer(now_utc() - 900 * DAY))


def test_an_answer_of_a_cache_is_as_old_as_it_says() -> None:
    ClockWatch(None).check(answer(now_utc() - 3 * DAY, Age=f"{3 * 86400}"))


@pytest.mark.parametrize("said", ["", "soon", "Sun, 99 Nov 2026 01:00:00 GMT", "Sun, 22 Nov 2026"])
def test_an_answer_that_tells_no_date_settles_nothing(said: str) -> None:
    watch = ClockWatch(None)
    watch.check(Response("http://thu.test/", headers={"Date": said}))
    watch.check(answer(now_utc(), Age="old"))
    with pytest.raises(ClockError):
        watch.check(answer(now_utc() - 2 * DAY))
