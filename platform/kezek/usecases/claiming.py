"""A family takes a place with one tap: its telephone was confirmed by a code beforehand (A-54).

The code is entered at any time of the day, before the bulletin or the evening; from then on until
the end of that day each tap in that browser acts at once (I-2.4).
"""

import uuid

from kezek.core.access import Actor
from kezek.core.applications import Application
from kezek.core.claiming import SUBJECT
from kezek.core.codes import CodeFault, refusal_of
from kezek.core.errors import Code, Refusal
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import need_no_key
from kezek.db.applications import find_header
from kezek.db.claim_codes import confirmed_until, is_code_of
from kezek.db.codes import find_code
from kezek.db.place_watches import start_watch, stop_watch
from kezek.usecases.codes import Sent, judge_code, sign_code
from kezek.usecases.deciding import NotFound
from kezek.usecases.repeats import Once
from kezek.usecases.taking import claim_place
from kezek.usecases.unit_of_work import act


def ask_claim_code(tenant_id: int, actor: Actor, language: str) -> Sent:
    """Sends the code by which taps are confirmed. Raises Refusal: too many codes."""
    return sign_code(tenant_id, actor, SUBJECT, language)


def confirm_claims(tenant_id: int, actor: Actor, code_id: uuid.UUID, digits: str) -> None:
    """Enters the code: from now on it stands behind the taps of this day. Raises Refusal.

    A wrong try stays counted; the right code entered twice is one confirmation.
    """
    with act(tenant_id, actor.tag) as running:
        row = find_code(running.session, code_id, for_update=True)
        now = running.now()
        refusal = judge_code(row, digits, now, is_same_press=True)
        if row is not None and refusal is None:
            if is_code_of(running.session, actor.guardian_id, row):
                row.used_at = row.used_at or now
            else:
                refusal = refusal_of(CodeFault.EXPIRED, 0)
    if refusal is not None:
        raise refusal


def take_confirmed(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    *,
    code_id: uuid.UUID | None,
    once: Once | None = None,
) -> Application:
    """One tap on a place. Raises as `claim_place`, and Refusal(WRONG_STATE) for a telephone that
    is not confirmed today, or where the region asks for an electronic signature."""
    with act(tenant_id, actor.tag) as running:
        now = running.now()
        rules = running.rules(now)
        need_no_key(rules.settings, SignedAct.ACCEPTANCE)
        guardian = actor.guardian_id
        if confirmed_until(running.session, guardian, code_id, rules.calendar, now) is None:
            raise Refusal(Code.WRONG_STATE, "claims_unconfirmed")
    return claim_place(tenant_id, actor.tag, application_id, kindergarten_id, once=once)


def watch_places(
    tenant_id: int, actor: Actor, application_id: uuid.UUID, *, is_on: bool, once: Once
) -> None:
    """The family asks to be told of open places, or no longer (N-37). Raises NotFound, Repeated."""
    with act(tenant_id, actor.tag, once) as running:
        header = find_header(running.session, application_id)
        if header is None or header.guardian_id != actor.guardian_id:
            raise NotFound(application_id)
        if is_on:
            start_watch(running.session, tenant_id, application_id, running.now())
        else:
            stop_watch(running.session, application_id)
