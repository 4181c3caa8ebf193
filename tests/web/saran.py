"""Saran on its pages: kindergartens that publish, families that wait, mornings and evenings."""

import io
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.core.applications import ENDED, Application, State
from kezek.core.children import ChildWish
from kezek.core.errors import Refusal
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.people import Identity
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope
from kezek.usecases import applications, places, referrals, standing
from kezek.usecases.accounts import Profile, keep_language, keep_profile
from kezek.usecases.children import add_child
from kezek.usecases.due import bring_about_due
from kezek.usecases.taking import take_place
from tests.factories.families import family, made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_front
from tests.factories.waiting import child_of
from tests.web.browsing import hidden, send
from tests.web.checked import check_pages
from tests.web.kit_app import ALMATY

SLUG = "saran"
STAFF = "kindergarten:test"
_PARENT = date(1990, 5, 20)
_PHONES = count(1)
_CALENDAR = read_tenant(SLUG).calendar
_PATIENCE = 25


class Town:
    """Saran before whoever passes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.region = house[SLUG]
        self.client = check_pages(house.app)
        self.born_on = date(2022, 3, 14)
        self.sent: list[uuid.UUID] = []
        self.published: list[PlaceId] = []

    def see(self, path: str = "", reader: str = "kk", **asked: object) -> TestResponse:
        """A page as a reader of this language gets it."""
        headers = {"Accept-Language": reader}
        return self.client.get(f"/{SLUG}/{path}", query_string=asked, headers=headers)

    def garden(self, name: str, *, ownership: str = "state") -> uuid.UUID:
        """A kindergarten of the town."""
        made: uuid.UUID = self.house.within(
            kindergarten,
            self.region,
            name,
            territory=SLUG,
            ownership=ownership,
            groups=((self.born_on.year, "kk"),),
            name_kk=name,
        )
        return made

    def apply(self, *, category: int = 13, is_proved: bool = True) -> Application:
        """A child of another family stands in the shared queue."""
        child_id = self.house.within(child_of, self.region, next(self.house.serials), self.born_on)
        return self.submit(child_id, category=category, is_proved=is_proved)

    def submit(
        self, child_id: uuid.UUID, *, category: int = 13, is_proved: bool = True
    ) -> Application:
        """The application of a child that is on a family's list."""
        wish = applications.Wish(
            child_id=child_id,
            territory=SLUG,
            language="kk",
            choices=(),
            categories=(category,),
            consent=True,
            proof_accepted=is_proved,
        )
        sent: Application = self.house.within(applications.submit, self.region, "family", wish)
        self.sent.append(sent.id)
        self.pass_time(seconds=1)
        return sent

    def publish(
        self, garden: uuid.UUID, number: int = 1, until: date | None = None
    ) -> list[PlaceId]:
        """The kindergarten publishes places."""
        vacancy = places.Vacancy(
            kindergarten_id=garden,
            birth_year=self.born_on.year,
            language="kk",
            places=number,
            until=until,
        )
        made: list[PlaceId] = self.house.within(places.publish, self.region, STAFF, vacancy)
        self.published += made
        return made

    def recall(self, place: PlaceId, reason: str) -> None:
        """The kindergarten takes a place back."""
        self.house.within(places.recall, self.region, STAFF, place, reason=reason)

    def take(self, application: Application, garden: uuid.UUID) -> None:
        """The family takes a place."""
        self.house.within(take_place, self.region, "family", application.id, garden)

    def leave(self) -> None:
        """Nobody of this test waits any more, and no place of it is free: tests share the queue."""
        for application in self.house.within(_waiting, self.region):
            with suppress(Refusal):
                self.house.within(referrals.cancel, self.region, "family", application)
            with suppress(Refusal):
                self.house.within(applications.withdraw, self.region, "family", application)
            with suppress(Refusal):
                self.house.within(
                    standing.reject, self.region, "office", application, whole=True, reason="–"
                )
        for place in self.published:
            with suppress(Refusal):
                self.recall(place, "the test is over")

    def go_to(self, clock: time, days: int = 0) -> None:
        """Time goes on to this hour of the day, or of one so many days later."""
        now = self.now()
        moment = datetime.combine(now.date() + timedelta(days=days), clock, ALMATY)
        self.house.clock.set(moment)
        self.house.within(bring_about_due, self.region)

    def next_morning(self) -> None:
        """Eight o'clock of the next working day: places may be published for its bulletin."""
        days = 1
        # Tests of one house go on from day to day and meet holidays, too.
        while not _CALENDAR.is_working_day((self.now() + timedelta(days=days)).date()):
            days += 1
        self.go_to(time(8), days)

    def quiet_week(self) -> None:
        """Eight o'clock of a Monday before five working days: no holiday moves a term."""
        self.next_morning()
        while self.now().weekday() or not all(
            _CALENDAR.is_working_day((self.now() + timedelta(days=days)).date())
            for days in range(5)
        ):
            self.next_morning()

    def bulletin(self) -> None:
        """Nine o'clock of the day at hand."""
        self.go_to(time(9))

    def evening(self) -> None:
        """Twenty o'clock of it."""
        self.go_to(time(20))

    def at(self, clock: time) -> datetime:
        """This hour of the day at hand."""
        return datetime.combine(self.now().date(), clock, ALMATY)

    def pass_time(self, **span: float) -> None:
        """Time passes, and what falls due in it happens."""
        self.house.clock.set(self.house.clock.now() + timedelta(**span))
        self.house.within(bring_about_due, self.region)

    def within(self, doing: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Does by a use case what somebody else does meanwhile."""
        return self.house.within(doing, self.region, *given, **more)

    def now(self) -> datetime:
        """The moment on the town's wall clock."""
        return self.house.clock.now().astimezone(ALMATY)

    def application(self, application_id: uuid.UUID) -> Application:
        """The application as it stands now."""
        return self.house.within(_load, self.region, application_id)

    def state(self, application_id: uuid.UUID) -> str:
        """Its state with the reason of an archive."""
        return self.application(application_id).label


class Home(Town):
    """The same before a family that has signed in, with one child in the queue."""

    def __init__(self, house: House, *, email: str = "aliya@example.kz") -> None:
        super().__init__(house)
        number = next(_PHONES)
        self.identity = Identity(iin=made_up_iin(_PARENT, 40 * number))
        self.phone = f"+7702{number:06d}1"
        self.actor = house.within(family, self.region, self.identity, self.phone)
        profile = Profile(full_name="Серікова Әлия", address="Абай көшесі, 1", email=email)
        house.within(keep_profile, self.region, self.actor, profile)
        self.come_in()

    def come_in(self) -> None:
        """Signs in by the code that the demonstration shows."""
        door = self.client.get(f"/{SLUG}/family/sign-up")
        asked = send(self.client, door, "door", iin=self.identity.iin, phone=self.phone)
        send(self.client, self.client.get(asked.location), "code-entry", code=self.last_code())

    def last_code(self) -> str:
        """The digits of the newest message of the demonstration."""
        found = re.search(r"код\w*:? (\d{6})", self.client.get(f"/{SLUG}/demo/codes").text)
        assert found is not None
        return found[1]

    def speak(self, language: str) -> None:
        """The family chooses the language of its pages."""
        self.house.within(keep_language, self.region, self.actor, language)

    def child(self, born_on: date | None = None) -> uuid.UUID:
        """A child on the family's list."""
        born_on = born_on or self.born_on
        identity = Identity(iin=made_up_iin(born_on, next(self.house.serials)))
        wish = ChildWish(identity, "Айша Серікқызы", born_on)
        made: uuid.UUID = self.house.within(add_child, self.region, self.actor, wish)
        return made

    def queue(self, *, category: int = 13, born_on: date | None = None) -> uuid.UUID:
        """A child of the family stands in the shared queue."""
        child_id = self.child(born_on)
        return self.submit(child_id, category=category).id

    def url(self, path: str = "") -> str:
        """An address of the family's rooms."""
        return f"/{SLUG}/family/{path}"

    def of(self, application_id: uuid.UUID, path: str = "") -> str:
        """An address of one application."""
        return self.url(f"applications/{application_id}{'/' if path else ''}{path}")

    def get(self, address: str) -> TestResponse:
        """A page, checked as every page is."""
        return self.client.get(address)

    def press(self, page: TestResponse, form: str, **boxes: Any) -> TestResponse:
        """Presses the button of a form."""
        return send(self.client, page, form, **boxes)

    def confirm(self, application_id: uuid.UUID) -> None:
        """Confirms the telephone by a code, beforehand."""
        page = self.get(self.of(application_id, "places/"))
        asked = self.press(page, self.of(application_id, "places/code"))
        form = self.get(asked.location)
        assert self.press(form, "confirmation", code=self.last_code()).status_code == 303

    def take_by_page(self, application_id: uuid.UUID, garden: uuid.UUID) -> TestResponse:
        """One tap on the place as the page offers it."""
        page = self.get(self.of(application_id, "places/"))
        return self.press(page, self.of(application_id, f"places/{garden}"))

    def tap(self, application_id: uuid.UUID, garden: uuid.UUID) -> TestResponse:
        """A tap on a place that the page does not offer now."""
        tokens = self.tokens(self.get(self.of(application_id, "places/")))
        return self.client.post(self.of(application_id, f"places/{garden}"), data=tokens)

    def referred(self, name: str) -> uuid.UUID:
        """A child of the family that has taken a place in its window."""
        child, garden = self.queue(), self.garden(name)
        self.publish(garden)
        self.bulletin()
        self.take(self.application(child), garden)
        return child

    def missed(self, name: str) -> uuid.UUID:
        """A child with whose referral nobody came."""
        child = self.referred(name)
        self.wait_until(child, "STOP_LIST")
        return child

    def wait_until(self, application_id: uuid.UUID, state: str) -> None:
        """Days pass until it is so."""
        for _ in range(_PATIENCE):
            if self.state(application_id) == state:
                return
            self.pass_time(days=1)
        raise AssertionError(self.state(application_id))

    def tokens(self, page: TestResponse) -> dict[str, object]:
        """The tokens of a form of the page, for an act that it does not offer."""
        return hidden(page, "watch") if 'id="watch"' in page.text else {}

    def attach(self, page: TestResponse, form: str) -> TestResponse:
        """Attaches a file by a form of the page."""
        code = form.removeprefix("paper-")
        return self.press(page, form, **{f"{code}-files": (io.BytesIO(PDF), "paper.pdf")})

    def told(self, application_id: uuid.UUID, code: str) -> list[str]:
        """What the notices of this code said."""
        return self.house.within(_told, self.region, application_id, code)

    def channels(self, application_id: uuid.UUID, code: str) -> set[str]:
        """By what the notices of this code left the house."""
        return self.house.within(_channels, self.region, application_id, code)


@contextmanager
def open_saran(scratch: Scratch, name: str) -> Iterator[House]:
    """One house for all tests of a module; its codes are shown as in the demonstration."""
    with open_front(scratch.new_database(name), SLUG) as opened:
        yield opened
    scratch.drop_database(name)


def _load(tenant_id: int, application_id: uuid.UUID) -> Application:
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id])
        return found[ApplicationId(application_id)]


def _told(tenant_id: int, application_id: uuid.UUID, code: str) -> list[str]:
    with read_scope(tenant_id) as session:
        query = select(NoticeRow.body).where(
            NoticeRow.application_id == application_id, NoticeRow.code == code
        )
        return list(session.scalars(query.order_by(NoticeRow.seq)))


def _channels(tenant_id: int, application_id: uuid.UUID, code: str) -> set[str]:
    with read_scope(tenant_id) as session:
        query = (
            select(OutboxRow.channel)
            .join(NoticeRow, NoticeRow.id == OutboxRow.notice_id)
            .where(NoticeRow.application_id == application_id, NoticeRow.code == code)
        )
        return set(session.scalars(query))


def _waiting(region: int) -> list[uuid.UUID]:
    """Whoever has not come into a kindergarten, also by an application that a page has sent."""
    there = [str(State.ENROLLED), *map(str, ENDED)]
    with read_scope(region) as session:
        return list(
            session.scalars(select(ApplicationRow.id).where(ApplicationRow.state.not_in(there)))
        )
