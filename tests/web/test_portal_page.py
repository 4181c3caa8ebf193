"""A parent applies on the made-up portal and looks at the number there, all over real HTTP."""

import re
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from kezek.adapters.scratch import Scratch
from kezek.demonstration.counterparts import portal
from kezek.demonstration.counterparts.service import State, serving
from kezek.settings import Party
from tests.factories.families import made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.partners import SECRET, on_the_wire
from tests.factories.regions import House, open_front

BORN = date(2022, 3, 14)
SAID = {
    "kk": ("Өтініш қабылданды", "Айгөлек", "Өтініш кезекте тұр"),
    "ru": ("Заявление принято", "Айголек", "Заявление стоит в очереди"),
}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_an_application_and_the_view_of_its_number(town: "Town", language: str) -> None:
    person = town.person()
    taken, garden, _ = SAID[language]

    sent = town.send("/portal/apply", language, **town.form(language, person))
    seen = town.send(
        "/portal/number", language, parent_iin=person["parent_iin"], child_iin=person["child_iin"]
    )

    assert taken in sent
    (number,) = re.findall(r"DEM-\d\d-\d{6}", sent)
    assert number in seen
    assert garden in seen
    assert '<span class="figure">' in seen


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_is_wrong_is_told_and_what_was_typed_stays(town: "Town", language: str) -> None:
    person = {**town.person(), "phone": "12"}

    answer = town.send("/portal/apply", language, **town.form(language, person))

    assert 'role="alert"' in answer
    assert person["parent_name"] in answer
    assert "applicant.phone" in answer


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_strangers_number_shows_nothing(town: "Town", language: str) -> None:
    person = town.person()

    answer = town.send(
        "/portal/number", language, parent_iin=person["parent_iin"], child_iin=person["child_iin"]
    )

    assert 'role="alert"' in answer
    assert "DEM-" not in answer


@dataclass
class Town:
    """The deployment and the portal, each at its own address."""

    house: House
    address: str
    garden: uuid.UUID

    def person(self) -> dict[str, str]:
        """A family that nobody knows yet."""
        serial = next(self.house.serials)
        return {
            "parent_iin": made_up_iin(date(1990, 5, 20), serial),
            "parent_name": "Серікова Әлия",
            "phone": f"+7701{serial:07d}",
            "address": "Абай көшесі, 1",
            "child_iin": made_up_iin(BORN, serial),
            "child_name": "Айша Серікқызы",
            "born_on": BORN.isoformat(),
        }

    def form(self, language: str, person: dict[str, str]) -> dict[str, str]:
        """The form of the territory, filled in."""
        query = urllib.parse.urlencode({"lang": language, "territory": "demo/city"})
        shown = self.read(f"/portal/apply?{query}")
        found = re.search(r'name="request_id" value="([^"]+)"', shown)
        assert found is not None
        assert str(self.garden) in shown
        return {
            **person,
            "territory": "demo/city",
            "request_id": found[1],
            "tongue": "kk",
            "garden": str(self.garden),
            "category": "13",
            "consent": "yes",
        }

    def send(self, path: str, language: str, **boxes: str) -> str:
        """Sends a form of the portal."""
        return self.read(path, urllib.parse.urlencode({"lang": language, **boxes}).encode())

    def read(self, path: str, form: bytes | None = None) -> str:
        """A page of the portal."""
        request = urllib.request.Request(self.address + path, form)
        with urllib.request.urlopen(request, timeout=30) as response:
            return str(response.read().decode())


@pytest.fixture(scope="module")
def town(shared_scratch: Scratch) -> Iterator[Town]:
    """One region for all tests of this module."""
    party = Party(secret=SECRET)
    settings = replace(shared_scratch.new_database("kezek_portal_page"), portal=party)
    with open_front(settings, "demo") as house, on_the_wire(house.app) as address:
        garden = house.within(kindergarten, house["demo"], "Айголек", name_kk="Айгөлек")
        state = State((portal.desk(Party(address, SECRET), now=house.clock.now),), SECRET)
        with serving(state) as theirs:
            yield Town(house, theirs, garden)
    shared_scratch.drop_database("kezek_portal_page")
