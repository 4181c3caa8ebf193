"""What changed is told to families, shown to everybody, and comes out as a file (N-53)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from kezek.adapters.region_toml import to_toml
from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import list_tenants, read_given, read_tenant
from kezek.core.channels import Channels
from kezek.core.region_rooms import Room, room_digest
from kezek.core.regions import Words
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope
from kezek.reads.region_versions import rule_changes
from kezek.usecases import region_drafts
from kezek.usecases.regions import get_region, load_region, open_region
from kezek.usecases.rules_change import change_settings
from kezek.usecases.rules_told import tell_rules
from tests.factories.changing import ADMIN, Region
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.waiting import waiting


class TestTelling:
    def test_versions_in_a_row_are_told_in_one_letter(self, region: Region) -> None:
        _family(region)
        region.draw(offer_days=3)
        region.sign()
        region.draw(suspension_working_days=12)
        region.sign()

        assert tell_rules(region.id) == 1
        assert tell_rules(region.id) == 0
        body = _letter(region)
        assert "күнтізбелік күн: 2 → 3" in body
        assert "жұмыс күні: 10 → 12" in body

    def test_those_who_work_by_the_rules_are_told_too(self, region: Region) -> None:
        _family(region)
        region.draw(offer_days=3)
        region.sign()

        tell_rules(region.id)

        with read_scope(region.id) as session:
            told = session.execute(
                select(NoticeRow.audience, NoticeRow.body).where(NoticeRow.code == "N-53")
            ).all()
        assert sorted(one.audience for one in told) == ["family", "kindergarten", "office"]
        assert all("2 → 3" in one.body for one in told)

    def test_what_was_taken_back_is_told_to_nobody(self, region: Region) -> None:
        _family(region)
        region.draw(offer_days=3)
        number = region.sign(region.day(2))
        region.take_back(number)
        region.pass_days(3)

        assert tell_rules(region.id) == 0

    def test_a_day_that_comes_is_told_by_what_held_before(self, region: Region) -> None:
        _family(region)
        region.draw(offer_days=3)
        region.sign(region.day(2))
        region.draw(suspension_working_days=12)
        region.sign()
        assert tell_rules(region.id) == 1
        region.pass_days(2)

        assert tell_rules(region.id) == 1
        assert "10 → 12" not in _letter(region)

    def test_everybody_reads_what_changed_and_nothing_of_colours(self, region: Region) -> None:
        region_drafts.edit(
            region.id,
            ADMIN,
            Room.BRAND,
            lambda one: replace(one, brand={"--brand": "#114455"}),
            seen=region.config.seen(Room.BRAND),
        )
        region.sign()
        region.draw(offer_days=3)
        number = region.sign()

        (shown,) = rule_changes(region.id, 1).versions
        assert shown.number == number


class TestWordsAndChannels:
    def test_a_letter_ends_with_the_regions_own_words(self, region: Region) -> None:
        _set_texts(region, "notice", Words("Сұрақтар: {phone}", "Вопросы: {phone}"))
        _set_texts(region, "notice-n-05", Words("Қосымша", "Дополнение"))
        _family(region)

        body = _letter(region, "N-05")
        assert "Қосымша\n\nСұрақтар: 1414" in body

    def test_a_closed_channel_carries_no_notice(self, region: Region) -> None:
        region_drafts.edit(
            region.id,
            ADMIN,
            Room.CHANNELS,
            lambda one: replace(one, channels=Channels(sms=False)),
            seen=region.config.seen(Room.CHANNELS),
        )
        region.sign()
        _family(region)

        with read_scope(region.id) as session:
            channels = set(session.scalars(select(OutboxRow.channel)))
        assert "sms" not in channels


class TestTheFile:
    def test_every_region_comes_out_of_the_database_as_it_went_in(self, house: House) -> None:
        for slug in list_tenants():
            if slug not in house.tenants:
                open_region(read_tenant(slug))
            _, stored = get_region(slug)
            text = to_toml(stored)

            assert text == to_toml(read_tenant(slug)), slug
            assert to_toml(read_given(stored, text)).encode() == text.encode()

    def test_a_file_is_a_change_like_any_other(self, region: Region) -> None:
        text = to_toml(region.config.present).replace("offer_days = 2", "offer_days = 5")
        config = region.config

        region_drafts.replace_with(
            region.id, ADMIN, read_given(config.present, text), seen=config.digest
        )
        region.sign()

        assert region.at(0).rules.offer_days == 5
        assert to_toml(region.config.present) == text

    def test_the_files_never_overwrite_what_was_signed_by_form(self, region: Region) -> None:
        region.draw(offer_days=3)
        region.sign()

        with pytest.raises(Exception, match="database is newer"):
            load_region(region.files, save=True)

        assert region.at(0).rules.offer_days == 3


def test_a_command_that_changes_settings_keeps_what_waits(region: Region) -> None:
    region.draw(offer_days=3)
    region.sign(region.day(5))

    change_settings(region.id, ADMIN, {"suspension_working_days": 12})

    assert (region.at(6).rules.offer_days, region.at(6).rules.suspension_working_days) == (3, 12)


def test_a_room_is_known_by_all_that_stands_in_it(region: Region) -> None:
    before = region.config.region
    assert room_digest(before, Room.LINEAR) == region.config.seen(Room.LINEAR)


def _family(region: Region) -> None:
    garden = kindergarten(region.id, "Айгөлек")
    waiting(region.id, next(region.house.serials), garden)


def _letter(region: Region, code: str = "N-53") -> str:
    with read_scope(region.id) as session:
        query = select(NoticeRow.body).where(NoticeRow.code == code).order_by(NoticeRow.seq.desc())
        return session.scalars(query.limit(1)).one()


def _set_texts(region: Region, name: str, words: Words) -> None:
    region_drafts.edit(
        region.id,
        ADMIN,
        Room.LETTERS,
        lambda one: replace(one, texts={**one.texts, name: words}),
        seen=region.config.seen(Room.LETTERS),
    )
    region.sign()


@pytest.fixture
def region(house: House) -> Region:
    return Region(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_told"), "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_told")
