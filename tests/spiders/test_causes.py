"""Why a request failed, in words that name its address once."""

from scrapy import Request
from twisted.internet.error import TimeoutError as Late
from twisted.python.failure import Failure

from spiders.causes import asked_first, cause_of


def test_a_long_address_is_told_once() -> None:
    url = "https://archive.test/web/20240301120000id_/http://sonla.test/" + "tin-" * 60
    error = Late(f"Getting {url} took longer than 180 s..")  # type: ignore[no-untyped-call]  # Twisted's
    failure = Failure(error)  # type: ignore[no-untyped-call]
    setattr(failure, "request", Request(url))  # noqa: B010 - Scrapy hangs it on the failure
    told = f"{asked_first(failure)}: {cause_of(failure)}"
    assert told.count(url[:60]) == 1
    assert "Getting it took longer than 180 s" in told
