"""What reading a file gives: its text by pages, or the reason why it has none."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal, get_args

from spiders.errors import CrawlError

Kind = Literal["pdf", "docx", "doc", "xlsx", "zip"]
Reason = Literal[
    "html_instead",
    "wrong_magic",
    "encrypted",
    "broken",
    "too_large",
    "too_many_pages",
    "bomb",
    "nested_archive",
    "empty",
    "unsupported",
    "converter_missing",
    "timed_out",
    "out_of_memory",
]
REASONS: tuple[str, ...] = get_args(Reason)

_UNFINISHED = re.compile(r"[\w,;:/-]$")
_GOES_ON = re.compile(r"[^\W\d_]")


class FileRejected(CrawlError):  # noqa: N818 - a verdict on a file, not a failure of the program
    """A file has no text for us. ``reason`` is one of ``REASONS``, ``detail`` says it in words."""

    exit_code = 8

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class ReaderKilledError(CrawlError):
    """The process that read a file was killed or had no room, which says nothing about the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """What a file may cost. Sizes are bytes, times are seconds; the whole file counts, members included."""

    size: int = 40 << 20
    pages: int = 1_000
    chars: int = 5_000_000
    cells: int = 500_000  # of one workbook
    ocr_pages: int = 20  # those beyond wait for OCR
    ocr_seconds: float = 60.0  # of one page
    entries: int = 2_000  # of one ZIP, documents included, for a DOCX is one
    unpacked: int = 200 << 20
    part: int = 32 << 20  # one unpacked part of a DOCX or XLSX: their trees take twenty times the space
    ratio: int = 150  # unpacked to packed, of entries above a megabyte
    seconds: float = 180.0
    cpu_seconds: int = 150
    memory: int = 1 << 30  # address space of the process that reads


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedMember:
    """A file of a ZIP that could not be read, and why."""

    name: str
    reason: Reason
    detail: str


@dataclass(frozen=True, kw_only=True)
class FileText:
    """The text of a file.

    ``pages`` are canonical texts: the pages of a PDF in their order (page 1 first, empty ones included), the
    one text of a DOCX or DOC, the sheets of an XLSX (``page_names`` are theirs), nothing of a ZIP: its
    ``members`` and ``rejected`` have it. ``sha256`` and ``size`` are of the bytes read. ``ocr_pages`` (from
    1) were read by OCR with ``ocr_confidence`` (0-100, mean over their words): less sure than all other text.
    ``waiting_pages`` hold pictures of text and wait for OCR. ``encoding`` is the legacy encoding that text
    was converted from.
    """

    name: str
    kind: Kind
    sha256: str
    size: int
    pages: tuple[str, ...] = field(default=(), repr=False)
    page_names: tuple[str, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    ocr_confidence: float | None = None
    waiting_pages: tuple[int, ...] = ()
    encoding: str | None = None
    members: "tuple[FileText, ...]" = ()
    rejected: tuple[RejectedMember, ...] = ()

    @property
    def waits_for_ocr(self) -> bool:
        """Tell whether a page, here or in a member, waits for OCR."""
        return bool(self.waiting_pages) or any(member.waits_for_ocr for member in self.members)

    @cached_property
    def _joints(self) -> tuple[str, ...]:
        """What stands before each page in ``text``: a sentence that a page break cuts in two is one again."""
        joints: list[str] = []
        before = ""
        for page in self.pages:
            goes_on = (
                self.kind == "pdf"
                and _UNFINISHED.search(before.rpartition("\n")[2])
                and _GOES_ON.match(page)
                and page[0].islower()
            )
            joints.append("" if not before or not page else " " if goes_on else "\n\n")
            before = page or before
        return tuple(joints)

    @cached_property
    def text(self) -> str:
        """All pages as one canonical text, a blank line between them."""
        return "".join(joint + page for joint, page in zip(self._joints, self.pages, strict=True))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        lengths = [len(joint) + len(page) for joint, page in zip(self._joints, self.pages, strict=True)]
        return (0, *accumulate(lengths))[:-1]

    @property
    def page_starts(self) -> tuple[int, ...]:
        """Where in ``text`` each page begins; an empty page begins where the one before it ends."""
        return self._starts


def as_json(file: FileText) -> dict[str, Any]:
    """Return ``file`` as plain values, for ``from_json``."""
    plain = {name: getattr(file, name) for name in _PLAIN}
    return plain | {
        "members": [as_json(member) for member in file.members],
        "rejected": [[one.name, one.reason, one.detail] for one in file.rejected],
    }


def from_json(values: dict[str, Any]) -> FileText:
    """Return what ``as_json`` was given. Raises LookupError, TypeError or ValueError for anything else."""
    plain = {name: values[name] for name in _PLAIN}
    if plain["kind"] not in get_args(Kind):
        raise ValueError(f"no kind of file: {plain['kind']!r}")
    for name in ("pages", "page_names", "ocr_pages", "waiting_pages"):
        plain[name] = tuple(plain[name])
    members = tuple(from_json(member) for member in values["members"])
    rejected = tuple(
        RejectedMember(name=name, reason=reason, detail=detail) for name, reason, detail in values["rejected"]
    )
    return FileText(**plain, members=members, rejected=rejected)


_PLAIN = (
    "name",
    "kind",
    "sha256",
    "size",
    "pages",
    "page_names",
    "ocr_pages",
    "ocr_confidence",
    "waiting_pages",
    "encoding",
)
