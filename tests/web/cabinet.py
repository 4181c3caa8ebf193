"""A family before its cabinet: signed in, with children in the queues and others beside them."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.wording import say_moment
from kezek.core.applications import Application
from kezek.core.children import ChildWish
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.db.applications import load_applications
from kezek.db.queues import QueueEntryRow
from kezek.db.scope import read_scope
from kezek.demonstration.families import iin
from kezek.usecases import admission, answers, places
from kezek.usecases.accounts import Profile, keep_language, keep_profile
from kezek.usecases.applications import submit
from kezek.usecases.children import add_child
from kezek.usecases.due import bring_about_due
from tests.factories.families import family, made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.waiting import child_of, wish
from tests.web.browsing import send
from tests.web.checked import check_pages

BORN_ON = date(2022, 3, 14)
STAFF = "kindergarten:test"
GENERAL = 13
PARENT_BORN_ON = date(1991, 5, 20)


class Cabinet:
    """One family of one region, and what happens around it."""

    def __init__(
        self,
        house: House,
        slug: str = "demo",
    ) -> None:
        self.house = house
        self.slug = slug
        self.region = house[slug]
        serial = next(house.serials)
        self.identity = Identity(iin=iin(PARENT_BORN_ON, serial, female=True))
        self.phone = f"+7701{serial:06d}1"
        self.actor = house.within(family, self.region, self.identity, self.phone)
        profile = Profile(full_name="Серікова Әлия", address="Абай көшесі, 1", email="")
        house.within(keep_profile, self.region, self.actor, profile)
        self.client = check_pages(house.app)
        self.come_in()

    def come_in(self) -> None:
        """Signs in at the door by the code that the demonstration shows, unless it is in."""
        door = self.client.get(f"/{self.slug}/family/sign-up")
        if door.status_code == 303:
            return
        asked = send(self.client, door, "door", iin=self.identity.iin, phone=self.phone)
        send(self.client, self.client.get(asked.location), "code-entry", code=self.last_code())

    def speak(self, language: str) -> None:
        """The family chooses the language of its pages."""
        self.house.within(keep_language, self.region, self.actor, language)

    def last_code(self) -> str:
        """The digits of the newest message of the demonstration."""
        found = re.search(r"\b(\d{6})\b", self.client.get(f"/{self.slug}/demo/codes").text)
        assert found is not None
        return found[1]

    def garden(self, name: str = "Айгөлек") -> uuid.UUID:
        """A kindergarten of the region."""
        return self.house.within(kindergarten, self.region, name, name_kk=name)

    def queue(
        self,
        *gardens: uuid.UUID,
        child: str = "Айша Серікқызы",
        born_on: date = BORN_ON,
        category: int = GENERAL,
    ) -> uuid.UUID:
        """A child of the family in the queues of these kindergartens; a claim waits to be seen."""
        identity = Identity(iin=made_up_iin(born_on, next(self.house.serials)))
        one = ChildWish(identity, child, born_on)
        child_id = self.house.within(add_child, self.region, self.actor, one)
        filled_in = replace(
            wish(child_id, *gardens, category=category), proof_accepted=category == GENERAL
        )
        sent = self.house.within(submit, self.region, self.actor.tag, filled_in)
        self.pass_time(seconds=1)
        return sent.id

    def ahead(self, *gardens: uuid.UUID, category: int = 13, is_proved: bool = True) -> Application:
        """Another family's child, who applies now."""
        child_id = self.house.within(child_of, self.region, next(self.house.serials))
        sent = replace(wish(child_id, *gardens, category=category), proof_accepted=is_proved)
        one: Application = self.house.within(submit, self.region, "family", sent)
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

    def refer(
        self, application_id: uuid.UUID, garden: uuid.UUID, until: date | None = None
    ) -> None:
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

    def now(self) -> str:
        """The present moment as pages say it in Kazakh."""
        said = say_moment(self.house.clock.now(), "kk", ZoneInfo("Asia/Almaty"))
        return " ".join(said.split())

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

    def get(self, address: str) -> TestResponse:
        """A page, checked as every page is."""
        return self.client.get(address)


@contextmanager
def shared_house(scratch: Scratch, name: str, *slugs: str) -> Iterator[House]:
    """One house for all tests of a module: each has a family and kindergartens of its own."""
    with open_front(scratch.new_database(name), *slugs) as opened:
        yield opened
    scratch.drop_database(name)


def queues_of(tenant_id: int, application_id: uuid.UUID) -> list[uuid.UUID]:
    """The queues that an application stands in, by its preference."""
    with read_scope(tenant_id) as session:
        query = select(QueueEntryRow.queue_id).where(QueueEntryRow.application_id == application_id)
        return list(session.scalars(query.order_by(QueueEntryRow.preference)))


def history_of(cabinet: Cabinet, one: uuid.UUID) -> str:
    """The address of the history of its number in the first of them."""
    queue = cabinet.house.within(queues_of, cabinet.region, one)[0]
    return cabinet.of(one, f"history/{queue}")


_OURS = frozenset({"Kezek", "SMS", "DEM", "PDF", "JPG", "PNG"})


def plain(page: TestResponse) -> str:
    """What is read on the page, blanks made plain."""
    assert page.status_code == 200
    body = re.sub(r"<(head|script)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def latin_words(page: TestResponse) -> set[str]:
    """Words of the page that no reader here speaks: sentences that nobody has translated."""
    body = re.sub(r"<(head|script)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return set(re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]+>", " ", body))) - _OURS


def _load(tenant_id: int, application_id: uuid.UUID) -> Application:
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id])
        return found[ApplicationId(application_id)]
