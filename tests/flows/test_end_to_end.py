"""The main job on the replica portals: what is planted comes out, once, and stays out the second night.

One sequence of runs feeds all tests: ``gat demo``, ``gat demo`` again, then ``gat run`` after articles were
edited in place, with a reader at work meanwhile.
"""

import json
import re
import subprocess
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from extractors.text import canonical_text
from pipelines.matching import match_facts, wrong_keys
from pipelines.morning.shelf import read_report, run_ids
from pipelines.workers import CODE_ROOT
from spiders.archive import read_capture
from spiders.ledger import Ledger
from tests.flows.questions import README, answer, questions
from tests.flows.story import (
    FACT_TABLES,
    KINDS,
    RETITLED,
    REWORDED,
    SEEN,
    Row,
    Story,
    as_fact,
    attributes,
    count_facts,
    facts_by_place,
    file_place,
    gat,
    offered,
    pages_of,
    place,
    read_rows,
    read_tables,
    start,
    told_page,
    truth,
)
from tests.portals.content import sites
from tests.portals.server import running
from warehouse.connection import open_warehouse
from warehouse.releases import current_snapshot

#: What becomes of files with a fault.
STATES = {
    "html": ("refused", "html_instead"),
    "encrypted": ("refused", "encrypted"),
    "oversized": ("not_fetched", "too_large"),
}
ZIP_MEMBERS = {"Bao-cao.pdf", "khac/Phu-luc.docx"}

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    data = tmp_path_factory.mktemp("demo")
    first = gat(data, "demo")
    demo, after_first = current_snapshot(data / "published"), read_tables(data)
    told = Story(data, demo, first, after_first, gat(data, "demo"), read_tables(data))
    with running() as site:
        for replica in site.truth:
            if replica.host in {RETITLED, REWORDED}:
                page = next(page for page in replica.articles if page.facts)
                told.edited.append((replica, page))
        site.edit(RETITLED, told_page(told, RETITLED).key, title="Tiêu đề đã được ban biên tập sửa lại")
        words = told_page(told, REWORDED).paragraphs
        site.edit(REWORDED, told_page(told, REWORDED).key, body=[*words, "Bài viết đã được bổ sung một câu."])
        # Looking at articles of any age again is what finds an edit that no listing tells.
        nightly = {"GAT_PROXY": site.proxy, "GAT_REHOST": ".gov.vn=.test", "GAT_DELAY": "0"}
        with start(data, "run", "--recheck-days", "36500", **nightly) as night:
            while night.poll() is None:
                told.read_meanwhile.append(count_facts(data))
                time.sleep(0.2)  # a run takes many times as long
            output, errors = night.communicate(timeout=60)
            told.third = subprocess.CompletedProcess(night.args, night.returncode, output, errors)
        told.requests = list(site.log)
    told.after_third = read_tables(data)
    return told


def without(rows: list[Row], names: set[str]) -> list[Row]:
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def test_the_demo_ends_well_and_says_what_to_try_next(story: Story) -> None:
    assert story.first.returncode == 0, story.first.stderr
    assert "Traceback" not in story.first.stderr
    for line in ("Published: ", "Data folder: ", "Try next:", *(site.slug for site in sites())):
        assert line in story.first.stdout


def test_the_report_and_the_table_of_the_demo_count_alike(story: Story) -> None:
    report = read_report(story.data, run_ids(story.data)[0])
    total = len(story.after_first["articles"])
    files = total - len(pages_of(story.after_first))
    facts = sum(len(story.after_first[name]) for name in FACT_TABLES)
    assert (report.new, report.new_files, sum(report.facts.values())) == (total - files, files, facts)
    assert (report.totals["articles"], report.totals["facts"]) == (total, facts)
    counts = f"{total - files} new articles and {files} files with {facts:,} facts"
    assert report.headline == f"{counts}; all 5 portals went well"
    (line,) = [line.split() for line in story.first.stdout.splitlines() if line.startswith("all ")]
    assert line[3:7] == [str(count) for count in (total - files, files, 0, total)]
    assert "Decimal(" not in report.markdown()


