"""A small town, counted by hand: every figure says what the rows say (N11, N14, N15)."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.tenants import read_tenant
from kezek.core.access import Actor, Role
from kezek.core.fairness import Verdict
from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.queues import QueueType, SeatKey
from kezek.core.turns import Standing
from kezek.db.notices import NoticeRow
from kezek.db.queues import find_queue
from kezek.db.scope import read_scope, tenant_scope
from kezek.reads.open_data import open_table, queue_rows
from kezek.reads.statistics.answers import answers_page
from kezek.reads.statistics.basis import Wish
from kezek.reads.statistics.fairness import FairMonth, fairness_page
from kezek.reads.statistics.given import given_page, waits_page
from kezek.reads.statistics.line import line_page
from kezek.reads.statistics.notices import SENT_OUT, Reached, notices_page
from kezek.reads.statistics.seats import seats_page
from kezek.reads.statistics.staff import staff_page
from kezek.settings import Settings
from kezek.usecases import answers, standing
from kezek.usecases.applications import submit
from kezek.usecases.due import bring_about_due
from kezek.usecases.nights import check_fairness
from kezek.usecases.regions import load_region
from tests.factories.families import OFFICER
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import enrolled, free_place, open_staff, queued, under_review
from tests.factories.waiting import FAMILY, child_of, wish

ADMIN = Actor(uuid.uuid4(), Role.ADMIN)
ALL = Wish()
OUT_OF_TURN, FIRST, GENERAL = 1, 11, 13
HERE = "city"


def test_the_queue_is_counted_once_for_each_child(house: House) -> None:
    tenant = house["demo"]
    here, there = _garden(tenant), _garden(tenant, territory="village")
    for category in (OUT_OF_TURN, FIRST, FIRST, GENERAL, GENERAL, GENERAL):
        queued(tenant, here, category=category)
    under_review(tenant, here)

    page = line_page(tenant, ADMIN, ALL, "ru")

    assert page.total == 6
    assert Counter({one.standing: one.count for one in page.standers}) == {"O": 1, "P": 2, "G": 3}
    assert page.left_out == {"UNDER_REVIEW": 1}
    assert line_page(tenant, ADMIN, Wish(standing="P"), "ru").total == 2
    assert line_page(tenant, ADMIN, Wish(birth_year=2023), "ru").total == 0
    assert line_page(tenant, ADMIN, Wish(language="ru"), "ru").total == 0
    assert there


def test_a_specialist_counts_the_own_territories_alone(house: House) -> None:
    tenant = house["demo"]
    queued(tenant, _garden(tenant))
    elsewhere = Actor(uuid.uuid4(), Role.OFFICE, territories=frozenset({TerritorySlug("village")}))

    page = line_page(tenant, elsewhere, Wish(territory=HERE), "ru")

    assert page.total == 0
    assert [slug for slug, _ in page.basis.territories] == ["village"]
    assert line_page(tenant, ADMIN, ALL, "ru").total == 1


def test_places_and_waiting_times(house: House) -> None:
    tenant = house["demo"]
    # Each in a queue of its own, so that no place passes from one to another.
    gardens = [_garden(tenant) for _ in range(3)]
    waits = [
        queued(tenant, garden, category=category).id
        for garden, category in zip(gardens, (FIRST, GENERAL, GENERAL), strict=True)
    ]
    for days, garden, application in zip((10, 10, 20), gardens, waits, strict=True):
        house.clock.advance(timedelta(days=days))
        free_place(tenant, garden)
        answers.accept(tenant, FAMILY, application)

    given = given_page(tenant, ADMIN, ALL, "ru").given
    found = {
        (one.territory, one.standing): one for one in waits_page(tenant, ADMIN, ALL, "ru").waits
    }

    assert {(f"{one.month:%Y-%m}", one.standing, one.count) for one in given} == {
        ("2026-09", "P", 1),
        ("2026-09", "G", 1),
        ("2026-10", "G", 1),
    }
    # P waited 10 days, one of G 20 and the other 40.
    everybody = found[None, None]
    assert (everybody.count, round(everybody.median), round(everybody.ninth)) == (3, 20, 36)
    assert round(found[HERE, "G"].median) == 30
    before = Wish(first=date(2026, 1, 1), last=date(2026, 8, 1))
    assert given_page(tenant, ADMIN, before, "ru").given == ()


def test_offers_end_in_four_ways(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    yes, no, silent = (queued(tenant, garden).id for _ in range(3))
    for _ in range(3):
        free_place(tenant, garden)
    answers.accept(tenant, FAMILY, yes)
    answers.decline(tenant, FAMILY, no)
    house.clock.advance(timedelta(days=4))
    bring_about_due(tenant)
    assert silent

    page = answers_page(tenant, ADMIN, ALL, "ru")

    assert Counter({one.outcome: one.count for one in page.offers}) == {
        "referral:issued": 1,
        "application:archived": 1,
        "offer:lapsed": 1,
    }


def test_notices_that_reached_nobody_are_counted_by_month_and_territory(house: House) -> None:
    tenant = house["demo"]
    here, there = _garden(tenant), _garden(tenant, territory="village")
    # Each is told two things: that it was taken in, and its number.
    queued(tenant, here)
    house.clock.advance(timedelta(minutes=1))
    child = child_of(tenant, next(house.serials))
    submit(tenant, FAMILY, replace(wish(child, there), territory="village"))
    house.clock.advance(timedelta(days=40))
    queued(tenant, here)
    with tenant_scope(tenant) as session:
        notices = session.scalars(select(NoticeRow).where(NoticeRow.code.in_(SENT_OUT))).all()
        first = {one.recorded_at: one for one in notices if one.audience == "family"}
        first[min(first)].escalated_at = house.clock.now()
        assert len(first) == 3

    page = notices_page(tenant, ADMIN, ALL, "ru")

    def counted(territory: str) -> list[tuple[int, int]]:
        found = sorted((one for one in page.reached if one.territory == territory), key=_month)
        return [(one.sent, one.unreached) for one in found]

    assert (counted(HERE), counted("village")) == ([(2, 1), (2, 0)], [(2, 0)])
    elsewhere = Actor(uuid.uuid4(), Role.OFFICE, territories=frozenset({TerritorySlug("village")}))
    assert {one.territory for one in notices_page(tenant, elsewhere, ALL, "ru").reached} == {
        "village"
    }
    assert notices_page(tenant, ADMIN, Wish(birth_year=2019), "ru").reached == ()


def _month(one: Reached) -> date:
    return one.month


def test_turns_follow_the_count(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    for category in (OUT_OF_TURN, FIRST, FIRST, GENERAL, GENERAL, GENERAL, GENERAL):
        queued(tenant, garden, category=category)
    for _ in range(6):
        free_place(tenant, garden)

    found = _this_month(tenant)

    # O, then P G G G, then P again.
    assert found.tally.by_class == {Standing.O: 1, Standing.P: 2, Standing.G: 3}
    assert found.tally.by_verdict[Verdict.KEPT] == 5
    assert found.tally.expected == found.tally.real == 0.4
    assert not found.tally.is_broken


def test_an_empty_class_is_no_breach(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    for category in (FIRST, FIRST, FIRST):
        queued(tenant, garden, category=category)
    for _ in range(3):
        free_place(tenant, garden)

    found = _this_month(tenant)

    assert found.tally.by_verdict[Verdict.KEPT] == 1
    assert found.tally.by_verdict[Verdict.OTHER_EMPTY] == 2
    assert found.tally.real == 1
    assert not found.tally.is_broken


def test_a_refused_place_goes_on_without_a_new_turn(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    first = queued(tenant, garden, category=FIRST).id
    for category in (FIRST, GENERAL):
        queued(tenant, garden, category=category)
    free_place(tenant, garden)
    house.clock.advance(timedelta(minutes=5))
    answers.decline(tenant, FAMILY, first)

    found = _this_month(tenant)

    assert found.tally.by_verdict[Verdict.KEPT] == 1
    assert found.tally.by_verdict[Verdict.SAME_PLACE] == 1


def test_a_turn_is_judged_by_the_age_that_was_set_then(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    _set_least_age(house, 48)
    for born_on, category in ((date(2022, 11, 1), FIRST), (date(2022, 3, 14), GENERAL)):
        child = child_of(tenant, next(house.serials), born_on)
        submit(tenant, FAMILY, wish(child, garden, category=category))
    free_place(tenant, garden)
    house.clock.advance(timedelta(days=1))

    _set_least_age(house, 24)

    # The child of first priority was too young on that day, though it would not be today.
    assert _this_month(tenant).tally.by_verdict[Verdict.OTHER_EMPTY] == 1

    free_place(tenant, garden)
    assert _this_month(tenant).tally.by_verdict[Verdict.KEPT] == 1


def test_a_turn_against_the_count_is_found_and_told_once(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    for category in (FIRST, FIRST, GENERAL):
        queued(tenant, garden, category=category)
    free_place(tenant, garden)
    _tamper_with_count(tenant, garden)
    free_place(tenant, garden)

    assert _this_month(tenant).tally.by_verdict[Verdict.BROKEN] == 1

    today = date(2026, 9, 7)
    for day in (today, today, today + timedelta(days=1)):
        check_fairness(tenant, day)
    assert _alarms(tenant) == [f"{HERE}, 2026-09: 1"]


def test_the_director_who_keeps_seats_back_is_listed_first(house: House) -> None:
    tenant = house["demo"]
    honest, director = _garden(tenant), _garden(tenant)
    enrolled(tenant, honest)
    for _ in range(19):
        free_place(tenant, honest)
    for _ in range(2):
        queued(tenant, director)

    groups = seats_page(tenant, ADMIN, ALL, "ru", 1).groups

    first, last = groups[0], groups[-1]
    assert (first.kindergarten_id, first.norm, first.silent, first.waiting) == (director, 20, 20, 2)
    assert (last.kindergarten_id, last.pupils, last.published, last.silent) == (honest, 1, 19, 0)


def test_decisions_are_counted_by_person_and_week(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    officer = open_staff(tenant, Role.OFFICE, f"s-{uuid.uuid4().hex[:8]}")
    for _ in range(2):
        application = under_review(tenant, garden)
        house.clock.advance(timedelta(hours=3))
        standing.verify(tenant, officer.tag, application)

    page = staff_page(tenant, ADMIN, ALL, "ru")
    others = staff_page(tenant, OFFICER, ALL, "ru")

    assert [(one.account_id, one.week, one.count) for one in page.acts] == [
        (officer.account_id, date(2026, 9, 7), 2)
    ]
    assert [(one.kind, one.count, round(one.median)) for one in page.decisions] == [
        ("review", 2, 3)
    ]
    assert others.acts == ()


def test_open_data_count_the_same_with_small_ones_covered(house: House) -> None:
    tenant, garden = house["demo"], _garden(house["demo"])
    for category in (FIRST, FIRST, *[GENERAL] * 7):
        queued(tenant, garden, category=category)

    rows = open_table(tenant, queue_rows).rows

    assert rows == (
        (None, None, None, None, 9, None),
        (HERE, None, None, None, 9, None),
        (HERE, 2022, "kk", "G", None, "withheld"),
        (HERE, 2022, "kk", "P", None, "small"),
    )


def _garden(tenant: int, territory: str = HERE) -> uuid.UUID:
    return kindergarten(tenant, f"Сад {uuid.uuid4().hex[:6]}", territory=territory)


def _set_least_age(house: House, months: int) -> None:
    region = read_tenant("demo")
    rules = region.rules.with_settings({"min_offer_age_months": months})
    load_region(replace(region, rules=rules), at_once=True, save=True)


def _this_month(tenant: int) -> FairMonth:
    (found,) = fairness_page(tenant, ADMIN, ALL, "ru").months
    assert (found.territory, found.month) == (HERE, date(2026, 9, 1))
    return found


def _tamper_with_count(tenant: int, garden: uuid.UUID) -> None:
    """Somebody sets the count to first priority again, past all rules."""
    with tenant_scope(tenant) as session:
        queue = find_queue(session, SeatKey(KindergartenId(garden), 2022, "kk", QueueType.GENERAL))
        assert queue is not None
        queue.count = queue.ratio


def _alarms(tenant: int) -> list[str]:
    with read_scope(tenant) as session:
        rows = session.query(NoticeRow).where(NoticeRow.code == "N-54").all()
        return [str(row.values["detail"]) for row in rows if row.values["about"] == "fairness"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    settings = new_database()
    with open_house(settings, "demo") as opened:
        yield opened
