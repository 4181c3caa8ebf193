"""The way out to mailboxes: a mail server over SMTP, the console, or nowhere."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

from kezek.clock import host_now
from kezek.settings import UNSET

_log = logging.getLogger(__name__)

_PATIENCE = 10
"""Seconds; a server that is slower is tried again later."""


class EmailFailed(Exception):
    """The letter was not taken; `is_final` when the address takes no letter at all.

    `is_unknown` when it may have been taken: the server was silent after it had everything.
    """

    def __init__(self, reason: str, *, is_final: bool = False, is_unknown: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.is_unknown = is_unknown


class EmailGateway(Protocol):
    """Whoever carries letters."""

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Hands one letter to one address over; `key` names it for ever. Raises EmailFailed."""


class NullEmail:
    """Carries nothing: for tests and for a demo."""

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Does nothing."""


class ConsoleEmail:
    """Writes to the log that a letter would have gone out; neither address nor text."""

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Names the key and the length, no more: logs hold no personal data."""
        _log.info("email.shown", extra={"key": key, "length": len(text)})


@dataclass(slots=True)
class RecordingEmail:
    """Keeps what it was given, for tests that ask what would have been sent."""

    sent: list[tuple[str, str, str, str]] = field(default_factory=list)

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Remembers address, subject, text and key."""
        self.sent.append((address, subject, text, key))


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where letters are handed over, and as whom."""

    host: str
    port: int
    is_tls: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


class SmtpEmail:
    """A mail server; each letter has one addressee and a Message-ID made of its key."""

    def __init__(self, server: SmtpServer, sender: str, name: str = "Kezek") -> None:
        self._server = server
        self._sender = Address(name, addr_spec=sender)

    def speaking_as(self, sender: str) -> "SmtpEmail":
        """The same address under a region's own name."""
        return SmtpEmail(self._server, self._sender.addr_spec, sender)

    def send(self, address: str, subject: str, text: str, key: str) -> None:
        """Hands the letter to the server. Raises EmailFailed."""
        letter = self._letter(address, subject, text, key)
        handed_over = False
        try:
            with _hung_up_after(self._connection()) as line:
                handed_over = True
                line.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refused(refused.recipients) from refused
        except smtplib.SMTPResponseException as error:
            raise EmailFailed(f"the mail server answered {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise EmailFailed(type(error).__name__, is_unknown=handed_over) from error

    def _connection(self) -> smtplib.SMTP:
        server = self._server
        secure = ssl.create_default_context()
        if server.port == smtplib.SMTP_SSL_PORT:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_PATIENCE, context=secure
            )
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
            if server.is_tls:
                line.starttls(context=secure)
        if server.user:
            line.login(server.user, server.password)
        return line

    def _letter(self, address: str, subject: str, text: str, key: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self._sender
        letter["To"] = address
        letter["Subject"] = subject
        letter["Date"] = format_datetime(host_now())
        letter["Message-ID"] = f"<{key}@{self._sender.domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text, cte="base64")
        return letter


@contextmanager
def _hung_up_after(line: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """Ends the talk however the server takes it: a letter that was taken stays taken."""
    try:
        yield line
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


def _refused(recipients: dict[str, tuple[int, bytes]]) -> EmailFailed:
    status = next((code for code, _ in recipients.values()), 0)
    return EmailFailed(f"the mail server answered {status}", is_final=500 <= status < 600)


def email_gateway_for(url: str, sender: str) -> EmailGateway:
    """The gateway that a setting names: `null`, `console`, or `smtp://user:password@host:port`.

    `smtps://` and port 465 speak TLS from the first byte, `smtp://` starts it unless the host is
    this machine. Raises ValueError for anything else.
    """
    if url in ("", "null", UNSET):
        return NullEmail()
    if url == "console":
        return ConsoleEmail()
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("a mail server's address begins with smtp://, or is null or console")
    if "@" not in sender:
        raise ValueError("a mail server needs the address from which letters come")
    usual = smtplib.SMTP_SSL_PORT if parts.scheme == "smtps" else 587
    server = SmtpServer(
        host=parts.hostname,
        port=parts.port or usual,
        is_tls=parts.hostname not in ("localhost", "127.0.0.1", "::1"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    return SmtpEmail(server, sender)
