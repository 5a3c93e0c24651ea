"""Names of component indices: quoted («“Cải cách thể chế” đạt ...»), named after a trigger, known, or
labels."""

import re
from collections.abc import Iterator

from extractors.context_layout import Line
from extractors.context_marks import Kind, Mark, Marks
from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set, phrase_before, phrase_ending, words_before

_WORDS = load_table("context_words")["components"]
_VERBS = alternatives(folded_set(_WORDS["verbs"]))
_CONTINUED = alternatives(folded_set([*_WORDS["verbs"], *_WORDS["continuations"]]))
_TRIGGERS = alternatives(folded_set(_WORDS["triggers"]))
_TRIGGER_SET = folded_set(_WORDS["triggers"])
_NOT_AFTER = folded_set(_WORDS["not_after"])
# What follows the name of something measured: its verb, its value, or the place it is measured for.
_MEASURED = re.compile(rf'["\']?\s?(?:\([^()\n]{{1,40}}\)\s?)?(?:[:,(\d]|-\s|(?:{_CONTINUED})(?!\w))')
_QUOTED = re.compile(r'"(?P<name>[^"\n]{3,140})"')
_NAMED = re.compile(
    rf"(?<!\w)(?P<trigger>{_TRIGGERS})\s(?:số\s\d+\s?[(:]?\s?)?(?:về\s)?"
    r"(?P<name>(?!số\s\d)[^\W\d_][^,;:.()\"\n|]{2,110}?)"
    rf"(?=\s(?:{_VERBS}|tại|với|tỉnh|năm)(?!\w)|\s?[:(),])"
)
_LABEL = re.compile(
    r"(?:[-+*•–—○▪]\s?|\d{1,2}(?:\.\d{1,2})*[.)]\s?|"
    rf"[a-zđ][.)]\s?)(?:(?:{_TRIGGERS})\s(?:số\s\d+\s?[:-]\s)?)?"
    r"(?P<name>[^\W\d_][^:;.()\n|\d]{2,110}?)\s?(?::|\(|đạt|được)"
)
# «tiếp cận dịch vụ 84,1%; thủ tục hành chính 85,02%»: the parts of a list, each with its value and more.
_LIST_OPENS = re.compile(
    r"(?::|(?<!\w)(?:trong đó|gồm|bao gồm|cụ thể|là),?)\s|(?<!\w)trong [^.,;:\n]{4,60},\s|"
    r"(?:(?<=;)|(?<=\.))\s(?=[^\W\d])"
)
_PART = re.compile(
    r"(?:và\s|còn\s|riêng\s)?(?P<name>[^\W\d_][^.;:()\d\n|]{2,80}?)"
    r"\s?(?::\s?)?(?:(?:đạt|được|là|chiếm|có|tăng|giảm|với)\s)*"
    r"(?:\d+(?:[.,]\d+)?(?:/\d+)?\s?(?:%|điểm)|\(\d)(?:[^.;\n]|\.(?=\d))*(?:;\s?|$|(?=\.(?:\s|$)))"
)
_NOT_PARTS = re.compile(
    r"(?:tăng|giảm|cao hơn|thấp hơn|xếp|đứng|năm|tỷ lệ|bình quân|trung bình|tỉnh|huyện|sở|thị xã|thành phố|"
    r"cao nhất|thấp nhất|tổng|chỉ số|so với)(?!\w)"
)
_OWNERS: tuple[Kind, ...] = ("place", "agency")
_COUNTED = re.compile(r"\d\s$")
# A row of a table says which component it is of: «Nội dung: Cải cách thể chế | Điểm: 9,37».
_CELL = re.compile(
    r"(?:^|(?<=\n)|(?<=\| ))(?:tên\s|nhóm\s)?"
    r"(?:nội dung|lĩnh vực|chỉ số thành phần|tiêu chí|chỉ số|trục|thành phần)[^|:\n]{0,30}:"
    r"\s(?P<name>[^|\n\d:]{3,140}?)\s?(?=\|)"
)
_NOT_NAMES = re.compile(
    r"(?:này|trên|đó|của|trong|đạt|được|khác|còn lại|nêu trên|chung|đều|thành phần|của tỉnh|của cả nước|"
    r"cả nước|năm|tỉnh|các|tổng|trăm)(?!\w)"
)
_KNOWN: dict[str, frozenset[str]] = {}


def component_owners() -> dict[str, frozenset[str]]:
    """Return each known component name, case-folded -> the codes of the indices that have it."""
    if not _KNOWN:
        owners: dict[str, set[str]] = {}
        for code, entry in load_table("indicators").items():
            for name in entry["components"]:
                owners.setdefault(name.casefold(), set()).add(code)
        _KNOWN.update({name: frozenset(codes) for name, codes in owners.items()})
    return _KNOWN


