"""What every process that the tests fork would do anew, and the same: done once, before the fork."""

import gc

from extractors.engine import Document, extract_facts
from extractors.text import sentence_spans
from pipelines.morning import rendering
from warehouse.ddl import presentation_sha256


def warm() -> None:
    """Read word lists, load what finds sentences, compile the report's templates, write the schema out."""
    extract_facts(Document("Năm 2023, bà Lê Thị Mai báo cáo."))
    sentence_spans("Bà Mai báo cáo. Bà Lan nghe.")
    rendering._html()
    rendering._markdown()
    # No database is opened: what DuckDB reserves would count against the limits of the children's memory.
    presentation_sha256()
    # What is there by now is never collected: a look at it would copy its memory into every child.
    gc.freeze()
