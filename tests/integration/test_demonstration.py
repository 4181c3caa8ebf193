"""The model town keeps to the rules that it is there to show."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.clock import SteppedClock
from kezek.core.errors import Code, Refusal
from kezek.core.territories import Mode
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.demonstration import weeks
from kezek.demonstration.days import states, work
from kezek.demonstration.families import FRESH, Garden, Names, among, invent
from kezek.demonstration.town import Town, import_demo_registry, is_settled, settle
from kezek.scenarios.soundness import examine
from kezek.settings import ROOT
from kezek.usecases.places import Vacancy, publish
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import MORNING, House, open_house


def test_no_place_is_published_without_a_state_order(house: House) -> None:
    private = kindergarten(house["demo"], "Өз балабақша", ownership="private")
    ordered = kindergarten(house["demo"], "Тапсырыспен", ownership="private_order")

    work(Town(house["demo"], read_tenant("demo"), families=0, seed=1))

    with read_scope(house["demo"]) as session:
        published = set(
            session.scalars(
                select(QueueRow.kindergarten_id).join(PlaceRow, PlaceRow.queue_id == QueueRow.id)
            )
        )
    assert published == {ordered}

    vacancy = Vacancy(kindergarten_id=private, birth_year=2022, language="kk")
    with pytest.raises(Refusal) as refused:
        publish(house["demo"], "kindergarten:test", vacancy)
    assert refused.value.code is Code.INVALID_CHOICE


def test_only_fresh_proofs_wait_for_the_specialist() -> None:
    cohorts = {(year, language) for year in range(2020, 2027) for language in ("kk", "ru")}
    garden = Garden("K-1", "city", frozenset(cohorts))
    town = invent(
        Names(ROOT / "tenants" / "_names.csv"),
        among([garden]),
        count=2000,
        seed=1,
        until=MORNING,
        today=MORNING.date(),
        serials=0,
    )

    waiting = [family for family in town if not family.is_proved]

    assert waiting
    assert all(MORNING - family.submitted_at < FRESH for family in waiting)


@pytest.mark.parametrize(
    ("slug", "mode", "seen"),
    [
        ("pavlodar", Mode.VOUCHER, {"ENROLLED", "VOUCHER_OFFERED", "INACTIVE", "WAITLISTED"}),
        ("saran", Mode.INDIGO, {"ENROLLED", "REFERRED", "CONTRACT"}),
    ],
)
def test_a_town_of_each_way_shows_the_states_of_its_last_days(
    shared_scratch: Scratch, slug: str, mode: Mode, seen: set[str]
) -> None:
    settings = shared_scratch.new_database(f"kezek_{slug}_days")
    clock = SteppedClock(MORNING - timedelta(days=30))
    with open_house(settings, slug, clock=clock) as house:
        town = Town(house[slug], read_tenant(slug), families=300, seed=7, mode=mode)
        import_demo_registry(town, ROOT / "tenants")
        start = weeks.began(town.region.calendar, MORNING)
        clock.set(start)
        weeks.begin_anew(town, start)
        assert settle(town, Names(ROOT / "tenants" / "_names.csv")) == 300

        weeks.play(town, clock, MORNING)

        counts = states(town)
        assert seen <= counts.keys()
        assert sum(counts[name] for name in counts if name != "places free") == 300
        assert counts["places free"] > 0
        assert is_settled(town)
        assert examine(house[slug]).problems == ()
    shared_scratch.drop_database(f"kezek_{slug}_days")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_town"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_town")
