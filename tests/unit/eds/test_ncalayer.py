"""The stand-in speaks as NCALayer does, over a real WebSocket."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from kezek.core.signatures import KeyUse, Wanted
from kezek.demonstration.ncalayer import Mood, StandIn, running
from tests.factories.certification import ASKED, FATHER, MOTHER, NOW, SIGNED, centre, verifier

TEXT = "Сәлем".encode()
SIGN_IN, SIGNING = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.4"


@pytest.mark.parametrize(
    ("usage", "iin", "wanted"),
    [
        (SIGNING, "", Wanted(iin=MOTHER.iin)),
        (SIGN_IN, "", Wanted(use=KeyUse.SIGN_IN, iin=MOTHER.iin)),
        (SIGNING, FATHER.iin, Wanted(iin=FATHER.iin)),
    ],
)
def test_it_greets_and_signs_with_the_key_that_the_page_asks_for(
    socket: ClientConnection, usage: str, iin: str, wanted: Wanted
) -> None:
    answer = ask(socket, request(usage, iin))

    assert answer["status"] is True
    made = answer["body"]["result"]
    verifier().verify(made, TEXT, wanted, asked_at=ASKED, now=NOW)


@pytest.mark.parametrize(
    ("mood", "answer"),
    [
        (Mood.CANCELS, {"status": True, "body": {}}),
        (Mood.FAILS, {"status": False, "code": "SIGNING_FAILURE", "message": "wrong password"}),
        (Mood.IS_OLD, {"success": False, "errorCode": "MODULE_NOT_FOUND"}),
    ],
)
def test_it_says_no_as_ncalayer_does(
    socket: ClientConnection, stand_in: StandIn, mood: Mood, answer: dict[str, Any]
) -> None:
    stand_in.mood = mood

    assert ask(socket, request(SIGNING)) == answer


def test_its_heartbeat_and_strange_words_break_nothing(socket: ClientConnection) -> None:
    socket.send("--heartbeat--")
    assert socket.recv() == "--heartbeat--"
    socket.send("?")
    assert json.loads(socket.recv())["status"] is False
    assert ask(socket, {"module": "kz.gov.pki.knca.commonUtils"})["success"] is False
    assert ask(socket, {**request(SIGNING), "method": "?"})["code"] == "INVOCATION_ERROR"


def request(usage: str, iin: str = "") -> dict[str, Any]:
    """A request as the page sends it."""
    return {
        "module": "kz.gov.pki.knca.basics",
        "method": "sign",
        "args": {
            "allowedStorages": None,
            "format": "cms",
            "data": base64.b64encode(TEXT).decode(),
            "signingParams": {"decode": True, "encapsulate": False, "digested": False},
            "signerParams": {"extKeyUsageOids": [usage], "iin": iin},
            "locale": "kk",
        },
    }


def ask(socket: ClientConnection, question: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request."""
    socket.send(json.dumps(question))
    answer: dict[str, Any] = json.loads(socket.recv())
    return answer


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn(centre(), lambda: SIGNED, MOTHER)


@pytest.fixture
def socket(stand_in: StandIn) -> Iterator[ClientConnection]:
    with running(stand_in) as url, connect(url) as opened:
        assert json.loads(opened.recv()) == {"result": {"version": "1.4"}}
        yield opened
