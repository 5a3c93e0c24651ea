"""The settings file: what it says, what wins over it, how mistakes in it are told, and how it is shown."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.errors import SettingsInvalidError
from flows.plan import night_plan
from flows.settings import read_settings
from flows.settings.kinds import allowed
from flows.settings.model import every_setting
from flows.settings.shown import table
from flows.settings.sources import variable
from pipelines.workers import CODE_ROOT
from spiders import redaction
from spiders.redaction import redact, without_secrets
from spiders.settings import user_agent
from tests.flows.command import refusal

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own; what a command leaves in the environment is gone after the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("GAT_CONFIG", "GAT_DATA"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path / "gat.toml"


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Forget after the test which secrets it knew."""
    before, concealed = set(redaction._known), set(redaction._concealed)
    redaction._known.clear()
    yield
    redaction._known.clear()
    redaction.know(*before)
    redaction._concealed.clear()
    redaction.conceal(*concealed)


def told_wrongly() -> str:
    with pytest.raises(SettingsInvalidError) as caught:
        read_settings()
    return str(caught.value)


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('delay = 3\nparallel = 8\n[notify]\nsmtp_host = "mail.vn"\non = "never"\n', "utf-8")
    monkeypatch.setenv("GAT_PARALLEL", "2")
    monkeypatch.setenv("GAT_NOTIFY_ON", "always")
    settings = read_settings()
    assert (settings.delay, settings.parallel, settings.workers) == (3.0, 2, 2)
    assert (settings.notify.smtp_host, settings.notify.on, settings.notify.smtp_port) == (
        "mail.vn",
        "always",
        587,
    )


def test_a_file_is_named_by_option_or_variable_and_an_empty_name_is_none(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("delay = 3\n", "utf-8")
    other = file.with_name("other.toml")
    other.write_text("delay = -1\n", "utf-8-sig")
    code, message = refusal(capsys, "--config", "other.toml", "load")
    assert code == 4
    assert message.startswith(f"error: {other} line 1: delay=-1 is not valid: ")
    assert "a number from 0 to 300 (Seconds between two requests to one host" in message
    monkeypatch.setenv("GAT_CONFIG", "")
    assert read_settings().delay is None
    monkeypatch.setenv("GAT_CONFIG", "nowhere.toml")
    assert f"{file.with_name('nowhere.toml')} cannot be read: No such file" in told_wrongly()


def test_paths_in_a_file_are_as_seen_from_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'data = "kept"\ncorrections = "~/c.toml"\nproxy_file = "/run/p"\n'
    file.write_text(text, "utf-8")
    monkeypatch.setenv("GAT_CONFIG", str(file))
    monkeypatch.setenv("HOME", "/home/gat")
    monkeypatch.chdir("/")
    settings = read_settings()
    assert settings.data == file.parent / "kept"
    assert (settings.corrections, settings.proxy_file) == (Path("/home/gat/c.toml"), Path("/run/p"))
    monkeypatch.setenv("GAT_DATA", "elsewhere")
    assert read_settings().data == Path("elsewhere")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("delya = 3", "line 1: delya is no setting: did you mean delay?"),
        (
            '\n[notify]\nsmtp_hots = "x"',
            "line 3: notify.smtp_hots is no setting: did you mean notify.smtp_host?",
        ),
        ("[crawl]\ndelay = 3", "line 1: crawl is no setting: "),
        ("smtp_host = 1", "line 1: smtp_host is no setting: did you mean notify.smtp_host?"),
        ("notify = 3", "line 1: notify is a section: write [notify]"),
        ("parallel = 0", "line 1: parallel=0 is not valid: "),
        ("workers = 'two'", "line 1: workers='two' is not valid: "),
        ("notify.on = 'yes'", 'line 1: notify.on=\'yes\' is not valid: allowed is "always" or "trouble"'),
        ("delay = true", "line 1: delay=true is not valid: allowed is a number from 0 to 300"),
        ("data = 5", "line 1: data=5 is not valid: allowed is a path (Folder of everything"),
        ("parallel = 2.5", "line 1: parallel=2.5 is not valid: allowed is a whole number from 1 to 64 ("),
        (
            "[schedule]\nnightly = '0 25 * * *'",
            "line 2: schedule.nightly='0 25 * * *' is not valid: '25' is no hour",
        ),
        (
            "[schedule]\ntimezone = 'Asia/Hanoi'",
            "line 2: schedule.timezone='Asia/Hanoi' is not valid: no such",
        ),
        (
            "[notify]\nmail_to = ['a b@c.vn']",
            "line 2: notify.mail_to=['a b@c.vn'] is not valid: 'a b@c.vn' is no",
        ),
        ("[notify]\nmail_to = ['a@c.vn']", "[notify] is not valid: mail_to needs smtp_host too"),
        (
            "[schedule]\nhost = '::1'",
            "line 2: schedule.host='::1' is not valid: an address of IPv6 is not served: take 127.0.0.1",
        ),
        ('data = "a\\u0000b"', "line 1: data has a control character in it: take it out"),
        ('[notify]\nmail_to = ["a@b.vn\\u0000"]', "line 2: notify.mail_to has a control character"),
        ("delay = \n", "is no TOML: Invalid value (at line 1, column 9)"),
    ],
)
def test_a_mistake_is_told_with_file_line_key_and_what_is_allowed(file: Path, text: str, said: str) -> None:
    file.write_text(text, "utf-8")
    message = told_wrongly()
    assert said in message
    assert str(file) in message
    assert "\n" not in message


