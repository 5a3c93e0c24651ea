"""Damage planted in every part of a data folder: found by verify, mended by repair to the rows of before."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.findings import NothingKeptError
from pipelines.lock import RunLockedError, run_lock
from pipelines.repair import PartialPlanError, repair
from pipelines.run import run_night
from pipelines.verify import verify
from spiders.ledger import CaptureRow, Ledger
from tests.pipelines import crawled
from tests.pipelines.crawled import Heard, copy, plan, rows
from tests.portals.server import Running, running
from warehouse.connection import open_warehouse
from warehouse.releases import current_snapshot
from warehouse.tables import FACT_TABLES, TABLES


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, site: Running) -> Path:
    folder = tmp_path_factory.mktemp("world") / "data"
    crawled.crawl(folder, site)
    return folder


@pytest.fixture(scope="module")
def undamaged(world: Path) -> crawled.Rows:
    return rows(world)


@pytest.fixture
def data(world: Path, tmp_path: Path) -> Path:
    return copy(world, tmp_path / "data")


def capture(data: Path) -> CaptureRow:
    """Return the first capture of an article."""
    with Ledger(data / "ledger.sqlite") as ledger:
        return next(row for row in ledger.captures() if row.kind == "article")


def change(data: Path, statement: str) -> None:
    with open_warehouse(data / "warehouse.duckdb") as connection:
        connection.execute(statement)


def note(data: Path, statement: str) -> None:
    with Ledger(data / "ledger.sqlite") as ledger:
        assert ledger.connection.execute(statement).rowcount == 1


def overwrite(path: Path, offset: int, content: bytes) -> None:
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(content)


def test_a_world_that_agrees_has_no_finding_and_needs_no_repair(world: Path, data: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*.warc.gz")}
    assert [str(one) for one in verify(data)] == []
    done = repair(plan(data, portals=()), heard := Heard())
    assert (done.found, done.left, done.is_whole, heard.lines) == ((), (), True, [])
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*.warc.gz")} == before
    assert len(list((data / "published").glob("gat-*"))) == 1


def _first(table: str, of: str, condition: str = "true") -> str:
    """Return the condition of one row of a table, always the same."""
    return f"{of} = (SELECT min({of}) FROM {table} WHERE {condition})"


def _quote(data: Path) -> None:
    change(data, f"UPDATE dates SET quote = quote || 'x' WHERE {_first('dates', 'evidence_id')}")


def _text(data: Path) -> None:
    one = _first("article_versions", "version_id", "kind = 'news'")
    change(data, f"UPDATE article_versions SET text = 'x' || text WHERE {one}")


def _title(data: Path) -> None:
    one = _first("articles", "version_id")
    for table in ("article_versions", "articles"):
        change(data, f"UPDATE {table} SET title = 'Khác' WHERE {one}")


def _fact_gone(data: Path) -> None:
    change(data, f"DELETE FROM directives WHERE {_first('directives', 'evidence_id')}")


def _value(data: Path) -> None:
    change(data, f"UPDATE scores SET value = value / 2 WHERE {_first('scores', 'evidence_id')}")


def _stray_fact(data: Path) -> None:
    change(data, "INSERT INTO dates SELECT * REPLACE ('f' AS version_id) FROM dates LIMIT 1")


def _article_gone(data: Path) -> None:
    with open_warehouse(data / "warehouse.duckdb") as connection:
        one = _first("articles", "article_id", "kind = 'news'")
        query = f"FROM articles SELECT article_id WHERE {one}"
        article = connection.execute(query).fetchall()[0]
        versions = "SELECT capture_id FROM article_versions WHERE article_id = ?"
        connection.execute(f"DELETE FROM captures WHERE capture_id IN ({versions})", article)
        for table in TABLES:
            if "article_id" in table.names and table.loading != "computed":
                connection.execute(f"DELETE FROM {table.name} WHERE article_id = ?", article)


def _warehouse_flipped(data: Path) -> None:
    path = data / "warehouse.duckdb"
    overwrite(path, path.stat().st_size // 2, b"\xff" * 5000)


def _log_of_another(data: Path) -> None:
    another = data.with_name("another.duckdb")
    with open_warehouse(another) as connection:
        connection.execute("CHECKPOINT")
        connection.execute("CREATE TABLE mine (number INTEGER)")
        shutil.copyfile(another.with_name(f"{another.name}.wal"), data / "warehouse.duckdb.wal")


def _article(data: Path) -> None:
    one = _first("articles", "article_id", "kind = 'news'")
    change(data, f"UPDATE articles SET url = 'http://evil.example/x', author = 'x' WHERE {one}")


def _mention(data: Path) -> None:
    change(data, f"DELETE FROM documents WHERE {_first('documents', 'document_id')}")


def _portal(data: Path) -> None:
    change(data, "UPDATE portals SET base_url = 'http://evil.example/' WHERE portal_id = 'sonla'")


def _run(data: Path) -> None:
    change(data, "UPDATE runs SET gat_version = '9'")


def _searched(data: Path) -> None:
    change(data, f"UPDATE search_texts SET passage = 'x' WHERE {_first('search_texts', 'article_id')}")


def _capture_url(data: Path) -> None:
    one = _first("captures", "capture_id")
    change(data, f"UPDATE captures SET final_url = 'http://evil.example/x' WHERE {one}")


def _published(data: Path) -> None:
    shutil.rmtree(data / "published")


def _ledger_row(data: Path) -> None:
    note(data, f"UPDATE captures SET sha256 = '{'0' * 64}' WHERE capture_id = '{capture(data).capture_id}'")


def _ledger_row_gone(data: Path) -> None:
    note(data, f"DELETE FROM captures WHERE capture_id = '{capture(data).capture_id}'")


def _ledger_zeroed(data: Path) -> None:
    path = data / "ledger.sqlite"
    overwrite(path, 4096, bytes(path.stat().st_size - 4096))


def _tail(data: Path) -> None:
    with (data / "archive" / capture(data).warc_file).open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")


def _release_file(data: Path) -> None:
    overwrite(current_snapshot(data / "published").with_name("DICTIONARY.md"), 9, b"altered")


def _release_database(data: Path) -> None:
    path = current_snapshot(data / "published")
    overwrite(path, path.stat().st_size // 2, b"\xff" * 999)


def _release_file_gone(data: Path) -> None:
    next(current_snapshot(data / "published").parent.glob("parquet/dates.parquet")).unlink()


def _link(data: Path) -> None:
    (data / "published" / "current").unlink()
    (data / "published" / "current").symlink_to("gat-20200101T000000Z")


Damage = Callable[[Path], None]

#: What is planted together, and the words by which each is found.
WORLDS: dict[str, dict[Damage, str]] = {
    "rows": {
        _quote: "warehouse: quote_not_at_span: ",
        _text: "warehouse: text_not_its_hash: ",
        _title: "warehouse: version_not_its_id: ",
        _fact_gone: "has other rows of directives than the release",
        _value: "has other rows of scores than the release",
        _article: "warehouse: article_not_its_version: ",
        _mention: "documents has not what the release that was made of it has of document_id=",
        _portal: "portals has not what the release",
        _run: "runs has not what the release",
        _searched: "search_texts has not what the release",
    },
    "all releases": {
        _published: "no release is there, and runs have ended that published one",
        _capture_url: "the ledger has another final_url",
    },
    "a row that hangs on nothing": {
        _stray_fact: "warehouse: fact_without_version: ",
        _link: "published/current: is no link to a release",
    },
    "ledger rows": {
        _ledger_row: "the ledger says something else of capture",
        _tail: "7 bytes at the end are no record",
        _release_file: "DICTIONARY.md is not as it was published",
        _article_gone: "nothing is there of capture",
    },
    "a ledger that lacks a row": {
        _ledger_row_gone: "the ledger does not know capture",
        _release_database: "gat.duckdb is not as it was published",
        _log_of_another: "warehouse.duckdb: is damaged (",
    },
    "ledger and warehouse": {
        _ledger_zeroed: "ledger.sqlite: the crawl ledger ",
        _warehouse_flipped: "warehouse.duckdb: ",
        _release_file_gone: "parquet/dates.parquet is not as it was published",
    },
}


@pytest.mark.parametrize("planted", WORLDS.values(), ids=WORLDS)
def test_damage_is_found_and_mended_to_the_rows_of_before(
    data: Path, undamaged: crawled.Rows, planted: dict[Damage, str]
) -> None:
    for damage in planted:
        damage(data)
    done = repair(plan(data, portals=()), heard := Heard())
    for words in planted.values():
        assert any(words in str(one) for one in done.found), [words, *map(str, done.found)]
    assert (done.is_whole, [str(one) for one in done.left]) == (True, []), heard.lines
    after = rows(data)
    assert [name for name in undamaged if after[name] != undamaged[name]] == []
    assert current_snapshot(data / "published").exists()
    with open_warehouse(data / "warehouse.duckdb") as connection:
        assert connection.execute("FROM runs WHERE gat_version <> '0'").fetchall() == []


def test_pages_that_were_crawled_and_never_loaded_miss_no_warehouse(data: Path) -> None:
    (data / "warehouse.duckdb").unlink()
    assert [(one.part, one.remedy) for one in verify(data)] == [("warehouse", "rebuild")]
    shutil.rmtree(data / "published")
    with Ledger(data / "ledger.sqlite") as ledger:
        ledger.forget_loaded()
    assert [str(one) for one in verify(data)] == []


def test_what_a_later_run_changes_by_right_is_no_damage(data: Path) -> None:
    change(data, "INSERT INTO runs SELECT * REPLACE ('later' AS run_id) FROM runs")
    _mention(data)
    assert [str(one) for one in verify(data)] == []
    change(data, "UPDATE runs SET status = 'partial' WHERE run_id <> 'later'")
    assert [one.remedy for one in verify(data)] == ["take"]


def test_evidence_that_is_gone_as_a_whole_is_told_and_nothing_is_made_anew_without_it(
    data: Path, undamaged: crawled.Rows
) -> None:
    shutil.rmtree(data / "archive")
    assert [(one.part, one.remedy) for one in verify(data)] == [("archive", "backup")]
    for path in data.glob("ledger.sqlite*"):
        path.unlink()
    shutil.rmtree(data / "published")
    _article(data)
    done = repair(plan(data, portals=()), heard := Heard())
    assert [(one.part, one.remedy) for one in done.found][:2] == [("archive", "backup"), ("ledger", "backup")]
    assert {one.part for one in done.left} == {"archive", "warehouse"}
    assert not done.is_whole
    assert any("is not made anew: the archive lacks pages" in line for line in heard.lines)
    assert rows(data)["article_versions"] == undamaged["article_versions"]


def test_a_page_whose_record_is_lost_is_fetched_again_and_its_capture_comes_back(
    data: Path, undamaged: crawled.Rows, site: Running
) -> None:
    row = capture(data)
    path = data / "archive" / row.warc_file
    before = path.read_bytes()
    overwrite(path, row.warc_offset + row.warc_length // 2, b"xxxx")
    done = repair(plan(data, portals=()), Heard())
    found = {(one.part, one.said.split(" of ")[0]) for one in done.found}
    assert found == {("archive", "the bytes"), ("archive", f"{row.warc_length} bytes are no record")}
    assert [(one.is_note, row.capture_id in str(one)) for one in done.left] == [(True, True)]
    assert rows(data) == undamaged  # its text and facts stay
    assert path.stat().st_size == len(before)
    kept = (data / "damaged" / "archive" / row.warc_file).read_bytes()
    assert len(kept) == len(before)
    assert repair(plan(data, portals=()), Heard()).left == done.left
    assert run_night(plan(data, site.proxy), Heard()).exit_code == 0
    assert [str(one) for one in verify(data)] == []
    after = rows(data)
    # The night fetched three articles more.
    for name in ("articles", "article_versions", "captures"):
        assert {one[0] for one in after[name]} > {one[0] for one in undamaged[name]}
    for table in FACT_TABLES:
        assert set(map(str, after[table.name])) >= set(map(str, undamaged[table.name]))


def test_a_warehouse_that_lacks_a_table_is_found_and_to_be_made_anew(data: Path) -> None:
    change(data, "DROP TABLE fact_changes CASCADE")
    found = [(one.part, one.remedy) for one in verify(data) if "fact_changes" in str(one)]
    assert found == [("warehouse", "rebuild")]


def test_a_repair_waits_for_no_other_run_and_is_of_all_portals(data: Path) -> None:
    with run_lock(data, "gat run, run r7"), pytest.raises(RunLockedError, match="gat run, run r7"):
        repair(plan(data, portals=()), Heard())
    with pytest.raises(PartialPlanError):
        repair(plan(data), Heard())


def test_a_folder_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(NothingKeptError, match="no data folder"):
        list(verify(tmp_path / "none"))
