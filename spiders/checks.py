"""Where the check of a portal leaves its pages and its letter."""

from pathlib import Path

#: The name of the letter among the pages of a check.
LETTER = "letter.json"


def check_folder(data: Path, slug: str) -> Path:
    """Return the folder of the last check of a portal."""
    return data / "checks" / slug
