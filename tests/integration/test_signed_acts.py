"""Acts signed with keys: taking a place, and the contract by both sides (A-54, L-22.10)."""

import uuid
from collections.abc import Callable, Iterator

import pytest

from kezek.adapters.services import services
from kezek.core.acceptance_texts import Taken
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.core.errors import Code, Refusal
from kezek.core.signatures import Fault
from kezek.db.kindergartens import KindergartenRow
from kezek.db.scope import tenant_scope
from kezek.demonstration.certification import Held
from kezek.reads.contract_keys import ContractKeys, contract_keys
from kezek.reads.signatures import open_signature, signatures_about
from kezek.settings import Settings
from kezek.usecases import admission, answers
from kezek.usecases.admission_desk import admit
from kezek.usecases.codes import sign_code
from kezek.usecases.contract_signing import (
    admit_signed,
    begin_contract_signature,
    begin_head_signature,
    sign_contract,
)
from kezek.usecases.contracts import sign_by_code
from kezek.usecases.rules_change import change_settings
from kezek.usecases.signed_acceptance import Wish, accept_signed, begin_acceptance
from kezek.usecases.signing import Challenge
from tests.factories.certification import EMPLOYEE, FATHER, HEAD, lasting, sign_text, verifier
from tests.factories.families import read_code
from tests.factories.regions import House, open_house
from tests.factories.staff import free_place, open_staff
from tests.integration.applying import Family, application_of, mother_of, two_kindergartens

FAMILY = "family"
ADMIN = "admin:1"
OTHER_BIN = "061211600013"


def test_an_offered_place_is_taken_and_the_bytes_are_kept(offered: "Coming") -> None:
    challenge = offered.begin_taking()
    said = challenge.content.decode()
    assert "Айгөлек" in said
    assert offered.number in said

    offered.take(challenge, lasting())

    assert offered.state == State.REFERRED
    assert offered.kept("acceptance") == [challenge.content]


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        (lambda: lasting(FATHER), Fault.OTHER_PERSON),
        (lambda: lasting(HEAD), Fault.ORGANISATION_KEY),
        (lambda: lasting(for_sign_in=True), Fault.SIGN_IN_KEY),
    ],
)
def test_a_key_that_is_not_the_parents_takes_nothing(
    offered: "Coming", key: Callable[[], Held], fault: Fault
) -> None:
    challenge = offered.begin_taking()

    assert refused(lambda: offered.take(challenge, key())) == (Code.SIGNATURE_REFUSED, fault)
    assert offered.state == State.OFFERED
    assert offered.kept("acceptance") == []


def test_a_text_takes_a_place_once_and_for_its_own_offer(offered: "Coming") -> None:
    challenge = offered.begin_taking()
    another = Wish(Taken.OFFER, place_id=uuid.uuid4())

    assert refused(lambda: offered.take(challenge, lasting(), another))[1] == "challenge"
    offered.take(challenge, lasting())
    assert refused(lambda: offered.take(challenge, lasting())) == (
        Code.ALREADY_DECIDED,
        "challenge",
    )


@pytest.mark.parametrize("settings", [{"referral_needs_eds": True}, {"sign_methods": ["eds"]}])
def test_where_a_key_is_asked_for_a_press_takes_no_place(
    offered: "Coming", settings: dict[str, object]
) -> None:
    change_settings(offered.region, ADMIN, settings)

    found = refused(lambda: answers.accept(offered.region, FAMILY, offered.id))

    assert found == (Code.WRONG_STATE, "acceptance_needs_eds")
    offered.take(offered.begin_taking(), lasting())
    assert offered.state == State.REFERRED


def test_where_a_key_is_asked_for_a_code_sends_no_application(mother: Family) -> None:
    change_settings(mother.region, ADMIN, {"application_needs_eds": True})

    assert refused(mother.send) == (Code.WRONG_STATE, "application_needs_eds")


def test_both_sides_sign_the_same_bytes(checked: "Coming") -> None:
    sent = checked.begin_head()
    checked.admit_with(sent, lasting(HEAD))
    assert checked.state == State.CONTRACT

    read = begin_contract_signature(checked.region, checked.parent, checked.id)
    assert read.content == sent.content
    checked.sign_with(read, lasting())

    assert checked.state == State.ENROLLED
    assert checked.kept("contract") == [sent.content, sent.content]
    keys = contract_keys(checked.region, checked.id)
    assert keys.family_at is not None
    assert keys.garden_at is not None
    for said in ("Шартты", "шартты жасасты", "ДОГОВОР", HEAD.bin, "900520400011"):
        assert said.casefold() in sent.content.decode().casefold()


@pytest.mark.parametrize(
    ("key", "bin_", "fault"),
    [
        (lambda: lasting(), HEAD.bin, Fault.PERSONAL_KEY),
        (lambda: lasting(EMPLOYEE), HEAD.bin, Fault.NOT_HEAD),
        (lambda: lasting(HEAD), OTHER_BIN, Fault.OTHER_ORGANISATION),
    ],
)
def test_another_key_than_the_heads_sends_nothing(
    checked: "Coming", key: Callable[[], Held], bin_: str, fault: Fault
) -> None:
    checked.know_bin(bin_)
    challenge = checked.begin_head()

    found = refused(lambda: checked.admit_with(challenge, key()))

    assert found == (Code.SIGNATURE_REFUSED, fault)
    assert checked.state == State.ADMISSION
    assert checked.kept("contract") == []
    assert contract_keys(checked.region, checked.id) == ContractKeys()


