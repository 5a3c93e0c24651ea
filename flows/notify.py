"""Notifications: who is told of a run, by which channel, how often that is tried.

Nothing here changes how a run ended: a notification that fails is told on standard error and in the log.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from smtplib import SMTPException

from flows.errors import StoppedError
from flows.letter import Letter, letter_of_failure, letter_of_report
from flows.mail import mail_of, send_mail
from flows.settings import Notify, Settings, read_settings
from flows.webhook import TryLaterError, body_of, post
from pipelines.cleaning import clean
from pipelines.run import Night
from spiders import runlog
from spiders.redaction import redact

logger = logging.getLogger(__name__)

#: Seconds before the second and the third try.
PAUSES = (2.0, 10.0)
#: Seconds that a channel has when the run was stopped: what stopped it waits 30 s for all, then kills.
HURRIED = 4.0
_PASSING = (OSError, SMTPException, HTTPException, TryLaterError)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a letter on one channel; ``reason`` says why it did not go, None when it did."""

    channel: str
    tries: int
    reason: str | None = None

    def __str__(self) -> str:
        if self.reason is None:
            return f"{self.channel}: sent"
        tried = f"tried {self.tries} times" if self.tries > 1 else "tried once"
        return f"{self.channel}: not sent, {tried}: {self.reason}"


@contextmanager
def notifying() -> Iterator[Callable[[Night], Night]]:
    """Send, after the ``with`` body, the reports of the nights that it hands to what this gives.

    A body that fails before any night could report sends why. Raises SettingsInvalidError for wrong settings.
    """
    settings = read_settings()
    nights: list[Night] = []
    letters: list[Letter] = []
    is_stopped = False

    def hear(night: Night) -> Night:
        nights.append(night)
        return night

    try:
        yield hear
    except BaseException as error:
        is_stopped = isinstance(error, StoppedError) or not isinstance(error, Exception)
        if not any(night.telling.reports for night in nights):
            letters.append(letter_of_failure(error))
        raise
    finally:
        _tell_of(nights, letters, settings, is_hurried=is_stopped)


def _tell_of(nights: list[Night], letters: list[Letter], settings: Settings, *, is_hurried: bool) -> None:
    try:
        letters += [letter_of_report(report) for night in nights for report in night.telling.reports]
        for letter in letters:
            _notify(letter, settings, is_hurried=is_hurried)
    except Exception as error:  # noqa: BLE001 - whatever fails here, the run has ended as it has
        sys.stderr.write(f"note: no notification could be made: {clean(error)}\n")


def channels(notify: Notify) -> list[str]:
    """Return the channels that are set: ``mail`` and ``web hook``."""
    return [name for name, is_set in (("mail", notify.mail_to), ("web hook", _has_hook(notify))) if is_set]


def send(letter: Letter, notify: Notify, *, is_hurried: bool = False) -> list[Sent]:
    """Send ``letter`` by all channels that are set: three tries at most each, one short try when hurried."""
    pauses: tuple[float, ...] = PAUSES
    if is_hurried:
        pauses, notify = (), notify.model_copy(update={"timeout": min(notify.timeout, HURRIED)})
    return [_try(channel, letter, notify, pauses) for channel in channels(notify)]


def _notify(letter: Letter, settings: Settings, *, is_hurried: bool) -> None:
    """Send a letter where the settings ask for it, and tell what failed."""
    notify = settings.notify
    if notify.on == "never" or (notify.on == "trouble" and not letter.is_trouble) or not channels(notify):
        return
    with ExitStack() as stack:
        if letter.run_id is not None:
            # Where its log cannot be written, all the more is it sent.
            with suppress(OSError):
                stack.enter_context(runlog.writing(settings.data, letter.run_id, settings.log_level))
        stack.enter_context(runlog.stage("notify"))
        for sent in send(letter, notify, is_hurried=is_hurried):
            logger.log(
                logging.ERROR if sent.reason else logging.INFO, "%s", sent, extra={"count": sent.tries}
            )
            if sent.reason:
                sys.stderr.write(f"note: {clean(sent)}\n")


def _has_hook(notify: Notify) -> bool:
    return notify.webhook_url is not None or notify.webhook_url_file is not None


def _try(channel: str, letter: Letter, notify: Notify, pauses: tuple[float, ...]) -> Sent:
    number = 1
    try:
        once = _mailing(letter, notify) if channel == "mail" else _posting(letter, notify)
        for number, pause in enumerate((*pauses, None), 1):  # noqa: B007 - told of the last one
            try:
                _in_time(once, notify.timeout)
                break
            except _PASSING:
                if pause is None:
                    raise
                time.sleep(pause)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one channel, the others are tried
        return Sent(channel, number, redact(str(error) or type(error).__name__))
    return Sent(channel, number)


def _mailing(letter: Letter, notify: Notify) -> Callable[[], None]:
    # Made once: whoever gets it twice sees by its Message-ID that it is one.
    message, password = mail_of(letter, notify), notify.password()
    return lambda: send_mail(message, notify, password)


def _posting(letter: Letter, notify: Notify) -> Callable[[], None]:
    body, url, key = body_of(letter), notify.webhook() or "", notify.signing_key()
    return lambda: post(body, url, key, notify.timeout)


def _in_time(once: Callable[[], None], seconds: float) -> None:
    """Do something, within ``seconds`` in all: a server may drip, a name may take for ever to resolve.

    Raises what it raises, and TimeoutError.
    """
    raised: list[Exception] = []

    def do() -> None:
        try:
            once()
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits
            raised.append(error)

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"no answer within {seconds:g} s")
    if raised:
        raise raised[0]
