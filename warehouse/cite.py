"""Citations of facts, articles and observations: the page, when it was archived, and the release."""

# Names in these statements come from the table definitions, never from a user.

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.connection import open_snapshot
from warehouse.identity import identify
from warehouse.provenance import release_name

if TYPE_CHECKING:
    from warehouse.connection import Connection

_PAGE = (
    "SELECT v.title, p.name AS portal, v.url, v.published_at, c.fetched_at, c.sha256, c.warc_file, "
    "c.warc_offset, {} FROM {} JOIN captures c USING (capture_id) "
    "JOIN portals p ON p.portal_id = v.portal_id WHERE {} = ?"
)
_OF_FACT = "{} f JOIN article_versions v USING (version_id)"
_OF_ARTICLE = "articles a JOIN article_versions v USING (article_id, version_id)"
#: What begins a command or ends a field in BibTeX.
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One page, cited for a sentence in it or, with ``sentence`` None, as a whole. Times are of Vietnam."""

    id: str
    title: str
    portal: str
    url: str
    published_at: datetime | None
    fetched_at: datetime
    sha256: str
    warc_file: str
    warc_offset: int
    sentence: str | None
    release: str
    gat_version: str

    @property
    def vi(self) -> str:
        """The citation in Vietnamese, one line."""
        day = f"{self.published_at:%d/%m/%Y}" if self.published_at else "không ghi ngày đăng"
        quoted = f" Nguyên văn: “{self._quoted}”." if self.sentence else ""
        return (
            f"{self.portal}, “{_line(self.title)}”, {day}, {self.url} (lưu lúc {self.fetched_at:%H:%M:%S} "
            f"ngày {self.fetched_at:%d/%m/%Y}, giờ Việt Nam).{quoted} "
            f"Theo Gặt {self.gat_version}, bản {self.release}, mã {self.id}."
        )

    @property
    def en(self) -> str:
        """The citation in English, one line."""
        day = f"{self.published_at.day} {self.published_at:%B %Y}" if self.published_at else "undated"
        quoted = f" Original words: “{self._quoted}”." if self.sentence else ""
        return (
            f"{self.portal}, “{_line(self.title)}”, {day}, {self.url} (archived "
            f"{self.fetched_at.isoformat(sep=' ', timespec='seconds')}).{quoted} "
            f"Through Gặt {self.gat_version}, release {self.release}, id {self.id}."
        )

    @property
    def bibtex(self) -> str:
        """The citation as an entry ``@online`` of BibLaTeX."""
        fields = {
            "title": self.title,
            "author": f"{{{self._tex(self.portal)}}}",
            "date": f"{self.published_at:%Y-%m-%d}" if self.published_at else None,
            "urldate": f"{self.fetched_at:%Y-%m-%d}",
            "langid": "vietnamese",
            "note": f"{self._quoted + ' — ' if self.sentence else ''}archived "
            f"{self.fetched_at.isoformat(timespec='seconds')}, "
            f"Gặt {self.gat_version}, {self.release}, {self.id}",
        }
        lines = [
            f"  {name} = {{{value if name == 'author' else self._tex(value)}}},"
            for name, value in fields.items()
            if value
        ]
        lines.append(f"  url = {{{self.url.replace('{', '%7B').replace('}', '%7D')}}},")
        return "\n".join([f"@online{{gat-{self.id},", *lines, "}"])

    def as_json(self) -> dict[str, Any]:
        """Return all that is told, and both citations."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        times = {name: value.isoformat() for name, value in told.items() if isinstance(value, datetime)}
        return told | times | {"citation_vi": self.vi, "citation_en": self.en}

    @property
    def _quoted(self) -> str:
        return _line(self.sentence or "").rstrip(".")

    @staticmethod
    def _tex(text: str) -> str:
        return _SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), _line(text))


_TEX = {"\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}"}


def cite(snapshot: Path, asked: str) -> list[Citation]:
    """Return the citation of the fact or article that ``asked`` is the id of, or begins.

    An observation has one for each statement it rests on, the chosen ones first.
    Raises BadRequest if nothing has that id, or several things begin so.
    """
    with open_snapshot(snapshot) as con:
        table, found = identify(con, asked, ("fact", "article", "observation"))
        shared: dict[str, Any] = {"release": release_name(snapshot), "gat_version": version("gat")}
        return [Citation(**cited, **shared) for cited in _cited(con, table, found)]


def _cited(con: "Connection", table: str, found: str) -> Iterator[dict[str, Any]]:
    if table == "articles":
        yield _page(con, "a.article_id AS id, NULL AS sentence", _OF_ARTICLE, "a.article_id", found)
        return
    if table != "observations":
        yield _fact(con, table, found)
        return
    stated = con.execute(
        "SELECT evidence_id, bool_or(is_chosen) AS chosen, "
        "min(if(s.evidence_id IS NULL, 'ranks', 'scores')) AS stored FROM observation_facts o "
        "LEFT JOIN scores s USING (evidence_id) WHERE observation_id = ? "
        "GROUP BY evidence_id ORDER BY chosen DESC, evidence_id",
        [found],
    ).fetchall()
    for evidence_id, _, stored in stated:
        yield _fact(con, stored, evidence_id)


def _fact(con: "Connection", table: str, evidence_id: str) -> dict[str, Any]:
    columns = "f.evidence_id AS id, f.sentence"
    return _page(con, columns, _OF_FACT.format(table), "f.evidence_id", evidence_id)


def _page(con: "Connection", columns: str, source: str, key: str, found: str) -> dict[str, Any]:
    cursor = con.execute(_PAGE.format(columns, source, key), [found])
    names = [column[0] for column in cursor.description or ()]
    return dict(zip(names, cursor.fetchall()[0], strict=True))


def _line(text: str) -> str:
    return " ".join(text.split())
