"""Outages that are recorded with their reason: once, without giving any time back twice (R-11)."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from kezek.adapters.scratch import Scratch
from kezek.core.applications import TermKind
from kezek.core.errors import Refusal
from kezek.core.outages import Failed
from kezek.core.stops import Level
from kezek.db.applications import TermRow
from kezek.db.deployment_acts import DeploymentActRow
from kezek.db.journal import FactRow
from kezek.db.outages import RecordedOutageRow
from kezek.db.scope import deployment_scope, read_scope
from kezek.usecases.deployment.outages import record_in_regions
from kezek.usecases.outages import OutageWish, preview_outage, record_known_outage
from kezek.usecases.rebuild import rebuild
from kezek.usecases.stops import StopWish, stop_region
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import MORNING, House, open_house
from tests.factories.staff import referred

OPERATOR = f"operator:{uuid.UUID(int=7)}"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_term_moves_by_whole_days_and_the_outage_is_kept(house: House, child: uuid.UUID) -> None:
    before = _end(house, child)
    house.clock.advance(3 * HOUR)

    row = record_known_outage(house["demo"], OPERATOR, _wish(MORNING, 2 * HOUR), uuid.uuid4())

    assert _end(house, child) == before + DAY
    assert row.terms_moved >= 1
    assert (row.failed, row.words_ru) == ("portal", "Портал не работал, сроки сдвинуты.")
    assert _facts(house, "outage:recorded") == 1


def test_the_preview_says_what_recording_does(house: House, child: uuid.UUID) -> None:
    house.clock.advance(3 * HOUR)

    seen = preview_outage(house["demo"], MORNING, MORNING + 2 * HOUR)
    row = record_known_outage(house["demo"], OPERATOR, _wish(MORNING, 2 * HOUR), uuid.uuid4())

    assert seen.terms == row.terms_moved > 0
    assert {one.by for one in seen.shifts if one.kind is TermKind.REFERRAL_END} == {DAY}
    assert seen.given_back == ()


def test_a_preview_changes_nothing(house: House, child: uuid.UUID) -> None:
    before = _end(house, child)
    house.clock.advance(3 * HOUR)

    preview_outage(house["demo"], MORNING, MORNING + 2 * HOUR)

    assert _end(house, child) == before


def test_a_form_that_comes_twice_moves_once(house: House, child: uuid.UUID) -> None:
    before, form = _end(house, child), uuid.uuid4()
    house.clock.advance(3 * HOUR)

    for _ in range(2):
        record_known_outage(house["demo"], OPERATOR, _wish(MORNING, 2 * HOUR), form)

    assert _end(house, child) == before + DAY
    assert _outages(house) == 1


def test_what_overlaps_is_given_back_once(house: House, child: uuid.UUID) -> None:
    """Two hours, then three of which one is new: in days that is one more day, not two."""
    before = _end(house, child)
    house.clock.advance(30 * HOUR)
    record_known_outage(house["demo"], OPERATOR, _wish(MORNING, 24 * HOUR), uuid.uuid4())

    record_known_outage(house["demo"], OPERATOR, _wish(MORNING, 25 * HOUR), uuid.uuid4())

    assert _end(house, child) == before + 2 * DAY


def test_what_was_recorded_as_a_whole_is_refused(house: House, child: uuid.UUID) -> None:
    before = _end(house, child)
    house.clock.advance(5 * HOUR)
    record_known_outage(house["demo"], OPERATOR, _wish(MORNING, 3 * HOUR), uuid.uuid4())

    with pytest.raises(Refusal, match="outage_covered"):
        record_known_outage(house["demo"], OPERATOR, _wish(MORNING + HOUR, HOUR), uuid.uuid4())

    assert _end(house, child) == before + DAY
    assert preview_outage(house["demo"], MORNING, MORNING + HOUR).is_covered


@pytest.mark.parametrize(
    ("began", "span", "detail"),
    [
        (timedelta(), 9 * HOUR, "outage"),
        (2 * HOUR, timedelta(), "outage_span"),
        (2 * HOUR, -HOUR, "outage_span"),
        (-90 * DAY, 70 * DAY, "outage_span"),
    ],
    ids=["not over yet", "no time at all", "backwards", "longer than any outage"],
)
def test_a_span_that_cannot_be_is_refused(
    house: House, began: timedelta, span: timedelta, detail: str
) -> None:
    house.clock.advance(3 * HOUR)

    with pytest.raises(Refusal, match=detail):
        record_known_outage(house["demo"], OPERATOR, _wish(MORNING + began, span), uuid.uuid4())

    assert _outages(house) == 0


def test_several_regions_have_it_and_the_second_press_adds_nothing(
    house: House, child: uuid.UUID
) -> None:
    house.clock.advance(3 * HOUR)
    form, regions = uuid.uuid4(), [house["demo"], house["saran"]]

    moved = [record_in_regions(OPERATOR, regions, _wish(MORNING, HOUR), form) for _ in range(2)]

    assert moved[0] == moved[1] > 0
    with deployment_scope() as session:
        written = session.scalars(
            select(DeploymentActRow.tenant_id).where(DeploymentActRow.kind == "outage:recorded")
        ).all()
    assert sorted(written) == sorted(regions)  # type: ignore[type-var]


def test_a_region_that_stands_still_records_its_own(house: House) -> None:
    wish = StopWish(
        level=Level.SUSPENDED,
        reason="moving house",
        words_kk="Портал уақытша жұмыс істемейді.",
        words_ru="Портал временно не работает.",
    )
    stop_region(OPERATOR, house["demo"], wish, uuid.uuid4())
    house.clock.advance(3 * HOUR)

    with pytest.raises(Refusal, match="outage_stopped"):
        record_in_regions(OPERATOR, [house["demo"]], _wish(MORNING, HOUR), uuid.uuid4())


def test_the_journal_alone_makes_the_moved_terms(house: House, child: uuid.UUID) -> None:
    house.clock.advance(30 * HOUR)
    for span in (2 * HOUR, 26 * HOUR):
        record_known_outage(house["demo"], OPERATOR, _wish(MORNING, span), uuid.uuid4())

    assert rebuild(house["demo"]).is_equal


def _wish(began_at: datetime, span: timedelta) -> OutageWish:
    return OutageWish(
        began_at=began_at,
        ended_at=began_at + span,
        failed=Failed.PORTAL,
        reason="the network of the data centre",
        words_kk="Портал жұмыс істемеді, мерзімдер жылжытылды.",
        words_ru="Портал не работал, сроки сдвинуты.",
    )


def _end(house: House, application: uuid.UUID) -> datetime:
    with read_scope(house["demo"]) as session:
        due_at: datetime = session.execute(
            select(TermRow.due_at).where(
                TermRow.application_id == application, TermRow.kind == TermKind.REFERRAL_END
            )
        ).scalar_one()
        return due_at


def _facts(house: House, kind: str) -> int:
    with read_scope(house["demo"]) as session:
        return session.scalar(select(func.count()).where(FactRow.kind == kind)) or 0


def _outages(house: House) -> int:
    with read_scope(house["demo"]) as session:
        return session.scalar(select(func.count()).select_from(RecordedOutageRow)) or 0


@pytest.fixture
def child(house: House) -> uuid.UUID:
    return referred(house["demo"], kindergarten(house["demo"], "Айгөлек"))


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_outages"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_outages")
