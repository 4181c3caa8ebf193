"""A changed setting is said in both languages, whatever value it may take (N-53)."""

from kezek.adapters.setting_words import _NAMES, setting_lines
from kezek.core.knobs import OneOf
from kezek.core.rules import KNOBS, TenantRules


def test_a_change_is_one_line_in_both_languages() -> None:
    before, after = TenantRules(), TenantRules(offer_days=3)

    assert setting_lines(after.changed_from(before)) == [
        {
            "kk": "Ұсынылған орынға жауап беру мерзімі, күнтізбелік күн: 2 → 3",
            "ru": "Срок ответа на предложенное место, календарных дней: 2 → 3",
        }
    ]


def test_what_is_no_familys_concern_is_left_out() -> None:
    changed = TenantRules(number_alarm=20, review_working_days=2).changed_from(TenantRules())

    assert changed
    assert setting_lines(changed) == []


def test_every_named_setting_exists_and_every_value_has_words() -> None:
    for name in _NAMES:
        knob = KNOBS[name]
        values = knob.words if isinstance(knob, OneOf) else [knob.write(TenantRules().get(name))]
        for value in values:
            (line,) = setting_lines({name: (value, value)})
            assert line["kk"] != line["ru"]
