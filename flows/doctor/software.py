"""Python, libraries and the programs that read files."""

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.doctor.finding import Finding
from flows.settings import Settings
from pipelines.workers import CODE_ROOT
from spiders.files.converters import is_installed
from spiders.files.ocr import is_ocr_installed

_LIBRARIES = ("scrapy", "prefect", "duckdb", "underthesea", "beautifulsoup4", "warcio")
#: Prefect 3.8 with newer ones fails every flow run, or never schedules one, and looks healthy meanwhile.
_CEILINGS = {"fastapi": (0, 142), "sqlalchemy": (2, 1)}
#: Where the reader of PDFs looks for letters that a file does not bring along.
_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/usr/share/X11/fonts"))
_FONT_FILES = {".ttf", ".otf", ".ttc", ".pfb"}


def look_at_software(_settings: Settings) -> Iterator[Finding]:
    """Look at what is installed."""
    yield _python()
    yield from _libraries()
    yield from _ceilings()
    yield from _readers()
    yield _demo()


def _python() -> Finding:
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= (3, 11):  # noqa: UP036 - told to who runs it without the installer's check
        return Finding("ok", "python", running)
    return Finding("missing", "python", f"{running}: install Python 3.11 or later")


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield Finding("ok", name, version(name))
        except PackageNotFoundError:
            yield Finding("missing", name, "not installed: run make setup")


def _ceilings() -> Iterator[Finding]:
    for name, ceiling in _CEILINGS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding("missing", name, "not installed: run make setup")
            continue
        if tuple(int(part) for part in found.split(".")[:2]) < ceiling:
            yield Finding("ok", name, found)
        else:
            limit = ".".join(map(str, ceiling))
            yield Finding(
                "missing", name, f"{found} breaks Prefect 3.8: install one below {limit} (make setup)"
            )


def _readers() -> Iterator[Finding]:
    """Without these, files of some kinds wait unread; all else works."""
    if is_ocr_installed():
        yield Finding("ok", "ocr", "tesseract with Vietnamese")
        yield _fonts()
    else:
        advice = "scanned files wait unread: apt install tesseract-ocr tesseract-ocr-vie"
        yield Finding("note", "ocr", f"no tesseract with Vietnamese, {advice}")
    found = next((name for name in ("antiword", "catdoc") if is_installed(name)), None)
    if found:
        yield Finding("ok", "doc", found)
    else:
        yield Finding("note", "doc", "old Word files (.doc) wait unread: apt install antiword")


def _fonts() -> Finding:
    folders = [folder for folder in _FONTS if folder.is_dir()]
    found = next((path for one in folders for path in one.rglob("*") if path.suffix in _FONT_FILES), None)
    if found is not None:
        return Finding("ok", "fonts", str(found.parent))
    advice = "pages without fonts of their own are blank to OCR: apt install fonts-dejavu-core"
    return Finding("note", "fonts", f"none in {_FONTS[0]}, {advice}")


def _demo() -> Finding:
    replicas = CODE_ROOT / "tests" / "portals"
    if replicas.is_dir():
        return Finding("ok", "demo", "the replica portals are there")
    return Finding("note", "demo", f"{replicas} is not there: gat demo needs a checkout")
