"""Every switch says what is read instead, and turns off what it is called by."""

import pytest

from kezek.core.switches import Switch
from kezek.web.operator.words import SWITCH
from kezek.web.turned_off import ENDPOINTS, SENTENCES, switch_of

REGISTERS = {Switch.REGISTER_PHONES, Switch.REGISTER_BIRTHS, Switch.REGISTER_BENEFITS}
"""Nobody's page is turned off with these: a specialist looks instead (A-12)."""


def test_every_switch_has_a_name_and_a_sentence_where_somebody_reads_it() -> None:
    assert set(SWITCH) == set(Switch)
    assert set(SENTENCES) == set(Switch) - REGISTERS


def test_every_switch_but_mail_and_registers_has_its_routes() -> None:
    assert set(ENDPOINTS.values()) == set(Switch) - REGISTERS - {Switch.EMAIL}


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("family_apply.begin", Switch.APPLICATIONS),
        ("family_apply_sending.send_it", Switch.APPLICATIONS),
        ("family_apply_sending.sent", None),
        ("family_places.take", Switch.TAPS),
        ("family_places.show", None),
        ("live.live", Switch.LIVE),
        ("family.send_code", Switch.SMS),
        ("family.sign_up", None),
        ("operator.switches", None),
        ("public.region", None),
        ("login.sign_out", None),
    ],
)
def test_a_switch_turns_off_its_own_routes_alone(endpoint: str, expected: Switch | None) -> None:
    assert switch_of(endpoint) is expected
