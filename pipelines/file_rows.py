"""Files as rows: those that were read, wait or were refused, and those that were not fetched."""

from collections.abc import Iterable

from pipelines.attachments import FileRecord, parent_id_of
from pipelines.fact_rows import Row, in_order
from spiders.attachments import file_id_of
from spiders.filebook import MissingFile
from warehouse.tables import BY_NAME

Rows = dict[str, list[Row]]


def rows_of_files(files: Iterable[FileRecord]) -> Rows:
    """Return the rows of files that were fetched; of several readings of one file the last counts."""
    return {"files": [_file(one) for one in files]}


def rows_of_missing(files: Iterable[MissingFile]) -> Rows:
    """Return the rows of files that were offered and not fetched."""
    return {"files": [_missing(one) for one in files]}


def _file(one: FileRecord) -> Row:
    capture = one.capture
    values = {
        "file_id": one.file_id,
        "parent_article_id": parent_id_of(capture.portal, capture.listed_parent or capture.url_key),
        "capture_id": capture.capture_id,
        "portal_id": capture.portal,
        "run_id": capture.run_id,
        "url": capture.url,
        "name": one.name,
        "file_kind": one.kind,
        "size_bytes": one.size,
        "sha256": one.sha256,
        "state": one.state,
        "reason": one.reason,
        "detail": one.detail,
        "page_count": one.page_count,
        "ocr_page_count": one.ocr_page_count,
        "ocr_confidence": one.ocr_confidence,
        "encoding": one.encoding,
        "fetched_at": capture.fetched_at,
    }
    return in_order("files", values)


def _missing(one: MissingFile) -> Row:
    values = dict.fromkeys(BY_NAME["files"].names) | {
        "file_id": file_id_of(one.portal, one.url_key),
        "parent_article_id": parent_id_of(one.portal, one.parent_key),
        "portal_id": one.portal,
        "run_id": one.run_id,
        "url": one.url,
        "name": one.name,
        "state": "not_fetched",
        "reason": one.reason,
        "detail": one.detail,
    }
    return in_order("files", values)
