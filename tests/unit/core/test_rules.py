"""The regional settings: every name of the rulebook, its default, and what is refused."""

from __future__ import annotations

from datetime import time

import pytest

from kezek.core.knobs import Knob
from kezek.core.rules import GROUPS, KNOBS, ImpossibleValue, TenantRules, UnknownSetting
from kezek.core.spans import DayOfYear, Hours, YearSpan

DEFAULTS = TenantRules()

NAMED_IN_THE_RULEBOOK: dict[str, object] = {
    "ratio_p": 1,
    "ratio_g": 3,
    "ratio_start": "P",
    "refusal_scope": "entry",
    "silence_scope": "application",
    "offer_days": 2,
    "offer_reminder_h": 24,
    "reconfirm_days": 2,
    "max_age_years": 6,
    "age_out": "birthday",
    "group_year_switch": "08-01",
    "min_offer_age_months": 0,
    "p_check": "registry",
    "paper_channel": False,
    "linear_expiry": "archive",
    "cancel_limit": 1,
    "health_cert_days": 3,
    "relocation_out_of_turn": "privileged",
    "siblings": "general",
    "choice_change_keeps_ts": True,
    "assisted_entry": True,
    "contract_sign_days": 2,
    "priority_multiplier": 1,
    "window_start": "09:00",
    "window_end": "20:00",
    "window_days": 1,
    "open_hours": "24h",
    "benefit_due_wd": 5,
    "benefit_outer_cd": 10,
    "max_misses": 2,
    "private_min_age": 3,
    "waitlist_linear": False,
    "restore_keeps_ts": True,
    "residence_check": "off",
    "sign_methods": ["sms"],
    "quiet_hours": "21:00-08:00",
    "iterate_on_place": False,
    "yearly_first_months": 11,
    "yearly_period_months": 12,
    "yearly_answer_months": 1,
    "yearly_repeat_answer_months": 1,
    "voucher_offer_working_days": 2,
    "voucher_restore_calendar_days": 28,
    "voucher_active_working_days": 5,
    "voucher_extension_max_days": 30,
    "iteration_at": "03:00",
    "referral_working_days": 5,
    "suspension_working_days": 10,
    "stop_list_working_days": 10,
    "cancel_hours": 24,
    "extension_max_days": 30,
}


@pytest.mark.parametrize(("name", "default"), NAMED_IN_THE_RULEBOOK.items())
def test_the_recommended_reading_of_the_rulebook_is_the_default(name: str, default: object) -> None:
    assert DEFAULTS.settings()[name] == default


OTHER_VALUES: dict[str, object] = {
    "ratio_g": 1,
    "ratio_start": "G",
    "refusal_scope": "application",
    "age_out": "year_end",
    "group_year_switch": "01-01",
    "linear_expiry": "stoplist",
    "siblings": "off",
    "sign_methods": ["eds", "sms"],
    "quiet_hours": "off",
    "window_end": "18:30",
    "open_hours": "07:00-23:00",
    "paper_channel": True,
    "assisted_entry": False,
    "freeze_spans": ["08-01..08-31", "12-25..01-10"],
    "voucher_restore_reminder_days": [],
    "update_on": "06-29",
    "group_ages": [{"group": "early", "years": 2}],
    "voucher_categories": [
        {
            "cohort": 3,
            "standing": "G",
            "order": 1,
            "min_age_months": 24,
            "weight": 2,
            "issued_last": False,
        }
    ],
}


@pytest.mark.parametrize(("name", "value"), OTHER_VALUES.items())
def test_a_changed_setting_is_read_kept_and_told(name: str, value: object) -> None:
    changed = DEFAULTS.with_settings({name: value})
    assert changed.settings()[name] == value
    assert changed.changed_from(DEFAULTS) == {name: (DEFAULTS.settings()[name], value)}
    assert DEFAULTS.with_settings(changed.settings()) == changed


