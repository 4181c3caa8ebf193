"""Complaints as their family sees them, and as whoever answers them does (L-18 to L-20, L-30)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor, Subject
from kezek.core.complaints import Body, concerned_by
from kezek.db.applications import ApplicationRow
from kezek.db.complaints import (
    ComplaintRow,
    complaints_of,
    find_complaint,
    open_words,
)
from kezek.db.kindergartens import find_kindergarten
from kezek.db.people import ChildRow, find_guardian
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class ShownComplaint:
    """One complaint with its words."""

    id: uuid.UUID
    number: str
    about: str
    body: str
    state: str
    outcome: str
    text: str
    answer: str
    filed_at: datetime
    register_at: datetime
    registered_at: datetime | None
    due_at: datetime | None
    answered_at: datetime | None
    is_late: bool
    now: datetime
    application_id: uuid.UUID
    application: str
    child: str
    garden: str
    parent: str
    provider: str


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """An application that a family may complain about."""

    id: uuid.UUID
    number: str
    child: str


@dataclass(frozen=True, slots=True)
class ComplaintsPage:
    """A family's complaints, and what it may complain about."""

    now: datetime
    complaints: tuple[ShownComplaint, ...]
    applications: tuple[OwnApplication, ...]
    provider_days: int
    authority_days: int


def complaints_page(tenant_id: int, actor: Actor, language: str) -> ComplaintsPage:
    """The family's complaints, the newest first."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        rows = complaints_of(session, actor.guardian_id) if actor.guardian_id else ()
        return ComplaintsPage(
            now=now,
            complaints=tuple(_shown(session, row, now, language) for row in rows),
            applications=_applications(session, actor),
            provider_days=region.rules.complaint_provider_working_days,
            authority_days=region.rules.complaint_authority_working_days,
        )


def find_shown_complaint(
    tenant_id: int, complaint_id: uuid.UUID, language: str
) -> ShownComplaint | None:
    """One complaint; whether the asker may see it is asked by `complaint_subject`."""
    with read_scope(tenant_id) as session:
        row = find_complaint(session, complaint_id)
        now = services().clock.now(session)
        return _shown(session, row, now, language) if row is not None else None


def complaint_subject(tenant_id: int, complaint_id: uuid.UUID) -> Subject | None:
    """Whose complaint it is, and in which territory it is answered."""
    with read_scope(tenant_id) as session:
        row = find_complaint(session, complaint_id)
        return _subject(row) if row is not None else None


def _subject(row: ComplaintRow) -> Subject:
    return concerned_by(Body(row.body), row.guardian_id, row.territory)


def _shown(session: Session, row: ComplaintRow, now: datetime, language: str) -> ShownComplaint:
    number, child = session.execute(
        select(ApplicationRow.number, ChildRow.full_name)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .where(ApplicationRow.id == row.application_id)
    ).one()
    garden = find_kindergarten(session, row.kindergarten_id) if row.kindergarten_id else None
    guardian = find_guardian(session, row.guardian_id)
    return ShownComplaint(
        id=row.id,
        number=row.number,
        about=row.about,
        body=row.body,
        state=row.state,
        outcome=row.outcome or "",
        text=open_words(session, row, row.text_sealed),
        answer=open_words(session, row, row.answer_sealed),
        filed_at=row.filed_at,
        register_at=row.register_at,
        registered_at=row.registered_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        is_late=row.value.is_open and row.due_at is not None and row.due_at <= now,
        now=now,
        application_id=row.application_id,
        application=number,
        child=child,
        garden=garden.name(language) if garden else "",
        parent=guardian.full_name if guardian else "",
        provider=_provider(session, row, now, language),
    )


def _provider(session: Session, row: ComplaintRow, now: datetime, language: str) -> str:
    _, region = region_at(session, row.tenant_id, now)
    found = (one for one in region.territories if one.slug == row.territory)
    territory = next(found, None)
    words = region.provider_of(territory) if territory else region.provider
    return words.kk if language == "kk" else words.ru


def _applications(session: Session, actor: Actor) -> tuple[OwnApplication, ...]:
    rows = session.execute(
        select(ApplicationRow.id, ApplicationRow.number, ChildRow.full_name)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .where(ApplicationRow.guardian_id == actor.guardian_id)
        .order_by(ApplicationRow.serial.desc())
    )
    return tuple(OwnApplication(row.id, row.number, row.full_name) for row in rows)
