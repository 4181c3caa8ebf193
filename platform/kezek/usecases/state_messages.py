"""The service is offered before anybody asks: a birth or a benefit that the state tells of (L-7.1).

The parent is told once (N-02) and answers in the cabinet, behind a code on the telephone that the
state named. Nothing is submitted by us: whoever agrees is led through what is still missing and
sends the application, or does not.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor
from kezek.core.children import ChildWish, check_birth_date, check_identity
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.queues import QueueType
from kezek.core.registers import QuestionKind
from kezek.core.state_messages import Mail, MessageKind, MessageState, Tidings
from kezek.db.applications import load_applications
from kezek.db.people import find_child, find_child_by_person, find_guardian, live_applications
from kezek.db.register_questions import Question, leave_question
from kezek.db.scope import read_scope
from kezek.db.state_messages import (
    StateMessageRow,
    find_message,
    find_offer,
    keep_message,
    settle,
    tidings_of,
)
from kezek.usecases import drafts
from kezek.usecases.children import add_child
from kezek.usecases.deciding import NotFound
from kezek.usecases.drafts import Parameters
from kezek.usecases.notices import offer_service
from kezek.usecases.portal_families import Applicant, family_from_portal
from kezek.usecases.proofs import BIRTH_REGISTER, mark_parentage, note
from kezek.usecases.unit_of_work import Act, act

_TOLD = {
    MessageKind.BIRTH: "state:birth",
    MessageKind.BENEFIT: "state:benefit",
    MessageKind.APPLICATION: "state:application",
}
_ANSWERED = {MessageState.AGREED: "offer:agreed", MessageState.DECLINED: "offer:declined"}


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message; `is_new` is false for one that came before."""

    state: MessageState
    is_new: bool


def take_message(tenant_id: int, mail: Mail, tidings: Tidings) -> Received:
    """Takes a message in, once for each number of its sender.

    Raises Refusal: a number of a person or a date that cannot be, a child who is its own parent,
    and ALREADY_DECIDED(message_number) for the number of another message.
    """
    known = _before(tenant_id, mail)
    if known is not None:
        return known
    _check(tenant_id, tidings)
    actor = family_from_portal(tenant_id, mail.sender, _applicant(tidings))
    assert actor.guardian_id is not None
    with act(tenant_id, f"state:{mail.sender}") as running:
        now = running.now()
        live = _application_of(running, actor.guardian_id, tidings)
        state = MessageState.OFFERED if live is None else MessageState.KNOWN
        row = keep_message(running.session, tenant_id, mail, tidings, state, actor.guardian_id, now)
        rule = "L-8.1" if tidings.kind is MessageKind.APPLICATION else "L-7.1"
        note(running, _TOLD[tidings.kind], rule, actor.guardian_id, now, message=str(row.id))
        if live is None:
            _offer(running, row, tidings, now)
        elif tidings.category is not None:
            _ask_about(running, actor.guardian_id, live, tidings.category, now)
    return Received(state, is_new=True)


def agree(tenant_id: int, actor: Actor, message_id: uuid.UUID, language: str) -> uuid.UUID:
    """The parent consents (Annex 5): the child is on the list and the application is begun.

    Gives the child, for whom the steps go on. A second press gives the same child. Raises NotFound
    for what is not offered to this family (any more), and Refusal.
    """
    tidings, child_id = _offered(tenant_id, actor, message_id)
    if tidings is None:
        assert child_id is not None
        return child_id
    wish = ChildWish(tidings.child, tidings.child_name, tidings.born_on)
    child_id = _child(tenant_id, actor, wish, intent=f"state-message:{message_id}")
    drafts.consent(tenant_id, actor, child_id, language)
    drafts.choose_child(tenant_id, actor, child_id)
    if tidings.instruction_language:
        place = Parameters(tidings.territory, tidings.instruction_language, QueueType.GENERAL)
        drafts.set_parameters(tenant_id, actor, child_id, place)
    if tidings.category is not None:
        drafts.set_benefits(tenant_id, actor, child_id, (tidings.category,), None)
    _settle(tenant_id, actor, message_id, MessageState.AGREED, child_id)
    return child_id


