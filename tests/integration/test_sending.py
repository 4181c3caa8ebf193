"""«Кезекке өтініш беру» below its pages: sent once, to the queues or to a specialist."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select

from kezek.core.applications import State
from kezek.core.errors import Code, Refusal
from kezek.core.queues import QueueType
from kezek.core.territories import Mode
from kezek.core.turns import Standing
from kezek.db.drafts import ConsentRow, find_draft
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import drafts
from kezek.usecases.deciding import NotFound
from kezek.usecases.sending import send
from tests.factories.families import FATHER, child, family
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.integration.applying import (
    Family,
    application_of,
    count_sent,
    mother_of,
    two_kindergartens,
)


def test_a_general_application_stands_in_its_queues_at_once(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[1], kindergartens[0])

    application = application_of(mother, mother.send())

    assert application.state is State.QUEUED
    assert list(application.choices) == [kindergartens[1], kindergartens[0]]
    assert application.language == "kk"


def test_the_consent_is_kept_with_its_words_and_its_moment(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])

    application_id = mother.send()

    with read_scope(mother.region) as session:
        consent = session.scalars(select(ConsentRow)).one()
        assert consent.application_id == application_id
        assert (consent.text_version, consent.language) == ("order-133-annex-5/1", "kk")
        assert find_draft(session, consent.guardian_id, mother.child_id) is None


def test_pressed_twice_it_is_sent_once(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    mother.fill(kindergartens[0])

    first = mother.send("one")
    again = mother.send("one")

    assert first == again
    assert count_sent(mother) == 1


def test_from_a_second_tab_the_existing_number_is_told(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])
    number = application_of(mother, mother.send("one")).number

    with pytest.raises(Refusal) as refused:
        mother.send("two")

    assert (refused.value.code, refused.value.detail) == (Code.ALREADY_QUEUED, "own")
    assert refused.value.values["number"] == number
    assert count_sent(mother) == 1


@pytest.mark.parametrize("is_known", [True, False])
def test_a_register_confirms_at_once_or_a_specialist_looks(
    region: int, kindergartens: list[uuid.UUID], is_known: bool
) -> None:
    mother = mother_of(region, is_known=is_known)
    mother.fill(kindergartens[0], categories=(10,))

    application = application_of(mother, mother.send())

    wanted = (State.QUEUED, Standing.P) if is_known else (State.UNDER_REVIEW, Standing.G)
    assert (application.state, application.standing) == wanted


def test_out_of_turn_is_always_looked_at(region: int, kindergartens: list[uuid.UUID]) -> None:
    mother = mother_of(region, is_known=True)
    mother.fill(kindergartens[0], categories=(3, 10))
    mother.attach("DOC-03", date(2026, 9, 7))

    application = application_of(mother, mother.send())

    assert (application.state, application.claimed) == (State.UNDER_REVIEW, Standing.O)


def test_another_familys_child_is_not_there(
    mother: Family, region: int, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])
    father = family(region, FATHER)

    for act in (
        lambda: send(region, father, mother.child_id, intent="x"),
        lambda: drafts.consent(region, father, mother.child_id, "kk"),
        lambda: drafts.choose_child(region, father, mother.child_id),
        lambda: drafts.set_choices(region, father, mother.child_id, (kindergartens[0],)),
        lambda: drafts.set_benefits(region, father, mother.child_id, (13,), None),
    ):
        with pytest.raises(NotFound):
            act()
    assert count_sent(mother) == 0


def test_a_family_without_a_name_says_who_it_is_first(
    region: int, kindergartens: list[uuid.UUID]
) -> None:
    actor = family(region)
    nameless = Family(region, actor, child(region, actor))
    nameless.fill(kindergartens[0])

    with pytest.raises(Refusal) as refused:
        nameless.send()

    assert refused.value.detail == "profile"


def test_a_territory_of_vouchers_asks_for_no_kindergarten(house: House) -> None:
    region = house["pavlodar"]
    mother = mother_of(region)
    garden = kindergarten(region, "Ақсу", territory="aksu")
    drafts.consent(region, mother.actor, mother.child_id, "kk")
    for territory in ("aksu", "pavlodar"):
        parameters = drafts.Parameters(territory, "kk", QueueType.GENERAL)
        drafts.set_parameters(region, mother.actor, mother.child_id, parameters)
        if territory == "aksu":
            drafts.set_choices(region, mother.actor, mother.child_id, (garden,))
    drafts.set_benefits(region, mother.actor, mother.child_id, (13,), None)

    application = application_of(mother, mother.send())

    assert application.mode is Mode.VOUCHER
    assert application.choices == ()
    assert application.state is State.QUEUED


def test_a_planned_day_lies_ahead(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    with pytest.raises(Refusal) as refused:
        mother.fill(kindergartens[0], planned_from=date(2026, 9, 7))
    assert refused.value.detail == "planned_from"

    mother.fill(kindergartens[0], planned_from=date(2027, 1, 10))
    assert application_of(mother, mother.send()).state is State.DEFERRED


def test_the_family_is_told(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    mother.fill(kindergartens[0])
    mother.send()

    with read_scope(mother.region) as session:
        codes = set(session.scalars(select(NoticeRow.code)))
    assert {"N-03", "N-05"} <= codes


@pytest.fixture
def mother(region: int) -> Family:
    return mother_of(region)


@pytest.fixture
def kindergartens(region: int) -> list[uuid.UUID]:
    return two_kindergartens(region)


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo", "pavlodar") as opened:
        yield opened
