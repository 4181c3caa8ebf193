"""The journal's facts and the one door by which they come in.

A fact goes in with its act's own transaction and takes no lock that acts share: it refers to no
row that another act writes, and it gets its position later, from the sealer. Only the first two
acts of one and the same family can meet, at the making of that family's key.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.seals import FactRecord, fact_hash
from kezek.db.base import Base, TenantKey, UuidKey, uuid7
from kezek.db.family_keys import make_family_keys, open_for_family, seal_for_family


class FactRow(Base):
    """One fact as it was written; no role of the application may change or remove it."""

    __tablename__ = "journal_facts"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kind: Mapped[str]
    rule: Mapped[str]
    rules_version: Mapped[int]
    actor: Mapped[str]
    at: Mapped[datetime]
    application_id: Mapped[uuid.UUID | None]
    family_id: Mapped[uuid.UUID | None]
    payload: Mapped[dict[str, Any]]
    sealed: Mapped[bytes | None]
    hash: Mapped[bytes]


class UnsealedRow(Base):
    """A fact that waits for its position; the sealer takes it away."""

    __tablename__ = "journal_unsealed"

    tenant_id: Mapped[TenantKey]
    fact_id: Mapped[UuidKey]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """A fact to be written; `personal` is encrypted under the key of `family_id`."""

    kind: str
    rule: str
    rules_version: int
    actor: str
    at: datetime
    payload: Mapping[str, Any]
    application_id: uuid.UUID | None = None
    family_id: uuid.UUID | None = None
    personal: Mapping[str, Any] | None = None


def append(
    session: Session, tenant_id: int, entry: JournalEntry, *, fact_id: uuid.UUID | None = None
) -> uuid.UUID:
    """Writes a fact within the running transaction and gives its id, chosen by the caller or new.

    Raises `seals.NotCanonical` for a payload with fractions, FamilyErased, and the errors of keys.
    """
    return append_all(session, tenant_id, [entry], fact_ids=[fact_id or uuid7()])[0]


def append_all(
    session: Session,
    tenant_id: int,
    entries: Sequence[JournalEntry],
    *,
    fact_ids: Sequence[uuid.UUID] | None = None,
) -> list[uuid.UUID]:
    """Writes many facts at once, as `append` does; for loading a region."""
    if not entries:
        return []
    ids = list(fact_ids) if fact_ids is not None else [uuid7() for _ in entries]
    families = {one.family_id for one in entries if one.family_id and one.personal is not None}
    make_family_keys(session, tenant_id, families)
    rows = [
        _row(session, tenant_id, fact_id, entry)
        for fact_id, entry in zip(ids, entries, strict=True)
    ]
    session.execute(insert(FactRow), rows)
    session.execute(
        insert(UnsealedRow), [{"tenant_id": tenant_id, "fact_id": fact_id} for fact_id in ids]
    )
    return ids


def _row(
    session: Session, tenant_id: int, fact_id: uuid.UUID, entry: JournalEntry
) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "tenant_id": tenant_id,
        "id": fact_id,
        "kind": entry.kind,
        "rule": entry.rule,
        "rules_version": entry.rules_version,
        "actor": entry.actor,
        "at": entry.at,
        "application_id": entry.application_id,
        "family_id": entry.family_id,
        "payload": entry.payload,
        "sealed": _sealed(session, tenant_id, fact_id, entry),
    }
    return columns | {"hash": fact_hash(FactRecord(**columns))}


def _sealed(
    session: Session, tenant_id: int, fact_id: uuid.UUID, entry: JournalEntry
) -> bytes | None:
    if entry.personal is None:
        return None
    if entry.family_id is None:
        raise ValueError(f"{entry.kind}: personal data of nobody's family")
    return seal_for_family(session, tenant_id, entry.family_id, fact_id, entry.personal)


def facts_about(session: Session, application_id: uuid.UUID, most: int) -> list[FactRow]:
    """The newest facts that changed this application, the newest first."""
    names = {"changes": {"applications": [{"id": str(application_id)}]}}
    rows = session.scalars(
        select(FactRow)
        .where(FactRow.application_id == application_id, FactRow.payload.contains(names))
        .order_by(FactRow.at.desc(), FactRow.id.desc())
        .limit(most)
    )
    return list(rows)


def record_of(row: FactRow) -> FactRecord:
    """A stored fact as its hash covers it."""
    return FactRecord(
        tenant_id=row.tenant_id,
        id=row.id,
        kind=row.kind,
        rule=row.rule,
        rules_version=row.rules_version,
        actor=row.actor,
        at=row.at,
        application_id=row.application_id,
        family_id=row.family_id,
        payload=row.payload,
        sealed=row.sealed,
    )


def open_personal(session: Session, row: FactRow) -> dict[str, Any] | None:
    """The personal part of a fact; nothing where it has none or its family was erased.

    Raises the errors of keys.
    """
    if row.sealed is None or row.family_id is None:
        return None
    return open_for_family(session, row.tenant_id, row.family_id, row.id, row.sealed)
