"""Who is proven to be whom: a person behind a number, a parent of a child (A-58, A-62, G-40).

A register proves at once, a specialist with the papers in hand proves too; until then everything
works, blocks nobody, and a conflict goes to the specialist.
"""

import uuid
from datetime import datetime

from kezek.core.access import Actor, Permission, demand
from kezek.core.errors import Code, Refusal
from kezek.core.events import Fact
from kezek.core.images import fact_payload
from kezek.core.registers import Answer, QuestionKind
from kezek.db.accounts import (
    end_sessions,
    find_family_account,
    open_conflict,
)
from kezek.db.claims import Claim, lock_claim, prove_claim
from kezek.db.journal import JournalEntry, append
from kezek.db.locks import lock_child
from kezek.db.people import (
    ChildRow,
    GuardianRow,
    children_of,
    find_child,
    find_guardian,
    live_applications,
)
from kezek.db.private import identity_of
from kezek.db.register_questions import Question, keep_answer
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound
from kezek.usecases.registers import ask_parentages
from kezek.usecases.unit_of_work import Act, act

REGISTER = "register"
PHONE_REGISTER = "register:phone"
BIRTH_REGISTER = "register:birth"


def prove_guardian(tenant_id: int, by: Actor, guardian_id: uuid.UUID) -> None:
    """A specialist has seen the person's document; children are then asked of the registers.

    Raises NotFound, and Refusal for those who may not.
    """
    demand(by, Permission.GUARDIAN_PROVE)
    with act(tenant_id, by.tag) as running:
        guardian = find_guardian(running.session, guardian_id)
        if guardian is None or guardian.displaced_at is not None:
            raise NotFound(guardian_id)
        mark_guardian(running, guardian, by.tag, running.now())
    ask_registers(tenant_id, guardian_id)


def prove_parentage(tenant_id: int, by: Actor, child_id: uuid.UUID) -> None:
    """A specialist has seen the birth certificate (DOC-10): the claim on the child now blocks.

    Raises NotFound, and Refusal(ALREADY_QUEUED) where another proven parent has an application.
    """
    demand(by, Permission.PARENTAGE_PROVE)
    with act(tenant_id, by.tag) as running:
        child = find_child(running.session, child_id)
        if child is None:
            raise NotFound(child_id)
        if not mark_parentage(running, child, by.tag, running.now()):
            raise Refusal(Code.ALREADY_QUEUED, "elsewhere")


def ask_registers(tenant_id: int, guardian_id: uuid.UUID) -> None:
    """Asks the civil register about the children of a proven guardian; silence changes nothing.

    Nothing is asked for an unproven one: the register would confirm whoever knows both numbers.
    Nobody else waits meanwhile: the answers are taken under the locks afterwards.
    """
    parent, children = _unproven_children(tenant_id, guardian_id)
    if not children:
        return
    answers = ask_parentages(tenant_id, parent, children, guardian_id)
    with act(tenant_id, REGISTER) as running:
        guardian = find_guardian(running.session, guardian_id)
        if guardian is None:
            return
        now = running.now()
        asked = [one for one in children_of(running.session, guardian_id) if one.id in answers]
        # In one order, for two parents of the same children may come in at one moment.
        for child in sorted(asked, key=lambda one: one.person_hash or b""):
            question = Question(QuestionKind.PARENTAGE, guardian_id, child.id)
            keep_answer(running.session, tenant_id, question, answers[child.id], now)
            if answers[child.id] is Answer.CONFIRMED:
                take_parentage(running, guardian, child, now)


def take_parentage(running: Act, guardian: GuardianRow, child: ChildRow, now: datetime) -> None:
    """Proves what the civil register has confirmed; a proven claim of another's stays."""
    if not guardian.proven or child.parentage_proven or child.guardian_id != guardian.id:
        return
    if not mark_parentage(running, child, BIRTH_REGISTER, now):
        _lay_before_specialist(running, child, now)


def _unproven_children(tenant_id: int, guardian_id: uuid.UUID) -> tuple[str, dict[uuid.UUID, str]]:
    """The number of a proven guardian, and the children whose parentage nobody has proven."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, guardian_id)
        if guardian is None or not guardian.proven:
            return "", {}
        numbers = {
            one.id: identity_of(one).iin
            for one in children_of(session, guardian_id)
            if not one.parentage_proven
        }
        # Registers know people by their IIN alone: whoever has none is not known there.
        known = {child_id: iin for child_id, iin in numbers.items() if iin}
        return identity_of(guardian).iin, known


def mark_guardian(running: Act, guardian: GuardianRow, by: str, now: datetime) -> None:
    """Writes down that the person is proven, and by whom."""
    if guardian.proven:
        return
    guardian.proven, guardian.proven_by = True, by
    note(running, "guardian:proven", "A-58", guardian.id, now, by=by)


def mark_parentage(running: Act, child: ChildRow, by: str, now: datetime) -> bool:
    """Writes down that the parentage is proven; False where another's proven claim stands."""
    if child.person_hash:
        lock_claim(running.session, child.person_hash)
    lock_child(running.session, running.tenant_id, child.id)
    running.session.refresh(child)
    if child.parentage_proven:
        return True
    live = live_applications(running.session, [child.id]).get(child.id)
    claim = prove_claim(running.session, live.id) if live and child.person_hash else Claim.GRANTED
    if claim is Claim.TAKEN:
        return False
    child.parentage_proven, child.parentage_proven_by = True, by
    note(running, "parentage:proven", "A-62", child.guardian_id, now, by=by, child=str(child.id))
    if claim is Claim.CONFLICT:
        _lay_before_specialist(running, child, now)
    return True


def displace(running: Act, holder: GuardianRow, now: datetime) -> None:
    """An unproven holder gives way to a proven one: the account closes, a specialist looks."""
    holder.displaced_at = now
    account = find_family_account(running.session, holder.id)
    if account is not None:
        account.active = False
        end_sessions(running.session, account.id)
    open_conflict(running.session, running.tenant_id, holder.id, now)
    note(running, "guardian:displaced", "V-9", holder.id, now)
    # The number becomes free in the index before its new holder takes it.
    running.session.flush()


def note(
    running: Act, kind: str, rule: str, family_id: uuid.UUID, now: datetime, **detail: str
) -> uuid.UUID:
    """Writes a fact about people into the journal and gives its id; it holds no personal data."""
    payload, _ = fact_payload(Fact(kind=kind, rule=rule, detail=detail))
    return append(
        running.session,
        running.tenant_id,
        JournalEntry(
            kind=kind,
            rule=rule,
            rules_version=running.rules(now).version,
            actor=running.actor,
            at=now,
            family_id=family_id,
            payload=payload,
        ),
    )


def _lay_before_specialist(running: Act, child: ChildRow, now: datetime) -> None:
    live = live_applications(running.session, [child.id]).get(child.id)
    if live is not None:
        open_conflict(
            running.session,
            running.tenant_id,
            child.guardian_id,
            now,
            application_id=live.id,
        )
