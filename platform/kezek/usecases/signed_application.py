"""An application is sent with an electronic signature: the bytes that were shown are kept (E-6)."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.access import Actor
from kezek.core.consent import Consent
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.regions import Words
from kezek.core.signatures import Wanted
from kezek.core.signed_texts import (
    ApplicationSaid,
    Paper,
    Person,
    SignedAct,
    Stamp,
    application_text,
)
from kezek.core.ways_in import asks_for_kindergartens
from kezek.core.wishes import Draft
from kezek.db.documents import DocumentRow, application_documents, draft_documents
from kezek.db.drafts import find_draft
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import identity_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.sending import family_of, need_whole, send, wanted_papers
from kezek.usecases.signing import Challenge, check, give_out, keep, stamp_of
from kezek.usecases.unit_of_work import Act, act


def begin_signing(tenant_id: int, actor: Actor, child_id: uuid.UUID, language: str) -> Challenge:
    """The text of the finished application, to be signed.

    Raises NotFound, and Refusal where a step or a paper is missing, or the family has no IIN.
    """
    with act(tenant_id, actor.tag) as running:
        child, guardian = family_of(running.session, actor, child_id)
        _need_iin(guardian)
        draft = _draft(running.session, guardian, child)
        files = draft_documents(running.session, guardian.id, child_id)
        now = running.now()
        _, region = region_at(running.session, tenant_id, now)
        need_whole(draft, guardian, child, files, region, region.calendar.local_day(now))

        def write(stamp: Stamp) -> bytes:
            return _text(running, guardian, child, draft, files, stamp, language)

        return give_out(
            running, SignedAct.APPLICATION, subject_of(child_id, language), actor, write
        )


def send_signed(
    tenant_id: int,
    actor: Actor,
    child_id: uuid.UUID,
    challenge_id: uuid.UUID,
    cms: str,
    language: str,
    *,
    intent: str,
) -> uuid.UUID:
    """Sends the application with its signature, in one commit; a second press gives the same one.

    Raises what sending raises, and Refusal for the signature; the draft stays as it is then.
    """
    with read_scope(tenant_id) as session:
        child, guardian = family_of(session, actor, child_id)
        iin = identity_of(guardian).iin
        is_sent = find_draft(session, guardian.id, child_id) is None
    if is_sent:
        return send(tenant_id, actor, child_id, intent=intent)
    signed = check(
        tenant_id,
        challenge_id,
        cms,
        Wanted(iin=iin),
        signed_act=SignedAct.APPLICATION,
        subject=subject_of(child_id, language),
        asked_by=actor,
    )

    def also(running: Act, application_id: ApplicationId, _: Consent) -> None:
        draft = _draft(running.session, guardian, child)
        files = application_documents(running.session, application_id)
        stamp = stamp_of(running, signed.challenge)
        now_said = _text(running, guardian, child, draft, files, stamp, language)
        if now_said != signed.challenge.content:
            raise Refusal(Code.ALREADY_DECIDED, "signed_other")
        keep(running, signed, SignedAct.APPLICATION, application_id, guardian.id, "E-6")

    return send(tenant_id, actor, child_id, intent=intent, also=also)


def _text(
    running: Act,
    guardian: GuardianRow,
    child: ChildRow,
    draft: Draft,
    files: Sequence[DocumentRow],
    stamp: Stamp,
    language: str,
) -> bytes:
    """What the application says; files that it does not ask for are not sent and not signed."""
    _, region = region_at(running.session, running.tenant_id, stamp.asked_at)
    chosen = next(one for one in region.territories if one.slug == draft.territory)
    today = region.calendar.local_day(stamp.asked_at)
    asks = asks_for_kindergartens(region.territories, today, draft.territory)
    parent, own = _number(guardian), _number(child)
    wanted = wanted_papers(draft, guardian, child)
    said = ApplicationSaid(
        parent=Person(guardian.full_name, parent, address=guardian.address),
        child=Person(child.full_name, own, born_on=child.born_on),
        draft=draft,
        territory=Words(chosen.kk, chosen.ru),
        kindergartens=_kindergartens(running.session, draft.choices) if asks else (),
        papers=[Paper(one.kind, one.sha256.hex()) for one in files if one.kind in wanted],
    )
    return application_text(said, stamp, language)


def _number(row: GuardianRow | ChildRow) -> str:
    identity = identity_of(row)
    return identity.iin or identity.document_number


def _kindergartens(session: Session, choices: Sequence[uuid.UUID]) -> list[Words]:
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(choices)))
    names = {row.id: Words(row.name("kk"), row.name("ru")) for row in rows}
    return [names[one] for one in choices if one in names]


def _draft(session: Session, guardian: GuardianRow, child: ChildRow) -> Draft:
    row = find_draft(session, guardian.id, child.id)
    if row is None or row.value.consent is None:
        raise Refusal(Code.CONSENT_MISSING)
    return row.value


def _need_iin(guardian: GuardianRow) -> None:
    if not identity_of(guardian).iin:
        raise Refusal(Code.WRONG_STATE, "eds_without_iin")


def subject_of(child_id: uuid.UUID, language: str) -> str:
    """What the text of an application is about: the child, in one language."""
    return f"{child_id}:{language}"
