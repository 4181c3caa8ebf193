"""Whom a caller means: found by index alone, and shown with the names covered (D-11)."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kezek.adapters.identities import person_hash
from kezek.adapters.services import services
from kezek.core.applications import ENDED
from kezek.core.asking import Asked
from kezek.core.calls import MOST_BY_NAME, LookupKey, need_reason
from kezek.core.masking import masked_name, masked_phone
from kezek.core.name_words import name_words, token_text
from kezek.core.people import Identity
from kezek.db.applications import ApplicationRow
from kezek.db.name_tokens import children_by_tokens
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import phone_hash
from kezek.db.scope import read_scope

MOST = 20
"""Applications of one family: more than that nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One application that may be meant, or a family that has none yet."""

    application_id: uuid.UUID | None
    number: str
    child: str
    birth_year: int | None
    parent: str
    phone: str
    state: str
    submitted_at: datetime | None
    territory: str


def find(tenant_id: int, asked: Asked, reason: str = "") -> tuple[Hit, ...]:
    """The applications that may be meant, the live ones first; by name five at most.

    Raises Refusal(INVALID_CHOICE, lookup_reason) for a name without a reason: then nothing is
    searched.
    """
    assert asked.key is not None, "what was typed is not understood"
    need_reason(asked.key, reason)
    with read_scope(tenant_id) as session:
        most = MOST_BY_NAME if asked.key is LookupKey.NAME else MOST
        guardians, children = _people(session, tenant_id, asked)
        applications = (
            session.scalars(by_number(asked.number)).all()
            if asked.key is LookupKey.NUMBER
            else _applications(session, guardians, children)
        )
        found = _ordered(applications)[:most]
        return tuple(_hits(session, found, guardians))


def by_number(number: str) -> Select[ApplicationRow]:
    """The application of a number."""
    return select(ApplicationRow).where(ApplicationRow.number == number)


def _people(
    session: Session, tenant_id: int, asked: Asked
) -> tuple[Sequence[uuid.UUID], Sequence[uuid.UUID]]:
    """Parents and children who have this number, this telephone, or this name."""
    if asked.key is LookupKey.PHONE:
        query = select(GuardianRow.id).where(
            GuardianRow.phone_hash == phone_hash(tenant_id, asked.phone),
            GuardianRow.displaced_at.is_(None),
        )
        return session.scalars(query.limit(MOST)).all(), ()
    if asked.key is LookupKey.IIN:
        hashed = person_hash(Identity(iin=asked.iin))
        # Two questions, each by its index: of one with "or" the planner would read all people.
        parents = select(GuardianRow.id).where(
            GuardianRow.iin_hash == hashed, GuardianRow.displaced_at.is_(None)
        )
        children = select(ChildRow.id).where(ChildRow.iin_hash == hashed)
        return session.scalars(parents).all(), session.scalars(children.limit(MOST)).all()
    if asked.key is LookupKey.NAME and asked.born_on is not None:
        keys = services().keys
        tokens = [
            keys.name_token(tenant_id, token_text(word, asked.born_on))
            for word in name_words(asked.name)
        ]
        return (), children_by_tokens(session, tokens, MOST_BY_NAME)
    return (), ()


def _applications(
    session: Session, guardians: Collection[uuid.UUID], children: Collection[uuid.UUID]
) -> list[ApplicationRow]:
    found: dict[uuid.UUID, ApplicationRow] = {}
    for column, people in (
        (ApplicationRow.guardian_id, guardians),
        (ApplicationRow.child_id, children),
    ):
        if people:
            rows = session.scalars(select(ApplicationRow).where(column.in_(people)).limit(MOST * 2))
            found.update((row.id, row) for row in rows)
    return list(found.values())


def _ordered(applications: Iterable[ApplicationRow]) -> list[ApplicationRow]:
    """The living before those that are over, the newest first."""
    over = {str(state) for state in ENDED}
    return sorted(applications, key=lambda row: (row.state in over, -row.serial))


def _hits(
    session: Session, found: Sequence[ApplicationRow], guardians: Sequence[uuid.UUID]
) -> Iterable[Hit]:
    bare = set(guardians) - {row.guardian_id for row in found}
    wanted = bare | {row.guardian_id for row in found}
    parents = {
        row.id: row
        for row in session.scalars(select(GuardianRow).where(GuardianRow.id.in_(wanted)))
    }
    named = {row.child_id for row in found}
    children = {
        row.id: row for row in session.scalars(select(ChildRow).where(ChildRow.id.in_(named)))
    }
    for row in found:
        yield _hit(row, parents[row.guardian_id], children[row.child_id])
    for guardian_id in sorted(bare):
        yield _without_application(parents[guardian_id])


def _hit(row: ApplicationRow, parent: GuardianRow, child: ChildRow) -> Hit:
    return Hit(
        application_id=row.id,
        number=row.number,
        child=masked_name(child.full_name),
        birth_year=row.birth_year,
        parent=masked_name(parent.full_name),
        phone=masked_phone(parent.phone),
        state=row.state,
        submitted_at=row.submitted_at,
        territory=row.territory,
    )


def _without_application(parent: GuardianRow) -> Hit:
    return Hit(
        application_id=None,
        number="",
        child="",
        birth_year=None,
        parent=masked_name(parent.full_name),
        phone=masked_phone(parent.phone),
        state="",
        submitted_at=None,
        territory="",
    )
