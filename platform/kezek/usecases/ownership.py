"""A specialist hands a child and its application over to another parent or guardian (A-62)."""

import uuid
from enum import StrEnum

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor, Permission, demand
from kezek.core.children import MAX_CHILDREN
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, GuardianId
from kezek.core.notices import Notice
from kezek.core.people import Identity
from kezek.core.territories import Mode
from kezek.core.triggers import HandOver
from kezek.db.applications import ApplicationRow
from kezek.db.claims import Claim, lock_claim, prove_claim
from kezek.db.drafts import drop_draft
from kezek.db.people import (
    ChildRow,
    GuardianRow,
    children_of,
    find_child,
    find_child_by_person,
    find_holder,
    live_applications,
)
from kezek.usecases.deciding import Moment, NotFound, load, take
from kezek.usecases.due import settle_due
from kezek.usecases.notices import record_notice
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act


class Proof(StrEnum):
    """By which document it was seen that somebody represents the child."""

    BIRTH_CERTIFICATE = "birth_certificate"
    COURT = "court"
    GUARDIANSHIP = "guardianship"


def hand_over(
    tenant_id: int,
    by: Actor,
    child_id: uuid.UUID,
    to: Identity,
    proof: Proof,
    *,
    intent: str | None = None,
) -> None:
    """The child and its live application belong to the other person; both are told (A-62).

    Place, number and terms stay. Raises NotFound, and Refusal: nobody is signed up with this
    number, the person is not confirmed, owns the child already or has applied for it.
    """
    demand(by, Permission.OWNERSHIP_TRANSFER)
    request = f"hand-over:{child_id}:{person_hash(to).hex()}:{proof}"

    def do(running: Act) -> None:
        _hand_over(running, by, child_id, to, proof)

    press(tenant_id, by, do, intent=intent, request=request)


def _hand_over(running: Act, by: Actor, child_id: uuid.UUID, to: Identity, proof: Proof) -> None:
    session = running.session
    child = find_child(session, child_id)
    if child is None:
        raise NotFound(child_id)
    # A claim holds its child across all regions, so it is locked first of all.
    if child.person_hash:
        lock_claim(session, child.person_hash)
    application = _live(running, child)
    years = [application.birth_year]
    now = running.hold(child=child.id, application=application.id, birth_years=years)
    settle_due(running, years, now)
    session.refresh(child)
    application = _live(running, child)
    giver, taker = child.guardian_id, _taker(running, child, to)

    subject = ApplicationId(application.id)
    record_notice(running, Notice("N-56", subject, {"is_new": False}), now)
    _free_the_list(running, child, taker)
    child.guardian_id = taker.id
    child.parentage_proven, child.parentage_proven_by = True, by.tag
    drop_draft(session, giver, child.id)
    session.flush()
    if prove_claim(session, application.id) is Claim.TAKEN:
        raise Refusal(Code.ALREADY_QUEUED)
    moment = Moment(now, running.rules(now))
    mode = Mode(application.mode)
    loaded = load(running, moment, years, applications=[application.id], mode=mode)
    take(running, loaded, HandOver(subject, GuardianId(taker.id), str(proof)), moment, mode)
    record_notice(running, Notice("N-56", subject, {"is_new": True}), now)
    running.bells |= {f"family-{giver}", f"family-{taker.id}", "office"}


def _live(running: Act, child: ChildRow) -> ApplicationRow:
    found = live_applications(running.session, [child.id]).get(child.id)
    if found is None:
        raise Refusal(Code.WRONG_STATE, "nothing_to_hand_over")
    return found


def _taker(running: Act, child: ChildRow, to: Identity) -> GuardianRow:
    taker = find_holder(running.session, person_hash(to))
    if taker is None:
        raise Refusal(Code.INVALID_CHOICE, "nobody_signed_up")
    if taker.id == child.guardian_id:
        raise Refusal(Code.ALREADY_DECIDED, "owner")
    if not taker.proven:
        raise Refusal(Code.WRONG_STATE, "taker_unproven")
    return taker


def _free_the_list(running: Act, child: ChildRow, taker: GuardianRow) -> None:
    """The other may have listed the child already; one entry with the application remains."""
    session = running.session
    double = find_child_by_person(session, taker.id, child.person_hash or b"")
    if double is not None:
        if double.id in live_applications(session, [double.id]):
            raise Refusal(Code.ALREADY_QUEUED)
        drop_draft(session, taker.id, double.id)
        double.removed_at = running.now()
        session.flush()
    if len(children_of(session, taker.id)) >= MAX_CHILDREN:
        raise Refusal(Code.LIMIT_REACHED, "children", most=MAX_CHILDREN)
