"""What a change of the readers gains and loses: the facts of two versions of ``extractors`` side by side.

The other version comes from the git history of the checkout that this package runs from. It is written to a
temporary folder and run in a child process, so that the two versions never share a module.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from extractors.engine import Document
from pipelines.errors import ComparisonError
from pipelines.evaluate import Reader, read_document
from pipelines.gold import GoldDocument, load_gold
from pipelines.matching import CORE, Record
from spiders.environment import bare_environment

#: Folder that holds the packages: the checkout, when there is one.
CHECKOUT = Path(__file__).resolve().parents[1]

#: Seconds the other version may take for all documents.
_TIMEOUT = 600
_CHILD = Path(__file__).with_name("compare_child.py")
_SPAN = ("type", "start", "end", "text")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a fact ``gained``, ``lost``, or ``changed`` in its attributes.

    ``fact`` is the fact as it is read now; of a lost one, as it was read. ``before`` holds the old values of
    the attributes that changed, and nothing for a fact gained or lost.
    """

    kind: Literal["gained", "lost", "changed"]
    fact: Record
    before: Record


@dataclass(frozen=True, slots=True)
class DocumentComparison:
    """The differences in one document, in text order."""

    name: str
    text: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences in all documents, and how many facts each version reads of each kind."""

    documents: list[DocumentComparison]
    before: dict[str, int]
    now: dict[str, int]


def compare(
    directory: Path, revision: str, *, checkout: Path = CHECKOUT, read: Reader = read_document
) -> Comparison:
    """Return what ``read`` reads otherwise than the extractors of git ``revision`` of ``checkout``.

    Both read the annotated texts in ``directory``; the annotations play no part. Raises ``ComparisonError``
    when the revision or its extractors cannot be had, ``AnnotationError`` for a folder that cannot be used.
    """
    documents = load_gold(directory)
    archive = _extractors_of(revision, checkout)
    with tempfile.TemporaryDirectory(prefix="gat-compare-") as folder:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        before = _read_with(Path(folder), documents, revision)
    now = [read(document.document) for document in documents]
    return Comparison(
        [
            DocumentComparison(document.name, document.document.text, changes(old, new))
            for document, old, new in zip(documents, before, now, strict=True)
        ],
        _counts(before),
        _counts(now),
    )


def changes(before: Sequence[Record], now: Sequence[Record]) -> list[Change]:
    """Return how ``now`` differs from ``before``, in text order.

    A fact is the same when kind, span and core values are; every other key is an attribute.
    """
    known: dict[str, list[Record]] = defaultdict(list)
    for fact in before:
        known[_identity(fact)].append(fact)
    found = []
    for fact in now:
        same = known[_identity(fact)]
        if not same:
            found.append(Change("gained", fact, {}))
        elif old := _changed(same.pop(0), fact):
            found.append(Change("changed", fact, old))
    found += [Change("lost", fact, {}) for facts in known.values() for fact in facts]
    return sorted(found, key=lambda change: (change.fact["start"], change.fact["end"], change.kind))


def _identity(fact: Record) -> str:
    keys = ("type", "start", "end", *CORE.get(fact["type"], ()))
    return json.dumps([fact.get(key) for key in keys])


def _changed(old: Record, new: Record) -> Record:
    """Return the old values of the attributes that differ."""
    keys = [key for key in {**old, **new} if key not in _SPAN]
    return {key: old.get(key) for key in keys if old.get(key) != new.get(key)}


def _counts(readings: Sequence[Sequence[Record]]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for facts in readings:
        for fact in facts:
            counts[fact["type"]] += 1
    return dict(counts)


def _extractors_of(revision: str, checkout: Path) -> bytes:
    """Return the folder ``extractors`` of ``revision`` as a tar archive."""
    if _git(checkout, "rev-parse", "--is-inside-work-tree").returncode:
        message = f"{checkout} is no git checkout, so there is nothing to compare with; clone the project"
        raise ComparisonError(message)
    wanted = _git(checkout, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if wanted.returncode:
        message = f"{revision!r} names no commit of {checkout}; see git log --oneline"
        raise ComparisonError(message)
    commit = wanted.stdout.decode().strip()
    if _git(checkout, "cat-file", "-e", f"{commit}:./extractors/engine.py").returncode:
        message = f"{revision} is too old: it has no extractors/engine.py; name a later revision"
        raise ComparisonError(message)
    archived = _git(checkout, "archive", "--format=tar", commit, "extractors")
    if archived.returncode:
        message = f"git archive of {revision} failed: {_last_line(archived.stderr)}"
        raise ComparisonError(message)
    return archived.stdout


def _git(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(checkout), *arguments], capture_output=True, check=False)  # noqa: S607 - git of the operator's PATH
    except FileNotFoundError as error:
        message = "git is not installed, and without it there is no other version to compare with"
        raise ComparisonError(message) from error


def _read_with(folder: Path, documents: Sequence[GoldDocument], revision: str) -> list[list[Record]]:
    """Return what the extractors in ``folder`` read in each document, in a process of their own."""
    lines = "".join(json.dumps(_plain(document.document)) + "\n" for document in documents)
    try:
        # -P: the child's own folder must not lend it modules.
        child = subprocess.run(
            [sys.executable, "-P", str(_CHILD), str(folder)],
            input=lines.encode(),
            env=bare_environment(),
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired as error:
        message = f"the extractors of {revision} took more than {_TIMEOUT} seconds; compare fewer documents"
        raise ComparisonError(message) from error
    if child.returncode:
        said = _last_line(child.stderr)
        message = f"the extractors of {revision} do not run here ({said}); name a later revision"
        raise ComparisonError(message)
    return [json.loads(line) for line in child.stdout.splitlines()]


def _plain(document: Document) -> Record:
    return {
        "text": document.text,
        "title": document.title,
        "published_on": document.published_on.isoformat() if document.published_on else None,
        "province": document.province,
    }


def _last_line(output: bytes) -> str:
    """Return the last line that says something, cut to what fits in a message."""
    lines = output.decode("utf-8", "replace").split("\n")
    said = next((line.strip() for line in reversed(lines) if line.strip()), "no message")
    return said if len(said) <= 120 else f"{said[:120]}…"
