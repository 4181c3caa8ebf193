"""A specialist hands a child and its application over to another parent or guardian (A-62)."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor, Permission, demand
from kezek.core.children import MAX_CHILDREN
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, GuardianId
from kezek.core.notices import Notice
from kezek.core.people import Identity
from kezek.core.territories import Mode
from kezek.core.triggers import HandOver
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.claims import Claim, lock_claim, prove_claim
from kezek.db.documents import application_documents
from kezek.db.drafts import drop_draft
from kezek.db.people import (
    ChildRow,
    GuardianRow,
    children_of,
    find_child,
    find_child_by_person,
    find_guardian,
    find_holder,
    live_applications,
    move_child,
)
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.usecases.deciding import Moment, NotFound, load, take
from kezek.usecases.due import settle_due
from kezek.usecases.notices import record_notice
from kezek.usecases.staff_acts import press
from kezek.usecases.staff_notes import About, keep_note
from kezek.usecases.unit_of_work import Act


class Proof(StrEnum):
    """By which document it was seen that somebody represents the child."""

    BIRTH_CERTIFICATE = "birth_certificate"
    COURT = "court"
    GUARDIANSHIP = "guardianship"


@dataclass(frozen=True, slots=True)
class HandOverWish:
    """To whom a child goes, by which document and why; `seen` is what was looked at before."""

    to: Identity
    proof: Proof
    reason: str
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Both sides of a hand-over before it is done."""

    taker_id: uuid.UUID
    giver_name: str
    giver_ending: str
    giver_phone: str
    taker_name: str
    taker_ending: str
    taker_phone: str
    number: str
    state: str
    choices: int
    papers: int
    drops_double: bool
    """Whether the other has listed the child too: that entry is taken off the list."""
    seen: int


def foresee(tenant_id: int, by: Actor, child_id: uuid.UUID, to: Identity) -> Foreseen:
    """What a hand-over would do; nothing is changed. Raises what `hand_over` raises."""
    demand(by, Permission.OWNERSHIP_TRANSFER)
    with read_scope(tenant_id) as session:
        child = find_child(session, child_id)
        if child is None:
            raise NotFound(child_id)
        application = _live(session, child)
        taker = _taker(session, child, to)
        double = _double(session, child, taker)
        giver = find_guardian(session, child.guardian_id)
        assert giver is not None, "a child has an owner"
        return Foreseen(
            taker_id=taker.id,
            giver_name=giver.full_name,
            giver_ending=identity_of(giver).ending,
            giver_phone=giver.phone,
            taker_name=taker.full_name,
            taker_ending=identity_of(taker).ending,
            taker_phone=taker.phone,
            number=application.number,
            state=application.state,
            choices=len(_choices(session, application.id)),
            papers=len(application_documents(session, application.id)),
            drops_double=double is not None,
            seen=application.version,
        )


def hand_over(
    tenant_id: int,
    by: Actor,
    child_id: uuid.UUID,
    wish: HandOverWish,
    *,
    intent: str | None = None,
) -> None:
    """The child and its live application belong to the other person; both are told (A-62).

    Place, number and terms stay; the reason is kept as a note among staff. Raises NotFound, and
    Refusal: nobody is signed up with this number, the person is not confirmed, owns the child
    already or has applied for it, or the application is not the one that was looked at.
    """
    demand(by, Permission.OWNERSHIP_TRANSFER)
    request = f"hand-over:{child_id}:{person_hash(wish.to).hex()}:{wish.proof}"

    def do(running: Act) -> None:
        _hand_over(running, by, child_id, wish)

    press(tenant_id, by, do, intent=intent, request=request)


def _hand_over(running: Act, by: Actor, child_id: uuid.UUID, wish: HandOverWish) -> None:
    session = running.session
    child = find_child(session, child_id)
    if child is None:
        raise NotFound(child_id)
    # A claim holds its child across all regions, so it is locked first of all.
    if child.person_hash:
        lock_claim(session, child.person_hash)
    application = _live(session, child)
    years = [application.birth_year]
    now = running.hold(child=child.id, application=application.id, birth_years=years)
    settle_due(running, years, now)
    session.refresh(child)
    application = _live(session, child)
    giver, taker = child.guardian_id, _taker(session, child, wish.to)
    if application.version != wish.seen:
        raise Refusal(Code.ALREADY_DECIDED, "hand_over_changed")

    subject = ApplicationId(application.id)
    record_notice(running, Notice("N-56", subject, {"is_new": False}), now)
    _free_the_list(running, child, taker)
    move_child(session, child, taker.id)
    child.parentage_proven, child.parentage_proven_by = True, by.tag
    drop_draft(session, giver, child.id)
    session.flush()
    if prove_claim(session, application.id) is Claim.TAKEN:
        raise Refusal(Code.ALREADY_QUEUED)
    moment = Moment(now, running.rules(now))
    mode = Mode(application.mode)
    loaded = load(running, moment, years, applications=[application.id], mode=mode)
    take(running, loaded, HandOver(subject, GuardianId(taker.id), str(wish.proof)), moment, mode)
    record_notice(running, Notice("N-56", subject, {"is_new": True}), now)
    keep_note(running, by, About.APPLICATION, application.id, taker.id, wish.reason)
    running.bells |= {f"family-{giver}", f"family-{taker.id}", "office"}


def _choices(session: Session, application_id: uuid.UUID) -> tuple[object, ...]:
    return load_applications(session, [application_id])[ApplicationId(application_id)].choices


def _live(session: Session, child: ChildRow) -> ApplicationRow:
    found = live_applications(session, [child.id]).get(child.id)
    if found is None:
        raise Refusal(Code.WRONG_STATE, "nothing_to_hand_over")
    return found


def _taker(session: Session, child: ChildRow, to: Identity) -> GuardianRow:
    taker = find_holder(session, person_hash(to))
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
    double = _double(session, child, taker)
    if double is not None:
        drop_draft(session, taker.id, double.id)
        double.removed_at = running.now()
        session.flush()


def _double(session: Session, child: ChildRow, taker: GuardianRow) -> ChildRow | None:
    """The same child on the list of the other. Raises Refusal where there is no room for it."""
    double = find_child_by_person(session, taker.id, child.person_hash or b"")
    if double is not None and double.id in live_applications(session, [double.id]):
        raise Refusal(Code.ALREADY_QUEUED)
    if len(children_of(session, taker.id)) - (double is not None) >= MAX_CHILDREN:
        raise Refusal(Code.LIMIT_REACHED, "children", most=MAX_CHILDREN)
    return double
