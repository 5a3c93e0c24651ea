"""Personal data taken out of a page before it is kept as a case: readers, addresses, telephone numbers.

Bylines stay: who signs an article signs it in public. What readers wrote, and who they are, goes as a whole
block; e-mail addresses and telephone numbers go wherever they stand, those of offices too.
"""

import re
from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.listing import node_text
from spiders.readers import heads_readers, may_head_readers
from spiders.wording import one_line

E_MAIL = "[e-mail]"
PHONE = "[số điện thoại]"
IDENTITY = "[số định danh]"

# Blocks in which readers speak: NukeViet's, VHV's, those of Facebook, and by the names that others choose.
_READERS = (
    '[id="idcomment"], [id^="comment" i], [class^="comment" i], [class*=" comment" i], '
    '[class*="fb-comments"], [id*="binhluan" i], [class*="binhluan" i], [class*="binh-luan" i], '
    '[id*="ykien" i], [class*="ykien" i], [class*="y-kien" i], [id*="gopy" i], [class*="gop-y" i], '
    '[id*="hoidap" i], [class*="hoi-dap" i]'
)
_PAGE = frozenset({"body", "html"})
#: A box with no more text than this holds the heading and its tools only.
_HEADING_CHARS = 60
_MAIL = re.compile(r"[\w.+%-]+(?:@|&#64;|%40)[\w-]+(?:\.[\w-]+)+")
# Nine digits or more from 0 or +84, in groups; a slash, a letter or decimals beside them: another number.
_TELEPHONE = re.compile(
    r"(?<![\w.,/+-])(?:\(?\+?84\)?[ .-]?|\(?0)\d{1,4}\)?(?:[ .-]?\d{1,4}){2,4}(?![\w/]|[.,-]\d)"
)
_IDENTITY = re.compile(r"(?<![\w.,/-])0\d{11}(?![\w/]|[.,-]\d)")
_TEL_LINK = re.compile(r"""(href\s*=\s*["']?)(?:tel|sms|callto|zalo):[^"'\s>]*""", re.IGNORECASE)
_TAG = re.compile(r"(<[^>]*>)")
# SharePoint's listings leak what an author is paid: «| True | 121000 |».
_PAY = re.compile(r"(\|\s*(?:True|False)\s*\|\s*)[1-9]\d*")
_LEAST_DIGITS, _MOST_DIGITS = 9, 12


def drop_readers(tree: LexborHTMLParser, kept: Sequence[str]) -> int:
    """Take the blocks in which readers speak out of a page, and return how many.

    A block that holds one of the ``kept`` selectors is the frame of the article and stays.
    """
    blocks = [node for node in tree.css(_READERS) if not _holds(node, kept)]
    for heading in tree.css("h2, h3, h4, h5, p, strong, div, legend, label, span, td, li, dt"):
        if may_head_readers(node_text(heading)):
            blocks += _headed(heading, kept)
    outer = _outermost(blocks)
    for node in outer:
        node.decompose()
    return len(outer)


def _headed(heading: LexborNode, kept: Sequence[str]) -> list[LexborNode]:
    """Return what a heading of readers' words heads: its box, else what follows it in the article's own."""
    box, parent = heading, heading.parent
    while parent is not None and parent.tag not in _PAGE and len(node_text(parent)) <= _HEADING_CHARS:
        box, parent = parent, parent.parent
    if parent is None:
        return []
    if parent.tag not in _PAGE and not _holds(parent, kept):
        return [parent]
    following = [node for node in _behind(box) if not _holds(node, kept)]
    lines = [line for node in following for line in _lines(node)]
    if not heads_readers(node_text(heading), lines):
        return []
    # Beside the article more than its readers may follow.
    return [box, *(following[:1] if parent.tag in _PAGE else following)]


def _behind(node: LexborNode) -> list[LexborNode]:
    found, follower = [], node.next
    while follower is not None:
        if follower.is_element_node:
            found.append(follower)
        follower = follower.next
    return found


def _lines(node: LexborNode) -> list[str]:
    return [line for part in node.text(deep=True, separator="\n").split("\n") if (line := one_line(part))]


def _holds(node: LexborNode, kept: Sequence[str]) -> bool:
    return any(node.css_matches(selector) or node.css_first(selector) is not None for selector in kept)


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Return the nodes that lie in none of the others: what is gone must not be touched again."""
    found: dict[int, LexborNode] = {node.mem_id: node for node in nodes}
    return [node for node in found.values() if not any(id_ in found for id_ in _above(node))]


def _above(node: LexborNode) -> list[int]:
    ids = []
    parent = node.parent
    while parent is not None:
        ids.append(parent.mem_id)
        parent = parent.parent
    return ids


def without_contacts(html: str) -> tuple[str, Counter[str]]:
    """Return a page without e-mail addresses, telephone and identity numbers, and how many there were."""
    removed: Counter[str] = Counter()

    def numbered(match: re.Match[str]) -> str:
        digits = sum(letter.isdigit() for letter in match[0])
        if not _LEAST_DIGITS <= digits <= _MOST_DIGITS:
            return match[0]
        removed["telephone numbers"] += 1
        return PHONE

    html, removed["e-mail addresses"] = _MAIL.subn(E_MAIL, html)
    html, count = _TEL_LINK.subn(r"\1#", html)
    removed["telephone numbers"] += count
    html, removed["pay amounts"] = _PAY.subn(r"\g<1>0", html)
    pieces = _TAG.split(html)
    for place in range(0, len(pieces), 2):
        text, count = _IDENTITY.subn(IDENTITY, pieces[place])
        removed["identity numbers"] += count
        pieces[place] = _TELEPHONE.sub(numbered, text)
    return "".join(pieces), +removed
