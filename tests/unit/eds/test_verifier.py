"""A good signature is told who signed what and when; every other one is refused, each for its own
fault, and nothing is asked over the network before."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from kezek.adapters.eds.messages import read_message
from kezek.core.errors import Code, Refusal
from kezek.core.signatures import Fault, KeyUse, Revocation, Verified, Wanted
from kezek.demonstration.certification import Held, Subject
from kezek.demonstration.signing import Form, as_pem, signed
from tests.factories.certification import (
    ASKED,
    EMPLOYEE,
    FATHER,
    HEAD,
    MOTHER,
    NOW,
    SIGNED,
    YEAR,
    centre,
    held,
    verifier,
)

TEXT = "Өтініш № DEM-26-1\nБала: Айару\n".encode()
BY_MOTHER = Wanted(iin=MOTHER.iin)


@pytest.mark.parametrize("attached", [False, True])
@pytest.mark.parametrize(
    ("curve", "pss", "algorithm"),
    [
        (False, False, "RSA 2048 sha256"),
        (False, True, "RSA-PSS 2048 sha256"),
        (True, False, "ECDSA secp256r1 sha256"),
    ],
)
def test_a_good_signature_says_who_signed_and_how(
    attached: bool, curve: bool, pss: bool, algorithm: str
) -> None:
    key = held(MOTHER, curve=curve)

    found = verify(key, Form(attached=attached, pss=pss))

    assert found.certificate.holder.iin == MOTHER.iin
    assert (found.algorithm, found.signed_at) == (algorithm, SIGNED)
    assert found.certificate.use is KeyUse.SIGNING
    assert len(found.chain) == 3
    assert found.chain[0] == key.certificate.fingerprint(hashes.SHA256()).hex()
    assert found.revocation.answer is Revocation.UNKNOWN


def test_a_message_of_another_maker_is_read_as_well() -> None:
    key = held(MOTHER, until=NOW + 5 * YEAR)
    made = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(TEXT)
        .add_signer(key.certificate, key.key, hashes.SHA256())
        .add_certificate(centre().issuer.certificate)
        .sign(
            serialization.Encoding.DER,
            [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary],
        )
    )
    message = base64.b64encode(made).decode()

    # That library stamps the moment by its own clock, which is not the clock of these tests.
    moment = read_message(made).signed_at
    found = ask(message, asked_at=moment, now=moment)
    assert found.certificate.holder.iin == MOTHER.iin


def test_the_head_of_a_kindergarten_signs_with_its_key() -> None:
    found = verify(held(HEAD), wanted=Wanted(iin=HEAD.iin, bin=HEAD.bin))

    assert found.certificate.holder.organisation == HEAD.organisation


def test_at_the_door_the_sign_in_key_says_who_comes() -> None:
    found = verify(held(MOTHER, for_sign_in=True), wanted=Wanted(use=KeyUse.SIGN_IN))

    assert found.certificate.holder.iin == MOTHER.iin


KEYS: dict[Fault, tuple[Subject, dict[str, Any], Wanted]] = {
    Fault.EXPIRED: (MOTHER, {"until": NOW - timedelta(days=1)}, BY_MOTHER),
    Fault.NOT_YET: (MOTHER, {"since": NOW + timedelta(days=1)}, BY_MOTHER),
    Fault.FOREIGN: (MOTHER, {"by": "ЧУЖОЙ"}, BY_MOTHER),
    Fault.OTHER_PERSON: (FATHER, {}, BY_MOTHER),
    Fault.SIGN_IN_KEY: (MOTHER, {"for_sign_in": True}, BY_MOTHER),
    Fault.SIGNING_KEY: (MOTHER, {}, Wanted(use=KeyUse.SIGN_IN)),
    Fault.ORGANISATION_KEY: (HEAD, {}, BY_MOTHER),
    Fault.PERSONAL_KEY: (MOTHER, {}, Wanted(iin=MOTHER.iin, bin=HEAD.bin)),
    Fault.OTHER_ORGANISATION: (HEAD, {}, Wanted(iin=HEAD.iin, bin="980540000001")),
    Fault.NOT_HEAD: (EMPLOYEE, {}, Wanted(iin=HEAD.iin, bin=HEAD.bin)),
    Fault.NO_IIN: (Subject("БЕЛГІСІЗ", "12345"), {}, BY_MOTHER),
}


@pytest.mark.parametrize("fault", KEYS, ids=str)
def test_a_wrong_key_is_refused_for_what_is_wrong_with_it(fault: Fault) -> None:
    subject, how, wanted = KEYS[fault]

    assert refused(lambda: verify(held(subject, **how), wanted=wanted)) == fault


def test_the_centre_itself_signs_nothing() -> None:
    assert refused(lambda: verify(centre().issuer)) == Fault.OTHER_KEY


@pytest.mark.parametrize("attached", [False, True])
def test_other_bytes_than_those_given_out_are_refused(attached: bool) -> None:
    message = as_pem(signed(held(MOTHER), TEXT + b"!", SIGNED, Form(attached=attached)))

    assert refused(lambda: ask(message)) == Fault.TAMPERED


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (Form(with_attributes=False), Fault.BARE),
        (Form(with_time=False), Fault.BARE),
    ],
)
def test_a_signature_must_say_what_and_when(form: Form, fault: Fault) -> None:
    assert refused(lambda: verify(held(MOTHER), form)) == fault


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        (ASKED - timedelta(hours=2), Fault.STALE),
        (NOW + timedelta(hours=2), Fault.CLOCK_AHEAD),
    ],
)
def test_a_moment_far_from_the_question_is_refused(at: Any, fault: Fault) -> None:
    message = as_pem(signed(held(MOTHER), TEXT, at))

    assert refused(lambda: ask(message)) == fault


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_computer_with_the_old_zone_signs_all_the_same(hours: int) -> None:
    message = as_pem(signed(held(MOTHER), TEXT, SIGNED + timedelta(hours=hours)))

    assert ask(message).signed_at == SIGNED + timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    ["", "x", "=", "MIIB", "-----BEGIN CMS-----", "0" * 400_000, "AAAA" * 50, "ақ", "MIICMDA="],
)
def test_what_is_no_signature_is_called_so(text: str) -> None:
    assert refused(lambda: ask(text)) == Fault.UNREADABLE


def test_two_signers_at_once_are_refused() -> None:
    one, two = (signed(held(who), TEXT, SIGNED) for who in (MOTHER, FATHER))

    assert refused(lambda: ask(as_pem(joined(one, two)))) == Fault.SEVERAL


def test_without_roots_nothing_is_taken() -> None:
    empty = verifier()
    empty.trust = type(empty.trust)(())
    message = as_pem(signed(held(MOTHER), TEXT, SIGNED))

    def asked() -> Verified:
        return empty.verify(message, TEXT, BY_MOTHER, asked_at=ASKED, now=NOW)

    assert refused(asked) == Fault.NOT_SET_UP


def verify(key: Held, form: Form | None = None, wanted: Wanted = BY_MOTHER) -> Verified:
    """What becomes of a message by this key."""
    return ask(as_pem(signed(key, TEXT, SIGNED, form or Form())), wanted)


def ask(
    message: str, wanted: Wanted = BY_MOTHER, asked_at: Any = ASKED, now: Any = NOW
) -> Verified:
    """What becomes of a message."""
    return verifier().verify(message, TEXT, wanted, asked_at=asked_at, now=now)


def refused(attempt: Any) -> str:
    """The detail of the refusal that an attempt ends with."""
    with pytest.raises(Refusal) as caught:
        attempt()
    assert caught.value.code is Code.SIGNATURE_REFUSED
    return caught.value.detail


def joined(one: bytes, two: bytes) -> bytes:
    """Both signers in one message."""
    first, second = cms.ContentInfo.load(one), cms.ContentInfo.load(two)
    first["content"]["signer_infos"].append(second["content"]["signer_infos"][0])
    return bytes(first.dump(force=True))
