"""Text that is not ours, fit to be shown in one line."""

import unicodedata

#: Control characters, and the format characters that reorder or hide what stands around them.
_UNSAFE = {"Cc", "Cf", "Cs", "Co"}


def clean(text: object) -> str:
    """Return ``text`` fit for one place on a page or terminal: no control characters, no line breaks."""
    kept = (" " if char in "\n\t" else char for char in str(text))
    return "".join(char for char in kept if unicodedata.category(char) not in _UNSAFE)
