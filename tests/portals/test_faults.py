"""What the switches, the further hosts and the certificates of the replicas do."""

import gzip
import http.client
import ssl
from collections.abc import Iterator

import pytest

from tests.portals.client import fetch
from tests.portals.inet import HOST as INET
from tests.portals.inet import uuid_of
from tests.portals.server import Running, running

SONLA = "http://sonla.test/tin-kinh-te"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as started:
        yield started


@pytest.fixture
def site(server: Running) -> Iterator[Running]:
    yield server
    server.mend()


def test_a_cookie_gate_opens_to_who_brings_its_cookies(site: Running) -> None:
    site.fault("sonla.test", "cookie_gate", names=("D1N", "D2N"))
    sent = ""
    for name in ("D1N", "D2N"):
        gate = fetch(site, SONLA, headers={"Cookie": sent}).text
        assert len(gate) < 200
        assert f'document.cookie="{name}=' in gate
        sent += gate.partition('cookie="')[2].partition('"')[0] + "; "
    assert "ArticleList" in fetch(site, SONLA, headers={"Cookie": sent}).text
    site.mend()
    site.fault("sonla.test", "cookie_gate", stubborn=True)
    assert "document.cookie" in fetch(site, SONLA, headers={"Cookie": sent}).text


@pytest.mark.parametrize(("kind", "status"), [("forbidden", 403), ("gone", 502), ("empty_body", 200)])
def test_hosts_refuse_go_and_say_nothing(site: Running, kind: str, status: int) -> None:
    site.fault("sonla.test", kind)
    assert fetch(site, SONLA).status == status
    assert fetch(site, "http://vinhlong.test/tin-tuc-su-kien").status == 200


def test_an_answer_breaks_off_in_its_compression(site: Running) -> None:
    site.fault("sonla.test", "cut_packed", times=1, share=1.0)
    assert b"ArticleList" in gzip.decompress(_packed(site))
    site.fault("sonla.test", "cut_packed", times=1, share=0.5)
    with pytest.raises(EOFError):
        gzip.decompress(_packed(site))


def _packed(site: Running) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)
    try:
        connection.request("GET", SONLA)
        answer = connection.getresponse()
        assert answer.headers["Content-Encoding"] == "gzip"
        return answer.read()
    finally:
        connection.close()


def test_a_page_comes_under_a_wrong_type(site: Running) -> None:
    site.fault("sonla.test", "content_type", name="image/png")
    assert fetch(site, SONLA).headers["Content-Type"] == "image/png"


def test_the_language_switch_hangs_on_every_link_and_answers_with_a_listing(site: Running) -> None:
    site.fault("binhdinh.test", "language_links")
    listing = "http://binhdinh.test/tin-tuc/cai-cach-hanh-chinh"
    assert '.html/en"' in fetch(site, listing).text
    deep = fetch(site, f"{listing}/a.html/en/vi/en")
    assert deep.status == 200
    assert "section-list" in deep.text


def test_further_hosts_serve_the_same_content_in_their_form(site: Running) -> None:
    page = site.site("binhdinh.test").articles[0]
    moved = fetch(site, f"http://gialai.test{page.path}")
    assert (moved.status, page.title in moved.text) == (200, True)
    listing = fetch(site, "http://svhttdl.vinhlong.test/tin-cai-cach-hanh-chinh").text
    assert 'href="/xem-chi-tiet-tin-tuc/id/' in listing
    assert site.site("gialai.test").articles == []
    assert len(site.truth) == 5


def test_items_of_inet_are_found_by_their_ids(site: Running) -> None:
    page = site.site("vinhlong.test").articles[0]
    base = f"http://{INET}/portal/wpnoivu/noivu/page"
    for name in ("uuid", "item"):
        assert page.title in fetch(site, f"{base}/xemtin.cpx?{name}={uuid_of(page)}").text
    assert fetch(site, f"{base}/xemtin.cpx?uuid=65ae385e").status == 404
    assert ".cpx?uuid=" in fetch(site, f"{base}/home.cpx?page=2").text


def test_documents_of_vnpt_need_the_view_state_of_a_page(site: Running) -> None:
    url = "http://sonla.test/?pageid=27205&p_cate=11495"
    first = fetch(site, url).text
    assert "p_steering=" in first
    form = {"__EVENTTARGET": "ctrl_191570_58$pager$ctl01$ctl02", "__VIEWSTATEGENERATOR": "CA0B0334"}
    assert "viewstate MAC failed" in fetch(site, url, {**form, "__VIEWSTATE": "dDw="}).text
    state = first.partition('__VIEWSTATE" value="')[2].partition('"')[0]
    second = fetch(site, url, {**form, "__VIEWSTATE": state}).text
    assert '<span class="pager-currentpage">2</span>' in second


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("trusted", None),
        ("self_signed", "self-signed"),
        ("expired", "expired"),
        ("wrong_name", "Hostname mismatch"),
        ("no_intermediate", "local issuer"),
    ],
)
def test_certificates_are_good_or_broken_as_told(site: Running, kind: str, said: str | None) -> None:
    authority = site.secure("sonla.test", kind)
    context = ssl.create_default_context(cafile=str(authority))
    connection = http.client.HTTPSConnection("127.0.0.1", site.port, context=context, timeout=5)
    connection.set_tunnel("sonla.test", 443)
    try:
        if said is None:
            connection.request("GET", "/tin-kinh-te")
            assert connection.getresponse().status == 200
        else:
            with pytest.raises(ssl.SSLCertVerificationError, match=said):
                connection.request("GET", "/tin-kinh-te")
    finally:
        connection.close()