def find_components(text: str, folded: str, line: Line, marks: Marks) -> list[Mark]:
    """Return the names of component indices in ``line`` as marks whose value is the name as written, in
    order."""
    start, end = line.span
    found: list[Mark] = []
    if folded.find('"', start, end) >= 0:
        found += _quoted(text, folded, line)
    if marks.first("known_component", start, end) is not None:
        found += _known(text, folded, line, marks)
        found = [*_listed(text, folded, line, found), *found]
    if marks.first("trigger", start, end) is not None:
        found += _named(text, folded, line, marks)
    label = _LABEL.match(folded, start, end) if line.is_item else None
    # A quote in the label is the name itself.
    if label is not None and '"' not in label["name"] and not _is_no_component(marks, label):
        found.append(_mark(text, *label.span("name")))
    if folded.find("|", start, end) >= 0:
        cells = [cell.span("name") for cell in _CELL.finditer(folded, start, end)]
        found += [_mark(text, *name) for name in cells if not _names_index(marks, *name)]
    if len(found) < 2:
        return found
    kept: list[Mark] = []
    found.sort(key=lambda m: (m.start, -m.end))
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _quoted(text: str, folded: str, line: Line) -> Iterator[Mark]:
    for match in _QUOTED.finditer(folded, line.span.start, line.span.end):
        words = words_before(folded, match.start(), 40)
        # «chi phí “bôi trơn” giảm»: a word in lower case between quotes is no title, unless it is introduced.
        is_title = text[match.start("name")].isupper() or not words or " " in match["name"][8:]
        is_title = is_title or folded[match.start() - 2] in ":;," or _triggered(folded, match.start())
        if is_title and not phrase_ending(words, _NOT_AFTER) and _MEASURED.match(folded, match.end()):
            yield _mark(text, *match.span("name"))


def _known(text: str, folded: str, line: Line, marks: Marks) -> Iterator[Mark]:
    for known in marks.after("known_component", line.span.start, line.span.end):
        # Inside quotes the whole quote is the name; a plain mention of «cải cách thủ tục hành chính»
        # measures nothing.
        if _MEASURED.match(folded, known.end) and folded[known.end : known.end + 1] != '"':
            comma = folded.startswith(",", known.end)
            triggered = _triggered(folded, known.start)
            if triggered or not (comma or _COUNTED.search(folded, max(0, known.start - 6), known.start)):
                yield _mark(text, known.start, known.end, "component" if triggered else "known_component")


def _listed(text: str, folded: str, line: Line, found: list[Mark]) -> Iterator[Mark]:
    """Yield the names in a list of parts, some of which are known: «công chức 86,3%; kết quả 87%»."""
    known = {mark.start for mark in found}
    reached = line.span.start
    for opening in _LIST_OPENS.finditer(folded, *line.span):
        if opening.end() < reached:
            continue
        names: list[tuple[int, int]] = []
        reached = opening.end()
        while (part := _PART.match(folded, reached, line.span.end)) is not None:
            names.append(part.span("name"))
            reached = part.end()
        if len(names) > 1 and any(start in known for start, _ in names):
            yield from (_mark(text, *name) for name in names if not _NOT_PARTS.match(folded, name[0]))


def _triggered(folded: str, start: int) -> bool:
    return phrase_before(folded, start, _TRIGGER_SET, 40) > 0


def _named(text: str, folded: str, line: Line, marks: Marks) -> Iterator[Mark]:
    reached, until = line.span
    for trigger in marks.after("trigger", reached, until):
        match = _NAMED.match(folded, trigger.start, until) if trigger.start >= reached else None
        if match is None:
            continue
        reached = match.end()
        start, end = match.span("name")
        place = marks.first("place", start + 4, end)
        if place is not None and folded.endswith(" của ", start, place.start):
            end = place.start - len(" của ")
        if _COUNTED.search(folded, max(0, match.start() - 6), match.start()):
            continue
        is_index = _names_index(marks, match.start(), end) or _names_index(marks, start, end)
        if is_index or _NOT_NAMES.match(folded, start):
            continue
        if marks.first("topic", match.start(), start + 1) is not None:
            continue
        if match["trigger"] == "kết quả" and not match["name"].startswith(("khảo sát", "điều tra xã hội")):
            continue
        if match["trigger"] == "chỉ số" and not text[start].isupper():
            continue
        yield _mark(text, start, end)


def _is_no_component(marks: Marks, label: re.Match[str]) -> bool:
    """Tell whether a label names a whole index, a place or an agency, or begins with another thing («Tỷ lệ
    hồ sơ»)."""
    start, end = label.span("name")
    if _names_index(marks, label.start(), end) or _names_index(marks, start, end):
        return True
    if any(marks.first(kind, start, start + 1) is not None for kind in _OWNERS):
        return True
    topic = marks.first("topic", start, start + 1)
    return topic is not None and marks.first("known_component", start, start + 1) is None


def _names_index(marks: Marks, start: int, end: int) -> bool:
    """Tell whether a whole index is named in the range, so that it names no component («Chỉ số PAPI đạt»)."""
    return any(
        mark.end >= end - 2 or mark.start <= start + 2 for mark in marks.after("indicator", start, end)
    )


def _mark(text: str, start: int, end: int, kind: Kind = "component") -> Mark:
    name = text[start:end].strip(" “”\"'«»")
    begin = text.index(name, start)
    return Mark(begin, begin + len(name), kind, name)
