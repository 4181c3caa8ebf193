"""A change that takes every holiday of a year, or every channel, is not signed unawares."""

from dataclasses import replace

import pytest

from kezek.adapters.tenants import read_tenant
from kezek.core.days import Calendar, CalendarYear
from kezek.core.errors import Refusal
from kezek.core.region_cautions import Caution, Danger, cautions
from kezek.core.region_checks import need_sound
from kezek.core.regions import Tenant

DEMO = read_tenant("demo")


def _with(year: CalendarYear) -> Tenant:
    others = [one for one in DEMO.calendar.years if one.year != year.year]
    return replace(DEMO, calendar=Calendar((*others, year), DEMO.calendar.zone_name))


def _channels(*, sms: bool, email: bool) -> Tenant:
    return replace(DEMO, channels=replace(DEMO.channels, sms=sms, email=email))


@pytest.mark.parametrize("year", [2027, 2040])
def test_a_year_without_any_holiday_is_named(year: int) -> None:
    bare = CalendarYear(year, frozenset(), frozenset(), confirmed=False)

    assert cautions(DEMO, _with(bare)) == (Caution(Danger.NO_HOLIDAYS, year),)


def test_a_year_that_keeps_one_holiday_is_nobodys_worry() -> None:
    known = next(one for one in DEMO.calendar.years if one.year == 2027)
    fewer = replace(known, days_off=frozenset(sorted(known.days_off)[:1]))

    assert cautions(DEMO, _with(fewer)) == ()


def test_what_was_so_before_is_not_said_again() -> None:
    bare = _with(CalendarYear(2027, frozenset(), frozenset(), confirmed=False))

    assert cautions(bare, replace(bare, kato="751000000")) == ()


def test_a_region_that_would_be_silent_is_told_and_one_channel_is_enough() -> None:
    loud = _channels(sms=True, email=True)

    assert cautions(loud, _channels(sms=False, email=False)) == (Caution(Danger.NO_CHANNEL),)
    assert cautions(loud, _channels(sms=False, email=True)) == ()


def test_the_last_telephone_stays() -> None:
    one, none = (
        replace(DEMO, contacts=replace(DEMO.contacts, phones=DEMO.contacts.phones[:many]))
        for many in (1, 0)
    )

    with pytest.raises(Refusal, match="no_phone"):
        need_sound(DEMO, none)
    need_sound(DEMO, one)
