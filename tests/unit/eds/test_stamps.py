"""A timestamp beside a signature: proven, kept as not proven, or another signature's."""

import warnings
from datetime import timedelta

import pytest

from kezek.adapters.eds.certificates import told
from kezek.core.errors import Refusal
from kezek.core.signatures import Fault, StampProof, Verified, Wanted
from kezek.demonstration.certification import Held, Subject
from kezek.demonstration.signing import as_pem, signed
from tests.factories.certification import (
    ASKED,
    HEAD,
    MOTHER,
    NOW,
    SIGNED,
    YEAR,
    centre,
    held,
    verifier,
)
from tests.factories.stamps import Authority, authority, stamped

TEXT = "Шарт".encode()
STAMPED = SIGNED + timedelta(seconds=1)
KNOWN = authority()


@pytest.mark.parametrize(
    ("by", "proof"),
    [
        (KNOWN, StampProof.PROVEN),
        (authority("Басқа орталық"), StampProof.UNPROVEN),
        (authority(may_stamp=False), StampProof.UNPROVEN),
    ],
    ids=["an authority of the centre", "of another centre", "whose key is for something else"],
)
def test_a_stamp_is_kept_with_what_it_is_worth(by: Authority, proof: StampProof) -> None:
    found = verify(stamped(message(), by, STAMPED))

    assert found.stamp.proof is proof
    assert found.stamp.at == STAMPED.replace(microsecond=0)


def test_a_message_without_one_is_as_good() -> None:
    assert verify(message()).stamp.proof is StampProof.NONE


def test_the_stamp_of_another_signature_is_refused() -> None:
    assert fault_of(stamped(message(), KNOWN, STAMPED, over=b"another")) == Fault.STAMP


def test_a_stamp_of_tomorrow_is_refused() -> None:
    assert fault_of(stamped(message(), KNOWN, NOW + timedelta(days=1))) == Fault.STAMP


def test_a_stamp_whose_own_signature_does_not_hold_is_refused() -> None:
    whole = stamped(message(), KNOWN, STAMPED)
    # The stamp stands last, and its signature is its end.
    broken = whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:]

    assert fault_of(broken) == Fault.STAMP


def test_an_organisation_may_have_a_long_name() -> None:
    """Names above 64 signs are usual; the library that takes certificates apart dislikes them."""
    long_name = "«БАЛАПАН» БӨБЕКЖАЙ-БАҚШАСЫ" * 5
    subject = Subject(HEAD.name, HEAD.iin, HEAD.bin, long_name, is_head=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        key = _long_named(subject)

    found = told(key.certificate)

    assert found.holder.organisation == long_name
    cms = as_pem(signed(key, TEXT, SIGNED))
    verified = verifier().verify(cms, TEXT, Wanted(bin=HEAD.bin), asked_at=ASKED, now=NOW)
    assert verified.certificate.holder.organisation == long_name


def _long_named(subject: Subject) -> Held:
    return centre().give(subject, NOW - YEAR / 2, NOW + YEAR / 2)


def message() -> bytes:
    """The mother's signature."""
    return signed(held(MOTHER), TEXT, SIGNED)


def verify(made: bytes) -> Verified:
    """What becomes of it."""
    wanted = Wanted(iin=MOTHER.iin)
    return verifier().verify(as_pem(made), TEXT, wanted, asked_at=ASKED, now=NOW)


def fault_of(made: bytes) -> str:
    """Why it is refused."""
    with pytest.raises(Refusal) as refused:
        verify(made)
    return refused.value.detail
