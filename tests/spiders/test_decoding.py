"""Pages of before Unicode: their bytes are kept as they came, and read as what they mean."""

import time
from pathlib import Path

import pytest

from spiders.archive import read_capture
from spiders.decoding import _OF_THE_WEB, decode_page
from spiders.errors import PageRejected
from spiders.listing import Answer, Ask
from spiders.platforms import parse_page, vnpt
from tests.pipelines.captures import archived
from tests.spiders.pages import PORTALS, raw_page
from tests.spiders.test_files_legacy import UNICODE, WRITTEN

LINES = 4
# What each encoding cannot write, or what its fonts lack.
READ = {name: UNICODE.replace("Ủ", "ủ") if name == "tcvn3" else UNICODE for name in WRITTEN}
CHARSETS = [None, "windows-1252", "x-user-defined", "utf-8", "windows-1258"]


def _page(text: str, charset: str | None = None) -> str:
    """Return an article page that says ``text``, with the frame that every page of its site has."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    paragraphs = "".join(f"<p><font face='.VnTime'>{text}</font></p>" for _ in range(LINES))
    menu = "".join(f'<li class="item"><a href="/tin-{n}">Tin {n}</a></li>' for n in range(300))
    return (
        f"<html><head>{meta}<title>{text[:40]}</title></head><body><ul>{menu}</ul>"
        f'<h1 class="ArticleHeader">{text[:40]}</h1>'
        f'<div class="ArticleContent">{paragraphs}</div></body></html>'
    )


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_page_of_before_unicode_is_read_whatever_it_names(encoding: str, charset: str | None) -> None:
    body = _page(WRITTEN[encoding], charset).encode("latin-1")
    header = f"text/html; charset={charset}" if charset else "text/html"
    for content_type in (header, None):
        decoded = decode_page(body, content_type)
        assert decoded.encoding == encoding
        assert READ[encoding] in decoded.text
        assert decoded.text.count("<p>") == LINES


@pytest.mark.parametrize("encoding", WRITTEN)
def test_its_bytes_stay_in_the_archive_and_its_article_is_unicode(tmp_path: Path, encoding: str) -> None:
    body = _page(WRITTEN[encoding]).encode("latin-1")
    raw = read_capture(tmp_path / "archive", archived(tmp_path, 1, body))
    assert raw.body == body
    (article,) = parse_page(raw, PORTALS["sonla"])
    assert article.text == "\n\n".join([READ[encoding]] * LINES)
    assert article.title == READ[encoding][: len(article.title)]


def test_a_tool_may_have_written_its_bytes_as_characters() -> None:
    decoded = decode_page(_page(WRITTEN["tcvn3"], "utf-8").encode(), "text/html; charset=utf-8")
    assert decoded.encoding == "tcvn3"
    assert READ["tcvn3"] in decoded.text


def test_a_listing_of_before_unicode_has_titles_in_unicode() -> None:
    title = WRITTEN["tcvn3"]
    html = f'<div class=item><p class=Title><a href="/tin/a-1">{title}</a></p></div>' * 2
    answer = Answer(
        ask=Ask(url="http://a.test/tin"), final_url="http://a.test/tin", body=html.encode("latin-1")
    )
    assert [item.title for item in vnpt.read_listing(answer).items] == [READ["tcvn3"]]


@pytest.mark.parametrize(
    ("text", "codec", "charset"),
    [
        ("L'été dernier, Noël à Hanoï : le préfet a été déçu, très près, forêt, hôpital.", "cp1252", None),
        ("mañana, señor, corazón, está, más, también, aquí", "cp1252", "windows-1252"),
        ("Báo cáo của tỉnh: điểm số đạt 84,32, xếp thứ 12.", "utf-8", "windows-1252"),
        ("Các café, là và có thì không, làm ông bà hài lòng", "utf-8", "utf-8"),
        ("省政府公报，行政改革指数排名第十二", "gb18030", "gb18030"),
    ],
)
def test_other_pages_are_read_as_before(text: str, codec: str, charset: str | None) -> None:
    body = _page(text, charset).encode(codec)
    decoded = decode_page(body, None)
    assert decoded.encoding not in WRITTEN
    if charset is not None or codec == "utf-8":
        assert text in decoded.text


@pytest.mark.parametrize(
    "name",
    [
        *("zlib", "hex", "base64", "rot13", "bz2", "uu", "quopri", "undefined", "idna", "punycode"),
        *("unicode_escape", "raw_unicode_escape", "utf-7", "hz", "utf-32", "utf-16", "x-user-defined"),
    ],
)
def test_what_is_no_encoding_of_the_web_is_not_believed(name: str) -> None:
    body = _page("L'été dernier +AGE- \\u0041 &amp; le préfet a été déçu", name).encode("cp1252", "replace")
    guessed = decode_page(body.replace(name.encode("cp1252"), b""), None)
    assert decode_page(body, None).encoding == guessed.encoding
    if name != "utf-16":  # a header may name it
        decoded = decode_page(body, f"text/html; charset={name}")
        assert decoded.encoding == guessed.encoding
        assert "+AGE- \\u0041" in decoded.text


@pytest.mark.parametrize("name", sorted(_OF_THE_WEB))
def test_no_bytes_raise_in_any_encoding(name: str) -> None:
    for body in (bytes(range(256)) * 3, b"\xff", b"\x1b$B\x80", b"\xd8\x00" * 5 + b"\xd8"):
        assert decode_page(body, f"text/html; charset={name}").text


def test_a_page_with_a_letter_cut_in_two_stays_what_it_is() -> None:
    body = _page("Điểm số của tỉnh được công bố").encode() + b"\xe1\xbb"
    assert decode_page(body, "text/html; charset=windows-1252").encoding == "utf-8"
    raw = raw_page(PORTALS["sonla"], "http://sonla.test/a/b-1", body, content_type="text/html")
    assert parse_page(raw, PORTALS["sonla"])[0].title == "Điểm số của tỉnh được công bố"


@pytest.mark.parametrize(("every", "is_read"), [(2, False), (20, False), (200, True)])
def test_a_page_of_lost_letters_is_no_article(every: int, is_read: bool) -> None:
    lost = "".join("\ufffd" if at % every == 1 else letter for at, letter in enumerate(UNICODE * 4))
    raw = raw_page(
        PORTALS["sonla"], "http://sonla.test/a/b-1", _page(lost).encode(), content_type="text/html"
    )
    if is_read:
        assert parse_page(raw, PORTALS["sonla"])[0].text.count("\ufffd") > 1
        return
    with pytest.raises(PageRejected, match=r"^broken_characters: \d+ of \d+ characters"):
        parse_page(raw, PORTALS["sonla"])


def test_a_large_page_of_one_foreign_line_costs_no_minute() -> None:
    body = ("é ôm à " * 50_000).encode("cp1252")
    started = time.process_time()
    decode_page(body, None)
    assert time.process_time() - started < 5
