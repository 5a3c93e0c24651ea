"""From ``--source`` to an archive: the names of the sources, and where each of them is."""

from pathlib import Path
from typing import get_args

from spiders.errors import PortalConfigError
from spiders.pages import SourceKind
from spiders.rehost import Rehosting
from spiders.sources.commoncrawl import DEFAULT_DATA, DEFAULT_INDEX, CommonCrawl
from spiders.sources.source import Archive
from spiders.sources.warcfiles import WarcFiles
from spiders.sources.wayback import DEFAULT_BASE, Wayback
from spiders.urls import host_of

#: How ``--source`` is written.
SPELLING = "live, wayback, commoncrawl or warc:PATH"


def source_kind(text: str) -> SourceKind:
    """Return the kind of source that ``--source`` names. Raises PortalConfigError."""
    name, separator, path = text.partition(":")
    for kind in get_args(SourceKind):
        if name == kind and bool(separator and path) == (kind == "warc"):
            known: SourceKind = kind
            return known
    raise PortalConfigError(f"--source {text!r}: it must be {SPELLING}")


def open_archive(text: str, rehosting: Rehosting) -> Archive | None:
    """Return the archive that ``--source`` names, at its own address or moved; None for the live site.

    Raises PortalConfigError where portals are moved and the archive is not: a rehearsal asks nothing real.
    """
    kind = source_kind(text)
    if kind == "wayback":
        return Wayback(_moved(DEFAULT_BASE, rehosting))
    if kind == "commoncrawl":
        return CommonCrawl(_moved(DEFAULT_INDEX, rehosting), _moved(DEFAULT_DATA, rehosting))
    if kind == "live":
        return None
    files = WarcFiles(Path(text.partition(":")[2]))
    files.files()  # told before anything has begun
    return files


def _moved(url: str, rehosting: Rehosting) -> str:
    to = rehosting.url(url)
    if rehosting and to == url:
        host = host_of(url)
        raise PortalConfigError(
            f"portals are moved to other hosts (GAT_REHOST, --rehost), {host} is not: add {host}=HOST of its"
            " replica after a comma, or move nothing"
        )
    return to
