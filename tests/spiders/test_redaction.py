"""Secrets are never written, however they are spelled, and what is no secret stays."""

import base64
import json
import sys
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import redaction
from spiders.redaction import (
    conceal,
    guard_stderr,
    know,
    know_address,
    redact,
    redacted,
    scrub,
    without_secrets,
)

CANARY = 'ca n"ary/ü@1+2\\'


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    """Let each test know secrets of its own."""
    before, concealed = set(redaction._known), set(redaction._concealed)
    yield
    # As they were: to know the spellings of a secret anew would spell each of them again.
    redaction._known.clear()
    redaction._known.update(before)
    redaction._pattern.cache_clear()
    redaction._concealed.clear()
    conceal(*concealed)


@pytest.mark.parametrize(
    "spelled",
    [
        CANARY,
        quote(CANARY),
        quote(CANARY, safe=""),
        quote_plus(CANARY),
        json.dumps(CANARY)[1:-1],
        json.dumps(CANARY, ensure_ascii=False)[1:-1],
        repr(CANARY)[1:-1],
    ],
)
def test_a_known_secret_goes_in_every_spelling(spelled: str) -> None:
    know(CANARY)
    assert redact(f"login with {spelled} refused") == "login with *** refused"


def test_the_password_of_a_proxy_goes_also_as_the_proxy_is_told_it() -> None:
    know_address("http://user:can%40ary@127.0.0.1:3128")
    header = base64.b64encode(b"user:can@ary").decode()
    assert redact(f"Basic {header}, can@ary, can%40ary, user") == "Basic ***, ***, ***, user"


#: Without the letter of the mask: around it, it could make up a secret anew.
WORDS = st.characters(codec="utf-8", exclude_characters="*")


@given(st.text(WORDS, min_size=4, max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_no_text_keeps_a_known_secret(secret: str, before: str, after: str) -> None:
    know(secret)
    assert secret not in redact(before + secret + after)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("proxy http://user:pass@host:1/x failed", "proxy http://***@host:1/x failed"),
        ("https://a.vn/?id=1&token=abc&n=2", "https://a.vn/?id=1&token=***&n=2"),
        ("https://a.vn/?Access_Token=abc#x", "https://a.vn/?Access_Token=***#x"),
        ("https://a.vn/?api-key=abc;secret=d", "https://a.vn/?api-key=***;secret=***"),
        ("https://a.vn/?keyword=abc&monkey=1", "https://a.vn/?keyword=abc&monkey=1"),
        ("mail an.nguyen@sonla.gov.vn at 10:30@home", "mail an.nguyen@sonla.gov.vn at 10:30@home"),
    ],
)
def test_what_looks_like_a_secret_in_an_address_goes(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_a_word_too_short_to_be_told_from_others_stays() -> None:
    know("abc", "")
    assert redact("abcd") == "abcd"


def test_values_and_errors_lose_secrets_deep_inside() -> None:
    know("canary")
    assert redacted({"a": ["canary", 1, {"canary": "x canary"}], "b": None}) == {
        "a": ["***", 1, {"***": "x ***"}],
        "b": None,
    }
    error = ValueError("canary", 3)
    error.__cause__ = OSError("no canary here")
    scrub(error)
    assert (error.args, error.__cause__.args) == (("***", 3), ("no *** here",))


def test_a_child_is_told_no_variable_of_a_secret_and_all_others() -> None:
    know("data")
    conceal("SECRET")
    assert without_secrets({"SECRET": "data", "HOME": "/srv/data"}) == {"HOME": "/srv/data"}


def test_standard_error_is_redacted_and_stays_a_stream(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    know("canary")
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    guard_stderr()
    guard_stderr()
    print("a canary", "sings", file=sys.stderr)
    sys.stderr.writelines(["no ", "canary"])
    assert not sys.stderr.isatty()
    assert capsys.readouterr().err == "a *** sings\nno ***"
