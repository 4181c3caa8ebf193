"""A worker killed in the middle of a batch: gone on with, every line has happened once (R-23)."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.work import MatterKey, Work
from kezek.core.year_ends import Deed, Goes, Opening
from kezek.db.journal import FactRow
from kezek.db.kindergartens import GroupRow
from kezek.db.notices import NoticeRow
from kezek.db.place_batches import PlaceBatchRow
from kezek.db.places import PlaceRow
from kezek.db.scope import read_scope
from kezek.reads.batch_page import batch_page
from kezek.usecases import batches, year_ends
from kezek.usecases.applications import submit
from kezek.usecases.batch_plans import BatchAct
from kezek.usecases.documents import Upload, attach
from kezek.usecases.places import Vacancy, publish
from kezek.usecases.publishing import publish_batch
from kezek.usecases.year_end_acts import carry_out_due
from tests.factories.desks import take_and_sign
from tests.factories.killed import Killer, kill_until_done, run_and_kill
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_house
from tests.factories.staff import GARDEN_STAFF, open_staff, owner_of, under_review
from tests.factories.waiting import FAMILY, child_of, wish
from tests.web.counter import loaded

DECISIONS = 6
GOING, MOVING, OPENED = 4, 3, 5


@pytest.mark.parametrize("seed", range(2))
def test_decisions(house: House, seed: int) -> None:
    tenant, garden = house["demo"], house.within(kindergarten, house["demo"], "Балдәурен")
    officer = house.within(open_staff, tenant, Role.OFFICE, "officer")
    children = [_with_proof(house, garden) for _ in range(DECISIONS)]
    keys, form = [MatterKey(Work.REVIEW, one) for one in children], uuid.uuid4()
    house.within(batches.begin, tenant, officer, BatchAct.CONFIRM, keys, None, intent=form)
    before = _facts(house)

    killed = kill_until_done(house, lambda: batches.go_on(tenant, officer, form), seed=seed, most=8)

    assert killed > 1
    page = house.within(batch_page, tenant, officer, form)
    assert page is not None
    assert [one.outcome for one in page.lines] == ["done"] * DECISIONS
    assert {loaded(house, one).state for one in children} == {State.QUEUED}
    assert set(_counts(house, NoticeRow.application_id, NoticeRow.code == "N-05").values()) == {1}
    happened = _facts(house) - before
    assert {one for one, _ in happened} == set(children)
    assert set(happened.values()) == {1}, "no fact of anybody happened twice"


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("commits", [1, 2])
def test_places(house: House, commits: int, is_before: bool) -> None:
    tenant, (garden, director) = house["demo"], _garden(house, ((2022, "kk"), (2023, "kk")))
    lines = [
        Vacancy(kindergarten_id=garden, birth_year=year, language="kk", places=3)
        for year in (2022, 2023)
    ]
    form = str(uuid.uuid4())

    def press() -> None:
        publish_batch(tenant, director, lines, intent=form)

    was_killed = run_and_kill(house, Killer(commits, is_before), press)
    house.within(press)
    house.within(press)

    assert was_killed
    assert _counts(house, PlaceRow.birth_year) == {2022: 3, 2023: 3}
    assert sum(_counts(house, PlaceBatchRow.id).values()) == 1
    assert _counts(house, FactRow.kind)["place:published"] == 1


@pytest.mark.parametrize("seed", range(2))
def test_moves_and_the_end_of_a_year(house: House, seed: int) -> None:
    tenant, years = house["demo"], ((2020, "kk"), (2022, "kk"), (2022, "ru"))
    garden, director = _garden(house, years)
    going = [_pupil(house, garden, 2020) for _ in range(GOING)]
    moving = [_pupil(house, garden, 2022) for _ in range(MOVING)]
    _sign(house, director, moving, _group(house, garden, 2022, "ru"))
    before = _facts(house)
    house.clock.advance(timedelta(days=1))

    killed = kill_until_done(house, lambda: carry_out_due(tenant), seed=seed, most=12)

    assert killed > 1
    house.within(carry_out_due, tenant)
    assert {loaded(house, one).label for one in going} == {"ARCHIVED(other)"}
    assert {loaded(house, one).label for one in moving} == {"ENROLLED"}
    happened = _facts(house) - before
    assert set(happened.values()) == {1}, "no fact of anybody happened twice"
    assert {one for one, _ in happened} >= {*going, *moving}
    states = _counts(house, PlaceRow.state)
    assert states == {"RECALLED": GOING + MOVING, "FILLED": MOVING, "PUBLISHED": OPENED}


def _with_proof(house: House, garden: uuid.UUID) -> uuid.UUID:
    child: uuid.UUID = house.within(under_review, house["demo"], garden, category=1)
    application = loaded(house, child)
    upload = Upload(
        kind="DOC-03", filename="a.pdf", content=PDF, issued_on=house.clock.now().date()
    )
    owner = owner_of(application)
    house.within(attach, house["demo"], owner, application.child, [upload], application_id=child)
    return child


def _garden(house: House, groups: tuple[tuple[int, str], ...]) -> tuple[uuid.UUID, Actor]:
    garden = house.within(kindergarten, house["demo"], "Балдәурен", groups=groups)
    return garden, house.within(
        open_staff, house["demo"], Role.KINDERGARTEN, "director", kindergarten=garden
    )


def _pupil(house: House, garden: uuid.UUID, year: int) -> uuid.UUID:
    tenant = house["demo"]

    def enrol() -> uuid.UUID:
        child = child_of(tenant, next(house.serials), born_on=date(year, 12, 28))
        one = submit(tenant, FAMILY, wish(child, garden))
        publish(
            tenant,
            GARDEN_STAFF,
            Vacancy(kindergarten_id=garden, birth_year=year, language="kk"),
        )
        take_and_sign(tenant, one.id)
        return one.id

    return house.within(enrol)


def _sign(house: House, director: Actor, moving: list[uuid.UUID], to: uuid.UUID) -> None:
    """Everybody of 2020 goes, these move, and places are opened for the youngest."""
    tenant = house["demo"]
    day = (house.clock.now() + timedelta(days=1)).date()

    def do() -> None:
        plan = year_ends.begin(tenant, director)
        year_ends.set_day(tenant, director, plan, day, intent=str(uuid.uuid4()))
        goes = {one: Goes(Deed.MOVES, to) for one in moving}
        year_ends.decide_children(tenant, director, plan, goes, intent=str(uuid.uuid4()))
        openings = [Opening(2023, "kk", OPENED, OPENED, is_new=True)]
        year_ends.plan_openings(
            tenant, director, plan, openings, publishes=True, intent=str(uuid.uuid4())
        )
        year_ends.sign(tenant, director, plan, 4, intent=str(uuid.uuid4()))

    house.within(do)


def _group(house: House, garden: uuid.UUID, year: int, language: str) -> uuid.UUID:
    def find() -> uuid.UUID:
        with read_scope(house["demo"]) as session:
            return session.scalars(
                select(GroupRow.id).where(
                    GroupRow.kindergarten_id == garden,
                    GroupRow.birth_year == year,
                    GroupRow.language == language,
                )
            ).one()

    return house.within(find)


def _counts(house: House, column: object, *where: object) -> Counter[object]:
    def count() -> Counter[object]:
        with read_scope(house["demo"]) as session:
            return Counter(session.scalars(select(column).where(*where)))  # type: ignore[call-overload]

    return house.within(count)


def _facts(house: House) -> Counter[tuple[uuid.UUID | None, str]]:
    """Everything that has happened, by whom it was about."""

    def count() -> Counter[tuple[uuid.UUID | None, str]]:
        with read_scope(house["demo"]) as session:
            query = select(FactRow.application_id, FactRow.kind).where(
                FactRow.application_id.is_not(None)
            )
            return Counter((row.application_id, row.kind) for row in session.execute(query))

    return house.within(count)


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    name = f"kezek_killed_{uuid.uuid4().hex[:8]}"
    with open_house(shared_scratch.new_database(name), "demo") as opened:
        yield opened
    shared_scratch.drop_database(name)
