"""The national education base over real HTTP: a snapshot, what changed since, and its registry."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.national_base import checksum_of, digest_of
from kezek.demonstration.counterparts import national_base
from kezek.demonstration.counterparts.asking import Caller
from kezek.demonstration.counterparts.moods import Mood
from kezek.demonstration.counterparts.service import State, serving
from kezek.settings import Party
from kezek.usecases.applications import withdraw
from kezek.usecases.national_base import pull_registry
from kezek.usecases.registry.differences import Change
from kezek.usecases.registry.files import look_at
from tests.factories.contracts import addresses
from tests.factories.kindergartens import kindergarten
from tests.factories.partners import SECRET, Partner, on_the_wire
from tests.factories.regions import House, open_front
from tests.factories.waiting import waiting

CHANGES = "/exchange/base/changes"


def test_a_snapshot_holds_everything_and_proves_it(town: "Town") -> None:
    town.apply()

    told = town.changes(0)

    kinds = {one["kind"] for one in told["records"]}
    assert {"kindergarten", "group", "child"} <= kinds
    assert told["counts"]["child"] >= 1
    assert town.checksum(told["records"]) == told["checksum"]


def test_only_what_changed_is_told_afterwards(town: "Town") -> None:
    number = town.apply()
    before = town.changes(0)["version"]
    assert town.changes(before)["records"] == []

    town.withdraw(number)
    after = town.changes(before)

    assert after["version"] == before + 1
    gone = [one for one in after["records"] if one["kind"] == "child"]
    assert [(one["gone"], one["data"]) for one in gone] == [(True, None)]


def test_the_base_comes_to_the_same_checksum_by_changes_alone(town: "Town") -> None:
    base = national_base.NationalBase(Caller("nobd", Party(town.address, SECRET)))
    base.fetch("demo")
    town.apply()

    held = base.fetch("demo")

    assert held.is_whole
    assert held.counts["child"] >= 1


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"region": "nowhere"}, 404, "region_unknown"),
        ({"region": "demo", "cursor": "made-up"}, 422, "cursor_unknown"),
        ({"since": 1}, 422, "field_missing"),
    ],
)
def test_strange_questions_are_refused(
    town: "Town", asked: dict[str, Any], status: int, code: str
) -> None:
    answer = town.base.ask(CHANGES, asked)

    assert (answer.status, answer.codes) == (status, [code])


def test_a_stranger_is_told_nothing(town: "Town") -> None:
    stranger = replace(town.base, secret="another key, which is as long as the right one")

    assert stranger.ask(CHANGES, {"region": "demo"}).codes == ["signature_wrong"]


def test_the_bases_registry_is_looked_at_before_anything_is_written(town: "Town") -> None:
    file_id = town.house.within(pull_registry, town.region, "admin:test")

    looked = town.house.within(look_at, town.region, file_id)

    assert looked is not None
    assert looked.faults == ()
    assert looked.count(Change.CHANGED) >= 1


def test_a_silent_base_changes_nothing_and_says_so(town: "Town") -> None:
    town.state.moods.set(national_base.REGISTRY, Mood.SILENT)
    try:
        with pytest.raises(Exception, match="national_base_away"):
            town.house.within(pull_registry, town.region, "admin:test")
    finally:
        town.state.moods.clear()


def test_every_address_of_the_door_stands_in_the_contract(town: "Town") -> None:
    served = {
        ("POST", rule.rule)
        for rule in town.house.app.url_map.iter_rules()
        if rule.rule.startswith("/exchange/base/")
    }

    assert served == addresses("national-base")


@dataclass
class Town:
    """A region, and the base that asks it."""

    house: House
    region: int
    garden: uuid.UUID
    address: str
    base: Partner
    state: State
    serial: int = 0

    def apply(self) -> uuid.UUID:
        """Another child comes into the queue."""
        self.serial += 20
        return self.house.within(waiting, self.region, self.serial, self.garden).id

    def withdraw(self, application_id: uuid.UUID) -> None:
        """It leaves the queue."""
        self.house.within(withdraw, self.region, "family:1", application_id)

    def changes(self, since: int) -> dict[str, Any]:
        """Everything since a version, as one answer."""
        first = dict(self.base.ask(CHANGES, {"region": "demo", "since": since}).body)
        cursor = first["cursor"]
        while cursor:
            asked = {"region": "demo", "since": since, "cursor": cursor}
            more = self.base.ask(CHANGES, asked).body
            first["records"] = [*first["records"], *more["records"]]
            cursor = more["cursor"]
        return first

    def checksum(self, records: list[dict[str, Any]]) -> str:
        """What the base reckons by itself."""
        return checksum_of(
            (one["kind"], uuid.UUID(one["id"]), digest_of(one["data"]))
            for one in records
            if not one["gone"]
        ).hex()


@pytest.fixture(scope="module")
def town(shared_scratch: Scratch) -> Iterator[Town]:
    """One region for all tests of this module."""
    state = State((), SECRET)
    with serving(state) as theirs:
        party = Party(theirs, SECRET)
        settings = replace(shared_scratch.new_database("kezek_base"), national_base=party)
        with open_front(settings, "demo") as house, on_the_wire(house.app) as address:
            state.desks = (national_base.desk(Party(address, SECRET)),)
            garden = house.within(kindergarten, house["demo"], "Айгөлек")
            partner = Partner(address, "national-base", party="nobd")
            yield Town(house, house["demo"], garden, address, partner, state)
    shared_scratch.drop_database("kezek_base")
