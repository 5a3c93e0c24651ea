"""A warehouse with a past, for tests: an edited article, one read again by other rules, a correction."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.warehouse import batches
from tests.warehouse.batches import START, TEXT
from warehouse.connection import Connection
from warehouse.load import load_batch
from warehouse.tables import BY_NAME

LATER = START + timedelta(days=1)
EDITED = TEXT.replace("13/63", "12/63")
#: The address of the article that is corrected, and its words.
URL, QUOTE = "http://binhdinh.test/tin-tuc/bai-1.html", "88,66/100 điểm"


def load_past(con: Connection) -> None:
    """Load two articles, the second edited, the first read again by rules 0.2.0; correct its score."""
    load_batch(con, batches.batch(2))
    load_batch(con, batches.joined(batches.common("run-2", LATER), edited()), "run-2")
    load_batch(con, read_by_others(), "run-2")
    load_batch(con, corrections(correction()))


def load_sound_past(con: Connection) -> None:
    """Load the same story without anything that a check doubts."""
    load_batch(con, batches.batch(2))
    load_batch(con, batches.joined(batches.common("run-2", LATER), edited(text=TEXT + " Hết.")))
    load_batch(con, {**batches.article(2, extractor="0.2.0"), "persons": []}, "run-2")
    person = correction(kind="person", quote="Lê Thị Mai", action="drop", corrected_value=None)
    load_batch(con, corrections(person))


def edited(number: int = 2, text: str = EDITED) -> batches.Rows:
    return batches.article(number, text, run="run-2", at=LATER)


def read_by_others(number: int = 1, at: Any = START) -> batches.Rows:
    """Article 1 as rules 0.2.0 read it: another place, no quantity, two scores where there was one."""
    rows = batches.article(number, at=at, extractor="0.2.0")
    place = BY_NAME["ranks"].names.index("rank")
    rows["ranks"] = [(*row[:place], 12, *row[place + 1 :]) for row in rows["ranks"]]
    rows["quantities"] = []
    [score] = rows["scores"]
    changes = {
        "evidence_id": batches.hex16("second", number),
        "fact_key": "f" * 16,
        "quote": "100 điểm",
        "value": Decimal(100),
        "start_offset": TEXT.index("100 điểm"),
    }
    second = dict(zip(BY_NAME["scores"].names, score, strict=True)) | changes
    rows["scores"].append(batches.row("scores", second))
    return rows


def correction(**changes: Any) -> tuple[Any, ...]:
    values = {
        "correction_id": "c" * 16,
        "evidence_id": None,
        "url": URL,
        "kind": "score",
        "quote": QUOTE,
        "wrong": "The digits are swapped.",
        "action": "value",
        "corrected_value": "86.68",
        "reason": "The decision says 86,68.",
        "source": "https://binhdinh.test/quyet-dinh.pdf",
        "declared_by": "Lê Văn A",
        "declared_on": START.date(),
        "expires_on": None,
    }
    return batches.row("corrections", values, **changes)


def corrections(*rows: tuple[Any, ...]) -> batches.Rows:
    return {"corrections": list(rows)}
