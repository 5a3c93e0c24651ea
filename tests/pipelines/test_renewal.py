"""The warehouse made anew from the archive alone: every row of every table as it was."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.plan import NightPlan, readable_portals
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.renewal import NothingToRebuildError, UnreadablePortalsError, rebuild
from pipelines.run import Night, run_night
from pipelines.verify import verify
from spiders.archive_records import unknown_files
from spiders.errors import ArchiveError
from spiders.ledger import Ledger
from spiders.portal import SHIPPED
from spiders.restore import restore_ledger
from tests.portals.model import File
from tests.portals.server import Running, running
from tests.spiders.archives import REHOST, capture, news
from warehouse.connection import open_warehouse
from warehouse.tables import TABLES

#: They tell of processes: the rebuild itself is one run more.
OF_RUNS = {"runs", "run_portals"}
PORTALS = ("sonla",)


class Heard(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def said(self, line: str) -> None:
        self.lines.append(line)


def plan(data: Path, proxy: str | None = None, **reach: Any) -> NightPlan:
    return NightPlan(
        data=data,
        portals_dir=SHIPPED,
        gat_version="0",
        portals=PORTALS,
        reach=Reach(**reach),
        rehost=REHOST,
        proxy=proxy,
        delay=0.0,
        workers=1,
    )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a history: two nights, an edit, files that fail, an archive's older versions."""
    data = tmp_path_factory.mktemp("lived")
    with running() as site:
        _attach(site)
        with pytest.MonkeyPatch.context() as patched:
            publish_nothing(patched)
            run_night(plan(data, site.proxy, limit=4), Observer())
            _edit(site)
            run_night(replace(plan(data, site.proxy, limit=6), recheck_days=36500), Observer())
        back = plan(data, site.proxy, source="wayback", all_captures=True)
        assert run_night(back, Observer()).portals[0].articles > 0
    return data


def publish_nothing(patched: pytest.MonkeyPatch) -> None:
    """Leave the release out: half of a rebuild, and here the rows of the warehouse are asked about."""
    patched.setattr(Night, "publish", lambda _night: None)


