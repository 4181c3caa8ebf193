"""A filled-in application is sent: once, with its papers and its consent, in one commit (V-11)."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.consent import Consent
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.regions import Tenant
from kezek.core.registers import Answer, QuestionKind
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import need_no_key
from kezek.core.standing import needs_staff
from kezek.core.ways_in import asks_for_kindergartens, next_step
from kezek.core.wishes import Attached, Draft, Paper, Step, missing_papers, papers_of
from kezek.db.documents import DocumentRow, delete_documents, draft_documents, hand_in
from kezek.db.drafts import drop_draft, find_draft, keep_consent
from kezek.db.idempotency import KeyReused, Once, Repeated
from kezek.db.people import ChildRow, GuardianRow, find_child, find_guardian
from kezek.db.private import identity_of
from kezek.db.register_questions import Question, keep_answer
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.applications import Wish, submit
from kezek.usecases.contacts_needed import need_contacts
from kezek.usecases.deciding import NotFound
from kezek.usecases.drafts import need_no_application
from kezek.usecases.registers import ask_benefits
from kezek.usecases.stored_files import drop_files
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is sent: the draft, its papers, and what the registers said."""

    guardian_id: uuid.UUID
    child_id: uuid.UUID
    draft: Draft
    choices: tuple[uuid.UUID, ...]
    """None where the territory asks for none by now, whatever was chosen before (R-10)."""
    relevant: tuple[uuid.UUID, ...]
    others: tuple[uuid.UUID, ...]
    """Files of a benefit that was unticked afterwards: they are nobody's business any more."""
    answers: Mapping[int, Answer]
    """What the registers said to the categories, where they were asked (L-6.2)."""

    @property
    def proof_accepted(self) -> bool:
        """Whether a register confirms one of the ticked rights."""
        return Answer.CONFIRMED in self.answers.values()


Also = Callable[[Act, ApplicationId, Consent], None]


def send(
    tenant_id: int,
    actor: Actor,
    child_id: uuid.UUID,
    *,
    intent: str,
    also: Also | None = None,
) -> uuid.UUID:
    """Sends the child's application and gives its id; a second press gives the same one.

    `also` writes what else belongs to the application, in the same commit.

    Raises NotFound, and Refusal: a step or a paper is missing, the child has an application
    already, or the rules refuse. Nothing is saved then, and the draft stays as it is.
    """
    once = Once(intent, f"send:{child_id}")
    try:
        ready = _ready(tenant_id, actor, child_id)
        if ready is None:
            return _sent_before(tenant_id, actor, child_id, once)
        return _send(tenant_id, actor, ready, once, also)
    except Repeated as repeated:
        return uuid.UUID(repeated.response["application"])
    except KeyReused:
        raise Refusal(Code.ALREADY_DECIDED, "form_sent") from None


def _send(tenant_id: int, actor: Actor, ready: _Ready, once: Once, also: Also | None) -> uuid.UUID:
    dropped: list[str] = []

    def then(running: Act, application_id: ApplicationId) -> None:
        _need_same_draft(running.session, ready)
        hand_in(running.session, ready.relevant, application_id)
        dropped.extend(delete_documents(running.session, ready.others))
        assert ready.draft.consent is not None
        keep_consent(
            running.session,
            tenant_id,
            application_id,
            ready.guardian_id,
            ready.child_id,
            ready.draft.consent,
        )
        _keep_answers(running, ready, application_id)
        if also is not None:
            also(running, application_id, ready.draft.consent)
        else:
            # Staff who write for a parent, and the state portal, bring a signature of their own.
            need_no_key(running.rules(running.now()).settings, SignedAct.APPLICATION)
        drop_draft(running.session, ready.guardian_id, ready.child_id)

    application = submit(tenant_id, actor.tag, _wish(ready), then=then, once=once)
    drop_files(tenant_id, dropped)
    return application.id


def _need_same_draft(session: Session, ready: _Ready) -> None:
    """What was looked at is what is sent: another tab may have changed it in between."""
    row = find_draft(session, ready.guardian_id, ready.child_id)
    kept = {one.id for one in draft_documents(session, ready.guardian_id, ready.child_id)}
    if row is None or row.value != ready.draft or kept != {*ready.relevant, *ready.others}:
        raise Refusal(Code.ALREADY_DECIDED)


