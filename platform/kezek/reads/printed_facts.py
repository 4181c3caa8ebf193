"""What papers say besides the page of an application: numbers, address, choices, a refusal."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.core.signed_texts import SignedAct
from kezek.db.applications import load_applications
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notices import find_notice
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.db.signatures import signatures_of
from kezek.reads.persons import people_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """Who applied for whom, where to, and by which signature."""

    parent: Identity
    child: Identity
    address: str
    choices: tuple[str, ...]
    """The kindergartens in the family's order."""
    signed_at: datetime | None
    """When the application was signed electronically; nothing where it was not."""


def applied(tenant_id: int, application_id: uuid.UUID, language: str) -> Applied | None:
    """What was applied for; whether the asker may see it is asked by its permission."""
    with read_scope(tenant_id) as session:
        key = ApplicationId(application_id)
        one = load_applications(session, [key]).get(key)
        if one is None:
            return None
        child, guardian = people_of(session, one)
        return Applied(
            parent=identity_of(guardian),
            child=identity_of(child),
            address=guardian.address,
            choices=_choices(session, one, language),
            signed_at=_signed_at(session, one),
        )


def refused(tenant_id: int, notice_id: uuid.UUID) -> Mapping[str, Any]:
    """What the notice of a refusal was made of: its paper gives the same reasons (L-A3.1)."""
    with read_scope(tenant_id) as session:
        row = find_notice(session, notice_id)
        return dict(row.values) if row is not None else {}


def _choices(session: Session, one: Application, language: str) -> tuple[str, ...]:
    rows: Sequence[KindergartenRow] = session.scalars(
        select(KindergartenRow).where(KindergartenRow.id.in_(one.choices))
    ).all()
    names = {row.id: row.name(language) for row in rows}
    return tuple(names[choice] for choice in one.choices if choice in names)


def _signed_at(session: Session, one: Application) -> datetime | None:
    found = signatures_of(session, one.id)
    return next((row.signed_at for row in found if row.act == SignedAct.APPLICATION), None)
