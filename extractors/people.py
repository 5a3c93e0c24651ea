"""People of a text: officials named together with a role, each mention by itself.

The reader is anchored on roles. Where a name ends right before one («ông Lê Văn Nam, Phó Giám đốc …») the
title is the name's; where a name stands right behind the title («Chủ tịch UBND tỉnh Lê Văn Nam») too.
"""

import re
from collections.abc import Iterator

from extractors.facts import Person
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.organizations import Bodies
from extractors.people_names import split_name
from extractors.people_roles import role_at, role_starts
from extractors.people_titles import ADDRESS, Title, named_behind, read_title
from extractors.text import Span

_LINK_WORDS = [fold(link) for link in load_table("roles")["roles"]["links"]]
_LINKS = alternatives(_LINK_WORDS)
# What may stand between a name and the title behind it, and how that ends.
_BETWEEN = re.compile(
    r"(?: ?[-,] ?| ?\((?!\w*\) )|,? ?\((?:sinh năm|sn) ?[0-9]{4}\),? ?"
    rf"|,? (?:\([^()\n]{{2,30}}\) )?(?:{_LINKS}) (?:- )?|: | [|] (?:chức vụ: )?|, (?:{_LINKS}) )\Z"
)
_ENDS = ("-", ",", "(", ")", "- ", ", ", ") ", ": ", "| ", *(f"{link} " for link in _LINK_WORDS))
_ADDRESSED = re.compile(
    rf"(?<!\w){alternatives(fold(w) for w in load_table('roles')['roles']['address'])} \Z"
)
_LIST = re.compile(r"(?:, | và |; )")
_MANY = ("các", "các đồng chí", "các ông", "các bà", "hai", "ba", "bốn", "hai đồng chí", "ba đồng chí")
_REACH = 70


def find_people(text: str, folded: str | None = None) -> list[Person]:
    """Return the officials named with a role in canonical ``text``, in order; the span is the name.

    ``folded`` is ``fold(text)`` where the caller has it. Linear in the length of the text.
    """
    folded = fold(text) if folded is None else folded
    people: dict[Span, list[Title]] = {}
    bodies, reached = Bodies(text, folded), -1
    for role in role_starts(folded):
        if role.start < reached:
            continue
        title = read_title(bodies, role)
        reached = title.end
        name = _name_before(text, folded, role.start)
        if name is not None and (title.name is None or name not in people):
            people.setdefault(name, []).append(title)
        elif title.name is not None:
            for each in _names_listed(text, folded, title):
                people.setdefault(each, []).append(title)
    return [_person(bodies, name, titles) for name, titles in sorted(people.items())]


def _name_before(text: str, folded: str, at: int) -> Span | None:
    """Return the name whose title begins at ``at``, or None."""
    if not folded.endswith(_ENDS, 0, at):
        return None
    low = max(0, at - _REACH)
    end = _end_before(folded, max(low, at - 45), at)
    if end < 0:
        return None
    start = max(low, end - 50, folded.rfind("\n", 0, end) + 1)
    run = _run_before(text, start, end)
    if not run:
        return None
    run = _without_address(folded, run)
    addressed = bool(run) and _ADDRESSED.search(folded, max(0, run[0].start - 16), run[0].start) is not None
    return split_name(text, folded, run, addressed=addressed)


def _end_before(folded: str, low: int, at: int) -> int:
    """Return where what may stand between a name and a title that begins at ``at`` begins, or -1."""
    if folded.startswith(", ", at - 2) and folded.find("(", low, at) < 0 and folded[at - 3] != " ":
        return at - 2
    between = _BETWEEN.search(folded, low, at)
    return -1 if between is None else between.start()


def _run_before(text: str, start: int, end: int) -> list[Span]:
    """Return the capitalised words side by side that end at ``end``."""
    run: list[Span] = []
    at = end
    while at > start:
        begin = max(start, text.rfind(" ", start, at) + 1)
        word = text[begin:at]
        if not word.isalpha():
            break
        if not word[0].isupper():
            return run
        run.insert(0, Span(begin, at))
        at = begin - 1
    else:
        return run
    return _run_among_marks(text, start, end)


def _run_among_marks(text: str, start: int, end: int) -> list[Span]:
    """Return what ``_run_before`` does where marks stand among the words."""
    words = [Span(word.start(), word.end()) for word in _WORDS.finditer(text, start, end)]
    run: list[Span] = []
    for word in reversed(words):
        joined = word.end == end if not run else word.end + 1 == run[0].start and text[word.end] == " "
        if not joined or not text[word.start].isupper():
            break
        run.insert(0, word)
    return run


_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _without_address(folded: str, run: list[Span]) -> list[Span]:
    """Return ``run`` without the form of address it begins with at the head of a sentence: «Ông …»."""
    address = ADDRESS.match(folded, run[0].start)
    if address is None or address.end() > run[-1].start:
        return run
    return [word for word in run if word.start >= address.end()]


def _names_listed(text: str, folded: str, title: Title) -> Iterator[Span]:
    """Yield the name behind ``title``, and those that share it: «các Phó Chủ tịch UBND tỉnh A, B và C»."""
    name = title.name
    is_shared = folded[max(0, title.start - 16) : title.start].rstrip().endswith(_MANY)
    while name is not None:
        yield name
        more = _LIST.match(folded, name.end)
        if not is_shared or more is None:
            return
        name = named_behind(text, folded, more.end())
        # A name with a title of its own ends the list.
        if name is not None and role_at(folded, name.end + 2) is not None:
            return


def _person(bodies: Bodies, name: Span, titles: list[Title]) -> Person:
    text, start, end = bodies.text, name.start, name.end
    written = [text[title.start : title.end].strip(" ,-–") for title in titles]
    organization = None
    for title in titles:
        organization = organization or bodies.first_in(title.start, title.end)
    return Person(
        start=start,
        end=end,
        text=text[start:end],
        rule="person.role_after" if titles[0].start > start else "person.role_before",
        name=text[start:end],
        title=", ".join(written),
        organization=organization,
    )