def decline(tenant_id: int, actor: Actor, message_id: uuid.UUID) -> None:
    """The parent does not want it now; nothing is kept of the child. Raises NotFound."""
    _settle(tenant_id, actor, message_id, MessageState.DECLINED, None)


def _before(tenant_id: int, mail: Mail) -> Received | None:
    with read_scope(tenant_id) as session:
        row = find_message(session, mail)
    if row is None:
        return None
    if row.digest != mail.digest:
        raise Refusal(Code.ALREADY_DECIDED, "message_number")
    return Received(MessageState(row.state), is_new=False)


def _check(tenant_id: int, tidings: Tidings) -> None:
    check_identity(tidings.parent)
    check_identity(tidings.child)
    if tidings.parent == tidings.child:
        raise Refusal(Code.INVALID_IIN, "own")
    with act(tenant_id, "public") as running:
        now = running.now()
        check_birth_date(tidings.born_on, running.rules(now).calendar.local_day(now))


def _applicant(tidings: Tidings) -> Applicant:
    return Applicant(
        identity=tidings.parent,
        full_name=tidings.parent_name,
        address=tidings.address,
        phone=tidings.phone,
        email="",
        language=tidings.language,
    )


def _application_of(running: Act, guardian_id: uuid.UUID, tidings: Tidings) -> uuid.UUID | None:
    """The application by which the child waits already in this family."""
    child = find_child_by_person(running.session, guardian_id, person_hash(tidings.child))
    if child is None:
        return None
    live = live_applications(running.session, [child.id]).get(child.id)
    return live.id if live is not None else None


def _offer(running: Act, row: StateMessageRow, tidings: Tidings, now: datetime) -> None:
    guardian = find_guardian(running.session, row.guardian_id) if row.guardian_id else None
    assert guardian is not None
    offer_service(running, guardian, tidings.child_name, now)


def _ask_about(
    running: Act, guardian_id: uuid.UUID, application_id: uuid.UUID, code: int, now: datetime
) -> None:
    """The state speaks of a benefit that the application claims: it is asked, and shown."""
    wanted = ApplicationId(application_id)
    application = load_applications(running.session, [wanted])[wanted]
    if code not in application.categories:
        return
    child_id = application.child
    question = Question(QuestionKind.BENEFIT, guardian_id, child_id, application_id, code)
    leave_question(running.session, running.tenant_id, question, now)


def _offered(
    tenant_id: int, actor: Actor, message_id: uuid.UUID
) -> tuple[Tidings | None, uuid.UUID | None]:
    with read_scope(tenant_id) as session:
        row = find_offer(session, message_id)
        if row is None or row.guardian_id != actor.guardian_id:
            raise NotFound(message_id)
        if row.state == MessageState.AGREED:
            return None, row.child_id
        tidings = tidings_of(session, row)
        if tidings is None:
            raise NotFound(message_id)
        return tidings, None


def _child(tenant_id: int, actor: Actor, wish: ChildWish, *, intent: str) -> uuid.UUID:
    """The child of the message, found or added; the state has told whose it is (A-62)."""
    assert actor.guardian_id is not None
    with read_scope(tenant_id) as session:
        known = find_child_by_person(session, actor.guardian_id, person_hash(wish.identity))
    child_id = known.id if known else add_child(tenant_id, actor, wish, intent=intent)
    with act(tenant_id, actor.tag) as running:
        child = find_child(running.session, child_id)
        if child is not None and not child.parentage_proven:
            mark_parentage(running, child, BIRTH_REGISTER, running.now())
    return child_id


def _settle(
    tenant_id: int,
    actor: Actor,
    message_id: uuid.UUID,
    state: MessageState,
    child_id: uuid.UUID | None,
) -> None:
    with act(tenant_id, actor.tag) as running:
        row = find_offer(running.session, message_id, for_update=True)
        if row is None or row.guardian_id != actor.guardian_id:
            raise NotFound(message_id)
        if row.state != MessageState.OFFERED:
            return
        now = running.now()
        row.child_id = child_id
        settle(row, state, now)
        assert actor.guardian_id is not None
        note(running, _ANSWERED[state], "L-7.1", actor.guardian_id, now, message=str(row.id))
