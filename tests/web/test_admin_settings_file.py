"""A region's settings as a file: taken away, changed, brought in again, signed."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from tests.factories.regions import House, open_front
from tests.web.browsing import hidden
from tests.web.settings_room import CHANGE, HOME, config_of, sign_change, staff_of
from tests.web.square import words


class TestTheFile:
    def test_taken_away_and_brought_in_again_it_changes_no_byte(self, admin: FlaskClient) -> None:
        first = admin.get(f"{HOME}file/export").data

        back = _bring(admin, first)

        assert back.location == f"{HOME}file/"
        assert admin.get(f"{HOME}file/export").data == first

    def test_what_it_changes_is_shown_and_signed(self, house: House, admin: FlaskClient) -> None:
        text = admin.get(f"{HOME}file/export").data.replace(b"offer_days = 2", b"offer_days = 4")

        back = _bring(admin, text)

        assert back.location == CHANGE
        assert "календарных дней: 2 → 4" in words(admin.get(CHANGE))
        sign_change(admin)
        assert admin.get(f"{HOME}file/export").data == text

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (b"offer_days = 2", b"offer_days = 99", "Строка"),
            (b'mode = "linear"', b'mode = "voucher"', "меняют на отдельной странице"),
            (b'prefix = "DEM"', b'prefix = "AAA"', "это настройка другого региона"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_kept(
        self, house: House, admin: FlaskClient, old: bytes, new: bytes, said: str
    ) -> None:
        text = admin.get(f"{HOME}file/export").data.replace(old, new, 1)

        answer = _bring(admin, text)

        assert answer.status_code == 422
        assert said in words(answer)
        assert config_of(house).draft is None


def _bring(admin: FlaskClient, text: bytes) -> TestResponse:
    page = admin.get(f"{HOME}file/")
    boxes = hidden(page, "file") | {"file": (BytesIO(text), "demo.toml")}
    return admin.post(f"{HOME}file/", data=boxes, content_type="multipart/form-data")


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return staff_of(house, Role.ADMIN)


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A fresh region for each test: a version stays for good."""
    with open_front(shared_scratch.new_database("kezek_settings_file"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_settings_file")
