"""A change of a region in the ledger: drawn up, signed, carried into what waits, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.errors import Refusal
from kezek.core.region_rooms import Room
from kezek.core.regions import Words
from kezek.core.territories import Level, Mode, ModeFrom, Territory
from kezek.db.applications import ApplicationRow, OfferRow
from kezek.db.journal import FactRow
from kezek.db.scope import read_scope
from kezek.db.territory_clocks import territory_clocks
from kezek.reads.configuration import configuration
from kezek.reads.region_versions import Standing, VersionSieve, version_page, versions_page
from kezek.usecases import places, region_changes, region_drafts
from kezek.usecases.deciding import NotFound
from kezek.usecases.repeats import Once, Repeated
from kezek.usecases.switch_plans import plan_switch
from tests.factories.changing import ADMIN, OTHER, Region
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.statements import statements
from tests.factories.waiting import waiting


class TestDrawingUp:
    def test_several_edits_stand_in_one_change_and_nothing_holds_yet(self, region: Region) -> None:
        region.draw(offer_days=3)
        region.draw(OTHER, suspension_working_days=12)

        config = region.config
        assert config.draft is not None
        assert [line.words.ru for line in config.draft.lines] == [
            "Срок ответа на предложенное место, календарных дней: 2 → 3",
            "Приостановка, если не ответить, рабочих дней: 10 → 12",
        ]
        assert config.draft.changed_by == OTHER
        assert config.present.rules.offer_days == 2

    def test_an_edit_that_undoes_the_last_difference_leaves_no_change(self, region: Region) -> None:
        region.draw(offer_days=3)
        region.draw(offer_days=2)

        assert region.config.draft is None

    def test_a_form_of_before_is_refused_and_keeps_nothing(self, region: Region) -> None:
        seen = region.config.seen(Room.LINEAR)
        region.draw(offer_days=3)

        with pytest.raises(Refusal) as refused:
            region_drafts.edit(
                region.id,
                OTHER,
                Room.LINEAR,
                lambda one: one.with_rules(one.rules.with_settings({"offer_days": 9})),
                seen=seen,
            )

        assert refused.value.detail == "settings_meanwhile"
        assert region.config.region.rules.offer_days == 3

    def test_a_form_of_another_room_is_not_in_its_way(self, region: Region) -> None:
        seen = region.config.seen(Room.NAMES)
        region.draw(offer_days=3)

        region_drafts.edit(
            region.id, OTHER, Room.NAMES, lambda one: replace(one, name=Words("А", "Б")), seen=seen
        )

        assert region.config.region.name == Words("А", "Б")
        assert region.config.region.rules.offer_days == 3

    def test_pressed_twice_it_is_kept_once(self, region: Region) -> None:
        seen, once = region.config.seen(Room.LINEAR), Once("key", "edit")

        def edit() -> None:
            region_drafts.edit(
                region.id,
                ADMIN,
                Room.LINEAR,
                lambda one: one.with_rules(one.rules.with_settings({"offer_days": 3})),
                seen=seen,
                once=once,
            )

        edit()
        with pytest.raises(Repeated):
            edit()

        assert region.config.region.rules.offer_days == 3

    def test_dropped_it_is_forgotten_unless_somebody_has_gone_on(self, region: Region) -> None:
        region.draw(offer_days=3)
        draft = region.config.draft
        assert draft is not None
        region.draw(OTHER, offer_days=4)

        with pytest.raises(Refusal):
            region_drafts.drop(region.id, ADMIN, seen=draft.digest)

        assert region.config.draft is not None
        region_drafts.drop(region.id, ADMIN, seen=region.config.draft.digest)
        assert region.config.draft is None

    def test_a_change_of_another_region_is_never_seen(self, house: House, region: Region) -> None:
        region.draw(offer_days=3)

        assert configuration(house["saran"]).draft is None


class TestSigning:
    def test_at_once_it_holds_with_author_and_reason(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign()

        found = version_page(region.id, number)
        assert found is not None
        assert (found.made_by, found.reason, found.standing) == (
            ADMIN,
            "Бұйрық № 7",
            Standing.HOLDS,
        )
        assert region.at(0).rules.offer_days == 3
        assert region.config.draft is None

    def test_for_a_day_it_waits_until_its_midnight(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign(region.day(5))

        assert region.at(0).rules.offer_days == 2
        assert region.at(6).rules.offer_days == 3
        found = version_page(region.id, number)
        assert found is not None
        assert found.standing is Standing.COMING
        assert found.effective_from == datetime.combine(
            region.day(4), datetime.min.time(), UTC
        ) + timedelta(hours=19)

    def test_what_waits_already_gets_the_change_too(self, region: Region) -> None:
        region.draw(offer_days=3)
        later = region.sign(region.day(5))
        region.draw(suspension_working_days=12)
        region.sign()

        assert (region.at(0).rules.offer_days, region.at(0).rules.suspension_working_days) == (
            2,
            12,
        )
        assert (region.at(6).rules.offer_days, region.at(6).rules.suspension_working_days) == (
            3,
            12,
        )
        listed = versions_page(region.id, 1).versions
        assert [one.number for one in listed] == [3, later, 1]
        assert [len(one.lines) for one in listed] == [1, 1, 0]
        assert _numbers(region, standing="coming") == [later]
        assert _numbers(region, standing="taken_back") == []
        assert _numbers(region, text="буйрык", sort="oldest") == [later, 3]
        with statements() as one:
            version_page(region.id, 3)
        with statements() as many:
            versions_page(region.id, 1)
        assert len(many) <= len(one)

    def test_the_journal_keeps_who_and_why(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign()

        with read_scope(region.id) as session:
            fact = session.scalars(select(FactRow).where(FactRow.kind == "region:changed")).one()
        assert fact.actor == ADMIN
        assert fact.payload["detail"] == {
            "version": number,
            "reason": "Бұйрық № 7",
            "paths": ["rules.offer_days"],
        }

    @pytest.mark.parametrize(
        ("days", "detail"), [(0, "change_day"), (-1, "change_day"), (800, "change_day_far")]
    )
    def test_a_day_that_has_begun_or_lies_far_is_refused(
        self, region: Region, days: int, detail: str
    ) -> None:
        region.draw(offer_days=3)

        with pytest.raises(Refusal) as refused:
            region.sign(region.day(days))

        assert refused.value.detail == detail
        assert region.config.draft is not None

    def test_another_change_than_was_seen_is_not_signed(self, region: Region) -> None:
        region.draw(offer_days=3)
        draft = region.config.draft
        assert draft is not None
        region.draw(OTHER, offer_days=4)

        with pytest.raises(Refusal):
            region_changes.sign(region.id, ADMIN, seen=draft.digest, reason="x")

        assert region.at(0).rules.offer_days == 2

    def test_of_two_who_sign_the_second_finds_nothing(self, region: Region) -> None:
        region.draw(offer_days=3)
        draft = region.config.draft
        assert draft is not None
        region.sign()

        with pytest.raises(Refusal) as refused:
            region_changes.sign(region.id, OTHER, seen=draft.digest, reason="x")

        assert refused.value.detail == "change_gone"

    def test_who_gains_is_signed_only_as_it_was_rehearsed(self, region: Region) -> None:
        region.draw(ratio_g=2)
        with pytest.raises(Refusal) as refused:
            region.sign()
        assert refused.value.detail == "change_not_rehearsed"

        _rehearse(region)
        region.draw(ratio_g=4)
        with pytest.raises(Refusal):
            region.sign()

        _rehearse(region)
        region.sign()
        assert region.at(0).rules.ratio_g == 4

    def test_a_running_term_keeps_its_length(self, region: Region) -> None:
        garden = kindergarten(region.id, "Айгөлек")
        application = waiting(region.id, next(region.house.serials), garden)
        vacancy = places.Vacancy(kindergarten_id=garden, birth_year=2022, language="kk")
        places.publish(region.id, "kindergarten:1", vacancy)
        before = _due(region, application.id)

        region.draw(offer_days=9)
        region.sign()

        assert _due(region, application.id) == before

    def test_a_new_territory_begins_its_own_clock(self, region: Region) -> None:
        new = Territory(
            slug="aul",
            kk="Ауыл",
            ru="Аул",
            level=Level.SETTLEMENT,
            modes=(ModeFrom(region.today, Mode.INDIGO),),
        )
        region_drafts.edit(
            region.id,
            ADMIN,
            Room.TERRITORIES,
            lambda one: replace(one, territories=(*one.territories, new)),
            seen=region.config.seen(Room.TERRITORIES),
        )
        region.sign()

        with read_scope(region.id) as session:
            assert "aul" in territory_clocks(session)


class TestTakingBack:
    def test_it_never_comes_and_the_list_says_who_and_why(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign(region.day(5))

        region.take_back(number)

        assert region.at(6).rules.offer_days == 2
        found = version_page(region.id, number)
        assert found is not None
        assert found.standing is Standing.TAKEN_BACK
        assert (found.taken_back_by, found.taken_back_why) == (OTHER, "Қате")
        assert region.config.coming == ()

    def test_what_was_signed_for_later_stays_without_it(self, region: Region) -> None:
        region.draw(offer_days=3)
        first = region.sign(region.day(5))
        region.draw(suspension_working_days=12)
        second = region.sign(region.day(9))
        assert region.at(10).rules.offer_days == 3

        region.take_back(first)

        assert (region.at(10).rules.offer_days, region.at(10).rules.suspension_working_days) == (
            2,
            12,
        )
        region.take_back(second)
        assert region.at(10).rules.suspension_working_days == 10

    def test_a_change_of_now_survives_it(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign(region.day(5))
        region.draw(suspension_working_days=12)
        region.sign()

        region.take_back(number)

        assert (region.at(6).rules.offer_days, region.at(6).rules.suspension_working_days) == (
            2,
            12,
        )

    def test_a_switch_that_is_set_survives_it(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign(region.day(5))
        plan_switch(region.id, ADMIN, "village", Mode.VOUCHER, region.day(9))

        region.take_back(number)

        later = {one.slug: one.mode_on(region.day(10)) for one in region.at(10).territories}
        assert later["village"] is Mode.VOUCHER
        assert region.at(6).rules.offer_days == 2

    def test_twice_or_too_late_or_never_made_is_refused(self, region: Region) -> None:
        region.draw(offer_days=3)
        number = region.sign(region.day(5))
        region.take_back(number)
        with pytest.raises(Refusal) as twice:
            region.take_back(number)
        with pytest.raises(Refusal) as holds:
            region.take_back(1)
        with pytest.raises(NotFound):
            region.take_back(99)

        assert (twice.value.detail, holds.value.detail) == ("version_taken_back", "version_holds")


def _numbers(region: Region, **sieve: str) -> list[int]:
    return [one.number for one in versions_page(region.id, 1, VersionSieve(**sieve)).versions]


def _rehearse(region: Region) -> None:
    draft = region.config.draft
    assert draft is not None
    region_changes.rehearse(region.id, ADMIN, seen=draft.digest)


def _due(region: Region, application: object) -> datetime:
    with read_scope(region.id) as session:
        query = select(OfferRow.due_at).where(OfferRow.application_id == application)
        assert session.get(ApplicationRow, (region.id, application)) is not None
        return session.scalars(query).one()


@pytest.fixture
def region(house: House) -> Region:
    return Region(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_changes"), "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_changes")
