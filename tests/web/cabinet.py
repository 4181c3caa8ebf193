"""A family before its cabinet: signed in, with children in the queues and others beside them."""

import re
import uuid
from datetime import date, datetime, timedelta

from werkzeug.test import TestResponse

from kezek.core.applications import Application
from kezek.core.children import ChildWish
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.db.applications import load_applications
from kezek.db.scope import read_scope
from kezek.usecases import admission, answers, places
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.applications import submit
from kezek.usecases.children import add_child
from kezek.usecases.due import bring_about_due
from tests.factories.families import MOTHER, UNPROVEN_PHONE, family, made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.waiting import waiting, wish
from tests.web.browsing import send
from tests.web.checked import check_pages

BORN_ON = date(2022, 3, 14)
STAFF = "kindergarten:test"


class Cabinet:
    """One family of one region, and what happens around it."""

    def __init__(
        self,
        house: House,
        slug: str = "demo",
        identity: Identity = MOTHER,
        phone: str = UNPROVEN_PHONE,
    ) -> None:
        self.house = house
        self.slug = slug
        self.region = house[slug]
        self.identity = identity
        self.phone = phone
        self.actor = house.within(family, self.region, identity, phone)
        profile = Profile(full_name="Серікова Әлия", address="Абай көшесі, 1", email="")
        house.within(keep_profile, self.region, self.actor, profile)
        self.client = check_pages(house.app)
        self._serial = int(identity.iin[-5:])
        self.come_in()

    def come_in(self) -> None:
        """Signs in at the door, by the code that the demonstration shows."""
        door = self.client.get(f"/{self.slug}/family/sign-up")
        asked = send(self.client, door, "door", iin=self.identity.iin, phone=self.phone)
        send(self.client, self.client.get(asked.location), "code-entry", code=self.last_code())

    def last_code(self) -> str:
        """The digits of the newest message of the demonstration."""
        found = re.search(r"\b(\d{6})\b", self.client.get(f"/{self.slug}/demo/codes").text)
        assert found is not None
        return found[1]

    def garden(self, name: str = "Айгөлек", **more: object) -> uuid.UUID:
        """A kindergarten of the region."""
        return self.house.within(kindergarten, self.region, name, **more)

    def queue(
        self, *gardens: uuid.UUID, child: str = "Айша Серікқызы", born_on: date = BORN_ON
    ) -> uuid.UUID:
        """A child of the family in the queues of these kindergartens."""
        self._serial += 2
        identity = Identity(iin=made_up_iin(born_on, self._serial % 9000))
        one = ChildWish(identity, child, born_on)
        child_id = self.house.within(add_child, self.region, self.actor, one)
        sent = self.house.within(submit, self.region, self.actor.tag, wish(child_id, *gardens))
        self.pass_time(seconds=1)
        return sent.id

    def ahead(self, *gardens: uuid.UUID, category: int = 13) -> Application:
        """Another family's child, who applies now."""
        self._serial += 2
        one: Application = self.house.within(
            waiting, self.region, self._serial % 9000, *gardens, category=category
        )
        self.pass_time(seconds=1)
        return one

    def publish(self, garden: uuid.UUID, count: int = 1, until: date | None = None) -> None:
        """The kindergarten publishes places; whoever is next is offered them."""
        vacancy = places.Vacancy(
            kindergarten_id=garden,
            birth_year=BORN_ON.year,
            language="kk",
            places=count,
            until=until,
        )
        self.house.within(places.publish, self.region, STAFF, vacancy)

    def refer(self, application_id: uuid.UUID, garden: uuid.UUID, until: date | None = None) -> None:
        """A place is offered to the child and taken."""
        self.publish(garden, until=until)
        self.house.within(answers.accept, self.region, self.actor.tag, application_id)

    def hand_in(self, application_id: uuid.UUID, *, vaccinated: bool = True) -> None:
        """The family hands in complete papers."""
        self.house.within(
            admission.submit_documents,
            self.region,
            self.actor.tag,
            application_id,
            complete=True,
            vaccinated=vaccinated,
        )

    def admit(self, application_id: uuid.UUID) -> None:
        """The kindergarten finds the papers in order."""
        self.house.within(admission.admit, self.region, STAFF, application_id)

    def pass_time(self, **span: float) -> None:
        """Time passes, and what falls due in it happens."""
        self.go_to(self.house.clock.now() + timedelta(**span))

    def go_to(self, moment: datetime) -> None:
        """The clock jumps, and what is due by then happens."""
        self.house.clock.set(moment)
        self.house.within(bring_about_due, self.region)

    def application(self, application_id: uuid.UUID) -> Application:
        """The application as it stands now."""
        return self.house.within(_load, self.region, application_id)

    def state(self, application_id: uuid.UUID) -> str:
        """Its state with the reason of an archive."""
        return self.application(application_id).label

    def url(self, path: str = "") -> str:
        """An address of the family's rooms."""
        return f"/{self.slug}/family/{path}"

    def of(self, application_id: uuid.UUID, path: str = "") -> str:
        """An address of one application."""
        return self.url(f"applications/{application_id}{'/' if path else ''}{path}")

    def get(self, address: str, language: str = "kk") -> TestResponse:
        """A page, checked as every page is."""
        return self.client.get(address, headers={"Accept-Language": language})


def _load(tenant_id: int, application_id: uuid.UUID) -> Application:
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id])
        return found[ApplicationId(application_id)]
