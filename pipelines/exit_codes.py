"""Exit codes of a run, and what to do about each."""

UNEXPECTED, WRONG_USAGE, CONFIGURATION = 1, 2, 4
PARTIAL, DISK_FULL, LOCKED, REFUSED, NOTHING_FETCHED, ARCHIVE_DAMAGED = 5, 3, 6, 7, 8, 9
INTERRUPTED, TERMINATED = 11, 13
#: Of a night: what a run that crawls nothing does not make good.
OF_THE_CRAWL = (PARTIAL, NOTHING_FETCHED)
#: No night has ended for too long, or none ever has: of ``gat status`` alone.
STALE = 14

_GOES_ON = "nothing is lost: the next run goes on from there"
_ADVICE = {
    UNEXPECTED: "the next run goes on from there; report it, with the trace in logs/ of the data folder",
    DISK_FULL: "free space and run again: nothing that was loaded is lost",
    CONFIGURATION: "mend what it names, then run again",
    PARTIAL: "look at what the report says needs you; the rest is published",
    LOCKED: "nothing was touched; let the other run end, or choose another hour for one of them",
    REFUSED: "look at the rows that the check names; readers keep the release of before meanwhile",
    NOTHING_FETCHED: "look at the network and the proxy; gat portals check SLUG tries one portal",
    ARCHIVE_DAMAGED: "gat repair mends what the archive can replace, gat restore the rest from a backup",
    INTERRUPTED: _GOES_ON,
    TERMINATED: _GOES_ON,
}


def advice_for(exit_code: int) -> str:
    """Say what to do about a run that ended with ``exit_code``."""
    return _ADVICE.get(exit_code, _ADVICE[UNEXPECTED])
