"""Two versions of the readers side by side: what counts as a difference, and how the other version is had."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from extractors.engine import Document
from pipelines.compare import CHECKOUT, Change, changes, compare
from pipelines.errors import AnnotationError, ComparisonError
from pipelines.matching import Record

TEXT = "PAPI năm 2022 đạt 40,87 điểm, hạng 46/63."

#: An older version: it knows only texts, and reads one rank wherever «hạng 46» stands.
OLD_ENGINE = """
from dataclasses import dataclass

@dataclass
class Document:
    text: str

class Found:
    def __init__(self, start):
        self.start = start

    def as_json(self):
        place = {"type": "rank", "start": self.start, "end": self.start + 7, "text": "hạng 46"}
        core = {"kind": "level", "rank": 46, "bound": "exact", "out_of": None, "group": None}
        return {**place, **core, "period": None, "flags": []}

def extract_facts(document):
    at = document.text.find("hạng 46")
    return [Found(at)] if at >= 0 else []
"""


def rank(**more: Any) -> Record:
    fact = {
        "type": "rank",
        "start": 30,
        "end": 37,
        "text": "hạng 46",
        "kind": "level",
        "rank": 46,
        "bound": "exact",
        "out_of": None,
        "group": None,
        "period": None,
        "flags": [],
    }
    return {**fact, **more}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with the tags ``none`` (no extractors), ``broken`` and ``old``."""
    root = tmp_path_factory.mktemp("checkout")
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "none")
    git(root, "tag", "none")
    package = root / "extractors"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    for tag, engine in (("broken", "import no_such_module\n"), ("old", OLD_ENGINE)):
        (package / "engine.py").write_text(engine, "utf-8")
        git(root, "add", "extractors")
        git(root, "commit", "-q", "-m", tag)
        git(root, "tag", tag)
    # What is compared is the revision, whatever the working tree holds.
    (package / "engine.py").write_text("raise SystemExit('the working tree was read')\n", "utf-8")
    return root


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in (("one", TEXT), ("two", "Không có gì.")):
        (folder / f"{name}.txt").write_text(text, "utf-8")
        given = {"id": name, "types": ["rank"], "facts": [], "published_at": "2023-05-04", "portal": "sonla"}
        (folder / f"{name}.json").write_text(json.dumps(given), "utf-8")
    return folder


def test_the_same_facts_are_no_difference() -> None:
    assert changes([rank()], [rank()]) == []


@pytest.mark.parametrize("more", [{"start": 29}, {"end": 40}, {"rank": 47}, {"out_of": 63}])
def test_another_span_or_core_value_is_a_fact_lost_and_one_gained(more: Record) -> None:
    found = changes([rank()], [rank(**more)])
    assert sorted(change.kind for change in found) == ["gained", "lost"]


@pytest.mark.parametrize("more", [{"period": "2022"}, {"flags": ["doubtful"]}, {"scope": "cả nước"}])
def test_another_attribute_is_a_change_that_keeps_the_old_value(more: Record) -> None:
    [change] = changes([rank()], [rank(**more)])
    [key] = more
    assert change == Change("changed", rank(**more), {key: rank().get(key)})


def test_an_attribute_that_is_gone_is_a_change() -> None:
    [change] = changes([rank(relative=True)], [rank()])
    assert (change.kind, change.before) == ("changed", {"relative": True})


def test_equal_facts_are_counted_one_by_one_and_all_is_in_text_order() -> None:
    found = changes([rank(), rank(), rank(start=2, end=9)], [rank()])
    assert [(change.kind, change.fact["start"]) for change in found] == [("lost", 2), ("lost", 30)]


def test_a_revision_is_read_with_its_own_extractors(checkout: Path, texts: Path) -> None:
    asked: list[Document] = []

    def read(document: Document) -> list[Record]:
        asked.append(document)
        return [rank(period="2022"), rank(start=0, end=4)] if document.text == TEXT else []

    found = compare(texts, "old", checkout=checkout, read=read)
    assert [(one.name, [change.kind for change in one.changes]) for one in found.documents] == [
        ("one", ["gained", "changed"]),
        ("two", []),
    ]
    assert (found.before, found.now) == ({"rank": 1}, {"rank": 2})
    assert [document.province for document in asked] == ["Sơn La", "Sơn La"]


def test_the_project_compares_with_its_own_history(texts: Path) -> None:
    # A copy of the project without its history has nothing to compare with; there the refusal is the test.
    if (CHECKOUT / ".git").exists():
        assert [one.name for one in compare(texts, "HEAD").documents] == ["one", "two"]
    else:
        with pytest.raises(ComparisonError, match="no git checkout"):
            compare(texts, "HEAD")


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nowhere", r"^'nowhere' names no commit of .*; see git log --oneline$"),
        ("--help", "^'--help' names no commit"),
        ("", "^'' names no commit"),
        ("none", r"^none is too old: it has no extractors/engine\.py; name a later revision$"),
        ("broken", "^the extractors of broken do not run here .*no_such_module"),
    ],
)
def test_a_revision_that_cannot_be_read_is_refused_in_one_line(
    checkout: Path, texts: Path, revision: str, said: str
) -> None:
    with pytest.raises(ComparisonError, match=said) as refused:
        compare(texts, revision, checkout=checkout)
    assert refused.value.exit_code == 2
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_no_checkout_is_refused(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    bare = tmp_path / "bare"
    bare.mkdir()
    with pytest.raises(ComparisonError, match="bare is no git checkout"):
        compare(texts, "HEAD", checkout=bare)


def test_without_git_the_message_says_so(
    checkout: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ComparisonError, match="git is not installed"):
        compare(texts, "old", checkout=checkout)


def test_texts_are_checked_before_anything_is_run(checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="no annotated text"):
        compare(tmp_path, "old", checkout=checkout)
