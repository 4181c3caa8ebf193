"""Accounts of families and staff, territories of specialists, and conflicts of identity."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.access import Actor, Role
from kezek.core.ids import GuardianId, KindergartenId, TerritorySlug
from kezek.db.base import Base, TenantKey, UuidKey, uuid7


class AccountRow(Base):
    """Who may enter; raising `session_epoch` ends every session that was begun before."""

    __tablename__ = "accounts"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    role: Mapped[str]
    guardian_id: Mapped[uuid.UUID | None]
    kindergarten_id: Mapped[uuid.UUID | None]
    login: Mapped[str | None]
    password_hash: Mapped[str | None]
    full_name: Mapped[str]
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(Boolean)
    session_epoch: Mapped[int]
    failures: Mapped[int]
    failed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    two_step_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    two_step_since: Mapped[datetime | None]
    two_step_last: Mapped[int | None] = mapped_column(BigInteger)
    """The last step of which a code was used, so that none is used twice."""
    alarm_email: Mapped[str] = mapped_column(server_default="")
    """Where alarms of the staff reach this person outside the console; empty for nowhere (N-54)."""
    key_holder_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Whose own key opens the account, by keyed hash of the IIN; nothing where none does."""
    key_since: Mapped[datetime | None]


class StaffTerritoryRow(Base):
    """A territory that a specialist answers for; without any, all of the region's."""

    __tablename__ = "staff_territories"

    tenant_id: Mapped[TenantKey]
    account_id: Mapped[UuidKey]
    territory: Mapped[str] = mapped_column(primary_key=True)


class IdentityConflictRow(Base):
    """Two who claim one person or one child: a specialist looks at the papers."""

    __tablename__ = "identity_conflicts"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kind: Mapped[str]
    guardian_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]


def find_account(
    session: Session, account_id: uuid.UUID, *, for_update: bool = False
) -> AccountRow | None:
    """The account of this number, also one that is closed."""
    query = select(AccountRow).where(AccountRow.id == account_id)
    return session.scalar(query.with_for_update() if for_update else query)


def find_account_by_login(session: Session, login: str) -> AccountRow | None:
    """The staff account of this login, held until the transaction ends."""
    return session.scalar(select(AccountRow).where(AccountRow.login == login).with_for_update())


def find_account_by_key(session: Session, holder_hash: bytes) -> AccountRow | None:
    """The staff account that this person's key opens, held until the transaction ends."""
    query = select(AccountRow).where(AccountRow.key_holder_hash == holder_hash)
    return session.scalar(query.with_for_update())


def find_family_account(session: Session, guardian_id: uuid.UUID) -> AccountRow | None:
    """The account of this guardian."""
    return session.scalar(select(AccountRow).where(AccountRow.guardian_id == guardian_id))


def keep_territories(session: Session, account: AccountRow, territories: Iterable[str]) -> None:
    """Makes these, and no others, the territories that a specialist answers for."""
    session.execute(delete(StaffTerritoryRow).where(StaffTerritoryRow.account_id == account.id))
    session.add_all(
        StaffTerritoryRow(tenant_id=account.tenant_id, account_id=account.id, territory=one)
        for one in sorted(set(territories))
    )


def alarm_readers(session: Session, territory: str = "") -> list[AccountRow]:
    """Who is told of alarms by e-mail: of one territory, those who answer for it."""
    rows = session.scalars(
        select(AccountRow)
        .where(AccountRow.active, AccountRow.alarm_email != "")
        .order_by(AccountRow.full_name)
    )
    return [row for row in rows if not territory or _answers_for(session, row, territory)]


def _answers_for(session: Session, account: AccountRow, territory: str) -> bool:
    own = actor_of(session, account).territories
    return not own or territory in own


def actor_of(session: Session, account: AccountRow) -> Actor:
    """The account as permissions look at it."""
    territories: frozenset[TerritorySlug] = frozenset()
    if account.role == Role.OFFICE:
        found = session.scalars(
            select(StaffTerritoryRow.territory).where(StaffTerritoryRow.account_id == account.id)
        )
        territories = frozenset(TerritorySlug(slug) for slug in found)
    return Actor(
        account.id,
        Role(account.role),
        GuardianId(account.guardian_id) if account.guardian_id else None,
        KindergartenId(account.kindergarten_id) if account.kindergarten_id else None,
        territories,
    )


def name_of(session: Session, tag: str) -> str:
    """The name of whom the journal calls by this tag; empty for those without an account here."""
    return names_of(session, (tag,))[tag]


def names_of(session: Session, tags: Iterable[str]) -> dict[str, str]:
    """Their names by their tags, in one look; each tag is there, as with `name_of`."""
    accounts = {tag: _account_of(tag) for tag in tags}
    wanted = {one for one in accounts.values() if one is not None}
    query = select(AccountRow.id, AccountRow.full_name).where(AccountRow.id.in_(wanted))
    names = {row.id: row.full_name for row in session.execute(query)} if wanted else {}
    return {tag: names.get(one, "") if one else "" for tag, one in accounts.items()}


def _account_of(tag: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(tag.partition(":")[2])
    except ValueError:
        return None


def end_sessions(session: Session, account_id: uuid.UUID) -> None:
    """Makes every session of the account void from the commit on."""
    session.execute(
        update(AccountRow)
        .where(AccountRow.id == account_id)
        .values(session_epoch=AccountRow.session_epoch + 1)
    )


def open_conflict(
    session: Session,
    tenant_id: int,
    guardian_id: uuid.UUID,
    now: datetime,
    *,
    application_id: uuid.UUID | None = None,
) -> None:
    """Lays a conflict before the specialists, once while it is open."""
    kind = "guardian" if application_id is None else "child"
    known = select(IdentityConflictRow.id).where(
        IdentityConflictRow.kind == kind,
        IdentityConflictRow.guardian_id == guardian_id,
        IdentityConflictRow.application_id.is_not_distinct_from(application_id),
        IdentityConflictRow.settled_at.is_(None),
    )
    if session.scalar(known) is None:
        session.add(
            IdentityConflictRow(
                tenant_id=tenant_id,
                id=uuid7(),
                kind=kind,
                guardian_id=guardian_id,
                application_id=application_id,
                opened_at=now,
            )
        )


def find_conflict(session: Session, conflict_id: uuid.UUID) -> IdentityConflictRow | None:
    """The conflict of this id, held until the transaction ends."""
    query = select(IdentityConflictRow).where(IdentityConflictRow.id == conflict_id)
    return session.scalar(query.with_for_update())


def open_conflicts(session: Session) -> Sequence[IdentityConflictRow]:
    """Conflicts that wait for a specialist, the oldest first."""
    return session.scalars(
        select(IdentityConflictRow)
        .where(IdentityConflictRow.settled_at.is_(None))
        .order_by(IdentityConflictRow.opened_at, IdentityConflictRow.id)
    ).all()
