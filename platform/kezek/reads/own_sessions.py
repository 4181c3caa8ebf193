"""Where a person is signed in, and whether a second step guards the account."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.sessions import longest
from kezek.db.accounts import find_account
from kezek.db.recovery_codes import codes_left
from kezek.db.scope import read_scope
from kezek.db.sessions import open_sessions


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One sign-in that is open."""

    id: uuid.UUID
    browser: str
    """Browser and system in two words; empty where they are not known."""
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """A person's own page about signing in."""

    login: str
    """Empty for a family, which has none."""
    has_two_step: bool
    two_step_since: datetime | None
    codes_left: int
    """Codes on paper that still stand in for the app."""
    key_since: datetime | None
    """Since when the person's own key opens the account."""
    sessions: tuple[ShownSession, ...]


def own_sessions(tenant_id: int, actor: Actor) -> OwnSessions | None:
    """The open sessions of this person, the one used last first."""
    with read_scope(tenant_id) as session:
        account = find_account(session, actor.account_id)
        if account is None:
            return None
        now = services().clock.now(session)
        rows = open_sessions(session, account, now - longest(actor.role))
        return OwnSessions(
            account.login or "",
            account.two_step_since is not None,
            account.two_step_since,
            codes_left(session, account.id),
            account.key_since,
            tuple(ShownSession(row.id, row.browser, row.begun_at, row.seen_at) for row in rows),
        )
