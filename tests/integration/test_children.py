"""Children in a family's list: which are listed, whose parentage is proven, who changes them."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from kezek.core.people import DocumentKind, Identity
from kezek.db.people import find_child
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases.children import change_child, remove_child
from kezek.usecases.deciding import NotFound
from kezek.usecases.proofs import prove_guardian, prove_parentage
from tests.factories.families import (
    FATHER,
    KNOWN_CHILD,
    MOTHER,
    OFFICER,
    PROVEN_PHONE,
    UNKNOWN_CHILD,
    UNPROVEN_PHONE,
    child,
    family,
)
from tests.factories.regions import House, open_house
from tests.integration.people import fact_kinds, guardian_id_of, refusal_of


def test_a_child_is_listed_with_its_own_birth_date(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor, born_on=date(2021, 5, 1))

    with read_scope(region) as session:
        row = find_child(session, child_id)
        assert row is not None
        assert (row.born_on, row.parentage_proven) == (date(2021, 5, 1), False)
        assert identity_of(row) == UNKNOWN_CHILD


@pytest.mark.parametrize(
    ("phone", "identity", "is_proven"),
    [
        (PROVEN_PHONE, KNOWN_CHILD, True),
        (PROVEN_PHONE, UNKNOWN_CHILD, False),
        (UNPROVEN_PHONE, KNOWN_CHILD, False),
    ],
    ids=["known child of a proven parent", "unknown child", "known child of an unproven parent"],
)
def test_the_register_proves_only_a_proven_parents_known_child(
    region: int, phone: str, identity: Identity, is_proven: bool
) -> None:
    actor = family(region, phone=phone)

    assert _is_proven(region, child(region, actor, identity)) is is_proven


def test_a_parent_proven_later_has_the_register_asked_again(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor, KNOWN_CHILD)

    prove_guardian(region, OFFICER, guardian_id_of(actor))

    assert _is_proven(region, child_id)


def test_a_specialist_proves_parentage(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor)

    prove_parentage(region, OFFICER, child_id)

    assert _is_proven(region, child_id)
    assert "parentage:proven" in fact_kinds(region)


def test_a_child_without_an_iin_is_listed_by_a_document(region: int) -> None:
    paper = Identity(document_kind=DocumentKind.BIRTH_CERTIFICATE, document_number="I-ТШ № 12345")
    actor = family(region)

    child_id = child(region, actor, paper)

    with read_scope(region) as session:
        row = find_child(session, child_id)
        assert row is not None
        assert identity_of(row) == paper


@pytest.mark.parametrize(
    ("identity", "born", "refused"),
    [
        (Identity(iin="220314600012"), "2022-03-14", "invalid_iin:check_digit"),
        (Identity(iin="2203146"), "2022-03-14", "invalid_iin:shape"),
        (MOTHER, "2022-03-14", "invalid_iin:own"),
        (KNOWN_CHILD, "2026-09-08", "not_eligible_age:not_born"),
        (KNOWN_CHILD, "2006-09-07", "not_eligible_age:grown_up"),
        (Identity(), "2022-03-14", "invalid_choice:document"),
        (UNKNOWN_CHILD, "2022-03-14", "already_decided:child_listed"),
    ],
    ids=[
        "a wrong check digit", "too few digits", "the parent's own number", "not born yet",
        "grown up", "neither number nor paper", "listed already",
    ],
)  # fmt: skip
def test_a_child_is_not_listed(region: int, identity: Identity, born: str, refused: str) -> None:
    actor = family(region)
    child(region, actor)

    refusal = refusal_of(lambda: child(region, actor, identity, date.fromisoformat(born)))

    assert f"{refusal.code}:{refusal.detail}" == refused


def test_today_is_the_regions_day(house: House, region: int) -> None:
    actor = family(region)
    house.clock.set(datetime(2026, 9, 7, 19, 30, tzinfo=UTC))

    # In Kazakhstan the next day has begun half an hour ago.
    assert child(region, actor, born_on=date(2026, 9, 8))


def test_another_familys_child_is_not_there(region: int) -> None:
    mine, other = family(region), family(region, FATHER, "+77015550001")
    child_id = child(region, mine)

    with pytest.raises(NotFound):
        remove_child(region, other, child_id)


def test_a_removed_child_can_be_listed_again(region: int) -> None:
    actor = family(region)
    first = child(region, actor)
    remove_child(region, actor, first)

    assert child(region, actor) != first


def test_a_proven_childs_date_is_corrected_by_a_specialist(region: int) -> None:
    actor = family(region)
    child_id = child(region, actor)
    change_child(region, actor, child_id, full_name="Айша", born_on=date(2022, 3, 15))
    prove_parentage(region, OFFICER, child_id)

    refusal = refusal_of(
        lambda: change_child(region, actor, child_id, full_name="А", born_on=date(2021, 3, 15))
    )

    assert refusal.detail == "child_in_use"


def _is_proven(region: int, child_id: uuid.UUID) -> bool:
    with read_scope(region) as session:
        row = find_child(session, child_id)
    assert row is not None
    return row.parentage_proven


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "saran") as opened:
        yield opened
