"""What the national education base was told, by digests and versions, and the records (L-3.10)."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, LargeBinary, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import ENDED, State
from kezek.core.national_base import Kind
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.people import ChildRow
from kezek.db.places import PlaceRow
from kezek.db.private import identity_of
from kezek.db.queues import QueueRow

_BATCH = 1000
_PUPILS = (State.ENROLLED, State.ENROLLED_TEMP, State.TRANSFER)
_KEPT_VERSIONS = 100

Key = tuple[str, uuid.UUID]
Data = dict[str, Any]


class BaseRecordRow(Base):
    """One record as the base was last told of it."""

    __tablename__ = "base_records"

    tenant_id: Mapped[TenantKey]
    kind: Mapped[str] = mapped_column(primary_key=True)
    record_id: Mapped[UuidKey]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[int]
    is_gone: Mapped[bool] = mapped_column(Boolean)


class BaseVersionRow(Base):
    """One state of the region: how many records, and the checksum of all of them."""

    __tablename__ = "base_versions"

    tenant_id: Mapped[TenantKey]
    version: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    checksum: Mapped[bytes] = mapped_column(LargeBinary)
    counts: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """A record that the base was told of."""

    kind: str
    id: uuid.UUID
    sha256: bytes
    version: int
    is_gone: bool


def newest_version(session: Session) -> BaseVersionRow | None:
    """The newest state that was made."""
    return session.scalar(select(BaseVersionRow).order_by(BaseVersionRow.version.desc()).limit(1))


def known_records(session: Session) -> dict[Key, Known]:
    """Everything that the base was told of, what is gone as well."""
    rows = session.execute(
        select(
            BaseRecordRow.kind,
            BaseRecordRow.record_id,
            BaseRecordRow.sha256,
            BaseRecordRow.version,
            BaseRecordRow.is_gone,
        )
    )
    return {(one.kind, one.id): one for one in (Known(*row) for row in rows)}


def keep_version(
    session: Session,
    row: BaseVersionRow,
    changed: Mapping[Key, bytes],
    gone: Iterable[Key],
) -> None:
    """Writes a new state: what changed and what is gone, under its number."""
    values = [
        {"kind": kind, "record_id": one, "sha256": digest, "is_gone": False}
        for (kind, one), digest in changed.items()
    ]
    values += [
        {"kind": kind, "record_id": one, "sha256": b"", "is_gone": True} for kind, one in gone
    ]
    for begin in range(0, len(values), _BATCH):
        statement = insert(BaseRecordRow).values(
            [
                {**one, "tenant_id": row.tenant_id, "version": row.version}
                for one in values[begin : begin + _BATCH]
            ]
        )
        session.execute(
            statement.on_conflict_do_update(
                constraint="pk_base_records",
                set_={
                    name: getattr(statement.excluded, name)
                    for name in ("sha256", "version", "is_gone")
                },
            )
        )
    session.add(row)
    session.execute(
        delete(BaseVersionRow).where(BaseVersionRow.version < row.version - _KEPT_VERSIONS)
    )


def records_between(
    session: Session, since: int, until: int, after: tuple[int, str, uuid.UUID] | None, most: int
) -> Sequence[Known]:
    """Records whose version lies after `since` and up to `until`, from a place in their order."""
    order = (BaseRecordRow.version, BaseRecordRow.kind, BaseRecordRow.record_id)
    query = select(
        BaseRecordRow.kind,
        BaseRecordRow.record_id,
        BaseRecordRow.sha256,
        BaseRecordRow.version,
        BaseRecordRow.is_gone,
    ).where(BaseRecordRow.version > since, BaseRecordRow.version <= until)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    return [Known(*row) for row in session.execute(query.order_by(*order).limit(most))]


def records_of(
    session: Session, kind: Kind, codes: Mapping[str, str], ids: Iterable[uuid.UUID] | None = None
) -> dict[uuid.UUID, Data]:
    """Records of one kind as the contract has them; those of these numbers, or all of them."""
    wanted = None if ids is None else list(ids)
    return _MAKERS[kind](session, codes, wanted)


def _kindergartens(
    session: Session, codes: Mapping[str, str], ids: list[uuid.UUID] | None
) -> dict[uuid.UUID, Data]:
    query = select(KindergartenRow)
    rows = session.scalars(query if ids is None else query.where(KindergartenRow.id.in_(ids)))
    return {
        row.id: {
            "code": row.external_id,
            "bin": row.bin,
            "kk": row.name_kk or "",
            "ru": row.name_ru,
            "kind": row.kind,
            "ownership": row.ownership,
            "territory": codes.get(row.territory) or row.territory,
            "address_kk": row.address_kk,
            "address_ru": row.address_ru,
            "languages": sorted(row.languages),
            "capacity": row.capacity,
            "closed_on": row.closed_on.isoformat() if row.closed_on else None,
        }
        for row in rows
    }


def _groups(
    session: Session, _: Mapping[str, str], ids: list[uuid.UUID] | None
) -> dict[uuid.UUID, Data]:
    query = select(GroupRow)
    rows = session.scalars(query if ids is None else query.where(GroupRow.id.in_(ids)))
    return {
        row.id: {
            "kindergarten": str(row.kindergarten_id),
            "birth_year": row.birth_year,
            "instruction_language": row.language,
            "capacity": row.capacity,
        }
        for row in rows
    }


def _places(
    session: Session, _: Mapping[str, str], ids: list[uuid.UUID] | None
) -> dict[uuid.UUID, Data]:
    query = select(PlaceRow, QueueRow.kindergarten_id, QueueRow.language).join(
        QueueRow,
        (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
    )
    rows = session.execute(query if ids is None else query.where(PlaceRow.id.in_(ids)))
    return {
        row.id: {
            "kindergarten": str(garden) if garden else None,
            "birth_year": row.birth_year,
            "instruction_language": language,
            "state": row.state,
            "temporary_until": row.temporary_until.isoformat() if row.temporary_until else None,
            "opened_at": row.opened_at.isoformat(timespec="seconds"),
        }
        for row, garden, language in rows
    }


def _children(
    session: Session, codes: Mapping[str, str], ids: list[uuid.UUID] | None
) -> dict[uuid.UUID, Data]:
    """Children who wait or attend; a child whose application has ended is told of no more."""
    query = (
        select(ChildRow, ApplicationRow)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == ChildRow.tenant_id)
            & (ApplicationRow.child_id == ChildRow.id),
        )
        .where(ApplicationRow.state.not_in(ENDED))
        .order_by(ApplicationRow.serial)
    )
    rows = session.execute(query if ids is None else query.where(ChildRow.id.in_(ids)))
    return {child.id: _child(child, application, codes) for child, application in rows}


def _child(child: ChildRow, application: ApplicationRow, codes: Mapping[str, str]) -> Data:
    identity = identity_of(child)
    return {
        "iin": identity.iin,
        "document": identity.document_number,
        "full_name": child.full_name,
        "born_on": child.born_on.isoformat(),
        "application": application.number,
        "submitted_at": application.submitted_at.isoformat(timespec="milliseconds"),
        "territory": codes.get(application.territory) or application.territory,
        "instruction_language": application.language,
        "state": application.state,
    }


def _contracts(
    session: Session, _: Mapping[str, str], ids: list[uuid.UUID] | None
) -> dict[uuid.UUID, Data]:
    query = (
        select(ApplicationRow, ReferralRow.kindergarten_id)
        .join(
            ReferralRow,
            (ReferralRow.tenant_id == ApplicationRow.tenant_id)
            & (ReferralRow.application_id == ApplicationRow.id),
        )
        .where(ApplicationRow.state.in_(_PUPILS), ReferralRow.ended_at.is_(None))
    )
    rows = session.execute(query if ids is None else query.where(ApplicationRow.id.in_(ids)))
    return {
        row.id: {
            "application": row.number,
            "child": str(row.child_id),
            "kindergarten": str(garden),
            "state": row.state,
            "since": row.state_since.isoformat(timespec="seconds"),
        }
        for row, garden in rows
    }


_MAKERS = {
    Kind.KINDERGARTEN: _kindergartens,
    Kind.GROUP: _groups,
    Kind.PLACE: _places,
    Kind.CHILD: _children,
    Kind.CONTRACT: _contracts,
}
