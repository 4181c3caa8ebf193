"""Who is signed in, what a family has told of itself, and which code is waited for."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor, Role
from kezek.core.sessions import longest
from kezek.db.accounts import actor_of
from kezek.db.codes import find_code, sent_codes
from kezek.db.people import find_guardian
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.db.sessions import SessionCard, find_card


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person: what permissions look at, and what the head of a page shows."""

    actor: Actor
    session_id: uuid.UUID
    name: str
    language: str | None
    unread: int
    proved_at: datetime
    """When the person last proved who sits there."""
    seen_at: datetime
    has_two_step: bool
    is_by_key: bool
    """Whether an electronic signature began the session: both steps in one."""
    may_use_key: bool
    """Whether the person's own key opens the account."""
    now: datetime


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A code that is waited for, as the page shows it."""

    phone: str
    expires_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What a family has told of itself; of its number only the end is shown."""

    full_name: str
    address: str
    email: str
    phone: str
    ending: str
    has_iin: bool
    is_proven: bool


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A message of the demo that went nowhere."""

    phone: str
    text: str
    digits: str
    sent_at: datetime


def find_visitor(tenant_id: int, session_id: uuid.UUID) -> Visitor | None:
    """The person of a session; nothing for a closed account or a session that is over."""
    with read_scope(tenant_id) as session:
        card = find_card(session, session_id)
        now = services().clock.now(session)
        if card is None or not _is_open(card, now):
            return None
        return Visitor(
            actor=actor_of(session, card.account),
            session_id=session_id,
            name=card.name,
            language=card.account.language,
            unread=card.unread,
            proved_at=card.session.proved_at,
            seen_at=card.session.seen_at,
            has_two_step=card.account.two_step_since is not None,
            is_by_key=card.session.by_key,
            may_use_key=card.account.key_holder_hash is not None,
            now=now,
        )


def _is_open(card: SessionCard, now: datetime) -> bool:
    lasts = longest(Role(card.account.role))
    return (
        card.account.active
        and card.session.epoch == card.account.session_epoch
        and card.session.ended_at is None
        and now - card.session.begun_at <= lasts
    )


def find_waiting_code(tenant_id: int, code_id: uuid.UUID) -> WaitingCode | None:
    """The code of this number; whether it has run out is part of the answer."""
    with read_scope(tenant_id) as session:
        row = find_code(session, code_id)
        if row is None:
            return None
        is_over = services().clock.now(session) >= row.expires_at
        return WaitingCode(row.phone, row.expires_at, is_over)


def profile_page(tenant_id: int, actor: Actor) -> ProfilePage | None:
    """The family's own page about itself."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            return None
        identity = identity_of(guardian)
        return ProfilePage(
            full_name=guardian.full_name,
            address=guardian.address,
            email=guardian.email,
            phone=guardian.phone,
            ending=identity.ending,
            has_iin=bool(identity.iin),
            is_proven=guardian.proven,
        )


def shown_codes(tenant_id: int, most: int = 20) -> list[ShownCode]:
    """The newest messages of the demo; empty in production, where none are kept."""
    with read_scope(tenant_id) as session:
        return [
            ShownCode(row.phone, row.text, row.digits, row.sent_at)
            for row in sent_codes(session, most)
        ]
