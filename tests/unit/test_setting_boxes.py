"""A setting's value fills the boxes of its form, and the boxes give the value back."""

import pytest

from kezek.core.rules import KNOBS, ImpossibleValue, read_setting
from kezek.web.admin.setting_values import SHIPPED, Kind, boxes_of, data_of, kind_of

ASKED = [name for name in KNOBS if kind_of(name) is not Kind.FIXED]


@pytest.mark.parametrize("name", ASKED)
def test_the_shipped_value_comes_back_as_it_was(name: str) -> None:
    assert data_of(name, boxes_of(name, SHIPPED[name])) == SHIPPED[name]


@pytest.mark.parametrize(
    ("name", "boxes", "value"),
    [
        ("quiet_hours", ["no", "", ""], "off"),
        ("quiet_hours", ["yes", "22:00", "07:30"], "22:00-07:30"),
        ("window_start", ["9.00"], "09:00"),
        ("open_hours", ["no", "09:00", "18:00"], "24h"),
        ("age_notice_days", ["60; 7 1"], [60, 7, 1]),
        ("age_notice_days", [""], []),
        ("sign_methods", ["eds", "", "sms"], ["eds", "sms"]),
        ("freeze_spans", ["1", "8", "31", "8", "", "", "", ""], ["08-01..08-31"]),
        ("update_on", ["5", "7"], "07-05"),
        ("referral_needs_eds", ["yes"], True),
        ("offer_days", [" 4 "], 4),
    ],
)
def test_what_people_type_is_understood(name: str, boxes: list[str], value: object) -> None:
    assert data_of(name, boxes) == value
    read_setting(name, value)


@pytest.mark.parametrize(
    ("name", "boxes"),
    [
        ("offer_days", ["two"]),
        ("offer_days", []),
        ("offer_days", ["31"]),
        ("quiet_hours", ["yes", "22:00"]),
        ("quiet_hours", ["yes", "22:00", "22:00"]),
        ("window_start", ["25:00"]),
        ("window_start", [""]),
        ("sign_methods", ["", "", ""]),
        ("sign_methods", ["sms", "sms", ""]),
        ("freeze_spans", ["1", "8", "31"]),
        ("freeze_spans", ["31", "2", "1", "3"]),
        ("update_on", ["", "7"]),
        ("referral_needs_eds", ["maybe"]),
        ("group_ages", ["1", "2"]),
        ("voucher_categories", ["1", "X", "1", "24", "1", "no"]),
    ],
)
def test_what_stands_for_no_value_is_refused(name: str, boxes: list[str]) -> None:
    with pytest.raises((ValueError, ImpossibleValue)):
        read_setting(name, data_of(name, boxes))


def test_what_only_the_law_decides_is_not_asked_for() -> None:
    fixed = {name for name in KNOBS if kind_of(name) is Kind.FIXED}

    assert fixed == {"ratio_p", "silence_scope", "residence_check", "waitlist_linear"}
