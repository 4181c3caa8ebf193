"""Which version holds, which are to come, and what each was made of; and changes carried on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kezek.adapters.tenants import read_tenant
from kezek.core.carrying import carried
from kezek.core.days import Calendar, CalendarYear
from kezek.core.regions import Tenant, Words
from kezek.core.versions import (
    Version,
    after,
    coming,
    held_before,
    in_force,
    laid_upon,
    made,
    reigns,
)

NOW = datetime(2026, 9, 7, 4, tzinfo=UTC)
OPENED = datetime(2000, 1, 1, tzinfo=UTC)


def version(number: int, days: int, repeats: int | None = None, back: int | None = None) -> Version:
    return Version(number, NOW + timedelta(days=days), repeats, back)


FIRST = Version(1, OPENED)


def numbers(versions: list[Version]) -> list[int]:
    return [one.number for one in versions]


class TestWhichVersionHolds:
    def test_the_newest_of_those_that_have_begun(self) -> None:
        versions = [FIRST, version(2, -3), version(3, -1), version(4, 2)]

        assert in_force(versions, NOW) == version(3, -1)

    def test_a_later_number_with_an_earlier_moment_does_not_hide_one_to_come(self) -> None:
        versions = [FIRST, version(2, 5), version(3, 0), version(4, 5, repeats=2)]

        assert in_force(versions, NOW) == version(3, 0)
        assert in_force(versions, NOW + timedelta(days=5)) == version(4, 5, repeats=2)

    def test_each_reigns_from_its_own_moment_and_a_covered_one_never(self) -> None:
        versions = [FIRST, version(2, -3), version(3, -1), version(4, -3, repeats=2), version(5, 2)]

        told = reigns(versions, NOW)

        assert [(at, one.number) for at, one in told] == [
            (OPENED, 1),
            (NOW - timedelta(days=3), 4),
        ]

    def test_there_is_none_before_the_first(self) -> None:
        assert in_force([version(1, 1)], NOW) is None


class TestWhatIsToCome:
    def test_of_each_change_only_its_newest_repetition(self) -> None:
        versions = [FIRST, version(2, 5), version(3, 0), version(4, 5, repeats=2)]

        assert numbers(coming(versions, NOW)) == [4]

    def test_nothing_that_was_taken_back_and_nothing_that_covers_it(self) -> None:
        versions = [FIRST, version(2, 5), version(3, 9), version(4, 5, back=2)]

        assert numbers(coming(versions, NOW)) == [3]

    def test_by_moment_and_then_by_number(self) -> None:
        versions = [FIRST, version(2, 9), version(3, 5), version(4, 9, repeats=2), version(5, 5)]

        assert numbers(coming(versions, NOW)) == [3, 5, 4]
        assert numbers(after(versions, NOW + timedelta(days=5), NOW)) == [4]


class TestWhatAVersionWasMadeOf:
    def test_of_the_newest_below_it_at_its_own_moment(self) -> None:
        versions = [FIRST, version(2, 5), version(3, 0), version(4, 5, repeats=2)]

        assert laid_upon(versions, versions[3]) == version(3, 0)
        assert laid_upon(versions, versions[2]) == FIRST
        assert laid_upon(versions, FIRST) is None

    def test_what_held_before_is_told_apart_from_the_number_before(self) -> None:
        versions = [FIRST, version(2, 5), version(3, 9), version(4, 5, back=2)]

        assert held_before(versions, versions[3]) == FIRST
        assert held_before(versions, FIRST) is None

    def test_what_somebody_made_is_listed_without_repetitions(self) -> None:
        versions = [FIRST, version(2, 5), version(3, 0), version(4, 5, repeats=2)]

        assert numbers(made([*versions, version(5, 5, back=2)])) == [3, 2, 1]


class TestCarrying:
    def test_only_what_was_changed_is_carried(self, demo: Tenant) -> None:
        changed = with_settings(demo, offer_days=3)
        other = with_settings(demo, referral_working_days=7)

        found = carried(demo, changed, other)

        assert (found.rules.offer_days, found.rules.referral_working_days) == (3, 7)

    def test_taken_away_again_it_leaves_what_others_did(self, demo: Tenant) -> None:
        changed = with_settings(demo, offer_days=3)
        both = with_settings(changed, referral_working_days=7)

        assert carried(changed, demo, both) == with_settings(demo, referral_working_days=7)

    def test_a_holiday_more_touches_no_other_holiday(self, demo: Tenant) -> None:
        mine, theirs = date(2027, 2, 1), date(2027, 2, 2)

        found = carried(demo, with_day_off(demo, mine), with_day_off(demo, theirs))

        days_off = next(one for one in found.calendar.years if one.year == 2027).days_off
        assert {mine, theirs} <= days_off

    def test_territories_are_carried_one_by_one(self, demo: Tenant) -> None:
        city, village = demo.territories
        renamed = replace(demo, territories=(replace(city, kk="Қала"), village))
        other = replace(demo, territories=(city, replace(village, ru="Село")))

        found = carried(demo, renamed, other)

        assert (found.territories[0].kk, found.territories[1].ru) == ("Қала", "Село")

    def test_a_text_that_was_taken_out_goes(self, demo: Tenant) -> None:
        with_text = replace(demo, texts={**demo.texts, "about": Words("Біз", "Мы")})

        assert "about" not in carried(with_text, demo, with_text).texts

    def test_of_two_who_change_the_same_the_last_to_sign_is_right(self, demo: Tenant) -> None:
        found = carried(demo, with_settings(demo, offer_days=3), with_settings(demo, offer_days=5))

        assert found.rules.offer_days == 3


def with_settings(region: Tenant, **settings: object) -> Tenant:
    return region.with_rules(region.rules.with_settings(settings))


def with_day_off(region: Tenant, day: date) -> Tenant:
    years = tuple(
        CalendarYear(one.year, one.days_off | {day}, one.working_weekends, one.confirmed)
        if one.year == day.year
        else one
        for one in region.calendar.years
    )
    return replace(region, calendar=Calendar(years, region.calendar.zone_name))


@pytest.fixture(scope="module")
def demo() -> Tenant:
    return read_tenant("demo")
