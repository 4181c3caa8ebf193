"""The way out to mailboxes: a mail server over SMTP, the console, or nowhere."""

import logging
import re
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

from kezek.adapters.not_taken import NotTaken
from kezek.clock import host_now
from kezek.settings import UNSET

_log = logging.getLogger(__name__)

_PATIENCE = 10
"""Seconds; a server that is slower is tried again later."""
_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
NAME = "mail"
"""Stands before the names of letters in reports."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter to one address; `key` names it for ever, at every attempt."""

    address: str
    subject: str
    text: str
    key: str
    html: str = ""
    """The same words as a page, where there are any."""
    language: str = ""


class EmailGateway(Protocol):
    """Whoever carries letters."""

    def send(self, letter: Outgoing) -> str:
        """Hands one letter over; gives the name by which a bounce will speak of it, or nothing.

        Raises NotTaken.
        """


class NullEmail:
    """Carries nothing: for tests and for a demo."""

    def send(self, letter: Outgoing) -> str:
        """Does nothing."""
        return ""


class ConsoleEmail:
    """Writes to the log that a letter would have gone out; neither address nor text."""

    def send(self, letter: Outgoing) -> str:
        """Names the key and the length, no more: logs hold no personal data."""
        _log.info("email.shown", extra={"key": letter.key, "length": len(letter.text)})
        return ""


@dataclass(slots=True)
class RecordingEmail:
    """Keeps what it was given, for tests that ask what would have been sent."""

    sent: list[Outgoing] = field(default_factory=list)

    def send(self, letter: Outgoing) -> str:
        """Remembers the letter."""
        self.sent.append(letter)
        return ""


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

    def send(self, letter: Outgoing) -> str:
        """Hands the letter to the server; a bounce names it by its key. Raises NotTaken."""
        handed_over = False
        try:
            with _hung_up_after(self._connection()) as line:
                handed_over = True
                line.ehlo_or_helo_if_needed()
                bounce = line.has_extn("dsn")
                line.send_message(
                    self._message(letter),
                    # A bounce names the letter, where the server can do that (RFC 3461).
                    mail_options=("RET=HDRS", f"ENVID={letter.key}") if bounce else (),
                    rcpt_options=("NOTIFY=FAILURE",) if bounce else (),
                )
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refused(refused.recipients) from refused
        except smtplib.SMTPResponseException as error:
            raise NotTaken(
                f"the mail server answered {error.smtp_code}",
                is_temporary=400 <= error.smtp_code < 500,
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(type(error).__name__, is_unknown=handed_over) from error
        return f"{NAME}:{letter.key}"

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

    def _message(self, letter: Outgoing) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.address
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(host_now())
        message["Message-ID"] = f"<{letter.key}@{self._sender.domain}>"
        # Nobody is answered by a machine that is on holiday (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(letter.text, cte="base64")
        if letter.html:
            message.add_alternative(letter.html, subtype="html", cte="base64")
        if letter.language:
            # Said of the whole, and so only now: the library would hand it down to the first part.
            message["Content-Language"] = letter.language
        return message


@contextmanager
def _hung_up_after(line: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """Ends the talk however the server takes it: a letter that was taken stays taken."""
    try:
        yield line
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


def is_of_policy(detail: str) -> bool:
    """Whether an enhanced code tells of a policy, of the talk or of a form: ours to mend."""
    return detail.startswith(("5.7.", "5.6.", "5.5.", "5.3."))


def _refused(recipients: dict[str, tuple[int, bytes]]) -> NotTaken:
    """What a server means that takes no letter for this address.

    Of those that it refuses for good, a full box is nobody's mistake, and a policy or a fault of
    the talk (5.7, 5.5, 5.3) is ours to mend; all others are the address's.
    """
    code, words = next(iter(recipients.values()), (0, b""))
    found = _ENHANCED.search(words.decode(errors="replace"))
    detail = found[0] if found else ""
    is_full = code == 552 or detail == "5.2.2"
    is_ours = is_of_policy(detail)
    return NotTaken(
        f"the mail server answered {code} {detail}".rstrip(),
        is_final=500 <= code < 600 and not is_full and not is_ours,
        is_temporary=is_full or 400 <= code < 500,
    )


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
