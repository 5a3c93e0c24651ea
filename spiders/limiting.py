"""Limits of what a process of ours may use, which only ever go down."""

import resource


def limit(kind: int, most: int, *, grace: int = 0) -> None:
    """Limit this process to ``most`` of a resource (``resource.RLIMIT_…``, in its unit), for ever.

    ``grace`` is how much more the system lets pass after its signal. A lower limit that is set already, by a
    service or a shell, stays: raising it is refused.
    """
    _, ceiling = resource.getrlimit(kind)
    if ceiling == resource.RLIM_INFINITY:
        ceiling = most + grace
    resource.setrlimit(kind, (min(most, ceiling), min(most + grace, ceiling)))
