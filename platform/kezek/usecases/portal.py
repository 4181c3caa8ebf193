"""An application comes in from the state portal: the parent's own acts, one after another (E-6).

The same use cases as in the cabinet, and so the same rules and refusals. What the portal had signed
is checked and kept with the application; a request that comes twice has one effect. A refused one
leaves the family's draft as it was, and may come again, put right.
"""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.children import ChildWish
from kezek.core.consent import VERSION, Consent
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.portal import PortalRequest
from kezek.core.signatures import Wanted
from kezek.core.signed_texts import SignedAct
from kezek.core.wishes import Draft
from kezek.db.drafts import drop_draft, find_draft, save_draft
from kezek.db.portal_requests import Outcome, find_request, keep_request
from kezek.db.scope import read_scope
from kezek.usecases import documents, drafts
from kezek.usecases.deciding import NotFound
from kezek.usecases.documents import Upload
from kezek.usecases.drafts import Parameters
from kezek.usecases.portal_families import (
    Applicant,
    child_from_portal,
    family_from_portal,
    tag_of,
)
from kezek.usecases.proofs import note
from kezek.usecases.sending import send
from kezek.usecases.signing import Brought, lay_down
from kezek.usecases.unit_of_work import Act, act

SIGNED_WITHIN = timedelta(days=1)
"""How old a signature may be when the portal brings it: it may have waited for us."""


