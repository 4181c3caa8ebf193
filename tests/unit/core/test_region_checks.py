"""What no form may do to a region, which changes are rehearsed, and a region's own words."""

from dataclasses import replace
from datetime import date, time

import pytest

from kezek.adapters.tenants import read_tenant
from kezek.core.channels import Channels
from kezek.core.errors import Refusal
from kezek.core.own_words import added_name, filled, notice_of, unknown_places
from kezek.core.region_checks import need_sound
from kezek.core.region_rooms import (
    SETTINGS,
    WHO_GAINS,
    Room,
    needs_rehearsal,
    room_digest,
    touches_queue,
)
from kezek.core.regions import Tenant, Words, canonical, digest
from kezek.core.rules import KNOBS
from kezek.core.territories import Level, Mode, ModeFrom, Territory

DEMO = read_tenant("demo")
CITY, VILLAGE = DEMO.territories
NEW = Territory(
    slug="new",
    kk="Жаңа",
    ru="Новая",
    level=Level.CITY,
    modes=(ModeFrom(date(2027, 1, 1), Mode.LINEAR),),
)


def test_a_new_territory_other_names_and_other_terms_are_taken() -> None:
    after = replace(
        DEMO,
        name=Words("Басқа", "Другая"),
        territories=(*DEMO.territories, NEW),
        rules=DEMO.rules.with_settings({"offer_days": 4}),
    )

    need_sound(DEMO, after)


@pytest.mark.parametrize(
    ("after", "detail"),
    [
        (replace(DEMO, prefix="AAA"), "region_prefix"),
        (replace(DEMO, hosts=("queue.test.kz",)), "region_hosts"),
        (replace(DEMO, is_demo=False), "region_is_demo"),
        (replace(DEMO, territories=(CITY,)), "territory_gone"),
        (
            replace(DEMO, territories=(*DEMO.territories, replace(NEW, slug="city"))),
            "territory_mode",
        ),
        (
            replace(DEMO, territories=(CITY, VILLAGE.switched(Mode.VOUCHER, date(2027, 5, 1)))),
            "territory_mode",
        ),
        (
            replace(
                DEMO,
                territories=(replace(CITY, kato="123456789"), replace(VILLAGE, kato="123456789")),
            ),
            "kato_twice",
        ),
        (replace(DEMO, calendar=DEMO.calendar.only([2025, 2026])), "calendar_year_gone"),
        (DEMO.with_rules(replace(DEMO.rules, window_end=time(9))), "window_order"),
        (DEMO.with_rules(replace(DEMO.rules, bulletin_cutoff=time(10))), "cutoff_order"),
        (replace(DEMO, texts={"banner": Words("ә" * 301, "а")}), "text_long"),
        (replace(DEMO, texts={"notice": Words("{name}", "{phone}")}), "text_places"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_form_may_do_is_refused_with_its_reason(after: Tenant, detail: str) -> None:
    with pytest.raises(Refusal) as refused:
        need_sound(DEMO, after)

    assert refused.value.detail == detail


def test_every_setting_stands_in_one_room() -> None:
    named = [name for names in SETTINGS.values() for name in names]

    assert sorted(named) == sorted(KNOBS)


def test_who_gains_is_rehearsed_and_terms_and_words_are_not() -> None:
    ratio = DEMO.with_rules(DEMO.rules.with_settings({"ratio_g": 2}))
    term = DEMO.with_rules(DEMO.rules.with_settings({"referral_working_days": 7}))
    words = replace(DEMO, texts={})

    assert set(WHO_GAINS) == {
        *("ratio_g", "ratio_start", "min_offer_age_months", "max_age_years", "age_out"),
        *("siblings", "priority_multiplier", "voucher_categories", "iteration_budget"),
        "iterate_on_place",
    }
    assert (needs_rehearsal(DEMO, ratio), touches_queue(DEMO, ratio)) == (True, True)
    assert (needs_rehearsal(DEMO, term), touches_queue(DEMO, term)) == (False, True)
    assert (needs_rehearsal(DEMO, words), touches_queue(DEMO, words)) == (False, False)


@pytest.mark.parametrize("room", Room)
def test_a_room_knows_whether_something_of_its_own_was_changed(room: Room) -> None:
    term = DEMO.with_rules(DEMO.rules.with_settings({"referral_working_days": 7}))

    changed = room_digest(term, room) != room_digest(DEMO, room)

    assert changed == (room is Room.REFERRALS)


def test_what_a_region_never_touched_leaves_its_digest_as_it_was() -> None:
    assert not {"channels", "brand"} & canonical(DEMO).keys()
    off = replace(DEMO, channels=Channels(sms=False), brand={"--brand": "#0b5a73"})
    assert canonical(off)["channels"]["sms"] is False
    assert digest(canonical(off)) != digest(canonical(DEMO))


def test_places_in_braces_are_filled_and_unknown_ones_are_found() -> None:
    assert filled("Звоните: {phone}, {region}", {"phone": "1414"}) == "Звоните: 1414, {region}"
    assert unknown_places("{phone} {link} {provider} {region}") == ()
    assert unknown_places("{child} и } и {") == ("{child}", "{", "}")


def test_a_paragraph_of_a_notice_has_its_own_name() -> None:
    assert added_name("N-12") == "notice-n-12"
    assert notice_of("notice-n-12") == "N-12"
    assert notice_of("notice") == notice_of("about") == ""