IMPOSSIBLE: list[tuple[str, object]] = [
    ("ratio_p", 2),
    ("ratio_g", 0),
    ("ratio_g", 10),
    ("ratio_g", True),
    ("ratio_g", "3"),
    ("ratio_g", 3.0),
    ("silence_scope", "entry"),
    ("residence_check", "on"),
    ("waitlist_linear", True),
    ("ratio_start", "O"),
    ("group_year_switch", "09-01"),
    ("update_on", "02-30"),
    ("update_on", "6-30"),
    ("update_on", 630),
    ("paper_channel", "yes"),
    ("paper_channel", 1),
    ("sign_methods", []),
    ("sign_methods", ["sms", "sms"]),
    ("sign_methods", ["fax"]),
    ("sign_methods", "sms"),
    ("quiet_hours", "21:00"),
    ("quiet_hours", "21:00-21:00"),
    ("quiet_hours", "25:00-08:00"),
    ("quiet_hours", None),
    ("window_start", "9"),
    ("window_start", "24:00"),
    ("window_start", True),
    ("window_start", -1),
    ("freeze_spans", ["08-01"]),
    ("freeze_spans", ["08-01..13-01"]),
    ("freeze_spans", "08-01..08-31"),
    ("group_ages", []),
    ("group_ages", [{"group": "early"}]),
    ("group_ages", [{"group": "early", "years": 1}, {"group": "early", "years": 2}]),
    ("group_ages", [{"group": "early", "years": 99}]),
    ("group_ages", ["early"]),
]


@pytest.mark.parametrize(("name", "value"), IMPOSSIBLE)
def test_an_impossible_value_is_refused_with_what_is_allowed(name: str, value: object) -> None:
    with pytest.raises(ImpossibleValue) as refused:
        DEFAULTS.with_settings({name: value})
    assert (refused.value.name, refused.value.value) == (name, value)
    assert refused.value.allowed == KNOBS[name].allowed


def test_what_is_allowed_is_said_in_words() -> None:
    assert KNOBS["ratio_g"].allowed == "a whole number from 1 to 9"
    assert KNOBS["ratio_p"].allowed == "only 1"
    assert KNOBS["silence_scope"].allowed == "only 'application'"
    assert KNOBS["waitlist_linear"].allowed == "only false"
    assert KNOBS["linear_expiry"].allowed == "one of 'archive', 'requeue', 'stoplist'"
    assert "group" in KNOBS["group_ages"].allowed


def test_an_unknown_setting_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownSetting) as refused:
        DEFAULTS.with_settings({"ofer_days": 2})
    assert refused.value.name == "ofer_days"
    assert "offer_days" in refused.value.allowed
    with pytest.raises(UnknownSetting):
        DEFAULTS.get("settings")


def test_settings_are_looked_up_by_their_name() -> None:
    assert DEFAULTS.get("offer_days") == DEFAULTS.offer_days == 2


def test_every_setting_stands_in_one_group_and_is_explained() -> None:
    assert sum(len(group.__annotations__) for group in GROUPS) == len(KNOBS)
    assert all(isinstance(knob.allowed, str) and knob.allowed for knob in KNOBS.values())
    assert set(DEFAULTS.settings()) == set(KNOBS)


def test_values_are_what_their_names_say_and_not_text() -> None:
    assert DEFAULTS.window_start == time(9)
    assert DEFAULTS.group_year_switch == DayOfYear(8, 1)
    assert DEFAULTS.quiet_hours == Hours(time(21), time(8))
    assert DEFAULTS.open_hours is None
    assert len(DEFAULTS.voucher_categories) == 18


def test_a_time_that_yaml_read_as_minutes_is_the_same_time() -> None:
    assert DEFAULTS.with_settings({"window_end": 1200}) == DEFAULTS


def test_the_youngest_cohort_is_served_last_and_from_18_months() -> None:
    youngest = [one for one in DEFAULTS.voucher_categories if one.cohort == 1]
    assert [one.code for one in youngest] == ["1-O", "1-P", "1-G"]
    assert all(one.issued_last and one.min_age_months == 18 for one in youngest)
    others = [one for one in DEFAULTS.voucher_categories if one.cohort != 1]
    assert all(not one.issued_last and one.min_age_months == 24 for one in others)


def test_quiet_hours_run_over_midnight() -> None:
    quiet = Hours(time(21), time(8))
    assert [quiet.covers(time(hour)) for hour in (20, 21, 0, 7, 8, 12)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert Hours(time(7), time(23)).covers(time(12))
    assert not Hours(time(7), time(23)).covers(time(23))


def test_a_span_of_the_year_may_run_over_the_new_year() -> None:
    winter = YearSpan(DayOfYear(12, 25), DayOfYear(1, 10))
    assert winter.covers(12, 25)
    assert winter.covers(1, 10)
    assert not winter.covers(1, 11)
    august = YearSpan(DayOfYear(8, 1), DayOfYear(8, 31))
    assert august.covers(8, 31)
    assert not august.covers(9, 1)


def test_a_knob_can_write_what_it_reads() -> None:
    def round_trip(knob: Knob, raw: object) -> object:
        return knob.write(knob.read(raw))

    written = DEFAULTS.settings()
    assert {name: round_trip(knob, written[name]) for name, knob in KNOBS.items()} == written
