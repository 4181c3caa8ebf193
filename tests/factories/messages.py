"""A small town whose messages are watched: what was recorded, what left, what came back."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import select

from kezek.adapters.email import Outgoing
from kezek.adapters.not_taken import NotTaken
from kezek.adapters.services import services
from kezek.core.applications import Application, State
from kezek.core.delivery import Lane
from kezek.core.ids import ApplicationId
from kezek.core.notices import Notice
from kezek.db.applications import load_applications
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.people import GuardianRow, keep_contacts
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases import places
from kezek.usecases.notices import record_notice
from kezek.usecases.outbox import Delivered, deliver_some
from kezek.usecases.unit_of_work import act
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.waiting import waiting

EMAIL = "aigul@example.kz"


@dataclass
class Provider:
    """A gateway that does as it is told, and remembers what it was given."""

    fails: list[Exception] = field(default_factory=list)
    """What comes of the next attempts, in their order; after them everything is taken."""
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    """Address, text and reference of each message."""
    asked: list[str] = field(default_factory=list)
    """The reference of each attempt."""

    def take(self, address: str, text: str, key: str) -> None:
        """One attempt."""
        self.asked.append(key)
        if self.fails:
            raise self.fails.pop(0)
        self.taken.append((address, text, key))


class FakeSms(Provider):
    """The SMS provider of a test."""

    def send(self, phone: str, text: str, key: str) -> str:
        """Takes it, or fails as told."""
        self.take(phone, text, key)
        return f"test:{key}"


class FakeEmail(Provider):
    """The mail server of a test."""

    def send(self, letter: Outgoing) -> str:
        """Takes it, or fails as told."""
        self.take(letter.address, f"{letter.subject}\n{letter.text}", letter.key)
        return f"test:{letter.key}"


def wrong_number() -> NotTaken:
    """What a provider says of a number that does not exist."""
    return NotTaken("the provider answered 422", is_final=True)


def busy() -> NotTaken:
    """What a provider says that has too much to do."""
    return NotTaken("the provider answered 503", is_temporary=True)


def silent() -> NotTaken:
    """A provider that has the message and does not answer."""
    return NotTaken("TimeoutError", is_unknown=True)


def no_such_mailbox() -> NotTaken:
    """What a mail server says of a mailbox that does not exist."""
    return NotTaken("the mail server answered 550", is_final=True)


@dataclass
class Town:
    """The demo region with one kindergarten and watched gateways."""

    house: House
    id: int
    garden: uuid.UUID
    sms: FakeSms
    email: FakeEmail

    def family(self, serial: int = 1, *, language: str = "kk", email: str = "") -> Application:
        """A child that waits, and the parent with these contacts."""
        application = waiting(self.id, serial * 20, self.garden)
        with tenant_scope(self.id) as session:
            guardian = session.scalars(
                select(GuardianRow).where(GuardianRow.id == application.guardian)
            ).one()
            guardian.language = language
            keep_contacts(session, guardian, replace(guardian.contacts, email=email))
        return application

    def note(self, code: str, application_id: uuid.UUID | None = None) -> None:
        """A notice to the family of an application, of the first one where none is named."""
        about = application_id or self.notices()[0].application_id
        assert about is not None
        with act(self.id, "test") as running:
            record_notice(running, Notice(code, ApplicationId(about)), running.now())

    def forget_messages(self) -> None:
        """Begins to watch from here: what waits is sent and forgotten."""
        while self.deliver().sent:
            pass
        self.sms.taken.clear()
        self.sms.asked.clear()
        self.email.taken.clear()
        self.email.asked.clear()

    def offer(self, application: Application) -> Application:
        """A place opens, and this child is offered it."""
        vacancy = places.Vacancy(
            kindergarten_id=self.garden, birth_year=application.birth_year, language="kk"
        )
        places.publish(self.id, "kindergarten", vacancy)
        offered = self.application(application)
        assert offered.state is State.OFFERED
        return offered

    def application(self, application: Application) -> Application:
        """The application as it is now."""
        with read_scope(self.id) as session:
            return load_applications(session, [application.id])[application.id]

    def deliver(self, lane: Lane = Lane.NOTICES) -> Delivered:
        """One batch, as a worker sends it."""
        return deliver_some(self.id, lane)

    def wait(self, **span: float) -> None:
        """Time passes."""
        self.house.clock.advance(timedelta(**span))

    def messages(self) -> list[OutboxRow]:
        """Every message of the town, the oldest first."""
        with read_scope(self.id) as session:
            query = select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.id)
            rows = list(session.scalars(query.execution_options(populate_existing=True)))
            session.expunge_all()
        return rows

    def message(self, code: str, channel: str = "sms") -> OutboxRow:
        """The one message of this notice by this channel."""
        notices = {notice.id for notice in self.notices(code)}
        (found,) = [
            row for row in self.messages() if row.notice_id in notices and row.channel == channel
        ]
        return found

    def notices(self, *codes: str, audience: str = "family") -> list[NoticeRow]:
        """The notices of these codes, in their order; of all codes where none is named."""
        with read_scope(self.id) as session:
            query = select(NoticeRow).where(NoticeRow.audience == audience).order_by(NoticeRow.seq)
            rows = list(session.scalars(query.execution_options(populate_existing=True)))
            session.expunge_all()
        return [row for row in rows if not codes or row.code in codes]


@contextmanager
def watched_town(settings: Settings) -> Iterator[Town]:
    """Opens the demo region, at nine o'clock of a working day."""
    with open_house(settings, "demo") as house:
        sms, email = FakeSms(), FakeEmail()
        services().sms, services().email = sms, email
        garden = kindergarten(house["demo"], "Ясли-сад «Балдаурен»", name_kk="«Балдәурен»")
        yield Town(house, house["demo"], garden, sms, email)
