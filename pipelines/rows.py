"""The only mapping from objects to rows of the warehouse: identities, sentences and the order of columns.

Every function returns rows by table name, in the column order of ``warehouse.tables``, ready for
``warehouse.load.load_batch``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from extractors.engine import EXTRACTOR_VERSION
from extractors.facts import Date, Directive, Fact, Rank, Score
from extractors.text import sentence_spans
from pipelines.crawl import CrawlResult
from pipelines.extract import Reading
from pipelines.identity import evidence_id, fact_key, version_id
from pipelines.parse import Rejection
from spiders.ledger import CaptureRow
from spiders.portal import Portal
from warehouse.tables import BY_KIND, BY_NAME

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

#: What the number columns of the warehouse hold: DECIMAL(18,6) and INTEGER.
_MAX_DECIMAL = 10**12
_MAX_INTEGER = 2**31


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

    A fact whose number no column can hold is left out and told in ``rejections``. Where a page gives the same
    article twice, the first one counts.
    """
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
        _add_article(rows, item, extractor_version)
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


_FACT_TABLES = {kind: table.name for kind, table in BY_KIND.items()}
_ARTICLE_TABLES = (
    "captures",
    "article_versions",
    "attachments",
    "related_links",
    "rejections",
    *_FACT_TABLES.values(),
)


def _add_article(rows: Rows, item: Reading, extractor_version: str) -> None:
    capture, article = item.capture, item.article
    version = version_id(article)
    rows["article_versions"].append(_version(version, item, extractor_version))
    shared = (article.article_id, version, capture.run_id)
    rows["attachments"].extend(
        (*shared, storable(a.url), storable(a.name), capture.fetched_at) for a in article.attachments
    )
    rows["related_links"].extend(
        (*shared, storable(link.url), storable(link.title), capture.fetched_at) for link in article.related
    )
    for fact, row in _fact_rows(item, version, extractor_version):
        if _fits(fact):
            rows[_FACT_TABLES[fact.type]].append(row)
        else:
            detail = f"{fact.type} at {fact.start}: {fact.text}"
            rows["rejections"].append(_rejection(capture, article.url, "value_out_of_range", detail))


def _version(version: str, item: Reading, extractor_version: str) -> Row:
    capture, article = item.capture, item.article
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
        "published_at": article.published_at,
        "published_source": article.published_source,
        "section": article.section,
        "capture_id": capture.capture_id,
        "run_id": capture.run_id,
        "parser": article.parser,
        "parser_version": article.parser_version,
        "extractor_version": extractor_version,
        "first_seen_at": capture.fetched_at,
        "last_seen_at": capture.fetched_at,
    }
    return _in_order("article_versions", values)


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
    }
    return _in_order("captures", values)


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
    return _in_order("rejections", values)


def _fact_rows(item: Reading, version: str, extractor_version: str) -> Iterator[tuple[Fact, Row]]:
    """Yield each fact with its row. Facts at one place are told apart by their order."""
    text = item.article.text
    sentences = sentence_spans(text) if item.facts else []
    at_place: dict[tuple[str, int, int], int] = {}
    for fact in item.facts:
        place = (fact.type, fact.start, fact.end)
        ordinal = at_place[place] = at_place.get(place, -1) + 1
        within = [s for s in sentences if s.end > fact.start and s.start < fact.end]
        start = min((s.start for s in within), default=fact.start)
        end = max((s.end for s in within), default=fact.end)
        values = {
            "evidence_id": evidence_id(version, fact, ordinal),
            "fact_key": fact_key(fact, item.article.article_id),
            "article_id": item.article.article_id,
            "version_id": version,
            "run_id": item.capture.run_id,
            "start_offset": fact.start,
            "end_offset": fact.end,
            "quote": fact.text,
            "sentence": text[start:end],
            "sentence_start": start,
            "rule": fact.rule,
            "extractor_version": extractor_version,
            "flags": list(fact.flags),
            "first_seen_at": item.capture.fetched_at,
            **_typed(fact),
        }
        yield fact, _in_order(_FACT_TABLES[fact.type], values)


def _typed(fact: Fact) -> dict[str, object]:
    """Return the columns of the fact's own kind. Names differ from the fact's where SQL would stumble."""
    if isinstance(fact, Score):
        own: dict[str, object] = {
            "value": fact.value,
            "unit": fact.unit,
            "scale_max": fact.scale_max,
            "value_kind": fact.kind,
        }
        return own | _about(fact)
    if isinstance(fact, Rank):
        own = {
            "rank": fact.rank,
            "bound": fact.bound,
            "out_of": fact.out_of,
            "group_name": fact.group,
            "rank_kind": fact.kind,
            "scope": fact.scope,
        }
        return own | _about(fact)
    if isinstance(fact, Date):
        return {"date_value": fact.value, "grain": fact.grain, "is_relative": fact.relative}
    if isinstance(fact, Directive):
        return {
            "doc_type": fact.doc_type,
            "number": fact.number,
            "symbol": fact.symbol,
            "year": fact.year,
            "issued_on": date.fromisoformat(fact.issued_on) if fact.issued_on else None,
            "issuer": fact.issuer,
        }
    message = f"no table holds facts of type {fact.type!r}"
    raise TypeError(message)


def _about(fact: Score | Rank) -> dict[str, object]:
    return {
        "indicator": fact.indicator,
        "component": fact.component,
        "period": fact.period,
        "subject": fact.subject,
        "status": fact.status,
    }


def _fits(fact: Fact) -> bool:
    if isinstance(fact, Score):
        numbers = [number for number in (fact.value, fact.scale_max) if number is not None]
        return all(number.is_finite() and abs(number) < _MAX_DECIMAL for number in numbers)
    if isinstance(fact, Rank):
        return all(abs(number) < _MAX_INTEGER for number in (fact.rank, fact.out_of) if number is not None)
    return True


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
    return _in_order("run_portals", values)


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


def _in_order(table: str, values: Mapping[str, object]) -> Row:
    return tuple(
        storable(value) if isinstance(value, str) else value
        for value in (values[name] for name in BY_NAME[table].names)
    )


def storable(text: str) -> str:
    """Return ``text`` as UTF-8 can hold it: a lone surrogate (broken JSON) becomes «?». Offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
