"""A closed region is erased at the end of its keeping, and by no mistake before or otherwise."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.adapters.uploads import path_of
from kezek.core.erasures import NOTICE, Step
from kezek.core.errors import Refusal
from kezek.core.stops import Level
from kezek.db.applications import ApplicationRow
from kezek.db.deployment_acts import DeploymentActRow
from kezek.db.erasures import KEPT_TABLES, closed_regions, erase_rows
from kezek.db.journal import FactRow, open_personal
from kezek.db.people import GuardianRow
from kezek.db.region_rows import walled_tables
from kezek.db.scope import deployment_scope, read_scope, tenant_scope
from kezek.reads.region_erasure import erasure_page, erasures_to_come, is_erased
from kezek.usecases.applications import submit
from kezek.usecases.deployment.acting import COMMAND
from kezek.usecases.erasures import keep_longer, look_after_closed, look_after_closed_regions
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.opening import note_export, note_export_sent
from kezek.usecases.stops import StopWish, answer_closing, propose_closing, resume_region
from tests.factories.changing import Region
from tests.factories.families import made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import queued, referred
from tests.factories.waiting import FAMILY, child_of, wish

FIRST, SECOND = (f"operator:{uuid.UUID(int=one)}" for one in (7, 8))
KEPT = date(2031, 9, 6)
WORDS = {
    "reason": "the region keeps its queue elsewhere now",
    "words_kk": "Кезек енді басқа жерде жүргізіледі.",
    "words_ru": "Очередь теперь ведется в другом месте.",
}


class TestItsTime:
    def test_it_is_announced_then_erased_and_the_journal_is_whole(self, town: House) -> None:
        region, other = town["demo"], town["other"]
        facts = _count(region, FactRow)
        _close(town)
        _take_out(FIRST, region)
        _go_to(town, KEPT - timedelta(days=20))
        assert look_after_closed(region) is Step.ANNOUNCED
        foreseen = erasure_page(region)
        assert foreseen is not None
        assert [one.tenant_id for one in erasures_to_come()] == [region]

        _go_to(town, KEPT)
        assert look_after_closed(region) is Step.ANNOUNCED
        _go_to(town, KEPT + timedelta(days=1))
        look_after_closed_regions()

        page = erasure_page(region)
        assert page is not None
        assert (page.step, page.files) == (Step.ERASED, 0)
        gone = {table: many for table, many in page.rows.items() if table != "family_keys"}
        assert gone == foreseen.rows, "what was foreseen is what went"
        assert _count(region, GuardianRow) == _count(region, ApplicationRow) == 0
        assert _count(other, ApplicationRow) == 1, "another region is not touched"
        assert _count(region, FactRow) > facts
        report = verify(region)
        assert report.is_intact
        assert not report.is_late
        assert _personal(region) == []
        assert is_erased(region)

    def test_a_second_night_finds_nothing_to_do(self, town: House) -> None:
        _erase(town)
        before = _acts("tenant:erased")

        assert look_after_closed(town["demo"]) is Step.ERASED

        assert _acts("tenant:erased") == before == 1

    def test_files_that_were_left_behind_go_with_the_next_night(self, town: House) -> None:
        _erase(town)
        left = _put_file(town)

        look_after_closed_regions()

        assert not left.exists()

    def test_a_child_may_apply_in_another_region_afterwards(self, town: House) -> None:
        here, there = town["demo"], town["other"]
        iin = made_up_iin(date(2026, 1, 5), 40, known=True)
        garden = kindergarten(here, "Айгөлек")
        submit(here, FAMILY, wish(child_of(here, 1, iin=iin), garden))
        again = wish(child_of(there, 1, iin=iin), kindergarten(there, "Бөбек"))
        with pytest.raises(Refusal):
            submit(there, FAMILY, again)

        _erase(town, date(2026, 10, 1))

        assert submit(there, FAMILY, again).number


class TestNeverByMistake:
    def test_a_region_that_is_open_has_no_step(self, town: House) -> None:
        _go_to(town, KEPT + timedelta(days=99))

        assert look_after_closed(town["demo"]) is None
        assert erasure_page(town["demo"]) is None

    def test_a_region_that_was_opened_again_is_never_erased(self, town: House) -> None:
        region = town["demo"]
        _close(town)
        _take_out(FIRST, region)
        _go_to(town, KEPT)
        look_after_closed(region)
        resume_region(FIRST, region, "it comes back")
        _go_to(town, KEPT + timedelta(days=400))

        look_after_closed_regions()

        assert look_after_closed(region) is None
        assert _count(region, ApplicationRow) == 2

    def test_a_second_closing_begins_anew(self, town: House) -> None:
        """Neither the announcement nor the export of the first closing counts for it."""
        region = town["demo"]
        _close(town)
        _take_out(FIRST, region)
        _go_to(town, KEPT)
        look_after_closed(region)
        resume_region(FIRST, region, "it comes back")
        town.clock.advance(timedelta(hours=1))
        _close(town, KEPT + timedelta(days=2))
        _go_to(town, KEPT + timedelta(days=3))

        assert look_after_closed(region) is Step.ANNOUNCED
        town.clock.advance(NOTICE)
        assert look_after_closed(region) is Step.NOT_TAKEN_OUT
        assert _count(region, ApplicationRow) == 2

    def test_before_somebody_has_taken_the_data_out_nothing_goes(self, town: House) -> None:
        region = town["demo"]
        _take_out(FIRST, region)
        town.clock.advance(timedelta(hours=1))
        _close(town)
        _announce(town)
        _go_to(town, KEPT + timedelta(days=900))

        assert look_after_closed(region) is Step.NOT_TAKEN_OUT
        assert _count(region, ApplicationRow) == 2

        _take_out(COMMAND, region)
        assert look_after_closed(region) is Step.ERASED

    def test_an_export_that_was_broken_off_is_none(self, town: House) -> None:
        region = town["demo"]
        _close(town)
        note_export(FIRST, region, "for the archive", uuid.uuid4())
        _announce(town)
        _go_to(town, KEPT + timedelta(days=99))

        assert look_after_closed(region) is Step.NOT_TAKEN_OUT

    def test_a_clock_that_jumped_leaves_fourteen_days(self, town: House) -> None:
        region = town["demo"]
        _close(town)
        _take_out(FIRST, region)
        _go_to(town, KEPT + timedelta(days=900))

        assert look_after_closed(region) is Step.ANNOUNCED
        assert look_after_closed(region) is Step.ANNOUNCED
        assert _count(region, ApplicationRow) == 2

    def test_it_can_be_put_off_and_never_brought_forward(self, town: House) -> None:
        region = town["demo"]
        _close(town)
        _take_out(FIRST, region)
        _announce(town)
        later = KEPT + timedelta(days=365)

        keep_longer(FIRST, region, later, "a court asks for it")
        with pytest.raises(Refusal, match="keep_longer"):
            keep_longer(FIRST, region, KEPT, "it is enough")

        _go_to(town, KEPT + timedelta(days=90))
        assert look_after_closed(region) is Step.ANNOUNCED
        _go_to(town, later + timedelta(days=1))
        assert look_after_closed(region) is Step.ERASED

    def test_what_is_erased_cannot_be_opened_again(self, town: House) -> None:
        _erase(town)

        with pytest.raises(Refusal, match="tenant_erased"):
            resume_region(FIRST, town["demo"], "it comes back")
        with pytest.raises(Refusal, match="tenant_erased"):
            keep_longer(FIRST, town["demo"], date(2040, 1, 1), "it is too late")


class TestTheDoorInTheDatabase:
    @pytest.mark.parametrize(
        ("step", "why"),
        [
            ("open", "not closed"),
            ("kept", "kept still"),
            ("unannounced", "not announced"),
            ("not_taken_out", "taken out"),
            ("broken_off", "taken out"),
        ],
    )
    def test_looks_by_itself(self, town: House, step: str, why: str) -> None:
        region, today = town["demo"], KEPT + timedelta(days=99)
        stop = uuid.uuid4()
        if step != "open":
            _close(town)
            with deployment_scope() as session:
                stop = closed_regions(session)[0].id
        if step in ("kept", "not_taken_out", "broken_off"):
            _announce(town)
        if step == "broken_off":
            note_export(FIRST, region, "for the archive", uuid.uuid4())
        if step in ("kept", "unannounced"):
            _take_out(FIRST, region)
        asked = KEPT if step == "kept" else today

        with pytest.raises(DBAPIError, match=why), tenant_scope(region) as session:
            erase_rows(session, stop, asked)

        assert _count(region, ApplicationRow) == 2

    def test_names_what_stays_as_the_program_does(self, town: House) -> None:
        _erase(town)
        page = erasure_page(town["demo"])
        assert page is not None

        with read_scope(town["demo"]) as session:
            walled = set(walled_tables(session))
        assert set(page.rows) - {"family_keys"} == walled - KEPT_TABLES


def _close(town: House, kept: date = KEPT) -> None:
    wish = StopWish(level=Level.CLOSED, **WORDS)
    proposal = propose_closing(FIRST, town["demo"], wish, kept, uuid.uuid4())
    answer_closing(SECOND, proposal, agrees=True)
    town.clock.advance(timedelta(minutes=1))


def _take_out(by: str, region: int) -> None:
    note_export(by, region, "for the archive", uuid.uuid4())
    note_export_sent(by, region)


def _announce(town: House, kept: date = KEPT) -> None:
    _go_to(town, kept - timedelta(days=20))
    assert look_after_closed(town["demo"]) is Step.ANNOUNCED


def _erase(town: House, kept: date = KEPT) -> None:
    _close(town, kept)
    _take_out(FIRST, town["demo"])
    _announce(town, kept)
    _go_to(town, kept + timedelta(days=1))
    assert look_after_closed(town["demo"]) is Step.ERASED


def _go_to(town: House, day: date) -> None:
    now = town.clock.now()
    town.clock.set(now + (day - now.date()))


def _put_file(town: House) -> Path:
    uploads = services().uploads
    path = path_of(town["demo"], uuid.uuid4().hex)
    uploads.put(path, b"sealed")
    return services().settings.uploads_dir / path


def _count(tenant_id: int, table: type) -> int:
    with read_scope(tenant_id) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _personal(tenant_id: int) -> list[object]:
    """What can still be read of persons in the journal."""
    with read_scope(tenant_id) as session:
        rows = session.scalars(select(FactRow).where(FactRow.sealed.is_not(None))).all()
        assert rows, "there was something to hide"
        return [found for row in rows if (found := open_personal(session, row)) is not None]


def _acts(kind: str) -> int:
    with deployment_scope() as session:
        query = select(func.count()).where(DeploymentActRow.kind == kind)
        return session.scalar(query) or 0


@pytest.fixture
def town(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_erasure")
    with open_house(settings, "demo") as opened:
        opened.tenants["other"] = Region(opened).id
        for slug in ("demo", "other"):
            garden = kindergarten(opened[slug], "Айгөлек", territory="city")
            queued(opened[slug], garden)
        referred(opened["demo"], kindergarten(opened["demo"], "Бөбек"))
        seal_tenant(opened["demo"])
        _put_file(opened)
        yield opened
    shared_scratch.drop_database("kezek_erasure")
