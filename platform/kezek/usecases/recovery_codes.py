"""Codes on paper that open the second step once each, where the telephone with the app is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.paper_codes import is_paper_code, new_codes, paper_code_hash
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.db.accounts import AccountRow, find_account
from kezek.db.recovery_codes import keep_codes, use_recovery_code
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_records import record_of_staff
from kezek.usecases.unit_of_work import act


def make_recovery_codes(tenant_id: int, actor: Actor) -> tuple[str, ...]:
    """Ten new codes, given this once; those before open nothing any more.

    Raises NotFound, and Refusal(WRONG_STATE) without a second step, for which they stand in.
    """
    with act(tenant_id, actor.tag) as running:
        account = find_account(running.session, actor.account_id, for_update=True)
        if account is None or account.login is None:
            raise NotFound(actor.account_id)
        if account.two_step_sealed is None:
            raise Refusal(Code.WRONG_STATE, "no_two_step")
        codes, now = new_codes(), running.now()
        hashes = [_hashed(account, one) for one in codes]
        keep_codes(running.session, tenant_id, account.id, hashes, now)
        record_of_staff(running, "staff:recovery-codes-made", account.id, now)
        return codes


def is_recovery_code(session: Session, account: AccountRow, typed: str, now: datetime) -> bool:
    """Whether this is one of the account's codes that still holds; it is spent by that."""
    if not is_paper_code(typed):
        return False
    return use_recovery_code(session, account.id, _hashed(account, typed), now)


def _hashed(account: AccountRow, typed: str) -> bytes:
    return paper_code_hash(services().settings.secret_key, account.id, typed)
