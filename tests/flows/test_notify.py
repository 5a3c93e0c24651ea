"""Notifications against servers on loopback: what arrives, what is tried again, what changes no run."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pydantic import SecretStr

from flows import notify as notifying_module
from flows.cli.app import run
from flows.errors import StoppedError
from flows.letter import Letter, letter_of_failure, letter_of_report, letter_of_test
from flows.mail import mail_of
from flows.notify import notifying, send
from flows.settings import Notify
from pipelines.errors import PipelineError
from pipelines.morning.report import MorningReport
from pipelines.morning.shelf import write_report
from pipelines.run import Night
from spiders.redaction import know
from tests.flows.command import refusal
from tests.flows.receivers import PASSWORD, Hook, MailServer, hook, mail_server
from tests.portals.certificates import Authority

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
REPORT = MorningReport(
    run_id="20261122T010000Z-aaaa",
    purpose="gat run",
    started_at=AT,
    finished_at=AT,
    status="partial",
    exit_code=5,
    headline="sonla partial: no listing; Điểm số <b>42,5</b>",
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifying_module, "PAUSES", (0.01, 0.02))


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server(MailServer()) as told:
        yield told


def mailing(server: MailServer, **settings: Any) -> Notify:
    told = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "gat@example.org",
        "mail_to": ("an@example.org", "binh@example.org"),
        "timeout": 5.0,
    }
    return Notify.model_construct(None, **(told | settings))


def posting(told: Hook, **settings: Any) -> Notify:
    return Notify.model_construct(
        webhook_url=SecretStr(f"{told.url}/in?k=1"), **({"timeout": 5.0} | settings)
    )


def sent(letter: Letter, notify: Notify) -> str:
    (only,) = send(letter, notify)
    return str(only)


# Mail


def test_a_report_arrives_as_text_and_html_and_says_that_a_machine_wrote_it(server: MailServer) -> None:
    assert sent(letter_of_report(REPORT), mailing(server)) == "mail: sent"
    (mail,) = server.mails
    assert mail["Subject"] == REPORT.subject
    assert (mail["From"], mail["To"]) == ("gat@example.org", "an@example.org, binh@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>")
    assert abs((mail["Date"].datetime - datetime.now(UTC)).total_seconds()) < 60
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert "Điểm số" in text.get_content()
    assert "Điểm số &lt;b&gt;" in html.get_content()
    assert len(server.recipients) == 2


def test_a_hostile_title_makes_no_header_and_no_second_line() -> None:
    bad = replace(REPORT, headline="x\r\nBcc: evil@example.org\r\n\r\nbody\u2028y \ud800" + "z" * 5000)
    mail = mail_of(letter_of_report(bad), mailing(MailServer()))
    assert mail["Bcc"] is None
    head = mail.as_bytes().partition(b"\r\n\r\n")[0]
    assert b"\nBcc" not in head
    assert len(str(mail["Subject"])) <= 200
    assert max(map(len, mail.as_bytes().split(b"\r\n"))) <= 998


def test_starttls_and_login_protect_the_password(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, server: MailServer
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    server.context = authority.context("localhost")
    safe = {"smtp_host": "localhost", "smtp_security": "starttls", "smtp_user": "gat"}
    told = mailing(server, smtp_password=SecretStr(PASSWORD), **safe)
    assert sent(letter_of_test(), told) == "mail: sent"
    assert (server.is_protected, server.logins) == (True, [f"\0gat\0{PASSWORD}"])


def test_a_certificate_that_is_not_trusted_is_refused_at_once(
    authority: Authority, server: MailServer
) -> None:
    server.context = authority.context("localhost", "self_signed")
    told = mailing(server, smtp_host="localhost", smtp_security="starttls")
    assert "tried once: its certificate is not trusted" in sent(letter_of_test(), told)
    assert server.mails == []


def test_starttls_is_not_skipped_where_the_server_has_none(server: MailServer) -> None:
    server.answers["EHLO"] = [b"250 here"]
    assert "STARTTLS" in sent(letter_of_test(), mailing(server, smtp_security="starttls"))
    assert server.mails == []


@pytest.mark.parametrize(
    ("greeting", "answers"),
    [
        ([b"421 later", b"hang up"], {}),
        ([b"\x00\xffnonsense"], {}),
        ([], {"MAIL": [b"451 greylisted"]}),
        ([], {"DATA": [b"hang up"]}),
        ([], {"RCPT": [b"450 busy", b"450 busy"]}),
    ],
)
def test_what_may_pass_is_tried_again(
    server: MailServer, greeting: list[bytes], answers: dict[str, list[bytes]]
) -> None:
    server.greeting, server.answers = greeting, answers
    assert sent(letter_of_test(), mailing(server)) == "mail: sent"
    assert (server.connections > 1, len(server.mails)) == (True, 1)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"MAIL": [b"550 no such sender"]}, "550"),
        ({"RCPT": [b"550 unknown", b"550 unknown"]}, "550"),
        ({"RCPT": [b"550 unknown"]}, "not taken for an@example.org"),
        ({"DATA": [b"554 spam"]}, "554"),
    ],
)
def test_what_is_refused_for_good_is_tried_once(
    server: MailServer, answers: dict[str, list[bytes]], said: str
) -> None:
    server.answers = answers
    told = sent(letter_of_test(), mailing(server))
    assert "tried once" in told
    assert said in told


def test_a_wrong_password_is_told_without_it(server: MailServer) -> None:
    know(PASSWORD)
    told = mailing(server, smtp_user="gat", smtp_password=SecretStr("other-canary"))
    said = sent(letter_of_test(), told)
    assert "tried once: (535" in said
    assert "canary" not in said


def test_a_password_no_server_takes_keeps_no_hook_from_being_told(server: MailServer) -> None:
    with hook(Hook()) as told:
        settings = mailing(
            server, smtp_user="gat", smtp_password=SecretStr("mật-khẩu"), webhook_url=SecretStr(told.url)
        )
        mailed, posted = map(str, send(letter_of_test(), settings))
    assert mailed.startswith("mail: not sent, tried once: smtp_user and smtp_password may hold")
    assert posted == "web hook: sent"
    assert server.logins == []


def test_one_channel_that_fails_in_any_way_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, server: MailServer
) -> None:
    monkeypatch.setattr(notifying_module, "mail_of", lambda *_: 1 // 0)
    with hook(Hook()) as told:
        done = send(letter_of_test(), mailing(server, webhook_url=SecretStr(told.url)))
    assert [str(one) for one in done] == [
        "mail: not sent, tried once: integer division or modulo by zero",
        "web hook: sent",
    ]


@pytest.mark.parametrize("how", [b"stall", b"drip"])
def test_a_slow_server_costs_its_time_and_no_more(server: MailServer, how: bytes) -> None:
    server.greeting = [how, how, how]
    assert "tried 3 times: no answer within 0.1 s" in sent(letter_of_test(), mailing(server, timeout=0.1))


def test_a_server_that_is_away_is_tried_three_times() -> None:
    assert "tried 3 times: [Errno 111]" in sent(letter_of_test(), mailing(MailServer(port=9)))


# Web hook


def test_a_report_is_posted_signed_as_json() -> None:
    with hook(Hook()) as told:
        assert (
            sent(letter_of_report(REPORT), posting(told, webhook_secret=SecretStr("key"))) == "web hook: sent"
        )
    ((path, headers, body),) = told.hits
    assert path == "/in?k=1"
    assert headers["X-Gat-Signature"] == f"sha256={hmac.new(b'key', body, hashlib.sha256).hexdigest()}"
    said = json.loads(body)
    assert (said["event"], said["text"], said["report"]["run_id"]) == (
        "report",
        REPORT.subject,
        REPORT.run_id,
    )


def test_letters_with_marks_in_an_address_are_escaped_and_escapes_stay() -> None:
    with hook(Hook()) as told:
        notify = Notify.model_construct(webhook_url=SecretStr(f"{told.url}/báo%2Fcáo?k=ồ"), timeout=5.0)
        assert sent(letter_of_test(), notify) == "web hook: sent"
    assert told.hits[0][0] == "/b%C3%A1o%2Fc%C3%A1o?k=%E1%BB%93"


@pytest.mark.parametrize("statuses", [[503, 429], [0, 0], [500]])
def test_a_hook_that_stumbles_is_asked_again(statuses: list[int]) -> None:
    asked = len(statuses) + 1
    with hook(Hook(statuses)) as told:
        assert sent(letter_of_test(), posting(told)) == "web hook: sent"
    assert len(told.hits) == asked
    assert len({body for _, _, body in told.hits}) == 1


@pytest.mark.parametrize(("status", "said"), [(404, "it answers 404"), (302, "redirects are not followed")])
def test_a_hook_that_says_no_is_asked_once_and_leads_nowhere(status: int, said: str) -> None:
    with hook(Hook([status])) as told:
        answer = sent(letter_of_test(), posting(told))
    assert answer.startswith(f"web hook: not sent, tried once: it answers {status}")
    assert said in answer
    assert [path for path, _, _ in told.hits] == ["/in?k=1"]


def test_a_hook_that_hangs_costs_its_time_and_no_more() -> None:
    with hook(Hook([-5, -5, -5])) as told:
        assert "no answer within 0.1 s" in sent(letter_of_test(), posting(told, timeout=0.1))


def test_a_hook_under_https_is_verified(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    with hook(Hook(), authority.context("localhost")) as told:
        assert "its certificate is not trusted" in sent(letter_of_test(), posting(told))
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
        assert sent(letter_of_test(), posting(told)) == "web hook: sent"


# When


def heard(*reports: MorningReport) -> Night:
    return cast("Night", SimpleNamespace(telling=SimpleNamespace(reports=list(reports))))


@pytest.mark.parametrize(
    ("on", "status", "count"),
    [("always", "ok", 1), ("trouble", "ok", 0), ("trouble", "partial", 1), ("never", "partial", 0)],
)
def test_the_settings_say_after_which_runs(
    data: Path, monkeypatch: pytest.MonkeyPatch, on: str, status: Any, count: int
) -> None:
    with hook(Hook()) as told:
        monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", told.url)
        monkeypatch.setenv("GAT_NOTIFY_ON", on)
        with notifying() as hear:
            hear(heard(replace(REPORT, status=status, exit_code=0 if status == "ok" else 5)))
    assert len(told.hits) == count


def test_a_run_that_was_refused_before_it_began_is_told_too(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hook(Hook()) as told:
        monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", told.url)
        with pytest.raises(PipelineError), notifying():
            raise PipelineError("no contact\nset GAT_CONTACT")
    said = json.loads(told.hits[0][2])
    assert (said["event"], said["text"]) == ("failure", "Gặt not begun: no contact set GAT_CONTACT")
    assert said["failure"]["exit_code"] == 1


@pytest.mark.parametrize("command", ["run", "reextract"])
def test_what_keeps_a_run_from_beginning_is_told_and_no_mistyped_name(
    data: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    with hook(Hook()) as told:
        monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", told.url)
        assert run([command, "--portal", "sonnla"]) == 4
        assert told.hits == []
        monkeypatch.setenv("GAT_PORTALS", "nowhere")
        assert run([command, "--portal", "sonnla"]) == 4
    assert json.loads(told.hits[0][2])["text"].startswith("Gặt not begun: nowhere: no such folder")


def test_a_failed_notification_changes_nothing_and_is_told_without_secrets(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", "http://127.0.0.1:9/hook-canary")
    with notifying() as hear:
        hear(heard(REPORT))
    said = capsys.readouterr().err
    assert said.startswith("note: web hook: not sent, tried 3 times:")
    log = (data / "logs" / f"{REPORT.run_id}.jsonl").read_text("utf-8")
    record = json.loads(log)
    assert (record["stage"], record["level"], record["count"]) == ("notify", "error", 3)
    assert "hook-canary" not in said + log


@pytest.mark.parametrize("stop", [StoppedError(), KeyboardInterrupt()])
def test_a_stopped_run_waits_for_no_slow_server(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stop: BaseException
) -> None:
    monkeypatch.setattr(notifying_module, "HURRIED", 0.1)
    with hook(Hook([-5, -5, -5])) as told:
        monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", told.url)
        with pytest.raises(type(stop)):
            _stop_by(stop)
    said = capsys.readouterr().err
    assert said.startswith("note: web hook: not sent, tried once: ")
    assert said.removeprefix("note: web hook: not sent, tried once: ") in {
        "no answer within 0.1 s\n",
        "timed out\n",
    }


def _stop_by(stop: BaseException) -> None:
    with notifying() as hear:
        hear(heard(REPORT))
        raise stop


def test_a_bug_in_a_notification_changes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with notifying() as hear:
        hear(heard(cast("MorningReport", None)))
    assert capsys.readouterr().err.startswith("note: no notification could be made:")


# The command


def test_gat_notify_sends_the_last_report_or_a_test(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with hook(Hook()) as told:
        monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", told.url)
        assert refusal(capsys, "notify")[0] == 2
        write_report(data, REPORT)
        assert (run(["notify"]), run(["notify", "--test"])) == (0, 0)
    assert [json.loads(body)["event"] for _, _, body in told.hits] == ["report", "test"]
    assert capsys.readouterr().out == "web hook: sent\n" * 2


def test_gat_notify_says_what_is_missing_and_what_failed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, message = refusal(capsys, "notify", "--test")
    assert (code, "webhook_url" in message) == (4, True)
    monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", "http://127.0.0.1:9/")
    assert run(["notify", "--test"]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("web hook: not sent, tried 3 times")
    assert captured.err == "error: not sent by web hook: see above\n"


def test_a_failure_letter_escapes_what_it_tells() -> None:
    letter = letter_of_failure(PipelineError("<script>\x1b[2J"))
    assert "<script>" not in letter.html
    assert "\x1b" not in letter.subject + letter.text + letter.html
