"""Reading the archive again with better rules: only what older rules or other readers read.

The captures of those pages become due in the ledger, and the stages that follow are those of every run. A run
that is killed is gone on with by the next one of any kind: what is loaded is read by the present rules, and
what is not is still due. What becomes of the facts is told in ``fact_changes``.
"""

# The statements below are put together from each other, never from a user's words.
# ruff: noqa: S608

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from extractors.engine import EXTRACTOR_VERSION
from pipelines.attachments import VERSION as FILE_VERSION
from pipelines.extract import VIETNAM
from pipelines.run import Night
from spiders import generic
from spiders.ledger import Ledger
from spiders.platforms import PLATFORMS
from warehouse.connection import open_warehouse

#: Refusals of a part of a page, of which the rest was read.
_OF_PARTS = ("quote_not_at_span", "value_not_in_quote", "value_out_of_range", "date_in_the_future")

#: The versions of articles since a day, with the rules and readers that read them and those of this gat. A
#: reader that is gone has no version.
_READ = """
WITH read AS (
    SELECT
        versions.article_id, versions.capture_id,
        coalesce(articles.published_at, articles.first_seen_at) AS told_at,
        [try_cast(part AS INTEGER) FOR part IN string_split(versions.extractor_version, '.')] AS rules,
        [try_cast(part AS INTEGER) FOR part IN string_split(versions.parser_version, '.')] AS reader,
        [try_cast(part AS INTEGER) FOR part IN string_split($extractor, '.')] AS rules_now,
        [try_cast(part AS INTEGER) FOR part IN string_split(
            if(versions.kind = 'file', $of_files, map($parsers, $versions)[versions.parser]), '.'
        )] AS reader_now,
        rules > rules_now OR (rules = rules_now AND coalesce(reader > reader_now, FALSE)) AS is_newer
    FROM article_versions versions
    JOIN articles ON versions.article_id = articles.article_id
    WHERE list_contains($portals, versions.portal_id)
        AND told_at >= coalesce($since::TIMESTAMPTZ, '-infinity'::TIMESTAMPTZ)
)
"""
#: Captures of the versions that are to be read again: those of older rules or readers, or of readers that are
#: gone (or all), the newest articles first, and so many articles.
_STALE = f"""
{_READ},

stale AS (
    SELECT article_id, capture_id, dense_rank() OVER (ORDER BY told_at DESC, article_id) AS place
    FROM read
    WHERE NOT is_newer AND ($everything OR (
        (rules < rules_now OR reader IS DISTINCT FROM reader_now)
        AND NOT EXISTS (
            FROM rejections
            WHERE rejections.capture_id = read.capture_id AND NOT list_contains($of_parts, reason)
        )
    ))
)

SELECT DISTINCT capture_id, article_id FROM stale WHERE place <= coalesce($limit, place)
"""
#: Articles that a newer gat read: what this one would read of them would not be taken.
_NEWER = f"{_READ} SELECT count(DISTINCT article_id) FROM read WHERE is_newer"
#: Tells, while all is read again, what was asked for: the same asked again goes on and does not begin anew.
_UNDER_WAY = "reextract.json"


@dataclass(frozen=True, slots=True)
class Again:
    """What to read again, since a day of publication; ``everything``: also what the present rules read."""

    since: date | None = None
    everything: bool = False
    limit: int | None = None


def make_due(night: Night, wanted: Again) -> int:
    """Make the captures due that the stages of ``night`` read again; return of how many articles.

    Pages that the present readers refuse are passed over: they would be refused again, and keep the facts
    they gave, until ``everything`` is read again. What a newer gat read stays as that read it.
    """
    under_way = _asked(night, wanted)
    with Ledger(night.plan.data / "ledger.sqlite") as ledger:
        is_begun = _mark(night).exists() and _mark(night).read_text("utf-8") == under_way
        if wanted.everything and is_begun and next(ledger.unloaded(set(night.portals)), None):
            night.observer.said("going on with the reading of everything that was stopped")
            return 0
        captures, articles, newer = _stale(night, wanted)
        ledger.read_pages_again(captures)
    if wanted.everything:
        partial = _mark(night).with_suffix(".partial")
        partial.write_text(under_way, "utf-8")
        partial.replace(_mark(night))
    if newer:
        night.observer.said(
            f"{newer} articles were read by newer rules or readers than this gat has, and stay so: "
            "update gat, or let gat rebuild read all anew by these"
        )
    night.observer.said(
        f"{len(articles)} articles are read again by rules {EXTRACTOR_VERSION}"
        if articles
        else f"nothing is left that rules older than {EXTRACTOR_VERSION} or older readers read"
    )
    return len(articles)


def all_read(night: Night) -> None:
    """Note that what ``make_due`` asked for was read and loaded."""
    _mark(night).unlink(missing_ok=True)


def _stale(night: Night, wanted: Again) -> tuple[set[str], set[str], int]:
    """Return the captures and articles to read again, and how many articles a newer gat read."""
    parsers = dict(_parsers())
    asked = {
        "portals": list(night.portals),
        "since": datetime.combine(wanted.since, time(), VIETNAM) if wanted.since else None,
        "extractor": EXTRACTOR_VERSION,
        "parsers": list(parsers),
        "versions": list(parsers.values()),
        "of_files": FILE_VERSION,
    }
    choice = {"everything": wanted.everything, "limit": wanted.limit, "of_parts": list(_OF_PARTS)}
    with open_warehouse(night.warehouse) as connection:
        found = connection.execute(_STALE, asked | choice).fetchall()
        newer = connection.execute(_NEWER, asked).fetchone()
    captures, articles = {capture for capture, _ in found}, {article for _, article in found}
    return captures, articles, newer[0] if newer else 0


def _parsers() -> Iterator[tuple[str, str]]:
    yield from ((platform.name, platform.version) for platform in PLATFORMS.values())
    yield generic.NAME, generic.VERSION


def _mark(night: Night) -> Path:
    return night.plan.data / _UNDER_WAY


def _asked(night: Night, wanted: Again) -> str:
    since = wanted.since.isoformat() if wanted.since else None
    return json.dumps({"portals": sorted(night.portals), "since": since, "limit": wanted.limit})