def test_a_kindergarten_without_a_number_is_told_to_have_it_entered(checked: "Coming") -> None:
    checked.know_bin("")

    assert refused(checked.begin_head) == (Code.WRONG_STATE, "no_bin")


def test_where_the_head_signs_no_contract_goes_out_unsigned(checked: "Coming") -> None:
    change_settings(checked.region, ADMIN, {"contract_head_signs": True})

    found = refused(
        lambda: admit(checked.region, checked.head, checked.id, vaccinated=True, intent="one")
    )

    assert found == (Code.WRONG_STATE, "head_signs")
    checked.admit_with(checked.begin_head(), lasting(HEAD))
    assert checked.state == State.CONTRACT


def test_where_a_key_is_asked_for_a_code_signs_no_contract(checked: "Coming") -> None:
    change_settings(checked.region, ADMIN, {"contract_needs_eds": True})
    admit(checked.region, checked.head, checked.id, vaccinated=True, intent="one")
    sent = sign_code(checked.region, checked.parent, str(checked.id), "kk")
    digits = read_code(checked.region, sent.id)

    found = refused(
        lambda: sign_by_code(checked.region, checked.parent, checked.id, sent.id, digits)
    )

    assert found == (Code.WRONG_STATE, "contract_needs_eds")
    checked.sign_with(
        begin_contract_signature(checked.region, checked.parent, checked.id), lasting()
    )
    assert checked.state == State.ENROLLED


def test_a_contract_that_reads_otherwise_by_now_is_not_signed(checked: "Coming") -> None:
    challenge = checked.begin_head()
    checked.know_bin(HEAD.bin, name="Басқа атау")

    found = refused(lambda: checked.admit_with(challenge, lasting(HEAD)))

    assert found == (Code.ALREADY_DECIDED, "contract_other")


class Coming:
    """A child on its way into a kindergarten, with its parent and the kindergarten's head."""

    def __init__(self, mother: Family, garden: uuid.UUID) -> None:
        self.region, self.parent, self.garden = mother.region, mother.actor, garden
        self.mother = mother
        self.id = mother.send()
        self.head = open_staff(self.region, Role.KINDERGARTEN, "head", kindergarten=garden)
        self.know_bin(HEAD.bin)
        self.place = free_place(self.region, garden)
        self.wish = Wish(Taken.OFFER, place_id=self.place)

    @property
    def state(self) -> str:
        return str(application_of(self.mother, self.id).state)

    @property
    def number(self) -> str:
        return application_of(self.mother, self.id).number

    def know_bin(self, number: str, name: str = "") -> None:
        with tenant_scope(self.region) as session:
            row = session.get_one(KindergartenRow, (self.region, self.garden))
            row.bin, row.name_ru = number, name or row.name_ru

    def begin_taking(self) -> Challenge:
        return begin_acceptance(self.region, self.parent, self.id, self.wish, "kk")

    def take(self, challenge: Challenge, key: Held, wish: Wish | None = None) -> None:
        accept_signed(
            *(self.region, self.parent, self.id, wish or self.wish, challenge.id),
            signed_by(challenge, key),
            "kk",
        )

    def begin_head(self) -> Challenge:
        return begin_head_signature(self.region, self.head, self.id)

    def admit_with(self, challenge: Challenge, key: Held) -> None:
        admit_signed(
            *(self.region, self.head, self.id, challenge.id, signed_by(challenge, key)),
            vaccinated=True,
            intent="one",
        )

    def sign_with(self, challenge: Challenge, key: Held) -> None:
        sign_contract(self.region, self.parent, self.id, challenge.id, signed_by(challenge, key))

    def kept(self, act: str) -> list[bytes]:
        listed = [one for one in signatures_about(self.region, self.id) if one.act == act]
        opened = [open_signature(self.region, self.id, one.id) for one in listed]
        return [one.content for one in opened if one is not None]


def signed_by(challenge: Challenge, key: Held) -> str:
    """What NCALayer hands over for this text."""
    return sign_text(key, challenge.content, challenge.asked_at)


def refused(attempt: Callable[[], object]) -> tuple[Code, str]:
    """How an attempt is refused."""
    with pytest.raises(Refusal) as caught:
        attempt()
    return caught.value.code, caught.value.detail


@pytest.fixture
def checked(offered: "Coming") -> Coming:
    """Its papers lie before the kindergarten."""
    answers.accept(offered.region, FAMILY, offered.id)
    admission.submit_documents(offered.region, FAMILY, offered.id, complete=True, vaccinated=True)
    return offered


@pytest.fixture
def offered(mother: Family, gardens: list[uuid.UUID]) -> Coming:
    """A place is offered to it."""
    return Coming(mother, gardens[0])


@pytest.fixture
def mother(house: House, gardens: list[uuid.UUID]) -> Family:
    found = mother_of(house["demo"], is_known=True)
    found.fill(gardens[0])
    return found


@pytest.fixture
def gardens(house: House) -> list[uuid.UUID]:
    return two_kindergartens(house["demo"])


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo") as opened:
        services().eds = verifier()
        yield opened