@pytest.mark.parametrize("cron", ["30 1 * * *", "*/15 0-6 1,15 * 7", "0 3 * 1-12/2 0"])
def test_a_schedule_is_written_as_in_a_crontab(monkeypatch: pytest.MonkeyPatch, cron: str) -> None:
    monkeypatch.setenv("GAT_SCHEDULE_NIGHTLY", cron)
    assert read_settings().schedule.nightly == cron


@pytest.mark.parametrize(
    "cron", ["daily", "60 1 * * *", "0 5-2 * * *", "*/0 1 * * *", "0 1 0 * *", "0 1 * * 8"]
)
def test_what_is_no_schedule_is_refused(monkeypatch: pytest.MonkeyPatch, cron: str) -> None:
    monkeypatch.setenv("GAT_SCHEDULE_NIGHTLY", cron)
    assert f"GAT_SCHEDULE_NIGHTLY={cron!r} is not valid" in told_wrongly()


def test_a_variable_of_a_section_that_is_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_NOTIFY_MAILTO", "a@b.vn")
    assert told_wrongly() == "GAT_NOTIFY_MAILTO is no setting: did you mean notify.mail_to?"


def test_a_list_in_a_variable_is_split_at_commas_and_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_NOTIFY_MAIL_TO", "a@b.vn, c@d.vn")
    monkeypatch.setenv("GAT_NOTIFY_MAIL_FROM", "gat@b.vn")
    monkeypatch.setenv("GAT_NOTIFY_SMTP_HOST", "localhost")
    assert read_settings().notify.mail_to == ("a@b.vn", "c@d.vn")


def test_secrets_come_from_files_and_what_is_nearer_counts(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = file.with_name("secret")
    secret.write_text("http://u:hush@host:8080\n", "utf-8")
    file.write_text('proxy_file = "secret"\n[notify]\nsmtp_password_file = "secret"\n', "utf-8")
    assert night_plan(read_settings()).proxy == "http://u:hush@host:8080"
    assert read_settings().notify.password() == "http://u:hush@host:8080"
    monkeypatch.setenv("GAT_PROXY", "http://other:1")
    assert read_settings().proxy_url() == "http://other:1"
    monkeypatch.setenv("GAT_PROXY", "")
    assert read_settings().proxy_url() is None
    assert "hush" not in repr(read_settings())


def test_a_secret_and_its_file_at_once_are_refused(file: Path) -> None:
    file.write_text('[notify]\nwebhook_url = "https://h/kín"\nwebhook_url_file = "f"\n', "utf-8")
    message = told_wrongly()
    assert "notify.webhook_url and notify.webhook_url_file are both set: keep one" in message
    assert "kín" not in message


@pytest.mark.parametrize(
    ("text", "said"), [(None, "No such file"), ("", "is empty"), ("ftp://kín", "written as")]
)
def test_a_secret_file_that_cannot_serve_is_named_and_not_repeated(
    file: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, said: str
) -> None:
    if text is not None:
        file.with_name("secret").write_text(text, "utf-8")
    monkeypatch.setenv("GAT_PROXY_FILE", str(file.with_name("secret")))
    with pytest.raises(SettingsInvalidError, match=re.escape(said)) as caught:
        night_plan(read_settings())
    assert str(file.with_name("secret")) in str(caught.value)
    assert "proxy_file" in str(caught.value)
    assert "kín" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "text", "redacted"),
    [
        (
            "http://127.0.0.1:9000/data",
            "gat --data /srv/data of services",
            "gat --data /srv/data of services",
        ),
        ("http://127.0.0.1:9000/data", "no http://127.0.0.1:9000/data", "no ***"),
        ("https://h/services/T0/abcdEFGHijklMN", "POST /services/T0/abcdEFGHijklMN", "POST /services/T0/***"),
        ("https://h/notifications/3f?k=9z8y", "/notifications/3f?k=9z8y", "/notifications/3f?***"),
    ],
)
def test_of_a_web_hook_only_what_is_no_word_is_blotted_out(
    monkeypatch: pytest.MonkeyPatch, forgetful: None, url: str, text: str, redacted: str
) -> None:
    monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", url)
    read_settings()
    assert redact(text) == redacted