@pytest.fixture
def unpublished(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_nothing(monkeypatch)


def _attach(site: Running) -> None:
    # The first of the first listing: both nights have it among the few that they fetch.
    first = [page for page in site.site("sonla.test").articles if page.path.startswith("/tin-chinh-tri/")]
    page = max(first, key=lambda page: page.key)
    page.attachments = [
        File("/files/mot.pdf", "Tài liệu"),
        File("http://elsewhere.test/hai.pdf", "Ở nơi khác"),
        File("/files/ba.pdf", "Đã gỡ"),
        File("/files/bon.pdf", "Đang bận"),
    ]
    site.fault("sonla.test", "status", r"/files/ba", code=404)
    site.fault("sonla.test", "status", r"/files/bon", code=403)


def _edit(site: Running) -> None:
    replica = site.replica("sonla.test")
    pages = sorted(replica.site.articles, key=lambda page: page.path)
    earlier = [capture(replica, page, "20240301120000") for page in pages[:7]]
    for one in earlier:
        one.body = one.body.replace(b"<p>", "<p>Bản cũ. ".encode())
        one.digest = ""
        one.__post_init__()
    same = [capture(replica, page, "20240201120000") for page in news(replica, 9)[3:]]
    site.wayback.captures = [*earlier, *same]
    for page in site.site("sonla.test").listed("reform")[:3]:
        site.edit("sonla.test", page.key, title=page.title + " (cập nhật)")


def rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_warehouse(data / "warehouse.duckdb") as connection:
        found = {}
        for table in TABLES:
            columns = ", ".join(column.name for column in table.columns)
            found[table.name] = connection.execute(
                f"SELECT {columns} FROM {table.name} ORDER BY ALL"
            ).fetchall()
        return found


def test_what_an_archive_captured_before_is_no_current_version_of_an_article_that_is_live(
    lived: Path,
) -> None:
    with open_warehouse(lived / "warehouse.duckdb") as connection:
        found = connection.execute(
            "SELECT a.text LIKE '%Bản cũ.%' FROM article_versions v JOIN articles a"
            " USING (article_id) WHERE v.text LIKE '%Bản cũ.%' AND a.last_seen_at > TIMESTAMPTZ '2025-01-01'"
        ).fetchall()
    assert found
    assert set(found) == {(False,)}


def test_a_world_with_a_history_agrees_with_itself(lived: Path) -> None:
    assert [str(one) for one in verify(lived)] == []


def copied(data: Path, target: Path) -> Path:
    """Return a copy of a data folder without what a rebuild makes."""
    for path in data.rglob("*"):
        if path.is_file() and "published" not in path.parts and "locks" not in path.parts:
            copy = target / path.relative_to(data)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return target


def same_but_for_runs(before: dict[str, Any], after: dict[str, Any]) -> None:
    for table in TABLES:
        if table.name not in OF_RUNS:
            assert after[table.name] == before[table.name], table.name
    assert set(before["runs"]) < set(after["runs"])
    assert len(after["runs"]) == len(before["runs"]) + 1
    assert after["run_portals"] == before["run_portals"]


@pytest.mark.parametrize("lost", ["nothing", "warehouse damaged", "ledger and warehouse"])
def test_a_rebuild_gives_the_same_rows(
    lived: Path, tmp_path: Path, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = copied(lived, tmp_path)
    before = rows(data)
    assert len(before["article_versions"]) > len(before["articles"]) > 8
    reasons = {"foreign_host", "http_404", "http_403", "not_in_archive"}
    assert reasons <= {value for row in before["files"] for value in row}
    if "warehouse" in lost:
        (data / "warehouse.duckdb").unlink()
    if "damaged" in lost:
        (data / "warehouse.duckdb").write_bytes(b"no database at all")
    if "ledger" in lost:
        lose_ledger(data)
    heard = Heard()
    summary = rebuild(plan(data), heard)
    assert (summary.exit_code, summary.status) == (0, "ok")
    after = rows(data)
    if "warehouse" in lost:
        after["runs"] += before["runs"]
        after["run_portals"] += before["run_portals"]
    same_but_for_runs(before, after)
    assert not list(data.glob("*before-rebuild*"))
    assert any("ledger was lost" in line for line in heard.lines) is ("ledger" in lost)
    publish_nothing(monkeypatch)
    assert run_night(plan(data), Observer(), crawl=False).rows_changed == 0


#: What the next night goes by. When a page was last found unchanged is in no record.
NEXT_NIGHT = {
    "items": "url_key, url, section, title, published, published_at, is_due, attempts, capture_id, etag,"
    " last_modified FROM items",
    "listed": "url_key, section_url, form, title_mark, mark FROM listed",
    "files": "url_key, url, other_url, name, parent_key, page_url, published_at, section, run_id, is_due,"
    " attempts, reason, detail, terms, capture_id, etag, last_modified FROM files"
    " WHERE terms IS NOT 'archive'",  # what no archive has is no matter of the next night
    "offers": "* FROM offers",
}


def test_a_ledger_made_anew_knows_what_the_next_night_goes_by(lived: Path, tmp_path: Path) -> None:
    with (
        Ledger(lived / "ledger.sqlite") as old,
        Ledger(tmp_path / "new.sqlite") as new,
    ):
        restore_ledger(new, lived / "archive", readable_portals(plan(lived)))
        for question in NEXT_NIGHT.values():
            before, after = (
                [tuple(row) for row in ledger.connection.execute(f"SELECT {question} ORDER BY 1, 2, 3")]
                for ledger in (old, new)
            )
            assert after == before
        dates = [row["published_at"] for row in new.connection.execute("SELECT published_at FROM items")]
        assert dates
        assert None not in dates
        archive = [path.relative_to(lived / "archive") for path in (lived / "archive").rglob("*.warc.gz")]
        assert archive
        for path in archive:
            assert new.good_length(str(path)) == old.good_length(str(path))


@pytest.mark.usefixtures("unpublished")
def test_a_rebuild_that_is_killed_is_begun_anew_and_keeps_the_old_file_until_then(
    lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = copied(lived, tmp_path)
    before = rows(data)

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Night, "load", killed)
        with pytest.raises(KeyboardInterrupt):
            rebuild(plan(data), Observer())
        assert (data / "warehouse.before-rebuild.duckdb").exists()
    assert rebuild(plan(data), Observer()).exit_code == 0
    same_but_for_runs(before, rows(data))


def test_a_damaged_archive_is_told_and_the_old_warehouse_kept(lived: Path, tmp_path: Path) -> None:
    data = copied(lived, tmp_path)
    with Ledger(data / "ledger.sqlite") as ledger:
        row = next(row for row in ledger.captures() if row.kind == "article")
    path = data / "archive" / row.warc_file
    content = bytearray(path.read_bytes())
    content[row.warc_offset + row.warc_length // 2] ^= 0xFF
    path.write_bytes(content)
    heard = Heard()
    summary = rebuild(plan(data), heard)
    assert summary.exit_code in {7, ArchiveError.exit_code}
    assert any("is kept as" in line for line in heard.lines)
    assert (data / "warehouse.before-rebuild.duckdb").exists()


@pytest.mark.usefixtures("unpublished")
def test_a_ledger_that_was_lost_is_not_made_of_part_of_an_archive(lived: Path, tmp_path: Path) -> None:
    data = copied(lived, tmp_path)
    with Ledger(data / "ledger.sqlite") as ledger:
        row = next(ledger.captures())
    lose_ledger(data)
    path = data / "archive" / row.warc_file
    whole = path.read_bytes()
    middle = row.warc_offset + row.warc_length // 2
    path.write_bytes(whole[:middle] + bytes(9) + whole[middle + 9 :])
    for _ in range(2):
        with pytest.raises(ArchiveError, match=f"{row.warc_file} is damaged at byte {row.warc_offset}"):
            rebuild(plan(data), Observer())
        assert rows(data) == rows(lived)
    path.write_bytes(whole)
    assert rebuild(plan(data), Observer()).exit_code == 0
    same_but_for_runs(rows(lived), rows(data))


def lose_ledger(data: Path) -> None:
    for path in data.glob("ledger.sqlite*"):
        path.unlink()


@pytest.mark.usefixtures("unpublished")
@pytest.mark.parametrize("how", ["lost", "an old copy"])
def test_what_a_ledger_does_not_know_because_runs_went_on_without_it_is_not_lost(
    lived: Path, tmp_path: Path, how: str
) -> None:
    data = copied(lived, tmp_path)
    with Ledger(data / "ledger.sqlite") as ledger:
        captures = list(ledger.captures())
        runs = list(dict.fromkeys(row.run_id for row in captures))
        known = runs[-1] if how == "lost" else runs[0]
        assert len(runs) == 3
        for table, name in (("captures", "run_id <> ?"), ("noted", "warc_file NOT LIKE ?")):
            value = known if table == "captures" else f"%{known}%"
            ledger.connection.execute(f"DELETE FROM {table} WHERE {name}", (value,))
        lacking = len(captures) - len(list(ledger.captures()))
    heard = Heard()
    run_night(plan(data), heard, crawl=False)
    told = [line for line in heard.lines if "gat rebuild brings their pages back" in line]
    assert [line.split()[0] for line in told] == ["2"]
    heard = Heard()
    assert rebuild(plan(data), heard).exit_code == 0
    assert f"the ledger did not know all of the archive: {lacking} captures are known" in heard.lines[0]
    before, after = rows(lived), rows(data)
    for name in set(before) - OF_RUNS:
        assert after[name] == before[name], name
    with Ledger(data / "ledger.sqlite") as ledger:
        assert [row.capture_id for row in ledger.captures()] == [row.capture_id for row in captures]
    heard = Heard()
    run_night(plan(data), heard, crawl=False)
    assert not any("gat rebuild" in line for line in heard.lines)


def test_a_torn_tail_is_nothing_that_a_ledger_does_not_know(lived: Path, tmp_path: Path) -> None:
    data = copied(lived, tmp_path)
    with Ledger(data / "ledger.sqlite") as ledger:
        row = next(ledger.captures())
        path = data / "archive" / row.warc_file
        whole = path.read_bytes()
        path.write_bytes(whole + whole[row.warc_offset : row.warc_offset + row.warc_length // 2])
        assert list(unknown_files(ledger, data / "archive")) == []
        path.write_bytes(whole + whole[row.warc_offset : row.warc_offset + row.warc_length])
        assert list(unknown_files(ledger, data / "archive")) == [(row.warc_file, len(whole))]


@pytest.mark.usefixtures("unpublished")
@pytest.mark.parametrize("lost", [False, True], ids=["ledger there", "ledger lost"])
def test_nothing_is_replaced_while_a_portal_cannot_be_read(lived: Path, tmp_path: Path, lost: bool) -> None:
    data, portals = copied(lived, tmp_path / "data"), tmp_path / "portals"
    portals.mkdir()
    shutil.copy(SHIPPED / "vinhlong.toml", portals)
    if lost:
        lose_ledger(data)
    gone = replace(plan(data), portals_dir=portals, portals=())
    for _ in range(2):
        with pytest.raises(UnreadablePortalsError, match=r"has pages of sonla, and .* has no file") as caught:
            rebuild(gone, Observer())
        assert caught.value.exit_code == 4
        assert "\n" not in str(caught.value)
        assert rows(data) == rows(lived)
        assert not list(data.glob("*before-rebuild*"))
    shutil.copy(SHIPPED / "sonla.toml", portals)
    assert rebuild(gone, Observer()).exit_code == 0
    assert rows(data)["articles"] == rows(lived)["articles"]


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingToRebuildError, match="nothing can be rebuilt") as caught:
        rebuild(plan(tmp_path), Observer())
    assert caught.value.exit_code == 2
