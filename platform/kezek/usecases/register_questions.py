"""Registers that were silent are asked again, and what they say then is taken, or laid beside.

A specialist who has decided meanwhile has decided: the answer that comes late is shown beside the
decision and changes nothing (A-12).
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.registers import Reason
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.registers import Answer, QuestionKind, ask_again_at
from kezek.core.standing import needs_staff
from kezek.core.triggers import Verify
from kezek.db.applications import load_applications
from kezek.db.people import find_child, find_guardian
from kezek.db.private import identity_of
from kezek.db.register_questions import (
    Question,
    due_questions,
    find_question,
    keep_answer,
    next_question_at,
    question_of,
)
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound, act_on_application
from kezek.usecases.proofs import (
    PHONE_REGISTER,
    REGISTER,
    ask_registers,
    mark_guardian,
    take_parentage,
)
from kezek.usecases.registers import BENEFIT_REGISTER, ask_benefits, ask_parentages, ask_phone
from kezek.usecases.staff_acts import need_state, press
from kezek.usecases.unit_of_work import Act, act

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question that is due, with the numbers that it is about."""

    id: uuid.UUID
    question: Question
    tries: int
    guardian_iin: str
    child_iin: str
    phone: str


def next_ask_at(tenant_id: int) -> datetime | None:
    """When a register is to be asked again."""
    with read_scope(tenant_id) as session:
        return next_question_at(session)


def ask_again(tenant_id: int) -> int:
    """Asks everything that is due; gives how many questions were answered. Safe to repeat."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        rows = due_questions(session, now, _AT_ONCE)
        due = [_asked(session, row.id, question_of(row), row.tries) for row in rows]
    return sum(_ask(tenant_id, one) for one in due)


def ask_for(tenant_id: int, by: Actor, application_id: uuid.UUID, *, intent: str) -> bool:
    """A specialist has the registers asked now; what they say stands on the page, no more.

    Gives whether they answered. Raises NotFound.
    """
    with read_scope(tenant_id) as session:
        found = _application(session, application_id)
        question = Question(QuestionKind.BENEFIT, found.guardian, found.child, application_id)
        asked = _asked(session, application_id, question, 0)
    codes = found.categories
    answers = ask_benefits(tenant_id, asked.guardian_iin, asked.child_iin, codes, application_id)

    def keep(running: Act) -> None:
        now = running.now()
        state = _application(running.session, application_id).state
        for code, answer in answers.items():
            one = Question(QuestionKind.BENEFIT, found.guardian, found.child, application_id, code)
            late = state is not State.UNDER_REVIEW and answer is not Answer.SILENT
            keep_answer(running.session, tenant_id, one, answer, now, came_late=late)
        running.response["answered"] = Answer.SILENT not in answers.values()

    request = f"ask-registers:{application_id}"
    return bool(press(tenant_id, by, keep, intent=intent, request=request)["answered"])


def _ask(tenant_id: int, asked: _Asked) -> bool:
    answer = _answer(tenant_id, asked)
    if answer is Answer.SILENT:
        _put_off(tenant_id, asked.id)
        return False
    kind = asked.question.kind
    if kind is QuestionKind.PHONE:
        _take_phone(tenant_id, asked, answer)
    elif kind is QuestionKind.PARENTAGE:
        _take_parentage(tenant_id, asked, answer)
    else:
        _take_benefit(tenant_id, asked, answer)
    return True


def _answer(tenant_id: int, asked: _Asked) -> Answer:
    question = asked.question
    if question.kind is QuestionKind.PHONE:
        iin, phone = asked.guardian_iin, asked.phone
        return ask_phone(tenant_id, iin, phone, Reason.SIGN_IN, question.guardian_id)
    if question.kind is QuestionKind.PARENTAGE:
        assert question.child_id is not None
        children = {question.child_id: asked.child_iin}
        found = ask_parentages(tenant_id, asked.guardian_iin, children, question.guardian_id)
        return found[question.child_id]
    assert question.application_id is not None
    assert question.category is not None
    codes = [question.category]
    told = ask_benefits(
        tenant_id, asked.guardian_iin, asked.child_iin, codes, question.application_id
    )
    return told[question.category]


def _put_off(tenant_id: int, question_id: uuid.UUID) -> None:
    with act(tenant_id, REGISTER) as running:
        row = find_question(running.session, question_id)
        if row is None or row.due_at is None:
            return
        now = running.now()
        row.tries, row.told_at = row.tries + 1, now
        row.due_at = ask_again_at(row.asked_at, now, row.tries)


def _take_phone(tenant_id: int, asked: _Asked, answer: Answer) -> None:
    guardian_id = asked.question.guardian_id
    with act(tenant_id, REGISTER) as running:
        guardian = find_guardian(running.session, guardian_id)
        now = running.now()
        keep_answer(running.session, tenant_id, asked.question, answer, now)
        if guardian is None or guardian.displaced_at is not None:
            return
        # The telephone may have been changed since: what was asked about is no longer his.
        if answer is Answer.CONFIRMED and guardian.phone == asked.phone:
            mark_guardian(running, guardian, PHONE_REGISTER, now)
    ask_registers(tenant_id, guardian_id)


def _take_parentage(tenant_id: int, asked: _Asked, answer: Answer) -> None:
    question = asked.question
    assert question.child_id is not None
    with act(tenant_id, REGISTER) as running:
        guardian = find_guardian(running.session, question.guardian_id)
        child = find_child(running.session, question.child_id)
        now = running.now()
        late = child is not None and child.parentage_proven
        keep_answer(running.session, tenant_id, question, answer, now, came_late=late)
        if guardian is not None and child is not None and answer is Answer.CONFIRMED:
            take_parentage(running, guardian, child, now)


def _take_benefit(tenant_id: int, asked: _Asked, answer: Answer) -> None:
    question = asked.question
    assert question.application_id is not None
    # Whoever was told that the register is silent is served as if it had not been.
    if answer is Answer.CONFIRMED and asked.tries > 0 and _verify(tenant_id, question):
        late = False
    else:
        with read_scope(tenant_id) as session:
            state = _application(session, question.application_id).state
        late = asked.tries > 0 and state is not State.UNDER_REVIEW
    with act(tenant_id, REGISTER) as running:
        now = running.now()
        keep_answer(running.session, tenant_id, question, answer, now, came_late=late)


def _verify(tenant_id: int, question: Question) -> bool:
    """The register confirms what the application claims (row 3, L-6.2), unless it is decided."""
    assert question.application_id is not None

    def asked(running: Act, application: Application) -> Verify:
        need_state(application, State.UNDER_REVIEW)
        rules = running.rules(running.now())
        categories, queue = application.categories, application.queue_type
        if needs_staff(categories, queue, rules.settings.p_check):
            raise Refusal(Code.WRONG_STATE)
        return Verify(application.id)

    try:
        act_on_application(tenant_id, BENEFIT_REGISTER, question.application_id, asked)
    except (Refusal, NotFound):
        return False
    return True


def _application(session: Session, application_id: uuid.UUID) -> Application:
    found = load_applications(session, [application_id]).get(ApplicationId(application_id))
    if found is None:
        raise NotFound(application_id)
    return found


def _asked(session: Session, row_id: uuid.UUID, question: Question, tries: int) -> _Asked:
    guardian = find_guardian(session, question.guardian_id)
    child = find_child(session, question.child_id) if question.child_id else None
    return _Asked(
        row_id,
        question,
        tries,
        guardian_iin=identity_of(guardian).iin if guardian else "",
        child_iin=identity_of(child).iin if child else "",
        phone=guardian.phone if guardian else "",
    )
