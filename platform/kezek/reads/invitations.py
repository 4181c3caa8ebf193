"""An invitation as its link shows it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.db.accounts import find_account
from kezek.db.invitations import find_invitation
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class ShownInvitation:
    """Who is invited, and whether the link still opens anything."""

    full_name: str
    login: str
    expires_at: datetime
    is_good: bool


def shown_invitation(tenant_id: int, token: str) -> ShownInvitation | None:
    """The invitation of this link; nothing for a link that there never was."""
    with read_scope(tenant_id) as session:
        found = find_invitation(session, hashlib.sha256(token.encode()).digest())
        account = find_account(session, found.account_id) if found else None
        if found is None or account is None:
            return None
        now = services().clock.now(session)
        is_good = found.used_at is None and now < found.expires_at and account.active
        return ShownInvitation(account.full_name, account.login or "", found.expires_at, is_good)
