"""The bot, spoken to as core.telegram.org/bots/api describes: who blocked it is not written to."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from kezek.adapters.delivery import Attempt, Ending, Gateways, Parcel, attempt
from kezek.adapters.email import NullEmail
from kezek.adapters.sms import NullSms
from kezek.adapters.telegram import NullTelegram, TelegramBot, TelegramGateway, telegram_for

BECK = Parcel("telegram", "12345", "", "Кабинетте жаңа хабарлама бар", "reference-1")


def test_a_message_is_sent_as_described(api: "Api") -> None:
    made = sent(TelegramBot(api.url, "7:token"))

    assert made == Attempt(Ending.TAKEN, name="telegram:reference-1")
    ((path, body),) = api.asked
    assert path == "/bot7:token/sendMessage"
    assert (body["chat_id"], body["text"]) == ("12345", BECK.text)


@pytest.mark.parametrize(
    ("status", "answer", "ending"),
    [
        (403, "Forbidden: bot was blocked by the user", Ending.PERMANENT),
        (403, "Forbidden: user is deactivated", Ending.PERMANENT),
        (400, "Bad Request: chat not found", Ending.PERMANENT),
        (400, "Bad Request: message text is empty", Ending.TECHNICAL),
        (401, "Unauthorized", Ending.TECHNICAL),
        (429, "Too Many Requests: retry after 5", Ending.TEMPORARY),
        (502, "Bad Gateway", Ending.UNKNOWN),
    ],
)
def test_an_answer_is_judged(api: "Api", status: int, answer: str, ending: Ending) -> None:
    api.status, api.answer = status, {"ok": False, "error_code": status, "description": answer}

    made = sent(TelegramBot(api.url, "7:token"))

    assert made.ending is ending
    assert "token" not in made.reason


def test_without_a_bot_nothing_is_pretended() -> None:
    assert isinstance(telegram_for("https://api.telegram.org", ""), NullTelegram)
    assert sent(NullTelegram()).ending is Ending.TECHNICAL
    with pytest.raises(ValueError, match="https://"):
        telegram_for("ftp://api.telegram.org", "7:token")


def sent(bot: TelegramGateway) -> Attempt:
    """One attempt."""
    return attempt(BECK, Gateways(NullSms(), NullEmail(), bot))


class Api(ThreadingHTTPServer):
    """The Bot API, which answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.answer: dict[str, Any] = {"ok": True, "result": {"message_id": 1}}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Api

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, body))
        answer = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def api() -> Iterator[Api]:
    """The API within this process."""
    with Api() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