@dataclass(frozen=True, slots=True)
class SignedThere:
    """The bytes that the parent signed at the portal, and the signature over them."""

    content: bytes
    cms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalApplication:
    """An application as the portal sends it."""

    applicant: Applicant
    child: ChildWish
    parameters: Parameters
    choices: tuple[uuid.UUID, ...]
    categories: tuple[int, ...]
    planned_from: date | None
    consent: Consent
    papers: Sequence[Upload] = ()
    signed: SignedThere | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An application that was taken: now, or when this request came before."""

    application_id: uuid.UUID
    is_new: bool


def take_from_portal(tenant_id: int, asked: PortalRequest, said: PortalApplication) -> Taken:
    """Takes the application in, once for each request.

    Raises Refusal: everything that the parent's own application can be refused for, a signature
    that is not good, and ALREADY_DECIDED(request_id) for the number of another request.
    """
    known, now = _known(tenant_id, asked)
    if known is not None:
        return Taken(known, is_new=False)
    try:
        _need_consent(said.consent, now)
        brought = _checked(said, now)
        actor = family_from_portal(tenant_id, asked.caller, said.applicant)
        intent = f"portal:{asked.caller}:{asked.request_id}"
        child_id = child_from_portal(tenant_id, actor, said.child, intent=f"{intent}:child")
        return _apply(_Case(tenant_id, actor, child_id, intent), asked, said, brought)
    except Refusal as refusal:
        _keep_refusal(tenant_id, asked, refusal)
        raise


@dataclass(frozen=True, slots=True)
class _Case:
    """Whose application is filled in, and under which name of the request."""

    tenant_id: int
    actor: Actor
    child_id: uuid.UUID
    intent: str


def _known(tenant_id: int, asked: PortalRequest) -> tuple[uuid.UUID | None, datetime]:
    """The application of a request that came before, and the present moment. Raises Refusal."""
    with read_scope(tenant_id) as session:
        row = find_request(session, asked.caller, asked.request_id)
        now = services().clock.now(session)
    if row is None or row.application_id is None:
        return None, now
    if row.body_sha256 != asked.body_sha256:
        raise Refusal(Code.ALREADY_DECIDED, "request_id")
    return row.application_id, now


def _need_consent(consent: Consent, now: datetime) -> None:
    """The words of Annex 5 that hold now, and a moment that has come (L-A5.1)."""
    if consent.version != VERSION:
        raise Refusal(Code.CONSENT_MISSING, "version", version=VERSION)
    if consent.given_at > now:
        raise Refusal(Code.TOO_EARLY, "signed_later")


def _checked(said: PortalApplication, now: datetime) -> Brought | None:
    """What was signed at the portal, found good; the person who signed is the one who applies."""
    if said.signed is None:
        return None
    verified = services().eds.verify(
        said.signed.cms,
        said.signed.content,
        Wanted(iin=said.applicant.identity.iin),
        asked_at=now - SIGNED_WITHIN,
        now=now,
    )
    return Brought(said.signed.content, said.signed.cms, verified)


def _apply(
    case: _Case, asked: PortalRequest, said: PortalApplication, brought: Brought | None
) -> Taken:
    before = _draft_of(case)
    papers: list[uuid.UUID] = []
    try:
        papers += _fill_in(case, said)
        application_id = send(
            case.tenant_id,
            case.actor,
            case.child_id,
            intent=case.intent,
            also=_also(asked, case, brought),
        )
    except Refusal:
        _put_back(case, before, papers)
        raise
    return Taken(application_id, is_new=True)


def _fill_in(case: _Case, said: PortalApplication) -> Sequence[uuid.UUID]:
    """Says step by step what a parent says in the cabinet; gives the files that were attached."""
    tenant_id, actor, child_id = case.tenant_id, case.actor, case.child_id
    given = said.consent
    drafts.consent(tenant_id, actor, child_id, given.language, given_at=given.given_at)
    drafts.choose_child(tenant_id, actor, child_id)
    drafts.set_parameters(tenant_id, actor, child_id, said.parameters)
    if said.choices:
        drafts.set_choices(tenant_id, actor, child_id, said.choices)
    drafts.set_benefits(tenant_id, actor, child_id, said.categories, said.planned_from)
    if not said.papers:
        return ()
    papers = list(said.papers)
    return documents.attach(tenant_id, actor, child_id, papers, intent=f"{case.intent}:papers")


def _also(
    asked: PortalRequest, case: _Case, brought: Brought | None
) -> Callable[[Act, ApplicationId, Consent], None]:
    """Writes, in the commit of the application, whence it came and what was signed."""

    def also(running: Act, application_id: ApplicationId, _: Consent) -> None:
        assert case.actor.guardian_id is not None
        family, now = case.actor.guardian_id, running.now()
        signature = None
        if brought is not None:
            signature = lay_down(
                running, brought, SignedAct.APPLICATION, application_id, family, "E-6"
            )
        outcome = Outcome(application_id=application_id, signature_id=signature)
        keep_request(running.session, running.tenant_id, asked, outcome, now)
        told = {"by": tag_of(asked.caller), "request": asked.request_id}
        note(running, "application:from_portal", "E-6", family, now, **told)

    return also


def _draft_of(case: _Case) -> Draft | None:
    assert case.actor.guardian_id is not None
    with read_scope(case.tenant_id) as session:
        row = find_draft(session, case.actor.guardian_id, case.child_id)
    return row.value if row is not None else None


def _put_back(case: _Case, before: Draft | None, papers: Sequence[uuid.UUID]) -> None:
    """What the family had filled in by itself stands again; what the portal attached is gone."""
    for paper in papers:
        with suppress(NotFound):
            documents.remove(case.tenant_id, case.actor, paper)
    assert case.actor.guardian_id is not None
    with act(case.tenant_id, case.actor.tag) as running:
        if before is None:
            drop_draft(running.session, case.actor.guardian_id, case.child_id)
            return
        save_draft(
            running.session,
            case.tenant_id,
            case.actor.guardian_id,
            case.child_id,
            before,
            running.now(),
        )


def _keep_refusal(tenant_id: int, asked: PortalRequest, refusal: Refusal) -> None:
    code = f"{refusal.code}:{refusal.detail}" if refusal.detail else str(refusal.code)
    with act(tenant_id, tag_of(asked.caller)) as running:
        now = running.now()
        keep_request(running.session, tenant_id, asked, Outcome(refusal=code), now)
