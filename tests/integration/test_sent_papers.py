"""Papers that go with an application: which are asked for, which are sent and stay."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.turns import Standing
from kezek.db.documents import application_documents, draft_documents
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import drafts
from kezek.usecases.nights import forget_old
from tests.factories.regions import House, open_house
from tests.integration.applying import (
    Family,
    application_of,
    count_sent,
    mother_of,
    two_kindergartens,
)


def test_papers_go_with_the_application(mother: Family, kindergartens: list[uuid.UUID]) -> None:
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-04", date(2026, 9, 1))
    mother.attach("DOC-05")

    application_id = mother.send()

    application = application_of(mother, application_id)
    assert (application.state, application.claimed) == (State.UNDER_REVIEW, Standing.P)
    with read_scope(mother.region) as session:
        kinds = [row.kind for row in application_documents(session, application_id)]
        assert kinds == ["DOC-04", "DOC-05"]
        assert not draft_documents(session, application.guardian, mother.child_id)


def test_a_missing_paper_is_asked_for_and_the_draft_stays(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-05")

    with pytest.raises(Refusal) as refused:
        mother.send()

    assert refused.value.detail == "papers"
    assert count_sent(mother) == 0
    mother.attach("DOC-04", date(2026, 9, 1))
    mother.send()
    assert count_sent(mother) == 1


def test_a_certificate_that_ran_out_meanwhile_is_asked_for_anew(
    mother: Family, kindergartens: list[uuid.UUID], house: House
) -> None:
    mother.fill(kindergartens[0], categories=(1,))
    mother.attach("DOC-03", date(2026, 8, 10))
    house.clock.advance(timedelta(days=4))

    with pytest.raises(Refusal) as refused:
        mother.send()

    assert refused.value.detail == "papers"


def test_papers_of_an_unticked_benefit_are_not_sent(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-05")
    drafts.set_benefits(mother.region, mother.actor, mother.child_id, (13,), None)

    application = application_of(mother, mother.send())

    with read_scope(mother.region) as session:
        assert not application_documents(session, application.id)
        assert not draft_documents(session, application.guardian, mother.child_id)


def test_a_child_of_six_needs_the_conclusion(region: int, kindergartens: list[uuid.UUID]) -> None:
    mother = mother_of(region, born_on=date(2020, 9, 7))

    with pytest.raises(Refusal) as refused:
        mother.fill(kindergartens[0])
    assert refused.value.detail == "too_old"

    mother.fill(kindergartens[0], categories=(5,))
    mother.attach("DOC-06")
    assert application_of(mother, mother.send()).has_pmpk


def test_a_family_without_iins_attaches_its_own_papers(
    region: int, kindergartens: list[uuid.UUID]
) -> None:
    mother = mother_of(region, is_stranger=True)
    mother.fill(kindergartens[0])

    with pytest.raises(Refusal) as refused:
        mother.send()
    assert refused.value.detail == "papers"

    mother.attach("DOC-09")
    mother.attach("DOC-10")
    assert application_of(mother, mother.send()).state is State.QUEUED


def test_what_was_sent_is_not_forgotten(
    mother: Family, region: int, kindergartens: list[uuid.UUID], house: House
) -> None:
    mother.fill(kindergartens[0], categories=(5,))
    mother.attach("DOC-06")
    application_id = mother.send()
    house.clock.advance(timedelta(days=100))

    forget_old(region, date(2026, 12, 16))

    with read_scope(region) as session:
        assert len(application_documents(session, application_id)) == 1


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
