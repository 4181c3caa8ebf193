"""A family says by which ways and in which language it is told; the cabinet always has all."""

from kezek.adapters.open_ways import open_ways
from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.core.ways_out import Reader, Way, messages_for
from kezek.db.accounts import find_account
from kezek.db.people import GuardianRow, find_guardian
from kezek.db.rules_in_force import region_at
from kezek.db.ways import waits_for_a_bulletin
from kezek.usecases.chats import chat_of
from kezek.usecases.deciding import NotFound
from kezek.usecases.unit_of_work import Act, act


def keep_ways(tenant_id: int, actor: Actor, wished: frozenset[Way], language: str) -> None:
    """Keeps the family's choice; said twice it is said once.

    Raises NotFound, and Refusal where a territory tells turns by SMS and e-mail both (I-3.2), or
    where nothing at all would reach the family.
    """
    with act(tenant_id, actor.tag) as running:
        guardian = find_guardian(running.session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            raise NotFound(actor.account_id)
        _need_all_that_must_be(running, guardian, wished)
        guardian.told_by_sms = Way.SMS in wished
        guardian.told_by_email = Way.EMAIL in wished
        guardian.told_by_telegram = Way.TELEGRAM in wished
        guardian.language = language
        account = find_account(running.session, actor.account_id)
        if account is not None:
            account.language = language


def _need_all_that_must_be(running: Act, guardian: GuardianRow, wished: frozenset[Way]) -> None:
    _, region = region_at(running.session, running.tenant_id, running.now())
    addresses = {
        Way.SMS: guardian.phone,
        Way.EMAIL: guardian.email,
        Way.TELEGRAM: chat_of(guardian),
    }
    closed = frozenset(Way) - open_ways(region)
    there = {one.way for one in messages_for("SM", Reader(addresses), closed)}
    both = there & {Way.SMS, Way.EMAIL}
    is_bound = region.rules.indigo_contacts == "both" and bool(both - wished)
    if is_bound and waits_for_a_bulletin(running.session, guardian.id):
        raise Refusal(Code.WRONG_STATE, "keeps_ways")
    if there and not there & wished:
        raise Refusal(Code.INVALID_CHOICE, "no_way")
