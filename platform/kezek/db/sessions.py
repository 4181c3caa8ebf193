"""Sessions: one row for each sign-in, so that it can be seen, and ended from elsewhere."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.accounts import AccountRow
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.notices import NoticeRow
from kezek.db.people import GuardianRow


class SessionRow(Base):
    """Somebody signed in; `epoch` is the account's of that time, and a raised one ends it."""

    __tablename__ = "sessions"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    epoch: Mapped[int]
    browser: Mapped[str]
    begun_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    by_key: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether an electronic signature began it: both steps in one."""


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A session with its account and what the head of every page shows, found in one query."""

    session: SessionRow
    account: AccountRow
    name: str
    unread: int


def find_card(session: Session, session_id: uuid.UUID) -> SessionCard | None:
    """The session of this number, its account, its person's name and unread notices."""
    unread = (
        select(func.count())
        .where(NoticeRow.guardian_id == AccountRow.guardian_id, NoticeRow.read_at.is_(None))
        .correlate(AccountRow)
        .scalar_subquery()
    )
    name = func.coalesce(GuardianRow.full_name, AccountRow.full_name)
    row = session.execute(
        select(SessionRow, AccountRow, name, unread)
        .join(AccountRow, AccountRow.id == SessionRow.account_id)
        .outerjoin(GuardianRow, GuardianRow.id == AccountRow.guardian_id)
        .where(SessionRow.id == session_id)
    ).one_or_none()
    return SessionCard(row[0], row[1], row[2], row[3]) if row is not None else None


def find_session(session: Session, session_id: uuid.UUID) -> SessionRow | None:
    """The session of this number, ended or not."""
    return session.scalar(select(SessionRow).where(SessionRow.id == session_id))


def open_sessions(
    session: Session, account: AccountRow, begun_after: datetime
) -> Sequence[SessionRow]:
    """Where an account is signed in, the one used last first."""
    return session.scalars(
        select(SessionRow)
        .where(
            SessionRow.account_id == account.id,
            SessionRow.epoch == account.session_epoch,
            SessionRow.ended_at.is_(None),
            SessionRow.begun_at > begun_after,
        )
        .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
    ).all()


def see_session(session: Session, session_id: uuid.UUID, now: datetime) -> None:
    """Remembers that it was used."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=now))


def end_session(session: Session, session_id: uuid.UUID, now: datetime, by: str) -> bool:
    """Ends one session; says whether it was open."""
    ended = session.scalar(
        update(SessionRow)
        .where(SessionRow.id == session_id, SessionRow.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
        .returning(SessionRow.id)
    )
    return ended is not None
