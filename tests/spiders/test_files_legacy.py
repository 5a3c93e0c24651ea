"""Text of before Unicode becomes Unicode; Unicode and other languages stay as they are."""

import unicodedata

import pytest

from spiders.files import decode_legacy, to_unicode
from spiders.files.legacy import convert, convert_runs
from spiders.files.syllables import is_syllable

UNICODE = "Ủy ban nhân dân tỉnh Bình Định báo cáo kết quả cải cách hành chính, đạt 84,32 điểm, xếp thứ 12."
WRITTEN = {
    "tcvn3": "ñy ban nh©n d©n tØnh B×nh §Þnh b¸o c¸o kÕt qu¶ c¶i c¸ch hµnh chÝnh, "
    "®¹t 84,32 ®iÓm, xÕp thø 12.",
    "vni": "UÛy ban nhaân daân tænh Bình Ñònh baùo caùo keát quaû caûi caùch haønh chính, "
    "ñaït 84,32 ñieåm, xeáp thöù 12.",
    "viscii": "\x9cy ban nhân dân tïnh Bình Ð¸nh báo cáo kªt quä cäi cách hành chính, "
    "ðÕt 84,32 ði¬m, xªp thÑ 12.",
    "windows-1258": "UÒy ban nhân dân tiÒnh BiÌnh Ðiònh báo cáo kêìt quaÒ caÒi cách hành chính, "
    "ðaòt 84,32 ðiêÒm, xêìp thýì 12.",
}
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
TONED = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]


@pytest.mark.parametrize("encoding", WRITTEN)
def test_each_encoding_is_told_and_converted(encoding: str) -> None:
    text, found = to_unicode(WRITTEN[encoding])
    assert found == encoding
    # The fonts of TCVN3 have no toned capitals: they are a font of their own.
    assert text == (UNICODE.replace("Ủ", "ủ") if encoding == "tcvn3" else UNICODE)


@pytest.mark.parametrize(
    "text",
    [
        UNICODE,
        unicodedata.normalize("NFD", UNICODE),
        "là và có thì không, làm ông bà hài lòng",
        "L'été dernier, Noël à Hanoï : le préfet a été déçu, très près, forêt, hôpital, août, goût, voilà.",
        "The café's naïve résumé: 37°C ± 2, © 2024, “quoted” – §5, ½ price.",
        "Straße, Mädchen, schön, größer, übel, für, Grüße, Äpfel",
        "mañana, señor, corazón, está, más, también, aquí",
        "",
        "plain words only",
    ],
)
def test_what_is_no_legacy_text_stays(text: str) -> None:
    assert to_unicode(text) == (text, None)


def test_lines_of_unicode_among_legacy_lines_stay() -> None:
    whole = f"{WRITTEN['tcvn3']}\n{UNICODE}\nL'été déçu, la forêt, près de Besançon"
    text, encoding = to_unicode(whole)
    assert encoding == "tcvn3"
    assert text.split("\n")[1:] == whole.split("\n")[1:]


def test_tcvn3_has_every_vowel_with_every_tone() -> None:
    written = "aµ¸·¶¹ ¨»¾½¼Æ ©ÇÊÉÈË eÌÐÏÎÑ ªÒÕÔÓÖ i×ÝÜØÞ oßãâáä «åèçæé ¬êíìëî uïóòñô \xadõø÷öù yúýüûþ"
    assert convert(written, "tcvn3").replace(" ", "") == "".join(TONED)


def test_vni_has_every_vowel_with_every_tone() -> None:
    marks = {
        "a": " øùõûï",
        "e": " øùõûï",
        "o": " øùõûï",
        "u": " øùõûï",
        "ô": " øùõûï",
        "ö": " øùõûï",
        "y": " øùõû",
    }
    letters = {"ô": "ơ", "ö": "ư"}
    for written, row in marks.items():
        vowel = letters.get(written, written)
        for mark, tone in zip(row, TONES, strict=False):
            want = unicodedata.normalize("NFC", vowel + tone)
            assert convert((written + mark).strip(), "vni") == want
            assert convert((written + mark).strip().upper(), "vni") == want.upper()
    assert convert("aâ aà aá aã aå aä aê aè aé aü aú aë", "vni") == "â ầ ấ ẫ ẩ ậ ă ằ ắ ẵ ẳ ặ"
    assert convert("eâ eà eá eã eå eä oâ oà oá oã oå oä", "vni") == "ê ề ế ễ ể ệ ô ồ ố ỗ ổ ộ"
    assert convert("ñ Ñ i ì í ó æ ò î", "vni") == "đ Đ i ì í ĩ ỉ ị ỵ"


def test_symbol_fonts_hide_the_bytes_in_private_characters() -> None:
    hidden = "".join(chr(0xF000 + ord(char)) if ord(char) > 0x7F else char for char in WRITTEN["tcvn3"])
    assert to_unicode(hidden)[0] == UNICODE.replace("Ủ", "ủ")


def test_degrees_are_no_mark() -> None:
    assert convert("nhiÖt ®é 37°C", "tcvn3") == "nhiệt độ 37°C"


def test_fonts_tell_what_a_run_is_in() -> None:
    runs = [("uû ban nh©n d©n", ".VnTimeH"), (" tØnh S¬n La", ".VnTime"), (" – PAPI", "Times New Roman")]
    assert convert_runs(runs) == ("UỶ BAN NHÂN DÂN tỉnh Sơn La – PAPI", "tcvn3")
    assert convert_runs([("Tænh Vónh Long", "VNI-Times")]) == ("Tỉnh Vĩnh Long", "vni")
    # A font that lies: the text is Unicode already.
    assert convert_runs([("Bình Định có nhà", ".VnTime")]) == ("Bình Định có nhà", None)
    assert convert_runs([("là và có thì", ".VnTime")]) == ("là và có thì", None)


@pytest.mark.parametrize("encoding", WRITTEN)
def test_pages_are_decoded_from_their_bytes(encoding: str) -> None:
    page = f"<html><body><p>{WRITTEN[encoding]}</p></body></html>"
    decoded = decode_legacy(page.encode("latin-1"))
    assert decoded is not None
    assert decoded.encoding == encoding
    assert "báo cáo kết quả cải cách hành chính" in decoded.text
    assert decode_legacy("déjà vu, très près, forêt".encode("latin-1")) is None


def test_syllables() -> None:
    good = "nghiêng quyết giếng gì khuỷu thuở Đắk ĐƯỜNG xoong yêu quỹ giữa hoặc khoẻ khỏe tuýp"
    bad = "été goût août nạf déçu bàc lỔ ngh ẩ́"
    assert [word for word in good.split() if not is_syllable(word)] == []
    assert [word for word in bad.split() if is_syllable(word)] == []
