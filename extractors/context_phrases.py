"""The phrases of the lexicon that give numbers their meaning, and what each marks."""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Literal

from extractors.folding import fold
from extractors.lexicon import load_table

Kind = Literal[
    "indicator", "weak_indicator", "known_component", "component", "place", "agency", "own", "average",
    "measure",
    "topic", "target", "not_target", "reached", "scope", "bare_scope", "anaphora", "same_component",
    "ignored", "trigger", "demand", "by_year", "weight", "divided",
]  # fmt: skip
#: What patterns of the readers begin with: demands, terms, full marks, and what these are divided into.
DEMANDS = (
    "trở lên", "tối thiểu", "ít nhất", "không thấp hơn", "không dưới", "giữ vững", "duy trì", "giữ nhóm",
    "từ ",
)  # fmt: skip
#: What demands a value, around it.
DEMAND = re.compile(
    r"(?<!\w)(?:trở lên|tối thiểu|ít nhất|không thấp hơn|không dưới|giữ vững|duy trì|giữ nhóm|"
    r"từ \d+(?:,\d+)?(?:%| điểm) trở)"
)
BY_YEARS = ("đến năm", "đến hết năm", "đến cuối năm")
WEIGHTS = ("thang điểm", "cơ cấu điểm", "khung điểm", "điểm tối đa", "trọng số")
DIVIDED = ("gồm", "chia thành", "chia làm")

#: What was set before, and is then reached or not.
SET_TARGETS = ("mục tiêu", "chỉ tiêu", "kế hoạch", "yêu cầu")
_MEASURED_TOPICS: list[str] = load_table("context_words")["measures"]["of_topics"]


def lexical_phrases() -> dict[str, tuple[Kind, str | None]]:
    """Return every phrase, folded -> what it marks and stands for; later entries give way to earlier ones."""
    phrases: dict[str, tuple[Kind, str | None]] = {}
    for phrase, kind, value in (*_index_phrases(), *_place_phrases(), *_word_phrases()):
        phrases.setdefault(fold(phrase), (kind, value))
    return phrases


def _index_phrases() -> Iterator[tuple[str, Kind, str | None]]:
    for code, entry in load_table("indicators").items():
        for name in (*expanded(entry["names"]), *entry["abbreviations"]):
            yield name, "indicator", code
            if not name.lower().startswith(("chỉ số", "bộ chỉ số")):
                yield f"chỉ số {name}", "indicator", code
                yield f"bộ chỉ số {name}", "indicator", code
    for code, entry in load_table("indicators").items():
        yield from ((name, "known_component", code) for name in entry["components"])
    for code, entry in load_table("indicators").items():
        yield from ((name, "weak_indicator", code) for name in entry["topics"])
        # «tổng điểm CCHC», «bảng xếp hạng về chuyển đổi số»: a measured topic is its index.
        for name in entry["topics"]:
            for head, about in product(_MEASURED_TOPICS, ("", "về ", "công tác ", "về công tác ")):
                yield f"{head} {about}{name}", "indicator", code
        yield from ((name, "measure", code) for name in entry.get("measures", ()))


def expanded(templates: Iterable[str]) -> Iterator[str]:
    """Yield every phrase of ``templates``: «{mức độ|chỉ số} hài lòng» stands for two."""
    for template in templates:
        parts = re.split(r"\{([^}]*)\}", template)
        choices = [part.split("|") if odd % 2 else [part] for odd, part in enumerate(parts)]
        yield from (" ".join("".join(choice).split()) for choice in product(*choices))


def _place_phrases() -> Iterator[tuple[str, Kind, str | None]]:
    table = load_table("provinces")
    for name in table["lookalikes"]["names"]:
        yield name, "ignored", None
    for name, entry in table["provinces"].items():
        for written in (name, *entry.get("aliases", ()), *entry.get("renamed", ())):
            yield written, "place", name
    for name in table["country"]["names"]:
        yield name, "place", None
    agencies = load_table("agencies")
    for name in (*agencies["departments"]["names"], *agencies["ministries"]["names"]):
        yield name, "agency", name


def _word_phrases() -> Iterator[tuple[str, Kind, str | None]]:
    words = load_table("context_words")
    for name in words["averages"]["words"]:
        yield name, "average", None
    for name in words["measures"]["words"]:
        yield name, "measure", None
    for name in words["topics"]["words"]:
        yield name, "topic", None
    for name in words["own"]["words"]:
        yield name, "own", None
    for name in _not_targets(words["targets"]):
        yield name, "not_target", None
    for name in words["targets"]["words"]:
        yield name, "target", None
    for name in words["reached"]["words"]:
        yield name, "reached", None
    scopes = words["scopes"]
    for name in (*scopes["country"], *scopes["local"], *scopes["regions"], *scopes["blocs"]):
        yield name, "scope", None
    for name in scopes["bare"]:
        yield name, "bare_scope", None
    for name in words["anaphora"]["places"]:
        yield name, "anaphora", None
    for name in words["anaphora"]["components"]:
        yield name, "same_component", None


def _not_targets(words: dict[str, list[str]]) -> Iterator[str]:
    """Yield what speaks of a target without setting it, «vượt mục tiêu» and «vượt mục tiêu đề ra» too."""
    for name in words["not_targets"]:
        yield name
        if name.endswith(SET_TARGETS):
            yield from (f"{name} {behind}" for behind in words["set"])
