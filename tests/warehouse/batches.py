"""Rows for tests, made without the crawler: each article has a text that its facts truly stand in."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipelines.dimensions import rows_of_dimensions
from warehouse.tables import BY_NAME

Rows = dict[str, list[tuple[Any, ...]]]

START = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
TEXT = (
    "Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm.\n\n"
    "Tỉnh xếp thứ 13/63 cả nước theo Quyết định số 482/QĐ-BNV.\n\n"
    "Bà Lê Thị Mai, Phó Giám đốc Sở Nội vụ, báo cáo đã giải quyết 17/40 nhiệm vụ. "
    "Tỉnh giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024."
)


def hex16(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def row(table: str, values: Mapping[str, Any], **changes: Any) -> tuple[Any, ...]:
    merged = {**values, **changes}
    return tuple(merged[name] for name in BY_NAME[table].names)


def common(run: str = "run-1", at: datetime = START) -> Rows:
    """What facts are about, a portal and a run."""
    portal = ("binhdinh", "Cổng thông tin điện tử tỉnh Bình Định", "Bình Định", "vhv", "http://binhdinh.test")
    run_portal = dict.fromkeys(BY_NAME["run_portals"].names, 0) | {
        "run_id": run,
        "portal_id": "binhdinh",
        "status": "ok",
        "reason": None,
        "started_at": at,
        "finished_at": at,
        "rejected_reasons": "{}",
        "stops": "{}",
        "expectations": "[]",
    }
    return {
        **rows_of_dimensions(),
        "portals": [portal],
        "runs": [(run, at, at + timedelta(minutes=5), "ok", "0.1.0", "0.1.0")],
        "run_portals": [row("run_portals", run_portal)],
    }


def article(
    number: int = 1,
    text: str = TEXT,
    *,
    run: str = "run-1",
    at: datetime = START,
    extractor: str = "0.1.0",
    **changes: Any,
) -> Rows:
    """The rows of one version of article ``number``: capture, version, attachment, and its facts of TEXT."""
    article_id = hex16("article", number)
    version = hex16(article_id, text, changes.get("title", ""))
    capture = hex16("capture", number, run, at)
    digest = hashlib.sha256(text.encode()).hexdigest()
    url = f"http://binhdinh.test/tin-tuc/bai-{number}.html"
    values = {
        "version_id": version,
        "article_id": article_id,
        "version_no": 1,
        "portal_id": "binhdinh",
        "kind": "news",
        "url_key": f"binhdinh.test/tin-tuc/bai-{number}.html",
        "url": url,
        "title": f"Bài {number}",
        "lead": None,
        "text": text,
        "text_sha256": digest,
        "author": None,
        "published_at": START - timedelta(days=1),
        "published_source": "meta",
        "section": "Tin tức",
        "capture_id": capture,
        "run_id": run,
        "parser": "vhv",
        "parser_version": "1",
        "extractor_version": extractor,
        "first_seen_at": at,
        "last_seen_at": at,
        "read_by": "platform",
        "province": "Bình Định",
        "successor_province": "Gia Lai",
        "parent_article_id": None,
        "page_starts": None,
        "fingerprint": None,
    }
    warc = (f"binhdinh/{run}.warc.gz", 1000 * number, 900, "live")
    captured = (capture, run, "binhdinh", url, url, at, 200, "text/html; charset=utf-8", digest, *warc)
    attached = (article_id, version, run, f"{url}/phu-luc.pdf", "Phụ lục.pdf", at)
    offered = {
        "file_id": hex16("file", number),
        "parent_article_id": article_id,
        "capture_id": hex16("capture of file", number),
        "portal_id": "binhdinh",
        "run_id": run,
        "url": f"{url}/phu-luc.pdf",
        "name": "Phụ lục.pdf",
        "file_kind": "pdf",
        "size_bytes": 4096,
        "sha256": digest,
        "state": "waiting_for_ocr",
        "reason": "ocr_missing",
        "detail": "1 pages, the first: 1",
        "page_count": 1,
        "ocr_page_count": 0,
        "ocr_confidence": None,
        "encoding": None,
        "fetched_at": at,
    }
    rows: Rows = {
        "captures": [captured],
        "files": [row("files", offered)],
        "article_versions": [row("article_versions", values, **changes)],
        "attachments": [attached],
        "related_links": [(article_id, version, run, f"{url}?khac", "Bài khác", at)],
    }
    base = {
        "article_id": article_id,
        "version_id": version,
        "run_id": run,
        "rule": "test",
        "extractor_version": extractor,
        "flags": [],
        "first_seen_at": at,
    }
    return rows | facts_of(text, base)


ABOUT = {
    "indicator": "PAR_INDEX",
    "component": None,
    "period": "2023",
    "subject": "Bình Định",
    "status": "actual",
}


def facts_of(text: str, base: Mapping[str, Any]) -> Rows:
    """One fact per kind, where its quote stands in ``text``."""
    own: dict[str, tuple[str, dict[str, Any]]] = {
        "scores": (
            "88,66/100 điểm",
            {
                "value": Decimal("88.66"),
                "unit": "point",
                "scale_max": Decimal(100),
                "value_kind": "level",
                **ABOUT,
            },
        ),
        "ranks": (
            "thứ 13/63",
            {
                "rank": 13,
                "bound": "exact",
                "out_of": 63,
                "group_name": None,
                "rank_kind": "level",
                "scope": "cả nước",
                **ABOUT,
            },
        ),
        "dates": ("Năm 2023", {"date_value": "2023", "grain": "year", "is_relative": False}),
        "directives": (
            "Quyết định số 482/QĐ-BNV",
            {
                "doc_type": "Quyết định",
                "number": "482",
                "symbol": "482/QĐ-BNV",
                "year": 2024,
                "issued_on": date(2024, 2, 1),
                "issuer": "Bộ Nội vụ",
            },
        ),
        **_of_more_kinds(),
    }
    return {
        table: [fact_row(table, text, quote, {**base, **typed})]
        for table, (quote, typed) in own.items()
        if quote in text
    }


def _of_more_kinds() -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        "quantities": (
            "17/40 nhiệm vụ",
            {
                "value": Decimal(17),
                "unit": "nhiệm vụ",
                "out_of": Decimal(40),
                "of_what": "nhiệm vụ",
                "status": "actual",
            },
        ),
        "persons": (
            "Lê Thị Mai",
            {
                "person_name": "Lê Thị Mai",
                "person_title": "Phó Giám đốc Sở Nội vụ",
                "organization": "Sở Nội vụ",
            },
        ),
        "assignments": (
            "giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024",
            {
                "assignee": "Sở Nội vụ",
                "cooperating": ["Sở Tài chính"],
                "task": "tham mưu",
                "deadline": "2024-06-30",
                "directive": None,
            },
        ),
    }


def fact_row(table: str, text: str, quote: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    start = text.index(quote)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    placed = {
        "evidence_id": hex16(values["version_id"], table, start),
        "fact_key": hex16(table, values["article_id"]),
        "start_offset": start,
        "end_offset": start + len(quote),
        "quote": quote,
        "sentence": text[line_start : line_end if line_end >= 0 else None],
        "sentence_start": line_start,
    }
    return row(table, {"compared_with": None, **values, **placed})


def joined(*parts: Rows) -> Rows:
    batch: Rows = {}
    for part in parts:
        for name, rows in part.items():
            batch.setdefault(name, []).extend(rows)
    return batch


def batch(articles: int = 3, **changes: Any) -> Rows:
    return joined(common(), *(article(number, **changes) for number in range(1, articles + 1)))
