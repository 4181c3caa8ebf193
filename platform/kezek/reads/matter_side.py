"""What stands beside a matter for staff alone: in whose hands it is, and what they noted on it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.work import MatterKey, Whose
from kezek.db.accounts import find_account
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.staff_notes import notes_on, words_of
from kezek.db.waiting_work import Matter, Worklist, whose_is
from kezek.reads.colleagues import Colleague, colleagues_of


@dataclass(frozen=True, slots=True)
class InHands:
    """One matter about the thing at hand, and who has taken it."""

    key: MatterKey
    whose: Whose
    holder_id: uuid.UUID | None
    holder: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ShownNote:
    """One note among staff."""

    about: str
    words: str
    author: str
    is_handover: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """Everything of it."""

    matters: tuple[InHands, ...]
    notes: tuple[ShownNote, ...]
    colleagues: tuple[Colleague, ...]
    own_id: uuid.UUID


def matter_side(
    tenant_id: int, actor: Actor, subject: uuid.UUID, also: Collection[uuid.UUID] = ()
) -> Side:
    """What stands beside an application, a family or a complaint; `also` adds notes on others."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        waiting = Worklist(session, region, actor, now).about(subject)
        return Side(
            matters=tuple(_in_hands(session, one, actor) for one in waiting),
            notes=_notes(session, {subject, *also}),
            colleagues=colleagues_of(session, actor),
            own_id=actor.account_id,
        )


def _in_hands(session: Session, matter: Matter, actor: Actor) -> InHands:
    account = find_account(session, matter.account_id) if matter.account_id else None
    return InHands(
        key=matter.key,
        whose=whose_is(matter.account_id, actor.account_id),
        holder_id=matter.account_id,
        holder=account.full_name if account else "",
        due_at=matter.due_at,
        is_late=matter.is_late,
    )


def _notes(session: Session, subjects: Collection[uuid.UUID]) -> tuple[ShownNote, ...]:
    return tuple(
        ShownNote(row.about, words_of(session, row), author, row.is_handover, row.written_at)
        for row, author in notes_on(session, subjects)
    )
