"""Text that is not ours, fit to be shown in one line."""

import unicodedata

#: Control characters, and the format characters that reorder or hide what stands around them.
_UNSAFE = {"Cc", "Cf", "Cs", "Co"}
#: What ends a line, in Unicode too, and thereby a word.
_BREAKS = "\t\n\v\f\x85\u2028\u2029"


def clean(text: object) -> str:
    """Return ``text`` fit for one place on a page or terminal: no control characters, no line breaks."""
    kept = (" " if char in _BREAKS else char for char in str(text))
    return "".join(char for char in kept if unicodedata.category(char) not in _UNSAFE)


def clean_lines(text: str) -> str:
    """Return a text of several lines, each of them clean."""
    return "\n".join(map(clean, text.split("\n")))
