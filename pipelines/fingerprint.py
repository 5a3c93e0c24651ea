"""A short fingerprint of a text, by which reprints of one text are found without comparing all with all.

One-permutation MinHash over overlapping runs of words: the hash of every run falls into one of ``BINS`` bins
by its remainder, and each bin keeps its smallest. The share of bins in which two fingerprints agree estimates
how much of their wording two texts share.
"""

import re
import zlib

BINS = 32
#: Words in a run: shorter ones are shared by any two reports of one office.
_RUN = 5
#: A text of fewer runs has a fingerprint of chance.
_FEWEST_RUNS = 2 * BINS
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> list[int] | None:
    """Return ``BINS`` numbers below 2**27, or None for a text too short to be told from others by them."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    if len(runs) < _FEWEST_RUNS:
        return None
    smallest: list[int | None] = [None] * BINS
    for run in runs:
        number = zlib.crc32(run.encode("utf-8", "replace"))
        value, place = divmod(number, BINS)
        kept = smallest[place]
        if kept is None or value < kept:
            smallest[place] = value
    # An empty bin borrows from its neighbour, so that like texts borrow alike.
    filled = [place for place in range(BINS) if smallest[place] is not None]
    return [
        next(smallest[at] or 0 for at in (*(f for f in filled if f >= place), filled[0]))
        for place in range(BINS)
    ]
