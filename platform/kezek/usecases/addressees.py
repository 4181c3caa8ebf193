"""Whom a notice is for: the family of an application, a kindergarten, or the office."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.notices import Notice
from kezek.core.ways_out import Reader, Way
from kezek.db.accounts import alarm_readers
from kezek.db.applications import ApplicationRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.ways import unwished_by
from kezek.usecases.chats import chat_of

FAMILY, KINDERGARTEN, OFFICE = "family", "kindergarten", "office"


@dataclass(frozen=True, slots=True)
class Subject:
    """The application that a notice is about, with its parent and child."""

    application: ApplicationRow
    guardian: GuardianRow
    child: ChildRow


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who reads a notice, in which language, and where messages reach them."""

    audience: str
    language: str
    guardian_id: uuid.UUID | None = None
    kindergarten_id: uuid.UUID | None = None
    phone: str = ""
    email: str = ""
    telegram: str = ""
    """The chat with the bot, where there is one."""
    account_id: uuid.UUID | None = None
    """The member of staff whose address it is."""
    unwished: frozenset[Way] = frozenset()
    """By what they wish not to be told."""

    @property
    def reader(self) -> Reader:
        """Where messages reach them, and what they wish."""
        return Reader({way: self.address(way) for way in Way}, self.unwished)

    def address(self, channel: str) -> str:
        """Where the channel reaches them; nothing where they gave no such address."""
        return {"sms": self.phone, "email": self.email, "telegram": self.telegram}[channel]


def alarmed(session: Session, territory: str, staff_language: str) -> list[Addressee]:
    """The named people whom an alarm reaches by e-mail beside the console (N-54, 9.1 row 6)."""
    return [
        Addressee(OFFICE, row.language or staff_language, email=row.alarm_email, account_id=row.id)
        for row in alarm_readers(session, territory)
    ]


def subject_of(session: Session, application_id: uuid.UUID) -> Subject:
    """The application with its parent and child. Raises NoResultFound for an unknown one."""
    row = session.execute(
        select(ApplicationRow, GuardianRow, ChildRow)
        .join(
            GuardianRow,
            (GuardianRow.tenant_id == ApplicationRow.tenant_id)
            & (GuardianRow.id == ApplicationRow.guardian_id),
        )
        .join(
            ChildRow,
            (ChildRow.tenant_id == ApplicationRow.tenant_id)
            & (ChildRow.id == ApplicationRow.child_id),
        )
        .where(ApplicationRow.id == application_id)
        .execution_options(populate_existing=True)
    ).one()
    return Subject(*row)


def addressee_of(notice: Notice, subject: Subject, staff_language: str) -> Addressee:
    """Who reads this notice; staff read theirs in any language, this one is only stored (§10)."""
    if notice.to_kindergarten is not None:
        return Addressee(KINDERGARTEN, staff_language, kindergarten_id=notice.to_kindergarten)
    if notice.to_staff:
        return Addressee(OFFICE, staff_language)
    return family_addressee(subject.guardian)


def family_addressee(guardian: GuardianRow) -> Addressee:
    """A parent, where messages reach them, and what they wish."""
    return Addressee(
        FAMILY,
        guardian.language,
        guardian_id=guardian.id,
        phone=guardian.phone,
        email=guardian.email,
        telegram=chat_of(guardian),
        unwished=unwished_by(guardian),
    )
