"""Places that are taken back: a few by one person, more with a second one (R-46)."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.ids import KindergartenId
from kezek.usecases.publishing import UNDONE
from kezek.usecases.recall_wishes import recall_place, recall_places
from kezek.usecases.rules_change import change_settings
from tests.factories.desks import (
    PLACES,
    desk_of,
    new_garden,
    place_ids,
    places_of,
    send_token,
    state_of,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, free_place, open_staff, queued
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

PREVIEW = f"{PLACES}batches/preview"
RECALL = f"{PLACES}recalls/"


def test_a_few_are_recalled_at_once(house: House, garden: uuid.UUID, desk: FlaskClient) -> None:
    _published(desk, "p.2022.kk=3")
    page = desk.get(f"{RECALL}?{_ticked(house, garden, 2)}")

    assert send(desk, page, "recalls", **_named(house, garden, 2), reason="").status_code == 422
    done = send(desk, page, "recalls", **_named(house, garden, 2), reason="Ремонт")
    again = send(desk, page, "recalls", **_named(house, garden, 2), reason="Ремонт")

    assert (done.location, again.status_code) == (PLACES, 303)
    assert places_of(house, garden) == ["RECALLED", "RECALLED", "PUBLISHED"]


def test_many_wait_for_a_specialist_and_are_done_when_one_agrees(
    house: House, garden: uuid.UUID, desk: FlaskClient
) -> None:
    child = house.within(queued, house["demo"], garden)
    _published(desk, "p.2022.kk=5")
    page = desk.get(f"{RECALL}?{_ticked(house, garden, 5)}")
    assert "нужно согласие специалиста" in words(page)

    proposed = send(desk, page, "recalls", **_named(house, garden, 5), reason="Авария")
    assert "approvals" in proposed.location
    assert "RECALLED" not in places_of(house, garden)

    office = _specialist(house)
    shown = office.get(proposed.location)
    assert "Места к отзыву 5" in words(shown)
    signed = send(office, shown, f"{proposed.location}/agree")

    assert signed.status_code == 303
    assert places_of(house, garden) == ["RECALLED"] * 5
    assert state_of(house, child.id) is State.QUEUED


def test_one_by_one_the_day_has_its_limit_too(
    house: House, garden: uuid.UUID, desk: FlaskClient
) -> None:
    for _ in range(4):
        house.within(free_place, house["demo"], garden)
    own = place_ids(house, garden)
    for place in own[:3]:
        page = desk.get(f"{PLACES}{place}/recall")
        assert send(desk, page, "recall", reason="Ремонт").status_code == 303

    refused = send(desk, desk.get(f"{PLACES}{own[3]}/recall"), "recall", reason="Ремонт")

    assert refused.status_code == 409
    assert "нужно согласие специалиста" in words(refused)
    assert places_of(house, garden).count("RECALLED") == 3


def test_places_of_another_kindergarten_are_as_if_not_named(
    house: House, garden: uuid.UUID, desk: FlaskClient
) -> None:
    house.within(free_place, house["demo"], garden)
    stranger = desk_of(house, new_garden(house))

    page = stranger.get(f"{RECALL}?{_ticked(house, garden, 1)}&place=nonsense")
    assert "Ни одно место не отмечено" in words(page)
    refused = stranger.post(
        RECALL, data=send_token(stranger) | _named(house, garden, 1) | {"reason": "Ремонт"}
    )

    assert refused.status_code == 422
    assert places_of(house, garden) == ["PUBLISHED"]


def test_a_region_may_let_one_person_recall_fewer(
    house: House, garden: uuid.UUID, desk: FlaskClient, strict: None
) -> None:
    """`recalls_alone`: what was three is one."""
    _published(desk, "p.2022.kk=2")

    page = desk.get(f"{RECALL}?{_ticked(house, garden, 2)}")
    assert "не больше 1. " in words(page)
    proposed = send(desk, page, "recalls", **_named(house, garden, 2), reason="Ремонт")

    assert "approvals" in proposed.location
    assert "RECALLED" not in places_of(house, garden)


def test_the_words_of_an_undo_do_not_hide_a_recall(house: House, garden: uuid.UUID) -> None:
    for _ in range(4):
        house.within(free_place, house["demo"], garden)
    own, by = place_ids(house, garden), _director(garden)
    for one in own[:3]:
        house.within(recall_place, house["demo"], by, one, UNDONE, intent=str(uuid.uuid4()))

    with pytest.raises(Refusal, match="recalls_today"):
        house.within(recall_place, house["demo"], by, own[3], UNDONE, intent=str(uuid.uuid4()))


def test_two_recalls_at_once_count_together(house: House, garden: uuid.UUID) -> None:
    """Two open pages, three places on each: one of them waits for the other, and then for two."""
    for _ in range(6):
        house.within(free_place, house["demo"], garden)
    own, by = place_ids(house, garden), _director(garden)

    def press(places: list[uuid.UUID]) -> uuid.UUID | None:
        found: uuid.UUID | None = house.within(
            recall_places, house["demo"], by, places, "Ремонт", intent=str(uuid.uuid4())
        )
        return found

    with ThreadPoolExecutor(2) as pool:
        given = list(pool.map(press, [own[:3], own[3:]]))

    assert given.count(None) == 1
    assert places_of(house, garden).count("RECALLED") == 3


def test_two_proposals_at_once_are_one(house: House, garden: uuid.UUID) -> None:
    for _ in range(8):
        house.within(free_place, house["demo"], garden)
    own, by = place_ids(house, garden), _director(garden)

    def press(places: list[uuid.UUID]) -> str:
        try:
            house.within(
                recall_places, house["demo"], by, places, "Ремонт", intent=str(uuid.uuid4())
            )
        except Refusal as refusal:
            return refusal.detail
        return "proposed"

    with ThreadPoolExecutor(2) as pool:
        given = sorted(pool.map(press, [own[:4], own[4:]]))

    assert given == ["approval_waits", "proposed"]


def _director(garden: uuid.UUID) -> Actor:
    return Actor(uuid.uuid4(), Role.KINDERGARTEN, kindergarten_id=KindergartenId(garden))


def _published(desk: FlaskClient, asked: str) -> str:
    done = send(desk, desk.get(f"{PREVIEW}?{asked}"), "publish-batch")
    assert done.status_code == 303
    return str(done.location)


def _ticked(house: House, garden: uuid.UUID, count: int) -> str:
    return "&".join(f"place={one}" for one in place_ids(house, garden)[:count])


def _named(house: House, garden: uuid.UUID, count: int) -> dict[str, object]:
    return {"place": [str(one) for one in place_ids(house, garden)[:count]]}


def _specialist(house: House) -> FlaskClient:
    login = f"office-{uuid.uuid4()}"
    house.within(open_staff, house["demo"], Role.OFFICE, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def strict(house: House) -> Iterator[None]:
    """The region lets one person recall one place a day, for a while."""

    def allow(most: int) -> None:
        house.within(change_settings, house["demo"], "admin:test", {"recalls_alone": most})

    allow(1)
    yield
    allow(3)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kezek_recalls"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_recalls")
