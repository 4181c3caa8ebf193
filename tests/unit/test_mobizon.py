"""Mobizon, spoken to as its published description says (tests/data/mobizon)."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kezek.adapters.delivery import Attempt, Ending, Gateways, Parcel, attempt
from kezek.adapters.email import NullEmail
from kezek.adapters.mobizon import Mobizon, report_of
from kezek.adapters.report_signatures import Told, Unreadable, Unsigned, mobizon_report
from kezek.adapters.sms_gateways import gateway_for
from kezek.adapters.telegram import NullTelegram
from kezek.core.delivery import Report

DATA = Path(__file__).parent.parent / "data" / "mobizon"
EXCHANGES = json.loads((DATA / "exchanges.json").read_text())
STATUSES = json.loads((DATA / "statuses.json").read_text())
SMS = Parcel("sms", "+77010000002", "", "Kezek: сәлем", "reference-1")
SECRET = "a secret of the webhook"


def test_a_message_is_sent_as_described(provider: "Provider") -> None:
    provider.answers["message/sendsmsmessage"] = [EXCHANGES[0]]

    made = sent(provider)

    assert made == Attempt(Ending.TAKEN, name="mobizon:169275418")
    ((method, query, fields),) = provider.asked
    assert method == "message/sendsmsmessage"
    assert query == {"output": ["json"], "api": ["v1"], "apiKey": ["key"]}
    assert fields == {
        "recipient": ["77010000002"],
        "text": ["Kezek: сәлем"],
        "from": ["Kezek"],
        "params[name]": ["reference-1"],
    }


def test_a_region_speaks_under_its_own_name(provider: "Provider") -> None:
    provider.answers["message/sendsmsmessage"] = [EXCHANGES[0]]

    Mobizon(provider.url, "key", "Kezek").speaking_as("SARAN").send("+77010000002", "a", "b")

    assert provider.asked[0][2]["from"] == ["SARAN"]


@pytest.mark.parametrize("exchange", EXCHANGES, ids=[one["title"] for one in EXCHANGES])
def test_every_answer_of_the_list_is_judged(provider: "Provider", exchange: dict[str, Any]) -> None:
    provider.answers["message/sendsmsmessage"] = [exchange]

    assert sent(provider).ending == exchange["means"]


def test_before_a_second_try_it_is_asked_for_the_first(provider: "Provider") -> None:
    provider.answers["message/list"] = [ok({"items": [item(8), item(7)], "totalItemCount": 2})]
    provider.answers["campaign/get"] = [ok({"name": "another"}), ok({"name": "reference-1"})]

    made = sent(provider, was_lost=True)

    assert made == Attempt(Ending.TAKEN, name="mobizon:107")
    assert [method for method, _, _ in provider.asked] == [
        "message/list",
        "campaign/get",
        "campaign/get",
    ]
    assert provider.asked[0][2]["criteria[to]"] == ["77010000002"]


def test_a_message_that_is_not_there_is_sent(provider: "Provider") -> None:
    provider.answers["message/list"] = [ok({"items": [item(8)], "totalItemCount": 1})]
    provider.answers["campaign/get"] = [ok({"name": "an older one with the same words"})]
    provider.answers["message/sendsmsmessage"] = [EXCHANGES[0]]

    assert sent(provider, was_lost=True).name == "mobizon:169275418"


def test_where_nobody_can_say_nothing_is_sent_twice(provider: "Provider") -> None:
    provider.answers["message/list"] = [{"status": 503, "answer": {}}]

    assert sent(provider, was_lost=True).ending is Ending.TEMPORARY
    assert [method for method, _, _ in provider.asked] == ["message/list"]


def test_it_tells_what_became_of_messages_when_asked(provider: "Provider") -> None:
    provider.answers["message/getsmsstatus"] = [
        ok([{"id": 5, "status": "DELIVRD"}, {"id": 6, "status": "ACCEPTD"}])
    ]

    told = Mobizon(provider.url, "key", "").ask(["mobizon:5", "mobizon:6", "generic:7"])

    assert told == {"mobizon:5": Report.DELIVERED, "mobizon:6": Report.ON_ITS_WAY}
    assert provider.asked[0][2] == {"ids[0]": ["5"], "ids[1]": ["6"]}


@pytest.mark.parametrize(("status", "means"), STATUSES.items())
def test_every_status_of_the_list_has_its_meaning(status: str, means: str) -> None:
    assert report_of(status) is Report(means)


def test_a_signed_report_is_believed() -> None:
    told = mobizon_report(signed(), SECRET)

    assert told == Told("mobizon:169275418", Report.DELIVERED)


@pytest.mark.parametrize("secret", ["", "another secret"])
def test_another_secret_is_not_believed(secret: str) -> None:
    with pytest.raises(Unsigned):
        mobizon_report(signed(), secret)


def test_a_report_whose_attempt_was_changed_is_not_believed() -> None:
    body = json.loads(signed()) | {"attempt": 2}

    with pytest.raises(Unsigned):
        mobizon_report(json.dumps(body).encode(), SECRET)


def test_an_event_of_a_form_says_nothing() -> None:
    assert mobizon_report(signed(eventType="form-submission"), SECRET) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{"])
def test_what_cannot_be_read_is_said_to_be_so(body: bytes) -> None:
    with pytest.raises(Unreadable):
        mobizon_report(body, SECRET)


def test_a_setting_names_it() -> None:
    assert isinstance(gateway_for("https://api.mobizon.kz", kind="mobizon"), Mobizon)
    with pytest.raises(ValueError, match="no SMS provider"):
        gateway_for("https://sms.example.kz", kind="pigeon")


def sent(provider: "Provider", *, was_lost: bool = False) -> Attempt:
    """One attempt."""
    gateways = Gateways(Mobizon(provider.url, "key", "Kezek"), NullEmail(), NullTelegram())
    parcel = Parcel(SMS.channel, SMS.address, "", SMS.text, SMS.reference, was_lost=was_lost)
    return attempt(parcel, gateways)


def ok(data: object) -> dict[str, Any]:
    """An answer with these data."""
    return {"status": 200, "answer": {"code": 0, "data": data, "message": ""}}


def item(number: int) -> dict[str, Any]:
    """A message in a list."""
    return {"id": 100 + number, "campaignId": number, "to": "77010000002", "status": "NEW"}


def signed(**changed: object) -> bytes:
    """The webhook of the description, signed as it says."""
    told = json.loads((DATA / "webhook.json").read_text()) | changed
    words = f"{told['eventId']}|{told['attempt']}|{told['eventCreateTs']}|{SECRET}"
    told["sign"] = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()
    return json.dumps(told).encode()


class Provider(ThreadingHTTPServer):
    """Answers each method with what it was given, in order."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, list[str]]]] = []

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        method = parts.path.removeprefix("/service/")
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((method, parse_qs(parts.query), parse_qs(body)))
        said = self.server.answers[method].pop(0)
        answer = json.dumps(said["answer"]).encode()
        self.send_response(said["status"])
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The provider within this process."""
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