def _sent_before(tenant_id: int, actor: Actor, child_id: uuid.UUID, once: Once) -> uuid.UUID:
    """A draft that is gone was sent: by this very form, or by another. Raises Repeated, Refusal."""
    with act(tenant_id, actor.tag, once) as running:
        need_no_application(running, child_id)
        raise Refusal(Code.CONSENT_MISSING)


def _ready(tenant_id: int, actor: Actor, child_id: uuid.UUID) -> _Ready | None:
    with read_scope(tenant_id) as session:
        child, guardian = family_of(session, actor, child_id)
        row = find_draft(session, guardian.id, child_id)
        if row is None:
            return None
        draft = row.value
        now = services().clock.now(session)
        region = region_at(session, tenant_id, now)[1]
        files = draft_documents(session, guardian.id, child_id)
        today = region.calendar.local_day(now)
        need_whole(draft, guardian, child, files, region, today)
        is_asked = asks_for_kindergartens(region.territories, today, draft.territory)
        asks = not needs_staff(draft.categories, draft.queue_type, region.rules.p_check)
    wanted = wanted_papers(draft, guardian, child)
    return _Ready(
        guardian.id,
        child_id,
        draft,
        draft.choices if is_asked else (),
        tuple(one.id for one in files if one.kind in wanted),
        tuple(one.id for one in files if one.kind not in wanted),
        answers=_asked(tenant_id, draft, guardian, child) if asks else {},
    )


def family_of(session: Session, actor: Actor, child_id: uuid.UUID) -> tuple[ChildRow, GuardianRow]:
    """The child and the parent who acts. Raises NotFound for another family's child."""
    child = find_child(session, child_id)
    guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
    if child is None or guardian is None or child.guardian_id != guardian.id:
        raise NotFound(child_id)
    return child, guardian


def need_whole(
    draft: Draft,
    guardian: GuardianRow,
    child: ChildRow,
    files: Sequence[DocumentRow],
    region: Tenant,
    today: date,
) -> None:
    """Every step is done and every paper is there and holds today (L-5.5, L-A1.1)."""
    if draft.consent is None:
        raise Refusal(Code.CONSENT_MISSING)
    if next_step(draft, region.territories, today) is not Step.REVIEW:
        raise Refusal(Code.WRONG_STATE, "step_missing")
    if not guardian.full_name or not guardian.address:
        raise Refusal(Code.WRONG_STATE, "profile")
    need_contacts(region, draft.territory, today, guardian.email)
    attached = [Attached(one.kind, one.issued_on) for one in files]
    if missing_papers(_papers(draft, guardian, child), attached, today):
        raise Refusal(Code.INVALID_CHOICE, "papers")


def wanted_papers(draft: Draft, guardian: GuardianRow, child: ChildRow) -> set[str]:
    """The documents that go with the application; files of others are dropped unsent."""
    return {paper.document.code for paper in _papers(draft, guardian, child)}


def _papers(draft: Draft, guardian: GuardianRow, child: ChildRow) -> tuple[Paper, ...]:
    has_iins = guardian.iin_hash is not None and child.iin_hash is not None
    return papers_of(draft, has_iins=has_iins)


def _asked(
    tenant_id: int, draft: Draft, guardian: GuardianRow, child: ChildRow
) -> dict[int, Answer]:
    """What registers say to the ticked rights; asked outside any lock (L-6.2)."""
    parent, own = identity_of(guardian).iin, identity_of(child).iin
    return ask_benefits(tenant_id, parent, own, draft.categories, guardian.id)


def _keep_answers(running: Act, ready: _Ready, application_id: ApplicationId) -> None:
    now = running.now()
    for code, answer in ready.answers.items():
        question = Question(
            QuestionKind.BENEFIT, ready.guardian_id, ready.child_id, application_id, code
        )
        keep_answer(running.session, running.tenant_id, question, answer, now)


def _wish(ready: _Ready) -> Wish:
    draft = ready.draft
    return Wish(
        child_id=ready.child_id,
        territory=draft.territory,
        language=draft.language,
        choices=ready.choices,
        queue_type=draft.queue_type,
        categories=draft.categories,
        has_pmpk=draft.has_pmpk,
        planned_from=draft.planned_from,
        consent=draft.consent is not None,
        proof_accepted=ready.proof_accepted,
    )
