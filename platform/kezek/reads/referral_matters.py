"""What staff look at with a referral: files, the ten per cent, a request to extend."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.admission_papers import EXTENSION_PROOF
from kezek.core.admission_stages import asked_extension
from kezek.core.applications import Application, Referral, State
from kezek.core.days import CalendarMissing
from kezek.core.groups import Group
from kezek.core.regions import Tenant
from kezek.core.terms import working_days_after
from kezek.db.documents import DocumentRow
from kezek.db.groups import group_of
from kezek.db.journal import FactRow
from kezek.db.waiting_parts import EXTENSION_ASKED

SIGNINGS = ("contract:signed", "transfer:done")


@dataclass(frozen=True, slots=True)
class StaffFile:
    """A file that the family attached, as staff see it."""

    id: uuid.UUID
    kind: str
    name: str
    issued_on: date | None
    expires_on: date | None
    uploaded_at: datetime
    holds: bool
    """Whether it is good today, as far as its day of issue tells."""
    media_type: str
    flaws: tuple[str, ...]
    """What may be hard to read on it; its family was told so before it sent it."""
    days_left: int | None
    """Days after today on which it is still good; nothing of one without a term."""


@dataclass(frozen=True, slots=True)
class Immunity:
    """The share without planned vaccinations, now and with this child (L-22.8, A-19)."""

    enrolled: int
    unvaccinated: int
    percent: int
    would_exceed: bool
    """Whether this child, were it without vaccinations, would lift the share above the limit."""

    @property
    def share_with(self) -> str:
        """The share with one more child without vaccinations, in per cent, to one decimal."""
        share = (self.unvaccinated + 1) * 1000 // (self.enrolled + 1)
        return f"{share // 10},{share % 10}"


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """A request to extend the referral (L-25.2)."""

    days: int
    asked_at: datetime | None
    due_at: datetime | None
    is_late: bool
    proofs: tuple[StaffFile, ...]


def staff_files(rows: Sequence[DocumentRow], today: date) -> tuple[StaffFile, ...]:
    """The files of an application, the newest first, each with whether it holds today."""
    return tuple(
        StaffFile(
            row.id,
            row.kind,
            row.filename,
            row.issued_on,
            row.expires_on,
            row.uploaded_at,
            holds=row.expires_on is None or today <= row.expires_on,
            media_type=row.media_type,
            flaws=tuple(row.flaws),
            days_left=(row.expires_on - today).days if row.expires_on else None,
        )
        for row in reversed(rows)
    )


def extension_asked(
    session: Session,
    application: Application,
    rows: Sequence[DocumentRow],
    region: Tenant,
    now: datetime,
) -> ExtensionAsked | None:
    """The request to extend that waits, with its proof and its working day (A-17, DOC-16)."""
    days = asked_extension(application)
    if days is None:
        return None
    asked_at = moment_of(session, application, *EXTENSION_ASKED)
    due_at = None
    if asked_at is not None:
        count = region.rules.extension_answer_working_days
        # Past the known calendar nothing is guessed.
        with suppress(CalendarMissing):
            due_at = working_days_after(asked_at, count, region.calendar)
    today = region.calendar.local_day(now)
    proofs = staff_files([row for row in rows if row.kind == EXTENSION_PROOF], today)
    is_late = due_at is not None and due_at <= now
    return ExtensionAsked(days, asked_at, due_at, is_late, proofs)


def immunity_of(
    session: Session, application: Application, referral: Referral, region: Tenant
) -> Immunity:
    """The share of the group to which the child is sent, the child itself left out (A-19)."""
    group = group_of(session, application.key_of(referral.kindergarten))
    if application.state in (State.ENROLLED, State.ENROLLED_TEMP):
        own = 0 if referral.vaccinated else 1
        group = Group(group.enrolled - 1, group.unvaccinated - own)
    percent = region.rules.immunity_percent
    return Immunity(group.enrolled, group.unvaccinated, percent, group.would_exceed(percent))


def moment_of(session: Session, application: Application, *kinds: str) -> datetime | None:
    """When a fact of one of these kinds was last written about an application."""
    return session.scalar(
        select(func.max(FactRow.at)).where(
            FactRow.application_id == application.id, FactRow.kind.in_(kinds)
        )
    )
