"""Electronic signatures below their pages: coming in, and an application sent with its bytes."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.applications import State
from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity
from kezek.core.signatures import CHALLENGE_VALID, Fault
from kezek.db.journal import FactRow
from kezek.db.scope import read_scope
from kezek.db.signatures import ChallengeRow, SignatureRow
from kezek.demonstration.certification import Held
from kezek.reads.signatures import open_signature, signatures_about
from kezek.settings import Settings
from kezek.usecases import drafts
from kezek.usecases.nights import forget_old
from kezek.usecases.sign_up import Entered, enter, knock
from kezek.usecases.signed_application import begin_signing, send_signed
from kezek.usecases.signed_entry import begin_entry, enter_by_key, has_signed
from kezek.usecases.signing import Challenge
from tests.factories.certification import FATHER, MOTHER, lasting, sign_text, verifier
from tests.factories.families import MOTHER as MOTHERS_NUMBER
from tests.factories.families import PROVEN_PHONE, UNPROVEN_PHONE, family, read_code, sign_up
from tests.factories.regions import House, open_house
from tests.integration.applying import (
    Family,
    application_of,
    count_sent,
    mother_of,
    two_kindergartens,
)
from tests.integration.people import fact_kinds, guardian_of


def test_a_proven_person_comes_in_by_key_alone(region: int) -> None:
    known = sign_up(region, MOTHERS_NUMBER, PROVEN_PHONE)

    entered = come_in(region)

    assert isinstance(entered, Entered)
    assert entered.account_id == known.account_id
    assert "guardian:entered" in fact_kinds(region)


@pytest.mark.parametrize("is_taken", [False, True])
def test_others_give_a_telephone_once_and_are_proven_then(region: int, is_taken: bool) -> None:
    if is_taken:
        sign_up(region, MOTHERS_NUMBER, "+77015550001")
    challenge = begin_entry(region, "kk")

    named = enter_by_key(region, challenge.id, signed_by(challenge, sign_in_key()))
    assert named == MOTHERS_NUMBER
    assert has_signed(region, challenge.id, MOTHERS_NUMBER)
    sent = knock(region, MOTHERS_NUMBER, UNPROVEN_PHONE, "kk", has_signed=True)
    entered = enter(region, sent.id, read_code(region, sent.id))

    guardian = guardian_of(region, entered.guardian_id)
    assert (guardian.proven_by, guardian.phone) == ("eds", UNPROVEN_PHONE)
    assert isinstance(come_in(region), Entered)


def test_a_signature_speaks_for_nobody_else_and_for_no_unsigned_text(region: int) -> None:
    challenge = begin_entry(region, "kk")
    assert not has_signed(region, challenge.id, MOTHERS_NUMBER)

    enter_by_key(region, challenge.id, signed_by(challenge, sign_in_key()))

    assert not has_signed(region, challenge.id, Identity(iin=FATHER.iin))


def test_a_text_is_signed_once_and_within_five_minutes(house: House, region: int) -> None:
    sign_up(region, MOTHERS_NUMBER, PROVEN_PHONE)
    one, late = begin_entry(region, "kk"), begin_entry(region, "ru")
    enter_by_key(region, one.id, signed_by(one, sign_in_key()))

    assert refused(lambda: enter_by_key(region, one.id, signed_by(one, sign_in_key()))) == (
        Code.ALREADY_DECIDED,
        "challenge",
    )
    house.clock.advance(CHALLENGE_VALID)
    assert refused(lambda: enter_by_key(region, late.id, signed_by(late, sign_in_key()))) == (
        Code.TOO_LATE,
        "challenge",
    )


def test_the_signing_key_opens_no_door(region: int) -> None:
    challenge = begin_entry(region, "kk")

    found = refused(lambda: enter_by_key(region, challenge.id, signed_by(challenge, lasting())))

    assert found == (Code.SIGNATURE_REFUSED, Fault.SIGNING_KEY)


def test_an_application_is_sent_with_its_signature_and_the_bytes_are_shown_again(
    mother: Family,
) -> None:
    challenge = begin_signing(mother.region, mother.actor, mother.child_id, "kk")
    said = challenge.content.decode()

    application_id = send(mother, challenge, lasting())

    assert application_of(mother, application_id).state is State.QUEUED
    (shown,) = signatures_about(mother.region, application_id)
    opened = open_signature(mother.region, application_id, shown.id)
    assert opened is not None
    assert opened.content == challenge.content
    assert opened.holder == "ОСПАНОВА ӘСЕЛ"
    for part in ("Айша Серікқызы", "Әлия", MOTHER.iin, "1. Айгөлек", str(challenge.id), "КЕЛІСІМ"):
        assert part in said


def test_what_is_kept_names_nobody_in_the_clear(mother: Family) -> None:
    challenge = begin_signing(mother.region, mother.actor, mother.child_id, "ru")
    send(mother, challenge, lasting(), "ru")

    with read_scope(mother.region) as session:
        row = session.scalars(select(SignatureRow)).one()
        fact = session.scalars(select(FactRow).where(FactRow.id == row.fact_id)).one()
        waiting = session.scalars(select(ChallengeRow)).one()
        digest = hashlib.sha256(challenge.content)
        assert row.content_sha256 == digest.digest()
        assert (fact.kind, fact.rule) == ("application:signed", "E-6")
        assert fact.payload["detail"]["content"] == digest.hexdigest()
        whole = repr((row.facts, row.content_sealed, row.cms_sealed, waiting.content_sealed))
    assert MOTHER.iin not in whole
    assert "Әлия" not in whole
    assert row.facts["revocation"] == "unknown"


def test_pressed_twice_it_is_sent_and_signed_once(mother: Family) -> None:
    challenge = begin_signing(mother.region, mother.actor, mother.child_id, "kk")

    first, again = (send(mother, challenge, lasting()) for _ in range(2))

    assert first == again
    assert count_sent(mother) == 1
    assert len(signatures_about(mother.region, first)) == 1


def test_another_persons_key_sends_nothing(mother: Family) -> None:
    challenge = begin_signing(mother.region, mother.actor, mother.child_id, "kk")

    found = refused(lambda: send(mother, challenge, lasting(FATHER)))

    assert found == (Code.SIGNATURE_REFUSED, Fault.OTHER_PERSON)
    assert count_sent(mother) == 0


def test_what_was_changed_after_the_text_was_given_out_is_not_sent(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    challenge = begin_signing(mother.region, mother.actor, mother.child_id, "kk")
    drafts.set_choices(mother.region, mother.actor, mother.child_id, tuple(kindergartens))

    found = refused(lambda: send(mother, challenge, lasting()))

    assert found == (Code.ALREADY_DECIDED, "signed_other")
    assert count_sent(mother) == 0


def test_a_text_of_one_family_is_no_text_of_another(mother: Family) -> None:
    challenge = begin_signing(mother.region, mother.actor, mother.child_id, "kk")
    stranger = family(mother.region, Identity(iin=FATHER.iin), "+77010000003")

    def attempt() -> uuid.UUID:
        cms = signed_by(challenge, lasting())
        args = (mother.region, stranger, mother.child_id, challenge.id, cms, "kk")
        return send_signed(*args, intent="x")

    with pytest.raises(LookupError):
        attempt()


def test_texts_that_nobody_signed_are_forgotten_by_the_night(house: House, region: int) -> None:
    begin_entry(region, "kk")
    house.clock.advance(timedelta(days=2))
    fresh = begin_entry(region, "kk")
    house.clock.advance(timedelta(milliseconds=1))

    forget_old(region, date(2026, 12, 4))

    with read_scope(region) as session:
        assert list(session.scalars(select(ChallengeRow.id))) == [fresh.id]


def come_in(region: int) -> Entered | Identity:
    """By the mother's key for signing in."""
    challenge = begin_entry(region, "kk")
    return enter_by_key(region, challenge.id, signed_by(challenge, sign_in_key()))


def sign_in_key() -> Held:
    """The mother's other key."""
    return lasting(for_sign_in=True)


def signed_by(challenge: Challenge, key: Held) -> str:
    """What NCALayer hands over for this text."""
    return sign_text(key, challenge.content, challenge.asked_at)


def send(mother: Family, challenge: Challenge, key: Held, language: str = "kk") -> uuid.UUID:
    """Sends the signed application."""
    return send_signed(
        mother.region,
        mother.actor,
        mother.child_id,
        challenge.id,
        signed_by(challenge, key),
        language,
        intent="one",
    )


def refused(attempt: Callable[[], object]) -> tuple[Code, str]:
    """How an attempt is refused."""
    with pytest.raises(Refusal) as caught:
        attempt()
    return caught.value.code, caught.value.detail


@pytest.fixture
def mother(region: int, kindergartens: list[uuid.UUID]) -> Family:
    found = mother_of(region)
    found.fill(kindergartens[0])
    return found


@pytest.fixture
def kindergartens(region: int) -> list[uuid.UUID]:
    return two_kindergartens(region)


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo") as opened:
        services().eds = verifier()
        yield opened
