"""A letter as an e-mail, handed to a mail server over SMTP."""

import platform
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from flows.errors import NotTakenError
from flows.letter import Letter
from flows.settings import Notify


def mail_of(letter: Letter, notify: Notify) -> EmailMessage:
    """Return the message: Markdown as plain text with an HTML alternative, in letters every server takes."""
    sender = notify.mail_from or ""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = sender
    message["To"] = ", ".join(notify.mail_to)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    # Holiday notices and the like do not answer what a machine wrote (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_encodable(letter.text), cte="quoted-printable")
    message.add_alternative(_encodable(letter.html), subtype="html", cte="quoted-printable")
    return message


def send_mail(message: EmailMessage, notify: Notify, password: str | None) -> None:
    """Hand ``message`` to the mail server.

    Raises OSError or SMTPException where another try may help, NotTakenError where none will.
    """
    context = ssl.create_default_context()
    host, port, seconds = notify.smtp_host or "", notify.smtp_port, notify.timeout
    name = platform.node() or "localhost"
    try:
        with (
            smtplib.SMTP_SSL(host, port, name, timeout=seconds, context=context)
            if notify.smtp_security == "tls"
            else smtplib.SMTP(host, port, name, timeout=seconds)
        ) as client:
            if notify.smtp_security == "starttls":
                client.starttls(context=context)
            if notify.smtp_user:
                _require_ascii(notify.smtp_user, password)
                client.login(notify.smtp_user, password or "")
            refused = client.send_message(message)
    except ssl.SSLCertVerificationError as error:
        raise NotTakenError(f"its certificate is not trusted: {error.verify_message}") from error
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPAuthenticationError) as error:
        raise NotTakenError(str(error)) from error
    except smtplib.SMTPResponseException as error:
        _give_up_on_refusal(error.smtp_code, str(error.smtp_error), error)
        raise
    except smtplib.SMTPRecipientsRefused as error:
        for code, said in error.recipients.values():
            _give_up_on_refusal(code, str(said), error)
        raise
    if refused:
        # The others have it: another try would bring it to them twice.
        raise NotTakenError(f"it was not taken for {', '.join(refused)}")


def _require_ascii(name: str, password: str | None) -> None:
    # Older servers take nothing else, nor does Python's client.
    if not (name + (password or "")).isascii():
        raise NotTakenError("smtp_user and smtp_password may hold letters of ASCII only: set others there")


def _give_up_on_refusal(code: int, said: str, error: Exception) -> None:
    if code >= 500:
        raise NotTakenError(f"it answers {code} {said}") from error


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
