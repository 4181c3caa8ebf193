"""Messages of the state: each once by its sender's number; its people sealed until they agree."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import LargeBinary, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.people import Identity
from kezek.core.state_messages import OFFER_HOLDS, Mail, MessageKind, MessageState, Tidings
from kezek.db.base import Base, TenantKey, UuidKey, uuid7
from kezek.db.family_keys import cipher, open_for_family, seal_for_family


class StateMessageRow(Base):
    """One message that came in."""

    __tablename__ = "state_messages"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    sender: Mapped[str]
    number: Mapped[str]
    kind: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    child_hash: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    state: Mapped[str]
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    guardian_id: Mapped[uuid.UUID | None]
    child_id: Mapped[uuid.UUID | None]
    application_id: Mapped[uuid.UUID | None]


def find_message(session: Session, mail: Mail) -> StateMessageRow | None:
    """The message that came before under this number."""
    return session.scalar(
        select(StateMessageRow).where(
            StateMessageRow.sender == mail.sender, StateMessageRow.number == mail.number
        )
    )


def keep_message(
    session: Session,
    tenant_id: int,
    mail: Mail,
    tidings: Tidings,
    state: MessageState,
    guardian_id: uuid.UUID,
    now: datetime,
) -> StateMessageRow:
    """Writes a message down; people are kept of one that is offered, under their family's key.

    Raises FamilyErased and the errors of keys.
    """
    message_id = uuid7()
    is_open = state is MessageState.OFFERED
    sealed = None
    if is_open:
        sealed = seal_for_family(session, tenant_id, guardian_id, message_id, _said(tidings))
    row = StateMessageRow(
        tenant_id=tenant_id,
        id=message_id,
        sender=mail.sender,
        number=mail.number,
        kind=str(tidings.kind),
        digest=mail.digest,
        content_sealed=sealed,
        child_hash=cipher().iin_hash(tidings.child.key),
        received_at=now,
        state=str(state),
        expires_at=now + OFFER_HOLDS,
        settled_at=None if is_open else now,
        guardian_id=guardian_id,
        child_id=None,
        application_id=None,
    )
    session.add(row)
    session.flush()
    return row


def open_offers(
    session: Session, guardian_id: uuid.UUID, now: datetime
) -> Sequence[StateMessageRow]:
    """What is offered to a family and waits for its word, the newest first."""
    return session.scalars(
        select(StateMessageRow)
        .where(
            StateMessageRow.guardian_id == guardian_id,
            StateMessageRow.state == str(MessageState.OFFERED),
            StateMessageRow.expires_at > now,
        )
        .order_by(StateMessageRow.received_at.desc())
    ).all()


def find_offer(
    session: Session, message_id: uuid.UUID, *, for_update: bool = False
) -> StateMessageRow | None:
    """One message; held to the end of the transaction where it is to be answered."""
    query = select(StateMessageRow).where(StateMessageRow.id == message_id)
    return session.scalar(query.with_for_update() if for_update else query)


def settle(row: StateMessageRow, state: MessageState, now: datetime) -> None:
    """The family has answered, or nobody did: what was told of people is forgotten here."""
    row.state, row.settled_at, row.content_sealed = str(state), now, None


def forget_offers(session: Session, now: datetime) -> None:
    """Offers whose time is over hold nobody's data any more."""
    session.execute(
        update(StateMessageRow)
        .where(
            StateMessageRow.state == str(MessageState.OFFERED), StateMessageRow.expires_at <= now
        )
        .values(state=str(MessageState.EXPIRED), settled_at=now, content_sealed=None)
    )


def tidings_of(session: Session, row: StateMessageRow) -> Tidings | None:
    """What the message says; nothing once it is settled. Raises the errors of keys."""
    if row.content_sealed is None or row.guardian_id is None:
        return None
    said = open_for_family(session, row.tenant_id, row.guardian_id, row.id, row.content_sealed)
    if said is None:
        return None
    return Tidings(
        **said
        | {
            "kind": MessageKind(said["kind"]),
            "parent": Identity(said["parent"]),
            "child": Identity(said["child"]),
            "born_on": date.fromisoformat(said["born_on"]),
        }
    )


def _said(tidings: Tidings) -> dict[str, Any]:
    return asdict(tidings) | {
        "parent": tidings.parent.iin,
        "child": tidings.child.iin,
        "born_on": tidings.born_on.isoformat(),
    }
