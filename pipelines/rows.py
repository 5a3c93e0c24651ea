"""The only mapping from objects to rows of the warehouse: identities, sentences and the order of columns.

Every function returns rows by table name, in the column order of ``warehouse.tables``, ready for
``warehouse.load.load_batch``.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from extractors.engine import EXTRACTOR_VERSION
from pipelines.crawl import CrawlResult
from pipelines.extract import Reading
from pipelines.fact_rows import FACT_TABLES, Row, fact_rows, in_order, refusal, storable
from pipelines.fingerprint import fingerprint
from pipelines.identity import version_id
from pipelines.parse import Rejection
from spiders.ledger import CaptureRow
from spiders.portal import Portal

Rows = dict[str, list[Row]]

_CLOCK_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run of the flow, with how the crawl of each portal ended."""

    run_id: str
    started_at: datetime
    finished_at: datetime | None
    status: str
    gat_version: str
    extractor_version: str
    results: tuple[CrawlResult, ...] = ()


def rows_of_portals(portals: Iterable[Portal]) -> Rows:
    """Return the rows of ``portals``."""
    return {"portals": [(p.slug, p.name, p.province, p.platform, p.base_url) for p in portals]}


def rows_of_run(run: RunRecord) -> Rows:
    """Return the row of ``runs`` and the rows of ``run_portals``."""
    row = (run.run_id, run.started_at, run.finished_at, run.status, run.gat_version, run.extractor_version)
    return {"runs": [row], "run_portals": [_run_portal(run.run_id, result) for result in run.results]}


def rows_of_articles(readings: Iterable[Reading], extractor_version: str = EXTRACTOR_VERSION) -> Rows:
    """Return the rows of captures, versions, attachments, links and facts of ``readings``.

    A fact that does not stand at its span or whose number no column can hold, and a publication time after
    the fetch, are left out and told in ``rejections``. Where a page gives the same article twice, the first
    one counts. Of several readings of one version the last gives the facts, as it would in a later batch.
    """
    readings = list(readings)
    last = {version_id(item.article): item for item in readings}
    rows: Rows = {name: [] for name in _ARTICLE_TABLES}
    captures: set[str] = set()
    seen: set[tuple[str, str]] = set()
    for item in readings:
        identity = (item.capture.capture_id, item.article.article_id)
        if identity in seen:
            continue
        seen.add(identity)
        if item.capture.capture_id not in captures:
            captures.add(item.capture.capture_id)
            rows["captures"].append(_capture(item.capture))
        is_last = last[version_id(item.article)].capture == item.capture
        _add_article(rows, item, extractor_version, has_facts=is_last)
    return rows


def rows_of_rejections(rejections: Iterable[Rejection]) -> Rows:
    """Return the rows of ``rejections``."""
    return {"rejections": [_rejection(r.capture, r.url, r.reason, r.detail) for r in rejections]}


def joined(*parts: Rows) -> Rows:
    """Return several sets of rows as one batch."""
    batch: Rows = {}
    for part in parts:
        for name, rows in part.items():
            batch.setdefault(name, []).extend(rows)
    return batch


_ARTICLE_TABLES = (
    "captures",
    "article_versions",
    "attachments",
    "related_links",
    "rejections",
    *FACT_TABLES.values(),
)


def _add_article(rows: Rows, item: Reading, extractor_version: str, *, has_facts: bool) -> None:
    capture, article = item.capture, item.article
    version = version_id(article)
    if _is_dated_ahead(item):
        detail = f"published_at {article.published_at} of a page fetched at {capture.fetched_at}"
        rows["rejections"].append(_rejection(capture, article.url, "date_in_the_future", detail))
    rows["article_versions"].append(_version(version, item, extractor_version))
    shared = (article.article_id, version, capture.run_id)
    rows["attachments"].extend(
        (*shared, storable(a.url), storable(a.name), capture.fetched_at) for a in article.attachments
    )
    rows["related_links"].extend(
        (*shared, storable(link.url), storable(link.title), capture.fetched_at) for link in article.related
    )
    kept = []
    for fact in item.facts if has_facts else ():
        if reason := refusal(fact, article.text):
            detail = f"{fact.type} at {fact.start}: {fact.text}"
            rows["rejections"].append(_rejection(capture, article.url, reason, detail))
        else:
            kept.append(fact)
    for table, row in fact_rows(item, kept, version, extractor_version):
        rows[table].append(row)


def _is_dated_ahead(item: Reading) -> bool:
    """Whether the page claims a time well after it was fetched: a typing error, or an event's date."""
    published = item.article.published_at
    return published is not None and published > item.capture.fetched_at + _CLOCK_TOLERANCE


def _version(version: str, item: Reading, extractor_version: str) -> Row:
    capture, article = item.capture, item.article
    is_dated = not _is_dated_ahead(item)
    values = {
        "version_id": version,
        "article_id": article.article_id,
        "version_no": 1,  # the load numbers the versions of an article by when they were first seen
        "portal_id": article.portal,
        "kind": article.kind,
        "url_key": article.url_key,
        "url": article.url,
        "title": article.title,
        "lead": article.lead,
        "text": article.text,
        "text_sha256": article.text_sha256,
        "author": article.author,
        "published_at": article.published_at if is_dated else None,
        "published_source": article.published_source if is_dated else None,
        "section": article.section,
        "capture_id": capture.capture_id,
        "run_id": capture.run_id,
        "parser": article.parser,
        "parser_version": article.parser_version,
        "extractor_version": extractor_version,
        "first_seen_at": capture.fetched_at,
        "last_seen_at": capture.fetched_at,
        "read_by": article.read_by,
        "province": item.province,
        "successor_province": item.successor,
        "parent_article_id": article.parent_id,
        "page_starts": list(article.page_starts) or None,
        "fingerprint": fingerprint(article.text),
    }
    return in_order("article_versions", values)


def _capture(capture: CaptureRow) -> Row:
    values = {
        "capture_id": capture.capture_id,
        "run_id": capture.run_id,
        "portal_id": capture.portal,
        "url": capture.url,
        "final_url": capture.final_url,
        "fetched_at": capture.fetched_at,
        "http_status": capture.status,
        "content_type": capture.content_type,
        "sha256": capture.sha256,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "warc_length": capture.warc_length,
        "source_kind": capture.source_kind,
    }
    return in_order("captures", values)


def _rejection(capture: CaptureRow, url: str, reason: str, detail: str | None) -> Row:
    values = {
        "capture_id": capture.capture_id,
        "run_id": capture.run_id,
        "portal_id": capture.portal,
        "url": url,
        "reason": reason,
        "detail": detail,
        "fetched_at": capture.fetched_at,
    }
    return in_order("rejections", values)


def _run_portal(run_id: str, result: CrawlResult) -> Row:
    values = {
        "run_id": run_id,
        "portal_id": result.portal,
        "status": result.status,
        "reason": result.reason,
        "started_at": result.started_at,
        "finished_at": result.finished_at,
        **{name: result.counts.get(name, 0) for name in _COUNTS},
        "rejected": sum(result.rejected.values()),
        "rejected_reasons": _json(result.rejected),
        "stops": _json(result.stops),
        "expectations": _json([expectation.model_dump() for expectation in result.expectations]),
    }
    return in_order("run_portals", values)


_COUNTS = (
    "requests",
    "listing_pages",
    "article_pages",
    "not_modified",
    "items_seen",
    "items_new",
    "items_known",
)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
