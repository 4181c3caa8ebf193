"""What waits for a specialist, as a list shows it: names and numbers of one page's matters."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from kezek.core.given_names import short_name
from kezek.core.work import OF_APPLICATIONS, Lane, MatterKey, Whose, Work
from kezek.db.accounts import AccountRow
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.assignments import raised_among
from kezek.db.complaints import ComplaintRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.staff_notes import count_notes
from kezek.db.waiting_parts import HOTLINE_TASKS
from kezek.db.waiting_work import Matter, whose_is

__all__ = ["Work", "WorkItem", "shown_items"]

_AT_A_KINDERGARTEN = (Work.SECOND, Work.REFUSAL, Work.EXTENSION, Work.LATE_CHECK)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing that waits; `id` is that of the application, the family or the complaint."""

    key: MatterKey
    number: str
    name: str
    """As much of the child's or the parent's name as a list needs."""
    territory: str
    since: datetime
    due_at: datetime | None
    is_late: bool
    is_raised: bool
    """Whether the head was told that it is late."""
    lane: Lane | None
    garden: str
    birth_year: int | None
    whose: Whose
    colleague: str
    """Who has taken it."""
    notes: int
    mark: str

    @property
    def work(self) -> Work:
        """The kind of work."""
        return self.key.work

    @property
    def id(self) -> uuid.UUID:
        """What it is about."""
        return self.key.id


def shown_items(
    session: Session, matters: Sequence[Matter], own: uuid.UUID, language: str
) -> list[WorkItem]:
    """These matters with what a reader sees of them, in the same order."""
    subjects = [one.key.id for one in matters]
    words = _Words(
        said=_said(session, matters),
        gardens=_gardens(session, matters, language),
        colleagues=_names(session, {one.account_id for one in matters if one.account_id}),
        notes=count_notes(session, subjects),
        raised=raised_among(session, subjects),
    )
    return [_item(one, words, own) for one in matters]


@dataclass(frozen=True, slots=True)
class _Said:
    number: str = ""
    name: str = ""
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    said: Mapping[MatterKey, _Said]
    gardens: Mapping[uuid.UUID, str]
    colleagues: Mapping[uuid.UUID, str]
    notes: Mapping[uuid.UUID, int]
    raised: Mapping[tuple[MatterKey, datetime], datetime]


def _item(one: Matter, words: _Words, own: uuid.UUID) -> WorkItem:
    said = words.said.get(one.key, _Said())
    return WorkItem(
        key=one.key,
        number=said.number,
        name=short_name(said.name),
        territory=one.territory,
        since=one.since,
        due_at=one.due_at,
        is_late=one.is_late,
        is_raised=(one.key, one.since) in words.raised,
        lane=one.lane,
        garden=words.gardens.get(one.key.id, "") if one.key.work in _AT_A_KINDERGARTEN else "",
        birth_year=said.birth_year,
        whose=whose_is(one.account_id, own),
        colleague=words.colleagues.get(one.account_id, "") if one.account_id else "",
        notes=words.notes.get(one.key.id, 0),
        mark=one.mark,
    )


def _ids(matters: Sequence[Matter], *kinds: Work) -> list[uuid.UUID]:
    return [one.key.id for one in matters if one.key.work in kinds]


def _said(session: Session, matters: Sequence[Matter]) -> dict[MatterKey, _Said]:
    applications = _applications(session, _ids(matters, *OF_APPLICATIONS))
    complaints = _complaints(session, _ids(matters, Work.COMPLAINT))
    families = _families(session, _ids(matters, Work.IDENTITY))
    tasks = _tasks(session, _ids(matters, Work.TASK))
    found = {**applications, **complaints, **families, **tasks}
    return {one.key: found[one.key.id] for one in matters if one.key.id in found}


def _applications(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, _Said]:
    if not ids:
        return {}
    rows = session.execute(
        select(
            ApplicationRow.id,
            ApplicationRow.number,
            ApplicationRow.birth_year,
            ChildRow.full_name,
        )
        .join(ChildRow, _same_child())
        .where(ApplicationRow.id.in_(ids))
    )
    return {row.id: _Said(row.number, row.full_name, row.birth_year) for row in rows}


def _complaints(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, _Said]:
    if not ids:
        return {}
    rows = session.execute(
        select(ComplaintRow.id, ComplaintRow.number, ChildRow.full_name)
        .join(ApplicationRow, ApplicationRow.id == ComplaintRow.application_id)
        .join(ChildRow, _same_child())
        .where(ComplaintRow.id.in_(ids))
    )
    return {row.id: _Said(row.number, row.full_name) for row in rows}


def _families(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, _Said]:
    if not ids:
        return {}
    rows = session.execute(
        select(GuardianRow.id, GuardianRow.full_name).where(GuardianRow.id.in_(ids))
    )
    return {row.id: _Said("", row.full_name) for row in rows}


def _tasks(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, _Said]:
    if not ids:
        return {}
    task = HOTLINE_TASKS.c
    rows = session.execute(
        select(task.id, ApplicationRow.number, ApplicationRow.birth_year, ChildRow.full_name)
        .join(ApplicationRow, ApplicationRow.id == task.application_id)
        .join(ChildRow, _same_child())
        .where(task.id.in_(ids))
    )
    return {row.id: _Said(row.number, row.full_name, row.birth_year) for row in rows}


def _same_child() -> ColumnElement[bool]:
    return and_(
        ChildRow.tenant_id == ApplicationRow.tenant_id, ChildRow.id == ApplicationRow.child_id
    )


def _gardens(session: Session, matters: Sequence[Matter], language: str) -> dict[uuid.UUID, str]:
    """The kindergartens to which the children are sent."""
    ids = _ids(matters, *_AT_A_KINDERGARTEN)
    if not ids:
        return {}
    rows = session.execute(
        select(ReferralRow.application_id, KindergartenRow)
        .join(KindergartenRow, KindergartenRow.id == ReferralRow.kindergarten_id)
        .where(ReferralRow.application_id.in_(ids), ReferralRow.ended_at.is_(None))
    )
    return {application_id: garden.name(language) for application_id, garden in rows}


def _names(session: Session, accounts: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not accounts:
        return {}
    rows = session.execute(
        select(AccountRow.id, AccountRow.full_name).where(AccountRow.id.in_(accounts))
    )
    return {row.id: row.full_name for row in rows}
