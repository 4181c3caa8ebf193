"""Accounts of the deployment and their open sessions, as their owners and operators see them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor, Role
from kezek.core.operator_sessions import IDLE, is_over
from kezek.db.deployment_accounts import all_accounts, open_sessions
from kezek.db.scope import deployment_scope


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """One account in the list."""

    id: uuid.UUID
    role: str
    login: str
    full_name: str
    state: str
    """`active`, `invited`, `late` (the invitation has run out) or `closed`."""
    has_two_step: bool
    created_at: datetime
    invited_until: datetime | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One browser in which somebody is signed in."""

    id: uuid.UUID
    login: str
    full_name: str
    browser: str
    address: str
    begun_at: datetime
    seen_at: datetime
    is_own_account: bool
    is_this: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everybody who runs the deployment, and where they are signed in."""

    accounts: tuple[ShownAccount, ...]
    sessions: tuple[ShownSession, ...]
    has_two_step: bool
    """Whether the reader's own account has a second step."""


def people_page(actor: Actor, session_id: uuid.UUID) -> PeoplePage:
    """What the signed-in person may see: an operator everybody, others themselves."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        accounts = list(all_accounts(session))
        sessions = open_sessions(session, now - IDLE)
        seen = [
            one for one in accounts if actor.role is Role.OPERATOR or one.id == actor.account_id
        ]
        by_id = {one.id: one for one in seen}
        return PeoplePage(
            accounts=tuple(
                ShownAccount(
                    one.id,
                    one.role,
                    one.login,
                    one.full_name,
                    _state(one.active, one.invited_until, now),
                    one.two_step_since is not None,
                    one.created_at,
                    one.invited_until,
                    one.id == actor.account_id,
                )
                for one in seen
            ),
            sessions=tuple(
                ShownSession(
                    one.id,
                    by_id[one.account_id].login,
                    by_id[one.account_id].full_name,
                    one.browser,
                    one.address,
                    one.begun_at,
                    one.seen_at,
                    one.account_id == actor.account_id,
                    one.id == session_id,
                )
                for one in sessions
                if one.account_id in by_id and not is_over(one.begun_at, one.seen_at, now)
            ),
            has_two_step=any(
                one.two_step_since is not None for one in accounts if one.id == actor.account_id
            ),
        )


def _state(active: bool, invited_until: datetime | None, now: datetime) -> str:
    if not active:
        return "closed"
    if invited_until is None:
        return "active"
    return "invited" if now < invited_until else "late"
