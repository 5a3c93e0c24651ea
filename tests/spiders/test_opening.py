"""Where ``--source`` leads, and that a rehearsal asks no real archive."""

import pytest

from spiders.errors import PortalConfigError
from spiders.rehost import Rehosting
from spiders.sources.opening import open_archive
from spiders.sources.wayback import DEFAULT_BASE, Wayback

MOVED = ".gov.vn=.test,index.commoncrawl.org=cc.test"


@pytest.mark.parametrize(
    ("source", "host"), [("wayback", "web.archive.org"), ("commoncrawl", "data.commoncrawl.org")]
)
def test_a_rehearsal_asks_no_archive_that_was_not_moved(source: str, host: str) -> None:
    with pytest.raises(PortalConfigError, match=host) as caught:
        open_archive(source, Rehosting.parse(MOVED))
    assert f"add {host}=HOST" in str(caught.value)


def test_an_archive_stands_where_it_is_unless_it_is_moved() -> None:
    assert open_archive("wayback", Rehosting()) == Wayback(DEFAULT_BASE)
    moved = open_archive("wayback", Rehosting.parse(".gov.vn=.test,.archive.org=.test"))
    assert moved == Wayback("http://web.test")
    assert open_archive("live", Rehosting.parse(MOVED)) is None
