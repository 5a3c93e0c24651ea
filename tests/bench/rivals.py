"""The libraries that the reading of pages is held against, where `make bench` has installed them.

They lie in a folder of their own (``constraints.txt`` beside this file names versions and hashes), never
among the packages of the project: the folder comes last on the path, so that what both need is the project's.
"""

import logging
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

#: Where `make bench` puts them.
LIBRARIES = Path(sys.prefix) / "bench-libraries"

#: From the HTML of a page to the text of its article.
Rival = Callable[[str], str]


def main(say: Callable[[str], object] = sys.stdout.write) -> None:
    """Say which libraries there are; the figures are in ``reading``."""
    say(f"{', '.join(rivals()) or 'none installed'}\n")


def rivals() -> dict[str, Rival]:
    """Return the libraries that are installed, by name, each with its usual settings for one article."""
    if str(LIBRARIES) not in sys.path:
        sys.path.append(str(LIBRARIES))
    makers = {"trafilatura": _trafilatura, "readability": _readability, "goose3": _goose}
    return {name: make() for name, make in makers.items() if find_spec(name) is not None}


def _trafilatura() -> Rival:
    extract = import_module("trafilatura").extract
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return lambda html: extract(html, include_comments=False) or ""


def _readability() -> Rival:
    document = import_module("readability").Document
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    return lambda html: _text_of(document(html).summary())


def _goose() -> Rival:
    logging.getLogger("goose3").setLevel(logging.CRITICAL)
    goose = import_module("goose3").Goose({"target_language": "vi", "enable_image_fetching": False})
    return lambda html: str(goose.extract(raw_html=html).cleaned_text)


def _text_of(html: str) -> str:
    body = LexborHTMLParser(html).body
    return body.text(separator=" ") if body is not None else ""
