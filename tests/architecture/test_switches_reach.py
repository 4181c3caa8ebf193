"""What an operator turns off are routes that there are: none is missed because it was renamed."""

from fnmatch import filter as matching

import pytest
from flask import Flask

from kezek.core.switches import Switch
from kezek.web.turned_off import ENDPOINTS, OPEN

WITHOUT_ROUTES = {
    Switch.EMAIL,
    Switch.REGISTER_PHONES,
    Switch.REGISTER_BIRTHS,
    Switch.REGISTER_BENEFITS,
}
"""Turned off where letters are sent and registers are asked, which are no pages."""


@pytest.mark.parametrize("pattern", sorted({*ENDPOINTS, *OPEN}))
def test_a_pattern_finds_its_routes(production: Flask, pattern: str) -> None:
    assert matching(production.view_functions, pattern)


def test_every_switch_of_what_is_opened_has_routes() -> None:
    assert set(ENDPOINTS.values()) == set(Switch) - WITHOUT_ROUTES
