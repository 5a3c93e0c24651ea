"""The extract stage: articles -> facts, each article in a worker process with a time limit.

A bug in one rule fails the articles it meets, not the run: they are rejected as ``extract_error`` and read
again next run.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from extractors.doubts import FROM_OCR
from extractors.engine import Document, extract_facts
from extractors.facts import Fact
from pipelines.attachments import FileRecord
from pipelines.parse import ReadPage, Rejection
from pipelines.progress import Observer
from pipelines.workers import Done, Pool
from spiders.eras import province_on, seen_as
from spiders.ledger import CaptureRow
from spiders.pages import Article
from spiders.portal import Portal

#: Vietnam has one time zone and no summer time; «hôm nay» of an article is a day there.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, the capture it was read from, and the facts its text states.

    ``province`` is whose portal it was on its day, by the name of that day, and ``successor`` the province
    that one became part of later, if any.
    """

    capture: CaptureRow
    article: Article
    facts: tuple[Fact, ...]
    province: str | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a batch of pages gave."""

    readings: tuple[Reading, ...]
    rejections: tuple[Rejection, ...]
    files: tuple[FileRecord, ...] = ()


def extract_articles(
    pages: Sequence[ReadPage], portals: Mapping[str, Portal], pool: Pool, observer: Observer
) -> Extracted:
    """Read the facts of all articles of ``pages``, which are of ``portals``."""
    sources = [(page.capture, article) for page in pages for article in page.articles]
    places = [_place_of(capture, article, portals[article.portal]) for capture, article in sources]
    documents = [
        as_document(article, province) for (_, article), (province, _) in zip(sources, places, strict=True)
    ]
    outcomes = pool.map(
        read_facts, documents, lambda done: observer.advanced("extract", done, len(documents))
    )
    readings: list[Reading] = []
    rejections: list[Rejection] = []
    for (capture, article), place, outcome in zip(sources, places, outcomes, strict=True):
        if isinstance(outcome, Done):
            readings.append(Reading(capture, article, with_ocr_doubts(article, outcome.value), *place))
        else:
            reason = f"extract_{outcome.reason}"
            rejections.append(Rejection(capture, article.url, reason, outcome.detail, final=False))
    files = tuple(record for page in pages for record in page.files)
    return Extracted(tuple(readings), tuple(rejections), files)


def with_ocr_doubts(article: Article, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Flag the facts that stand on pages read by OCR: a letter or a digit may be another one there."""
    if not article.ocr_pages:
        return facts
    return tuple(
        replace(fact, flags=(*fact.flags, FROM_OCR))
        if bisect_right(article.page_starts, fact.start) in article.ocr_pages
        else fact
        for fact in facts
    )


def _place_of(capture: CaptureRow, article: Article, portal: Portal) -> tuple[str, str | None]:
    """Return the province an article belongs to on its day, and the one that this became part of later."""
    on_its_day = seen_as(portal, capture.url, capture.fetched_at.astimezone(VIETNAM).date()) or portal
    day = (article.published_at or capture.fetched_at).astimezone(VIETNAM).date()
    return province_on(on_its_day, day)


def as_document(article: Article, province: str | None) -> Document:
    """Return what the extractors are told about ``article``: its day of publication is a day in Vietnam."""
    published = article.published_at
    published_on = None if published is None else published.astimezone(VIETNAM).date()
    return Document(article.text, title=article.title, published_on=published_on, province=province)


def read_facts(document: Document) -> tuple[Fact, ...]:
    """Return the facts of ``document``: what a worker runs."""
    return tuple(extract_facts(document))
