"""E-mail addresses and telephone numbers in a text."""

import re

_E_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Nine to twelve digits from 0 or +84, in groups; a slash, a letter or decimals beside them: another number.
_TELEPHONE = re.compile(
    r"(?<![\w.,/+-])(?:\(?\+?84\)?[ .-]?|\(?0)\d{1,4}\)?(?:[ .-]?\d{1,4}){2,4}(?![\w/]|[.,-]\d)"
)
_DIGITS = re.compile(r"\d[\d .()-]{7}")  # what most lines do not have is looked for first
_LEAST_DIGITS, _MOST_DIGITS = 9, 12


def has_contact(text: str) -> bool:
    """Tell whether an e-mail address or a telephone number stands in ``text``."""
    if "@" in text and _E_MAIL.search(text) is not None:
        return True
    return _DIGITS.search(text) is not None and any(
        _LEAST_DIGITS <= sum(map(str.isdigit, found[0])) <= _MOST_DIGITS
        for found in _TELEPHONE.finditer(text)
    )


def without_contacts(name: str) -> str:
    """Return a byline without the telephone number behind it."""
    return _TELEPHONE.sub("", re.sub(r"(?:ĐT|SĐT|Điện thoại|Tel)\s*[.:]?\s*(?=[+(]?\d)", "", name))
