"""A draft of an application: what it takes, what a change drops, and when it is forgotten."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.core.queues import QueueType
from kezek.db.documents import draft_documents
from kezek.db.drafts import find_draft
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import drafts
from kezek.usecases.nights import forget_old
from tests.factories.families import KNOWN_CHILD, child
from tests.factories.regions import House, open_house
from tests.integration.applying import Family, application_of, mother_of, two_kindergartens


def test_a_queued_child_has_no_draft_to_change(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])
    mother.send()

    with pytest.raises(Refusal) as refused:
        drafts.set_choices(mother.region, mother.actor, mother.child_id, (kindergartens[1],))
    with pytest.raises(Refusal):
        drafts.choose_child(mother.region, mother.actor, mother.child_id)

    assert refused.value.code is Code.ALREADY_QUEUED


def test_without_consent_nothing_goes_on(mother: Family) -> None:
    with pytest.raises(Refusal) as refused:
        drafts.choose_child(mother.region, mother.actor, mother.child_id)
    assert refused.value.code is Code.CONSENT_MISSING

    with pytest.raises(Refusal) as refused:
        mother.send()
    assert refused.value.code is Code.CONSENT_MISSING


def test_a_consent_before_the_child_is_for_one_child(mother: Family, region: int) -> None:
    drafts.consent(region, mother.actor, None, "ru")
    drafts.choose_child(region, mother.actor, mother.child_id)

    with pytest.raises(Refusal) as refused:
        drafts.choose_child(region, mother.actor, child(region, mother.actor, KNOWN_CHILD))

    assert refused.value.code is Code.CONSENT_MISSING


@pytest.mark.parametrize(
    ("territory", "language"), [("nowhere", "kk"), ("city", "de")], ids=["territory", "language"]
)
def test_what_the_region_does_not_have_is_refused(
    mother: Family, territory: str, language: str
) -> None:
    drafts.consent(mother.region, mother.actor, mother.child_id, "kk")

    parameters = drafts.Parameters(territory, language, QueueType.GENERAL)

    with pytest.raises(Refusal) as refused:
        drafts.set_parameters(mother.region, mother.actor, mother.child_id, parameters)

    assert refused.value.code is Code.INVALID_CHOICE


def test_another_territory_drops_the_kindergartens(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])

    parameters = drafts.Parameters("village", "kk", QueueType.GENERAL)
    drafts.set_parameters(mother.region, mother.actor, mother.child_id, parameters)

    with pytest.raises(Refusal) as refused:
        mother.send()
    assert refused.value.detail == "step_missing"


def test_another_language_keeps_the_kindergartens(
    mother: Family, kindergartens: list[uuid.UUID]
) -> None:
    mother.fill(kindergartens[0])

    parameters = drafts.Parameters("city", "ru", QueueType.GENERAL)
    drafts.set_parameters(mother.region, mother.actor, mother.child_id, parameters)

    assert application_of(mother, mother.send()).language == "ru"


def test_what_was_left_for_three_months_is_forgotten(
    mother: Family, region: int, kindergartens: list[uuid.UUID], house: House
) -> None:
    before = _files()
    mother.fill(kindergartens[0], categories=(11,))
    mother.attach("DOC-05")
    house.clock.advance(timedelta(days=60))
    other = Family(region, mother.actor, child(region, mother.actor, KNOWN_CHILD))
    other.fill(kindergartens[0], categories=(11,))
    other.attach("DOC-05")
    house.clock.advance(timedelta(days=31))

    forget_old(region, date(2026, 12, 7))

    with read_scope(region) as session:
        guardian_id = mother.actor.guardian_id
        assert guardian_id is not None
        assert find_draft(session, guardian_id, mother.child_id) is None
        assert not draft_documents(session, guardian_id, mother.child_id)
        (kept,) = draft_documents(session, guardian_id, other.child_id)
    assert _files() - before == {Path(kept.stored_path).name}


def _files() -> set[str]:
    folder = services().settings.uploads_dir
    return {path.name for path in folder.rglob("*") if path.is_file()}


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
