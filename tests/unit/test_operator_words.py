"""Words of the operator's console that are counted."""

from datetime import timedelta

import pytest

from kezek.web.operator.words import silence_name
from tests.web.kit_app import make_app


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        (timedelta(seconds=3), "3 с"),
        (timedelta(minutes=12), "12 мин"),
        (timedelta(days=2, seconds=3), "2 дн."),
    ],
)
def test_a_silence_of_days_is_not_told_in_seconds(silent: timedelta, said: str) -> None:
    with make_app().test_request_context("/", headers={"Accept-Language": "ru"}):
        assert silence_name(silent) == said
