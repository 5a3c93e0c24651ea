from pathlib import Path

import pytest

from tests.warehouse import batches
from warehouse.cite import cite
from warehouse.connection import open_snapshot, open_warehouse
from warehouse.errors import BadRequest
from warehouse.load import load_batch

ARTICLE = batches.hex16("article", 2)
FACT = batches.hex16(batches.hex16(ARTICLE, batches.TEXT, ""), "scores", batches.TEXT.index("88,66"))
SENTENCE = "Năm 2023, Chỉ số cải cách hành chính của tỉnh Bình Định đạt 88,66/100 điểm"
URL = "http://binhdinh.test/tin-tuc/bai-2.html"


def test_a_fact_is_cited_in_both_languages(snapshot: Path) -> None:
    (found,) = cite(snapshot, FACT[:12].upper())
    assert found.vi == (
        f"Cổng thông tin điện tử tỉnh Bình Định, “Bài 2”, 29/02/2024, {URL} (lưu lúc 09:00:00 "
        f"ngày 01/03/2024, giờ Việt Nam). Nguyên văn: “{SENTENCE}”. "
        f"Theo Gặt 0.1.0, bản {found.release}, mã {FACT}."
    )
    assert found.en == (
        f"Cổng thông tin điện tử tỉnh Bình Định, “Bài 2”, 29 February 2024, {URL} (archived "
        f"2024-03-01 09:00:00+07:00). Original words: “{SENTENCE}”. "
        f"Through Gặt 0.1.0, release {found.release}, id {FACT}."
    )
    assert found.release.startswith("gat-20240302T")
    told = found.as_json()
    assert (told["warc_file"], told["warc_offset"]) == ("binhdinh/run-1.warc.gz", 2000)
    assert told["fetched_at"] == "2024-03-01T09:00:00+07:00"


def test_an_article_is_cited_without_words(snapshot: Path) -> None:
    (found,) = cite(snapshot, ARTICLE)
    assert (found.id, found.url, found.sentence) == (ARTICLE, URL, None)
    assert "Nguyên văn" not in found.vi


def test_an_observation_is_cited_by_its_statements(snapshot: Path) -> None:
    with open_snapshot(snapshot) as con:
        rows = con.execute("SELECT observation_id, evidence_ids FROM observations").fetchall()
    (observation, evidence), *_ = rows
    found = cite(snapshot, observation)
    assert sorted(one.id for one in found) == sorted(evidence)


def test_bibtex_keeps_its_braces_and_commands_apart(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    rows = batches.joined(
        batches.common(), batches.article(1, title="50% & \\input{x}\nhai", published_at=None)
    )
    with open_warehouse(path) as con:
        load_batch(con, rows)
    (found,) = cite(path, batches.hex16("article", 1))
    lines = found.bibtex.splitlines()
    assert lines[0] == f"@online{{gat-{found.id},"
    assert lines[1] == r"  title = {50\% \& \textbackslash{}input\{x\} hai},"
    assert (lines[-2], lines[-1]) == ("  url = {http://binhdinh.test/tin-tuc/bai-1.html},", "}")
    assert "undated" in found.en
    assert "  date = " not in found.bibtex


@pytest.mark.parametrize(
    ("asked", "said"), [("xyz", "'xyz' is no evidence_id or"), ("f" * 16, "take one from")]
)
def test_what_is_no_id_is_told(snapshot: Path, asked: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        cite(snapshot, asked)
