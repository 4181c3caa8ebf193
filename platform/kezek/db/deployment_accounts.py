"""Who runs the deployment, and where he is signed in; a password is given for one login alone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Mapped, Session

from kezek.db.base import Base, UuidKey

_SECRETS = text("select * from deployment_secrets(:login)")


class DeploymentAccountRow(Base):
    """An account, without what the application's role may not list: password and secret."""

    __tablename__ = "deployment_accounts"

    id: Mapped[UuidKey]
    role: Mapped[str]
    login: Mapped[str]
    full_name: Mapped[str]
    language: Mapped[str | None]
    invited_hash: Mapped[bytes | None]
    invited_until: Mapped[datetime | None]
    failures: Mapped[int]
    failed_at: Mapped[datetime | None]
    two_step_since: Mapped[datetime | None]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class DeploymentSessionRow(Base):
    """One browser in which somebody is, or was, signed in."""

    __tablename__ = "deployment_sessions"

    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    begun_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    address: Mapped[str]
    browser: Mapped[str]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is needed to let one person in."""

    account_id: uuid.UUID
    password_hash: str | None
    two_step_sealed: bytes | None
    two_step_last: int | None


def secrets_of(session: Session, login: str) -> Secrets | None:
    """Password and second step of one login; its row is held until the transaction ends."""
    row = session.execute(_SECRETS, {"login": login}).one_or_none()
    return Secrets(*row) if row is not None else None


def keep_secrets(session: Session, account_id: uuid.UUID, **columns: Any) -> None:
    """Writes a password or a second step; what was there is not read back."""
    wanted = ", ".join(f"{name} = :{name}" for name in sorted(columns))
    session.execute(
        # The names are our own words, never somebody's input.
        text(f"update deployment_accounts set {wanted} where id = :id"),  # noqa: S608
        {**columns, "id": account_id},
    )


def add_account(session: Session, row: DeploymentAccountRow) -> None:
    """A new account, which has no password yet."""
    columns = {one.key: getattr(row, one.key) for one in DeploymentAccountRow.__table__.columns}
    session.execute(insert(DeploymentAccountRow).values(columns))


def find_account(
    session: Session, account_id: uuid.UUID, *, for_update: bool = False
) -> DeploymentAccountRow | None:
    """The account of this number."""
    query = select(DeploymentAccountRow).where(DeploymentAccountRow.id == account_id)
    return session.scalar(query.with_for_update() if for_update else query)


def find_by_login(session: Session, login: str) -> DeploymentAccountRow | None:
    """The account of this login."""
    return session.scalar(select(DeploymentAccountRow).where(DeploymentAccountRow.login == login))


def find_invited(
    session: Session, invited_hash: bytes, *, for_update: bool = False
) -> DeploymentAccountRow | None:
    """The account that an invitation is for."""
    query = select(DeploymentAccountRow).where(DeploymentAccountRow.invited_hash == invited_hash)
    return session.scalar(query.with_for_update() if for_update else query)


def all_accounts(session: Session) -> Sequence[DeploymentAccountRow]:
    """Every account, by role and login."""
    query = select(DeploymentAccountRow).order_by(
        DeploymentAccountRow.role, DeploymentAccountRow.login
    )
    return session.scalars(query).all()


def account_names(session: Session) -> dict[str, str]:
    """Who is meant by the tags of acts."""
    return {f"{one.role}:{one.id}": one.full_name for one in all_accounts(session)}


def find_session(session: Session, session_id: uuid.UUID) -> DeploymentSessionRow | None:
    """The session of this number, also one that has ended."""
    return session.get(DeploymentSessionRow, session_id)


def open_sessions(session: Session, since: datetime) -> Sequence[DeploymentSessionRow]:
    """Sessions that nobody has ended, used since a moment; the newest use first."""
    return session.scalars(
        select(DeploymentSessionRow)
        .where(DeploymentSessionRow.ended_at.is_(None), DeploymentSessionRow.seen_at >= since)
        .order_by(DeploymentSessionRow.seen_at.desc(), DeploymentSessionRow.id)
    ).all()


def end_sessions(
    session: Session, account_id: uuid.UUID, now: datetime, by: str, *, but: uuid.UUID | None = None
) -> int:
    """Ends an account's sessions, all or all but one; how many."""
    ended = session.execute(
        update(DeploymentSessionRow)
        .where(
            DeploymentSessionRow.account_id == account_id,
            DeploymentSessionRow.ended_at.is_(None),
            DeploymentSessionRow.id.is_distinct_from(but),
        )
        .values(ended_at=now, ended_by=by)
        .returning(DeploymentSessionRow.id)
    )
    return len(ended.all())
