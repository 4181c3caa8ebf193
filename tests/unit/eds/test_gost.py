"""The country's own algorithms go to a service that speaks as NCANode does (recorded answers)."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms

from kezek.adapters.breakers import Breaker
from kezek.adapters.eds.gost import NcaNode
from kezek.core.errors import Refusal
from kezek.core.signatures import Asked, Fault, Revocation, Verified, Wanted
from kezek.demonstration.certification import Held
from kezek.demonstration.signing import Form, signed
from tests.factories.certification import (
    ASKED,
    FATHER,
    MOTHER,
    NOW,
    SIGNED,
    GostService,
    held,
    served,
    verifier,
)

TEXT = "Өтініш".encode()
RECORDED = json.loads((Path(__file__).parent / "ncanode.json").read_text())


@pytest.mark.parametrize("attached", [False, True])
def test_a_good_answer_makes_a_good_signature(attached: bool) -> None:
    service = GostService([answer("good")])

    found = verify(service, Form(attached=attached))

    assert found.algorithm == "GOST 1.2.398.3.10.1.1.2.3.2"
    assert found.revocation == Asked(Revocation.GOOD, "gost", NOW)
    assert service.questions[0]["revocationCheck"] == ["OCSP"]
    assert ("data" in service.questions[0]) is not attached


def test_without_the_centre_the_arithmetic_is_asked_alone() -> None:
    service = GostService([answer("centre_silent"), answer("good_without_revocation")])

    found = verify(service, policy="warn")

    assert found.revocation.answer is Revocation.UNKNOWN
    assert [one["revocationCheck"] for one in service.questions] == [["OCSP"], []]


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["revoked"], Fault.REVOKED),
        (["wrong"], Fault.TAMPERED),
        (["unreadable"], Fault.TAMPERED),
        (["no_signer"], Fault.TAMPERED),
        (["other_certificate"], Fault.TAMPERED),
        (["centre_silent", "foreign"], Fault.FOREIGN),
        (["centre_silent", "good_without_revocation"], Fault.UNCHECKED),
        (["broken"], Fault.GOST_AWAY),
    ],
)
def test_every_other_answer_is_a_refusal_of_its_own(names: list[str], fault: Fault) -> None:
    service = GostService([answer(name) for name in names])

    assert refused(lambda: verify(service, policy="require")) == fault


def test_a_service_that_is_away_is_said_to_be_away_and_left_alone_for_a_while() -> None:
    moment = [0.0]
    desk = NcaNode("http://127.0.0.1:9", Breaker(most=2, seconds=30, clock=lambda: moment[0]))

    for _ in range(3):
        assert refused(lambda: ask(desk)) == Fault.GOST_AWAY

    with served(GostService([answer("good")]).handle) as url:
        desk.url = url
        assert refused(lambda: ask(desk)) == Fault.GOST_AWAY
        moment[0] = 31
        assert ask(desk).revocation.answer is Revocation.GOOD


def test_without_a_service_such_keys_are_not_taken() -> None:
    message = text_of(gost_message(held(MOTHER), Form()))

    def attempt() -> Verified:
        return verifier().verify(message, TEXT, wanted(), asked_at=ASKED, now=NOW)

    assert refused(attempt) == Fault.GOST_UNSET


def test_the_service_is_not_asked_about_anothers_key_or_other_bytes() -> None:
    service = GostService([answer("good")])

    assert refused(lambda: verify(service, key=held(FATHER))) == Fault.OTHER_PERSON
    assert refused(lambda: verify(service, Form(attached=True), text=b"?")) == Fault.TAMPERED
    assert service.questions == []


def verify(
    service: GostService,
    form: Form | None = None,
    *,
    policy: Any = "warn",
    key: Held | None = None,
    text: bytes = TEXT,
) -> Verified:
    """What becomes of a message in the country's own algorithm."""
    with served(service.handle) as url:
        return ask(NcaNode(url), form, policy=policy, key=key, text=text)


def ask(
    desk: NcaNode,
    form: Form | None = None,
    *,
    policy: Any = "warn",
    key: Held | None = None,
    text: bytes = TEXT,
) -> Verified:
    """The same of a service at hand."""
    message = gost_message(key or held(MOTHER), form or Form())
    one = verifier(gost=desk, policy=policy)
    return one.verify(text_of(message), text, wanted(), asked_at=ASKED, now=NOW)


def gost_message(key: Held, form: Form) -> bytes:
    """A message that names GOST 34.10-2015; nobody here computes what it says."""
    message = cms.ContentInfo.load(signed(key, TEXT, SIGNED, form))
    message["content"]["digest_algorithms"] = [{"algorithm": "1.2.398.3.10.1.3.3"}]
    info = message["content"]["signer_infos"][0]
    info["digest_algorithm"] = {"algorithm": "1.2.398.3.10.1.3.3"}
    info["signature_algorithm"] = {"algorithm": "1.2.398.3.10.1.1.2.3.2"}
    return bytes(message.dump(force=True))


def answer(name: str) -> tuple[int, dict[str, Any]]:
    """A recorded answer about the mother's certificate."""
    told = json.loads(json.dumps(RECORDED[name]))
    number = f"{held(MOTHER).certificate.serial_number:x}"
    for signer in told["body"].get("signers", []):
        for one in signer["certificates"]:
            one["serialNumber"] = one["serialNumber"].replace("{serial}", number)
    return told["status"], told["body"]


def wanted() -> Wanted:
    """The mother's signature."""
    return Wanted(iin=MOTHER.iin)


def text_of(message: bytes) -> str:
    """As the browser sends it."""
    return base64.b64encode(message).decode()


def refused(attempt: Any) -> str:
    """The detail of the refusal that an attempt ends with."""
    with pytest.raises(Refusal) as caught:
        attempt()
    return caught.value.detail
