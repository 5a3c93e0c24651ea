"""Who issued a document: bodies before and behind it, in the passive, shared by a list, in a letterhead."""

from pathlib import Path

import pytest

from extractors.directives import find_directives
from extractors.issuer_offices import agrees

_LINES = (Path(__file__).parent / "issuers.txt").read_text(encoding="utf-8").splitlines()
TOLD = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=lambda given: given[:48])
def test_issuers(text: str, expected: str) -> None:
    found = find_directives(text.replace("⏎", "\n"))
    assert "; ".join(one.issuer or "" for one in found) == expected


@pytest.mark.parametrize(
    ("body", "office"),
    [
        ("Sở Kế hoạch và Đầu tư", "SKHĐT"),
        ("Giám đốc Sở Nội vụ Bến Tre", "SNV"),
        ("Chủ tịch UBND tỉnh", "UBND"),
        ("Ban Thường vụ Tỉnh ủy", "TU"),
        ("Công an tỉnh", "CAT-PV01"),
        ("Sở GD&ĐT", "SGDĐT"),
    ],
)
def test_an_office_is_that_of_its_body(body: str, office: str) -> None:
    assert agrees(body, office)


@pytest.mark.parametrize(
    ("body", "office"), [("Sở Nội vụ", "UBND"), ("UBND tỉnh", "SNV"), ("Sở Tư pháp", None), ("Bộ Y tế", "YT")]
)
def test_an_office_is_not_that_of_another_body(body: str, office: str | None) -> None:
    assert not agrees(body, office)
