"""The way out to telephones, tried on a provider of our own on the loopback address."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from kezek.adapters.not_taken import NotTaken
from kezek.adapters.sms import ConsoleSms, HttpSms, NullSms
from kezek.adapters.sms_gateways import gateway_for

PHONE = "+77010000001"


class Provider(HTTPServer):
    """Answers as it was told to and remembers what it was asked."""

    status = 202

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[dict[str, str], dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/messages"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((body, dict(self.headers)))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def test_a_message_is_handed_over_once_by_its_key(provider: Provider) -> None:
    HttpSms(provider.url, "secret", "Kezek").send(PHONE, "Кодыңыз 123456", "code:1")

    ((body, headers),) = provider.asked
    assert body == {"to": PHONE, "text": "Кодыңыз 123456", "from": "Kezek", "key": "code:1"}
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == "code:1"


def test_a_key_that_is_known_is_taken(provider: Provider) -> None:
    provider.status = 409

    HttpSms(provider.url, "secret", "Kezek").send(PHONE, "text", "code:1")


@pytest.mark.parametrize(
    ("status", "is_final", "is_unknown"),
    [
        (400, True, False),
        (410, True, False),
        (403, False, False),
        (429, False, False),
        (503, False, False),
        (500, False, True),
        (504, False, True),
    ],
)
def test_a_refusal_says_whether_another_try_is_of_use(
    provider: Provider, status: int, is_final: bool, is_unknown: bool
) -> None:
    provider.status = status

    with pytest.raises(NotTaken) as failed:
        HttpSms(provider.url, "secret", "Kezek").send(PHONE, "text", "code:1")
    assert (failed.value.is_final, failed.value.is_unknown) == (is_final, is_unknown)


def test_a_provider_that_is_gone_is_tried_again() -> None:
    with pytest.raises(NotTaken) as failed:
        HttpSms("http://127.0.0.1:1/", "secret", "Kezek").send(PHONE, "text", "code:1")
    assert not failed.value.is_final
    assert not failed.value.is_unknown


def test_the_log_holds_neither_number_nor_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        ConsoleSms().send(PHONE, "Кодыңыз 123456", "code:1")

    (record,) = caplog.records
    assert record.__dict__["key"] == "code:1"
    assert "123456" not in str(record.__dict__)
    assert PHONE not in str(record.__dict__)


@pytest.mark.parametrize(
    ("url", "kind"),
    [("", NullSms), ("null", NullSms), ("console", ConsoleSms), ("https://sms.example", HttpSms)],
)
def test_a_setting_names_the_gateway(url: str, kind: type) -> None:
    assert isinstance(gateway_for(url), kind)


def test_an_address_that_is_none_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="https"):
        gateway_for("file:///etc/passwd")


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
