"""No byte of a signed message can be changed to anybody's use: the message is refused, or it says
of the same person the same thing as before."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from kezek.adapters.eds.messages import read_message
from kezek.core.errors import Refusal
from kezek.core.signatures import NO_STAMP, Verified, Wanted
from kezek.demonstration.signing import Form, as_pem, signed
from tests.factories.certification import ASKED, MOTHER, NOW, SIGNED, held, verifier

# The library warns of names that are longer than allowed; a flipped length makes such names.
pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")

TEXT = "Өтініш № DEM-26-1".encode()
ATTACHED, DETACHED = Form(attached=True), Form()
VERIFIER = verifier()


def test_every_byte_flipped_changes_nothing_or_is_refused() -> None:
    whole = signed(held(MOTHER), TEXT, SIGNED, ATTACHED)
    before = verify(whole)
    taken = 0

    for place in range(len(whole)):
        flipped = whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :]
        try:
            found = verify(flipped)
        except Refusal:
            continue
        assert same(found) == same(before)
        taken += 1

    # The parameters of algorithms, which hold nothing.
    assert taken < 5


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("certificate", DETACHED),
        ("attributes", DETACHED),
        ("signature", DETACHED),
        ("content", ATTACHED),
    ],
)
def test_no_byte_of_what_is_signed_or_signs_can_be_flipped(part: str, form: Form) -> None:
    whole = signed(held(MOTHER), TEXT, SIGNED, form)
    inner = part_of(whole, part)
    start = whole.index(inner)

    for place in range(start, start + len(inner)):
        flipped = whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :]
        with pytest.raises(Refusal):
            verify(flipped)


@given(st.binary(max_size=400))
def test_strange_bytes_are_refused_and_never_break_anything(noise: bytes) -> None:
    with pytest.raises(Refusal):
        verify(noise)


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=30), st.integers(0, 60))
def test_spliced_bytes_are_refused_or_say_the_same(place: int, put: bytes, cut: int) -> None:
    whole = signed(held(MOTHER), TEXT, SIGNED, ATTACHED)
    place %= len(whole)

    try:
        found = verify(whole[:place] + put + whole[place + cut :])
    except Refusal:
        return
    assert same(found) == same(verify(whole))


def verify(message: bytes) -> Verified:
    """What becomes of a message by the mother's key."""
    wanted = Wanted(iin=MOTHER.iin)
    return VERIFIER.verify(as_pem(message), TEXT, wanted, asked_at=ASKED, now=NOW)


def same(found: Verified) -> Verified:
    """What has to be the same; a timestamp decides nothing."""
    return replace(found, stamp=NO_STAMP)


def part_of(whole: bytes, part: str) -> bytes:
    """The bytes of a part as they stand in the message."""
    message = read_message(whole)
    if part == "certificate":
        return message.signer.public_bytes(Encoding.DER)
    if part == "attributes":
        return message.attributes[2:]
    return {"signature": message.signature, "content": TEXT}[part]
