"""Gateways speak to a server of the test, and every answer is judged for the family's sake."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kezek.adapters import gateway_wire
from kezek.adapters.delivery import Attempt, Ending, Gateways, Parcel
from kezek.adapters.delivery import attempt as attempt_by
from kezek.adapters.email import (
    ConsoleEmail,
    EmailGateway,
    NullEmail,
    Outgoing,
    RecordingEmail,
    SmtpEmail,
    email_gateway_for,
)
from kezek.adapters.sms import ConsoleSms, HttpSms, NullSms, RecordingSms, SmsGateway, UnsetSms
from kezek.adapters.sms_gateways import gateway_for
from kezek.adapters.telegram import NullTelegram
from tests.factories.mail import MailBox, mail_server

SMS = Parcel("sms", "+77010000002", "", "Kezek: сәлем", "reference-1")
LETTER = Parcel("email", "ana@example.kz", "Орын ұсынылды", "Құрметті Айгүл!\n\n.\nӘ.", "ref-2")


def attempt(parcel: Parcel, sms: SmsGateway, email: EmailGateway) -> Attempt:
    """One attempt without a bot."""
    return attempt_by(parcel, Gateways(sms, email, NullTelegram()))


@dataclass
class Provider:
    """What the other side does, and what it was given."""

    status: int = 202
    silent: bool = False
    bodies: list[Any] = field(default_factory=list)


def test_the_provider_gets_number_text_sender_and_reference(http: "Http") -> None:
    made = attempt(SMS, http.gateway, NullEmail())

    assert made.ending is Ending.TAKEN
    headers, body = http.provider.bodies[0]
    assert body == {"to": SMS.address, "text": SMS.text, "from": "Kezek", "key": "reference-1"}
    assert headers["Authorization"] == "Bearer token"
    assert headers["Idempotency-Key"] == "reference-1"


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        (200, Ending.TAKEN),
        (202, Ending.TAKEN),
        (409, Ending.TAKEN),
        (400, Ending.PERMANENT),
        (410, Ending.PERMANENT),
        (422, Ending.PERMANENT),
        (401, Ending.TECHNICAL),
        (403, Ending.TECHNICAL),
        (404, Ending.TECHNICAL),
        (408, Ending.TEMPORARY),
        (429, Ending.TEMPORARY),
        (503, Ending.TEMPORARY),
        (500, Ending.UNKNOWN),
        (502, Ending.UNKNOWN),
        (504, Ending.UNKNOWN),
    ],
)
def test_only_a_wrong_number_is_the_familys_matter(
    http: "Http", status: int, ending: Ending
) -> None:
    http.provider.status = status

    assert attempt(SMS, http.gateway, NullEmail()).ending is ending


def test_a_silent_provider_may_have_taken_it(http: "Http", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_wire, "PATIENCE", 0.2)
    http.provider.silent = True

    assert attempt(SMS, http.gateway, NullEmail()).ending is Ending.UNKNOWN


def test_a_provider_that_is_not_there_has_not_taken_it() -> None:
    gateway = HttpSms(f"http://127.0.0.1:{free_port()}/", "token", "Kezek")

    assert attempt(SMS, gateway, NullEmail()).ending is Ending.TECHNICAL


def test_a_gateways_own_mistake_is_an_answer_too() -> None:
    class Broken(NullSms):
        def send(self, phone: str, text: str, key: str) -> str:
            raise KeyError("mistake")

    made = attempt(SMS, Broken(), NullEmail())
    assert (made.ending, made.reason) == (Ending.UNKNOWN, "KeyError")


def test_a_letter_has_one_addressee_and_is_named_by_its_reference(smtp: "Smtp") -> None:
    made = attempt(LETTER, NullSms(), smtp.gateway)

    assert made.ending is Ending.TAKEN
    (letter,) = smtp.box.letters()
    assert letter["To"] == LETTER.address
    assert letter["Subject"] == LETTER.subject
    assert letter["From"] == "Kezek <kezek@example.kz>"
    assert letter["Message-ID"] == "<ref-2@example.kz>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().rstrip("\n") == LETTER.text


@pytest.mark.parametrize(
    ("recipient", "data", "ending"),
    [
        ("550 no", "", Ending.PERMANENT),
        ("550 5.1.1 no such user", "", Ending.PERMANENT),
        ("553 no", "", Ending.PERMANENT),
        ("550 5.2.1 mailbox disabled", "", Ending.PERMANENT),
        ("552 the box is full", "", Ending.TEMPORARY),
        ("550 5.2.2 the box is full", "", Ending.TEMPORARY),
        ("450 4.2.0 greylisted", "", Ending.TEMPORARY),
        ("550 5.7.1 our address is on a list", "", Ending.TECHNICAL),
        ("", "451 later", Ending.TEMPORARY),
        ("", "554 5.7.1 takes us for spam", Ending.TECHNICAL),
    ],
)
def test_a_mailbox_that_does_not_exist_is_the_familys_matter(
    smtp: "Smtp", recipient: str, data: str, ending: Ending
) -> None:
    smtp.box.refuse_recipient, smtp.box.refuse_data = recipient, data

    assert attempt(LETTER, NullSms(), smtp.gateway).ending is ending


def test_a_letter_says_the_same_twice_as_text_and_as_a_page(smtp: "Smtp") -> None:
    parcel = replace(LETTER, html="<p>Құрметті Айгүл!</p>", language="kk")

    attempt(parcel, NullSms(), smtp.gateway)
    attempt(parcel, NullSms(), smtp.gateway)

    one, other = smtp.box.letters()
    assert [part.get_content_type() for part in one.iter_parts()] == ["text/plain", "text/html"]
    assert one["Content-Language"] == "kk"
    assert one["Message-ID"] == other["Message-ID"], "the same letter, tried twice"
    page = one.get_body(("html",))
    assert page is not None
    assert page.get_content().strip() == parcel.html


def test_a_bounce_will_name_the_letter_where_the_server_can(smtp: "Smtp") -> None:
    smtp.box.offers = ("DSN",)

    attempt(LETTER, NullSms(), smtp.gateway)

    sender, addressee = smtp.box.envelopes
    assert sender.endswith("RET=HDRS ENVID=ref-2")
    assert addressee.endswith("NOTIFY=FAILURE")


def test_a_server_that_hangs_up_may_have_the_letter(smtp: "Smtp") -> None:
    smtp.box.hang_up_after_data = True

    assert attempt(LETTER, NullSms(), smtp.gateway).ending is Ending.UNKNOWN


def test_a_mail_server_that_is_not_there_has_not_got_it() -> None:
    gateway = email_gateway_for(f"smtp://127.0.0.1:{free_port()}", "kezek@example.kz")

    assert attempt(LETTER, NullSms(), gateway).ending is Ending.TECHNICAL


def test_the_console_shows_neither_address_nor_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    attempt(SMS, ConsoleSms(), ConsoleEmail())
    attempt(LETTER, ConsoleSms(), ConsoleEmail())

    shown = " ".join(str(vars(record)) for record in caplog.records)
    assert "reference-1" in shown
    assert "ref-2" in shown
    for secret in (SMS.address, LETTER.address, SMS.text, LETTER.subject):
        assert secret not in shown


def test_the_recording_twins_keep_what_they_were_given() -> None:
    sms, mail = RecordingSms(), RecordingEmail()
    attempt(SMS, sms, mail)
    attempt(LETTER, sms, mail)

    assert sms.sent == [(SMS.address, SMS.text, SMS.reference)]
    assert mail.sent == [Outgoing(LETTER.address, LETTER.subject, LETTER.text, LETTER.reference)]


def test_a_setting_names_the_gateway() -> None:
    assert isinstance(gateway_for("null"), NullSms)
    assert isinstance(gateway_for("console"), ConsoleSms)
    assert isinstance(gateway_for("unset"), UnsetSms)
    assert isinstance(gateway_for("https://sms.example.kz/send"), HttpSms)
    assert isinstance(email_gateway_for("null", ""), NullEmail)
    assert isinstance(email_gateway_for("console", ""), ConsoleEmail)
    assert isinstance(email_gateway_for("smtps://u:p@mail.kz", "a@b.kz"), SmtpEmail)
    for wrong in ("ftp://sms", "sms.example.kz"):
        with pytest.raises(ValueError, match="address begins with"):
            gateway_for(wrong)
    with pytest.raises(ValueError, match="smtp://"):
        email_gateway_for("http://mail.kz", "a@b.kz")
    with pytest.raises(ValueError, match="from which letters come"):
        email_gateway_for("smtp://mail.kz", "")


def test_without_a_provider_nothing_is_pretended_to_be_sent() -> None:
    made = attempt(SMS, gateway_for("unset"), NullEmail())

    assert (made.ending, made.reason) == (Ending.TECHNICAL, "KEZEK_SMS_URL is not set")


@dataclass
class Http:
    """A provider over HTTP and our gateway to it."""

    provider: Provider
    gateway: HttpSms


@pytest.fixture
def http() -> Iterator[Http]:
    """An SMS provider within this process."""
    provider = Provider()
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            provider.bodies.append((dict(self.headers), body))
            if provider.silent:
                done.wait(5)
                return
            self.send_response(provider.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Http(provider, HttpSms(f"http://127.0.0.1:{server.server_port}/", "token", "Kezek"))
    done.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Smtp:
    """A mail server and our gateway to it."""

    box: MailBox
    gateway: SmtpEmail


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    """A mail server within this process."""
    with mail_server() as box:
        gateway = email_gateway_for(box.url, "kezek@example.kz")
        assert isinstance(gateway, SmtpEmail)
        yield Smtp(box, gateway)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
    return port