def test_all_processes_of_a_run_write_one_log_and_none_of_it_to_the_console(story: Story) -> None:
    logs = sorted((story.data / "logs").glob("*.jsonl"))
    records = [json.loads(line) for line in logs[0].read_text("utf-8").splitlines()]
    assert {record["run_id"] for record in records} == {logs[0].stem}
    stages = {"crawl", "parse", "extract", "load", "check", "publish"}
    assert {record.get("stage") for record in records} >= stages
    # The run and the crawls of five portals.
    assert len({record["process"] for record in records}) >= 6
    assert records[-1]["message"] == "the run is ok"
    assert "the stage is done" not in story.first.stderr


def test_what_the_demo_suggests_works(story: Story, tmp_path: Path) -> None:
    commands = [line.strip() for line in story.first.stdout.partition("Try next:\n")[2].splitlines()]
    assert len(commands) == 3
    for command in commands:
        shell = command.replace("scores.csv", f"{tmp_path}/s.csv")
        done = subprocess.run(["sh", "-c", shell], cwd=CODE_ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert len((tmp_path / "s.csv").read_text("utf-8-sig").splitlines()) > 100


def test_an_export_to_standard_output_is_the_file(story: Story, tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        file = tmp_path / f"ranks.{form}"
        assert gat(story.data, "export", "--kind", "rank", "--format", form, "-o", str(file)).returncode == 0
        done = gat(story.data, "export", "--kind", "rank", "--format", form, "-o", "-")
        assert done.returncode == 0
        assert done.stdout.splitlines() == file.read_text("utf-8-sig").splitlines()
        assert done.stderr.endswith("facts written to standard output\n")


def test_an_explanation_for_a_pipe_has_a_line_for_each_value(story: Story) -> None:
    longest = max(story.after_first["assignments"], key=lambda fact: len(fact["sentence"]))
    done = gat(story.data, "explain", longest["evidence_id"])
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert [line for line in lines if line != line.rstrip()] == []
    assert lines[1].startswith("assignment ")
    assert lines[2] == ""
    assert lines[3].startswith("evidence  ")


def test_every_question_of_the_readme_is_asked() -> None:
    section = README.read_text("utf-8").partition("## Questions in SQL\n")[2].partition("\n## ")[0]
    assert len(list(questions())) == section.count("```sql\n") >= 12


@pytest.mark.parametrize(("sql", "printed"), [pytest.param(*rest, id=title) for title, *rest in questions()])
def test_the_questions_of_the_readme_are_answered_as_printed(
    story: Story, sql: str, printed: list[str]
) -> None:
    assert answer(story.demo, sql) == printed, "python -m tests.flows.questions DATA writes it anew"
    assert 1 <= len(printed) - 2 <= 6


def test_every_article_is_there_exactly_once(story: Story) -> None:
    found = Counter(place(row["url"]) for row in pages_of(story.after_first))
    assert sorted(truth().keys() - found.keys()) == []
    assert sorted(found.keys() - truth().keys()) == []
    assert {url: count for url, count in found.items() if count > 1} == {}


@pytest.mark.parametrize("name", ["title", "lead", "author", "section", "published_at", "kind"])
def test_articles_say_what_their_pages_say(story: Story, name: str) -> None:
    expected = truth()
    wrong = []
    for row in pages_of(story.after_first):
        _, page = expected[place(row["url"])]
        said = getattr(page, name)
        said = canonical_text(said) if isinstance(said, str) else said
        if row[name] != said:
            wrong.append((row["url"], row[name], said))
    assert wrong == []


def test_texts_are_read_whole_and_those_of_news_are_not_published(story: Story) -> None:
    expected = truth()
    wrong = []
    for row in pages_of(story.after_first):
        text = canonical_text(expected[place(row["url"])][1].text)
        published = None if row["kind"] == "news" else text
        if (row["text"], row["text_sha256"]) != (published, sha256(text.encode()).hexdigest()):
            wrong.append((row["url"], row["text"], text))
    assert wrong == []


def test_attachments_are_listed(story: Story) -> None:
    listed: dict[str, set[str]] = {}
    for row in story.after_first["attachments"]:
        listed.setdefault(row["article_id"], set()).add(place(row["url"]))
    wrong = []
    for row in pages_of(story.after_first):
        _, page = truth()[place(row["url"])]
        offered = {file_place(row["url"], file) for file in page.attachments}
        if listed.get(row["article_id"], set()) != offered:
            wrong.append((row["url"], listed.get(row["article_id"]), offered))
    assert wrong == []


def test_every_file_is_told_once_with_what_became_of_it(story: Story) -> None:
    rows = [row for row in story.after_first["files"] if row["name"] not in ZIP_MEMBERS]
    found = {place(row["url"]): row for row in rows}
    assert found.keys() == offered().keys()
    assert len(found) == len(rows)
    pages = {row["article_id"] for row in pages_of(story.after_first)}
    for url, row in found.items():
        shape = offered()[url].shape
        state, reason = STATES.get(shape, ("read", None))
        if shape == "scan":
            assert (row["state"], row["reason"]) in {("waiting_for_ocr", "ocr_missing"), ("refused", "empty")}
        else:
            assert (row["state"], row["reason"]) == (state, reason), url
        assert row["parent_article_id"] in pages


def test_planted_facts_of_files_come_out_with_the_number_of_their_page(story: Story) -> None:
    texts = {row["article_id"]: row for row in story.after_first["articles"] if row["kind"] == "file"}
    planted = {url: file for url, file in offered().items() if file.facts}
    checked = 0
    for row in texts.values():
        file = planted.get(place(row["url"]))
        if file is None or row["title"] == "khac/Phu-luc.docx":
            continue
        assert row["text"] == file.text
        read = [
            as_fact(kind, fact)
            for kind, table in KINDS.items()
            for fact in story.after_first[table]
            if fact["article_id"] == row["article_id"]
        ]
        pairs = match_facts(file.facts or [], read)
        assert len(pairs) == len(file.facts or ()) == len(read)
        assert [keys for fact, guess in pairs if (keys := wrong_keys(fact, guess))] == []
        checked += 1
    assert checked == len(planted)
    asked = (
        "SELECT DISTINCT page_no FROM out_facts JOIN articles USING (article_id) WHERE articles.kind = 'file'"
    )
    assert {row["page_no"] for row in read_rows(story.data, asked)} == {1, 2}


def test_a_fact_of_a_file_is_explained_with_file_and_page(story: Story) -> None:
    asked = "SELECT evidence_id FROM out_facts WHERE page_no = 2 ORDER BY ALL LIMIT 1"
    [fact] = read_rows(story.data, asked)
    done = gat(story.data, "explain", fact["evidence_id"])
    assert done.returncode == 0, done.stderr
    assert re.search(r"^file +\S+, page 2: http://", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_planted_fact_comes_out(story: Story, kind: str) -> None:
    found = facts_by_place(story.after_first)
    missed, planted = [], 0
    for url, (_, page) in truth().items():
        expected = [fact for fact in page.facts or () if fact["type"] == kind]
        planted += len(expected)
        matched = {id(fact) for fact, _ in match_facts(expected, found.get(url, []))}
        missed += [(url, fact) for fact in expected if id(fact) not in matched]
    assert planted > 50
    assert missed == [], f"{len(missed)} of {planted} planted facts of kind {kind} were missed"


@pytest.mark.parametrize("kind", KINDS)
def test_planted_facts_come_out_with_their_attributes(story: Story, kind: str) -> None:
    found = facts_by_place(story.after_first)
    wrong, given = [], 0
    for url, (_, page) in truth().items():
        expected = [fact for fact in page.facts or () if fact["type"] == kind]
        for fact, read in match_facts(expected, found.get(url, [])):
            keys = wrong_keys(fact, read)
            given += len([key for key in attributes(fact) if fact[key] is not None])
            wrong += [(url, fact["text"], key, fact[key], read.get(key)) for key in keys]
    assert given > 50
    assert len(wrong) <= given * 0.05, f"{len(wrong)} of {given}: {wrong}"


def test_no_fact_is_invented_where_all_are_known(story: Story) -> None:
    found = facts_by_place(story.after_first)
    invented = []
    for url, (_, page) in truth().items():
        if page.facts is not None:
            read = [fact for fact in found.get(url, []) if fact["type"] in KINDS]
            matched = {id(guess) for _, guess in match_facts(page.facts, read)}
            invented += [(url, fact["type"], fact["text"]) for fact in read if id(fact) not in matched]
    assert invented == []


def test_every_fact_leads_back_to_the_archived_page(story: Story) -> None:
    captures = {row["capture_id"]: row for row in story.after_first["captures"]}
    with Ledger(story.data / "ledger.sqlite") as ledger:
        for capture_id, stored in captures.items():
            row = ledger.capture(capture_id)
            assert row is not None
            page = read_capture(story.data / "archive", row)
            assert (page.sha256, page.warc_offset) == (stored["sha256"], stored["warc_offset"])
    versions = {row["version_id"]: row for row in story.after_first["article_versions"]}
    with open_warehouse(story.data / "warehouse.duckdb") as connection:
        texts = dict(connection.execute("SELECT version_id, text FROM article_versions").fetchall())
    for table in FACT_TABLES:
        assert story.after_first[table], table
        for fact in story.after_first[table]:
            text, quoted = texts[fact["version_id"]], fact["start_offset"] - fact["sentence_start"]
            assert text[fact["start_offset"] : fact["end_offset"]] == fact["quote"]
            assert fact["sentence"][quoted:].startswith(fact["quote"])
            assert versions[fact["version_id"]]["capture_id"] in captures


def test_a_second_demo_fetches_no_article_and_adds_no_row(story: Story) -> None:
    assert story.second.returncode == 0, story.second.stderr
    folders = sorted((story.data / "runs").iterdir(), key=lambda folder: folder.name)
    results = [json.loads(file.read_text("utf-8")) for file in folders[1].glob("*.json")]
    assert len(results) == len(sites())
    assert {result["counts"]["article_pages"] for result in results} == {0}
    assert {result["counts"]["not_modified"] for result in results} == {0}
    assert story.after_second == story.after_first


def test_an_edited_article_gets_one_version_and_nothing_else_changes(story: Story) -> None:
    assert story.third.returncode == 0, story.third.stderr
    edited = {place(f"http://{site.host}{page.path}") for site, page in story.edited}
    before, after = story.after_second, story.after_third
    known = {row["version_id"] for row in before["article_versions"]}
    new = [row for row in after["article_versions"] if row["version_id"] not in known]
    assert sorted(place(row["url"]) for row in new) == sorted(edited)
    assert [row["version_no"] for row in new] == [2, 2]
    old = [row for row in after["article_versions"] if row["version_id"] in known]
    assert without(old, SEEN) == without(before["article_versions"], SEEN)
    kept = [row for row in after["articles"] if place(row["url"]) not in edited]
    unedited = [row for row in before["articles"] if place(row["url"]) not in edited]
    assert without(kept, SEEN) == without(unedited, SEEN)
    assert len(after["articles"]) == len(before["articles"])
    for table in (*FACT_TABLES, "attachments", "related_links"):
        assert [row for row in after[table] if row["version_id"] in known] == before[table]
    assert len(after["captures"]) == len(before["captures"]) + len(edited)


def test_unchanged_pages_are_asked_for_conditionally(story: Story) -> None:
    statuses = Counter((hit.host, hit.status) for hit in story.requests if hit.method == "GET")
    for host in ("binhdinh.test", "sonoivu.binhdinh.test", "vinhlong.test"):
        assert statuses[host, 304] >= 40


def test_a_reader_is_never_kept_out_by_a_run(story: Story) -> None:
    facts = [len(rows) for rows in (story.after_second["scores"], story.after_second["ranks"])]
    assert len(story.read_meanwhile) > 5
    assert min(story.read_meanwhile) > sum(facts)
