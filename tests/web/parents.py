"""A parent before the screen: signed in through the door, with a child and its application."""

import re
import uuid
from datetime import date
from itertools import count

from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.core.children import ChildWish
from kezek.core.people import Identity
from kezek.db.applications import ApplicationRow
from kezek.db.drafts import find_draft
from kezek.db.scope import read_scope
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.children import add_child
from tests.factories.families import family, made_up_iin
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.checked import check_pages

_NUMBERS = count(1)
_BORN = date(1990, 5, 20)


class Parent:
    """A family of its own, so that tests of one region do not meet."""

    def __init__(self, house: House, slug: str = "demo", born_on: date = date(2022, 3, 14)) -> None:
        self.house = house
        self.slug = slug
        self.region = house[slug]
        number = next(_NUMBERS)
        self.identity = Identity(iin=made_up_iin(_BORN, 20 * number))
        # An odd last digit: no register knows the telephone, and nobody is proven.
        self.phone = f"+7701{number:06d}1"
        self.actor = house.within(family, self.region, self.identity, self.phone)
        self.call_self("Серікова Әлия", "Абай көшесі, 1")
        wish = ChildWish(Identity(iin=made_up_iin(born_on, 20 * number)), "Айша Серікқызы", born_on)
        self.child_id = house.within(add_child, self.region, self.actor, wish)
        self.client = check_pages(house.app)
        self.come_in()

    def call_self(self, name: str, address: str) -> None:
        """Says who the family is."""
        profile = Profile(full_name=name, address=address, email="")
        self.house.within(keep_profile, self.region, self.actor, profile)

    def come_in(self) -> None:
        """Signs in with the code out of the SMS."""
        door = self.client.get(f"/{self.slug}/family/sign-up")
        asked = send(self.client, door, "door", iin=self.identity.iin, phone=self.phone)
        codes = self.client.get(f"/{self.slug}/demo/codes").text
        found = re.search(r"кодыңыз (\d{6})", codes)
        assert found is not None
        send(self.client, self.client.get(asked.location), "code-entry", code=found[1])

    def url(self, step: str) -> str:
        """Where a step of the child's application is."""
        return f"/{self.slug}/family/apply/{self.child_id}/{step}"

    def get(self, step: str, **query: object) -> TestResponse:
        """Opens a step."""
        return self.client.get(self.url(step), query_string=query)

    def begin(self) -> TestResponse:
        """Opens the consent for the child."""
        return self.client.get(f"/{self.slug}/family/apply/?child={self.child_id}")

    def agree(self) -> TestResponse:
        """Gives the consent."""
        return send(self.client, self.begin(), "step-consent", agree="y")

    def say_where(self, territory: str = "city", **more: str) -> TestResponse:
        """Gives territory, language and queue."""
        boxes = {"territory": territory, "language": "kk", "queue_type": "general", **more}
        return send(self.client, self.get("territory"), "step-territory", **boxes)

    def choose(self, *ids: uuid.UUID) -> TestResponse:
        """Chooses kindergartens in this order."""
        return send(self.client, self.get("kindergartens", choice=ids), self.url("kindergartens"))

    def tick(self, **boxes: object) -> TestResponse:
        """States the benefits; without any, that there is none."""
        return send(self.client, self.get("benefits"), "step-benefits", **(boxes or {"none": "y"}))

    def fill(self, *ids: uuid.UUID, **boxes: object) -> TestResponse:
        """All steps before the papers."""
        self.agree()
        self.say_where()
        self.choose(*ids)
        return self.tick(**boxes)

    def send(self) -> TestResponse:
        """Presses the last button."""
        return send(self.client, self.get("review"), "step-send")

    def applications(self) -> list[ApplicationRow]:
        """What stands in the ledger for the child."""
        return self.house.within(_applications, self.region, self.child_id)

    def has_draft(self) -> bool:
        """Whether anything is kept of what was filled in."""
        return self.house.within(_has_draft, self)


def _applications(region: int, child_id: uuid.UUID) -> list[ApplicationRow]:
    with read_scope(region) as session:
        query = select(ApplicationRow).where(ApplicationRow.child_id == child_id)
        return list(session.scalars(query))


def _has_draft(parent: Parent) -> bool:
    assert parent.actor.guardian_id is not None
    with read_scope(parent.region) as session:
        return find_draft(session, parent.actor.guardian_id, parent.child_id) is not None