def test_children_are_told_all_variables_but_those_of_secrets(
    monkeypatch: pytest.MonkeyPatch, forgetful: None
) -> None:
    monkeypatch.setenv("GAT_NOTIFY_WEBHOOK_URL", "http://127.0.0.1:9000/data")
    monkeypatch.setenv("GAT_DATA", "/srv/data")
    monkeypatch.setenv("PREFECT_API_URL", "http://op:pa55word@127.0.0.1:4200/api")
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "op:hush-hush")
    read_settings()
    told = without_secrets(os.environ)
    assert told["GAT_DATA"] == "/srv/data"
    assert not {"GAT_NOTIFY_WEBHOOK_URL", "PREFECT_SERVER_API_AUTH_STRING"} & told.keys()
    assert redact("pa55word, hush-hush, b3A6aHVzaC1odXNo") == "***, ***, ***"


def test_an_address_of_prefect_that_is_none_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://op:pa55word@[::1")
    assert run(["status"]) == 4
    said = capsys.readouterr().err
    assert said == "error: PREFECT_API_URL is no address: write it as http://host:4200/api, or unset it\n"


def test_a_contact_in_the_file_is_told_to_the_crawl(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAT_CONTACT")
    file.write_text('contact = "someone@example.org"\n', "utf-8")
    night_plan(read_settings())
    assert "someone@example.org" in user_agent()


def test_the_template_explains_every_setting_and_holds_the_defaults(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["config", "--template"]) == 0
    text = capsys.readouterr().out
    explained = re.findall(r"Variable:(?:\n#)? (GAT_\w+)$", text, re.MULTILINE)
    assert explained == [variable(key) for key in every_setting()]
    assert all(field.description and allowed(field) for field in every_setting().values())
    defaults = read_settings().model_dump()
    file.write_text(text, "utf-8")
    assert read_settings().model_dump() == defaults
    file.write_text(re.sub(r"^#(?=\w+ = )", "", text, flags=re.MULTILINE), "utf-8")
    assert len(file.read_text("utf-8").split(" = ")) > len(every_setting())
    assert read_settings().model_dump() == {**defaults, "data": file.parent / "data"}


def test_the_table_in_the_readme_is_that_of_the_settings() -> None:
    readme = (CODE_ROOT / "flows" / "README.md").read_text("utf-8")
    assert table() in readme, "print it anew with: python -m flows.settings"


def test_settings_are_shown_with_where_they_come_from_and_without_secrets(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text('workers = 3\n[notify]\nwebhook_url = "https://h/kín"\n', "utf-8")
    monkeypatch.setenv("GAT_PROXY", "http://u:kín@host:1")
    assert run(["--data", "/there", "config"]) == 0
    text = capsys.readouterr().out
    shown = dict(re.findall(r"^(.+?) +# (.+)$", text, re.MULTILINE))
    assert shown['data = "/there"'] == "command line --data"
    assert shown["workers = 3"] == f"{file} line 1"
    assert shown['webhook_url = "********"'] == f"{file} line 3"
    assert shown['proxy = "********"'] == "environment GAT_PROXY"
    assert shown["parallel = 4"] == "default"
    assert "kín" not in text
    assert tomllib.loads(text)["schedule"]["port"] == 4200


def test_without_a_file_that_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config"]) == 0
    assert capsys.readouterr().out.startswith("# settings file: none: there is no gat.toml here")
