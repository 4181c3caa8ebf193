"""What the state tells by itself, over real HTTP: a birth, a benefit, one application with both."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.consent import VERSION
from kezek.db.applications import ApplicationRow
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.people import ChildRow
from kezek.db.scope import read_scope
from kezek.db.state_messages import StateMessageRow
from kezek.settings import Party
from tests.factories.contracts import addresses, need_request_as_written
from tests.factories.families import made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.partners import SECRET, Answered, Partner, on_the_wire
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages

DOOR = "/exchange/registers"


class TestBirth:
    def test_the_parent_is_told_once_and_nothing_is_submitted(self, town: "Town") -> None:
        said = town.tidings()

        answers = [town.tell("births", said) for _ in range(2)]

        assert [(one.status, one.body) for one in answers] == [
            (201, {"state": "offered"}),
            (200, {"state": "offered"}),
        ]
        (message,) = town.rows(StateMessageRow, StateMessageRow.number == said["message_id"])
        notices = town.rows(NoticeRow, NoticeRow.guardian_id == message.guardian_id)
        assert [one.code for one in notices] == ["N-02"]
        (sms,) = town.rows(OutboxRow, OutboxRow.notice_id == notices[0].id)
        assert sms.channel == "sms"
        assert "Kezek" in sms.text
        assert said["child"]["iin"] not in sms.text
        assert not town.rows(ChildRow, ChildRow.guardian_id == message.guardian_id)

    def test_the_parent_agrees_says_what_is_missing_and_sends(self, town: "Town") -> None:
        said = {**town.tidings(), "instruction_language": "kk"}
        town.tell("births", said)
        browser = town.come_in(said)

        home = browser.get("/demo/family/")
        assert said["child"]["full_name"] in home.text
        offer = browser.get(town.offer_of(said))
        assert said["child"]["iin"] not in offer.text
        agreed = send(browser, offer, "offer", agree="y")
        child_id = town.child_of(said).id
        assert agreed.location.endswith(f"/family/apply/{child_id}/kindergartens")
        step = browser.get(agreed.location, query_string={"choice": str(town.garden)})
        chosen = send(browser, step, agreed.location)
        assert chosen.location.endswith("/benefits")
        assert not town.applications_of(said), "nothing is sent before the parent sends it"
        step = browser.get(chosen.location)
        ticked = send(browser, step, "step-benefits", none="y")
        sent = send(browser, browser.get(ticked.location), "step-send")

        assert sent.status_code == 303
        (application,) = town.applications_of(said)
        assert application.state == "QUEUED"
        assert town.child_of(said).parentage_proven_by == "register:birth"

    def test_without_the_tick_nothing_is_kept(self, town: "Town") -> None:
        said = town.tidings()
        town.tell("births", said)
        browser = town.come_in(said)

        answer = send(browser, browser.get(town.offer_of(said)), "offer")

        assert answer.status_code == 422
        assert town.message(said).state == "offered"

    def test_a_parent_may_say_no_and_nothing_of_the_child_stays(self, town: "Town") -> None:
        said = town.tidings()
        town.tell("births", said)
        browser = town.come_in(said)
        offer = browser.get(town.offer_of(said))

        send(browser, offer, f"{town.offer_of(said)}no")

        message = town.message(said)
        assert (message.state, message.content_sealed) == ("declined", None)
        assert browser.get(town.offer_of(said)).status_code == 404
        assert said["child"]["full_name"] not in browser.get("/demo/family/").text

    def test_another_familys_offer_is_not_there(self, town: "Town") -> None:
        said, other = town.tidings(), town.tidings()
        town.tell("births", said)
        town.tell("births", other)

        assert town.come_in(other).get(town.offer_of(said)).status_code == 404

    def test_a_child_in_the_queue_disturbs_nobody(self, town: "Town") -> None:
        said = town.complete()
        town.tell("applications", said)

        answer = town.tell("births", {**town.as_birth(said), "message_id": str(uuid.uuid4())})

        assert answer.body == {"state": "known"}
        guardian = town.child_of(said).guardian_id
        assert "N-02" not in {
            one.code for one in town.rows(NoticeRow, NoticeRow.guardian_id == guardian)
        }


class TestOneApplication:
    def test_with_the_consent_and_all_it_needs_it_stands_in_the_queue(self, town: "Town") -> None:
        said = town.complete()

        first, second = town.tell("applications", said), town.tell("applications", said)

        assert (first.status, first.body) == (201, {"state": "applied"})
        assert (second.status, second.body) == (200, {"state": "applied"})
        assert [one.state for one in town.applications_of(said)] == ["QUEUED"]

    @pytest.mark.parametrize("missing", ["consent", "kindergartens"])
    def test_what_is_missing_is_asked_of_the_parent(self, town: "Town", missing: str) -> None:
        said = town.complete()
        del said[missing]

        answer = town.tell("applications", said)

        assert (answer.status, answer.body) == (201, {"state": "offered"})
        assert not town.applications_of(said)
        assert town.message(said).kind == "application"
        browser = town.come_in(said)
        agreed = send(browser, browser.get(town.offer_of(said)), "offer", agree="y")
        assert agreed.location.endswith("/kindergartens")


class TestBenefit:
    def test_it_is_offered_with_the_right_that_the_state_told(self, town: "Town") -> None:
        said = {**town.tidings(), "category": 10}

        assert town.tell("benefits", said).body == {"state": "offered"}
        offer = town.come_in(said).get(town.offer_of(said))
        assert "балалы отбасыдан" in offer.text

    def test_a_right_that_no_state_system_holds_is_not_taken(self, town: "Town") -> None:
        answer = town.tell("benefits", {**town.tidings(), "category": 3}, as_written=False)

        assert (answer.status, answer.fields) == (422, ["category"])


class TestDoor:
    def test_another_key_does_nothing(self, town: "Town") -> None:
        stranger = replace(town.registers, secret="somebody else's key, as long as ours is")
        said = town.tidings()

        answer = stranger.ask(f"{DOOR}/births", said)

        assert (answer.status, answer.codes) == (401, ["signature_wrong"])
        assert not town.rows(StateMessageRow, StateMessageRow.number == said["message_id"])

    def test_a_number_of_another_message_is_refused(self, town: "Town") -> None:
        said = town.tidings()
        town.tell("births", said)

        answer = town.tell("births", {**town.tidings(), "message_id": said["message_id"]})

        assert (answer.status, answer.codes) == (409, ["already_decided.message_number"])

    def test_what_is_wrong_is_told_at_once_and_by_place(self, town: "Town") -> None:
        said = town.tidings()
        said["applicant"]["phone"] = "12"
        said["child"]["born_on"] = "yesterday"
        del said["message_id"]

        answer = town.tell("births", said, as_written=False)

        assert set(answer.fields) == {"applicant.phone", "child.born_on", "message_id"}

    def test_a_number_that_cannot_be_is_refused(self, town: "Town") -> None:
        said = town.tidings()
        said["child"]["iin"] = "220314600012"

        assert town.tell("births", said).status == 422

    def test_every_address_of_the_door_stands_in_the_contract(self, town: "Town") -> None:
        served = {
            rule.rule
            for rule in town.house.app.url_map.iter_rules()
            if rule.rule.startswith(f"{DOOR}/")
        }

        assert served == {path for _, path in addresses("registers") if path.startswith(DOOR)}


@dataclass
class Town:
    """A region with a kindergarten, and the registers that speak to it."""

    house: House
    registers: Partner
    garden: uuid.UUID
    region: int

    def tidings(self, born_on: date = date(2025, 3, 14)) -> dict[str, Any]:
        """A child of a family that nobody knows yet."""
        serial = next(self.house.serials)
        return {
            "message_id": str(uuid.uuid4()),
            "territory": "demo/city",
            "applicant": {
                "iin": made_up_iin(date(1990, 5, 20), serial),
                "full_name": "Серікова Әлия",
                "address": "Абай көшесі, 1",
                "phone": f"+7701{serial:06d}1",
                "language": "kk",
            },
            "child": {
                "iin": made_up_iin(born_on, serial),
                "full_name": f"Айша Серікқызы {serial}",
                "born_on": born_on.isoformat(),
            },
        }

    def complete(self) -> dict[str, Any]:
        """An application that lacks nothing."""
        return {
            **self.tidings(),
            "instruction_language": "kk",
            "kindergartens": [str(self.garden)],
            "categories": [13],
            "consent": {
                "version": VERSION,
                "language": "kk",
                "given_at": self.house.clock.now().isoformat(),
            },
        }

    def as_birth(self, said: dict[str, Any]) -> dict[str, Any]:
        """The same child, of whom only the birth is told."""
        return {name: said[name] for name in ("territory", "applicant", "child")}

    def tell(self, kind: str, said: dict[str, Any], *, as_written: bool = True) -> Answered:
        """Sends a message."""
        if as_written:
            need_request_as_written("registers", f"{DOOR}/{kind}", said)
        return self.registers.ask(f"{DOOR}/{kind}", said)

    def come_in(self, said: dict[str, Any]) -> FlaskClient:
        """The parent signs in, by the number and the telephone that the state named."""
        client = self.house.app.test_client()
        door = client.get("/demo/family/sign-up")
        person = said["applicant"]
        asked = send(client, door, "door", iin=person["iin"], phone=person["phone"])
        found = re.search(r"кодыңыз (\d{6})", client.get("/demo/demo/codes").text)
        assert found is not None
        send(client, client.get(asked.location), "code-entry", code=found[1])
        return client

    def offer_of(self, said: dict[str, Any]) -> str:
        """Where the parent answers."""
        return f"/demo/family/offers/{self.message(said).id}/"

    def message(self, said: dict[str, Any]) -> StateMessageRow:
        """The message as it is kept."""
        found: list[StateMessageRow] = self.rows(
            StateMessageRow, StateMessageRow.number == said["message_id"]
        )
        (row,) = found
        return row

    def child_of(self, said: dict[str, Any]) -> ChildRow:
        """The child on the family's list."""
        found: list[ChildRow] = self.rows(
            ChildRow, ChildRow.full_name == said["child"]["full_name"]
        )
        (row,) = found
        return row

    def applications_of(self, said: dict[str, Any]) -> list[ApplicationRow]:
        """What was sent for the child."""
        children = self.rows(ChildRow, ChildRow.full_name == said["child"]["full_name"])
        ids = [one.id for one in children]
        return self.rows(ApplicationRow, ApplicationRow.child_id.in_(ids))

    def rows(self, table: type[Any], *where: Any) -> list[Any]:
        """Rows of the region."""
        return self.house.within(self._rows, table, where)

    def _rows(self, table: type[Any], where: tuple[Any, ...]) -> list[Any]:
        with read_scope(self.region) as session:
            return list(session.scalars(select(table).where(*where)))


@pytest.fixture(scope="module")
def town(shared_scratch: Scratch) -> Iterator[Town]:
    """One region for all: each family is a new one."""
    settings = replace(
        shared_scratch.new_database("kezek_registers"), registers=Party(secret=SECRET)
    )
    with open_front(settings, "demo") as house, on_the_wire(house.app) as address:
        check_pages(house.app)
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
        registers = Partner(address, "registers", party="registers")
        yield Town(house, registers, garden, house["demo"])
    shared_scratch.drop_database("kezek_registers")
