"""A consent of Annex 5 is taken back, or given anew to words that have changed (D-12, L-A5.1)."""

import uuid
from datetime import datetime

from kezek.core.access import Actor
from kezek.core.applications import ENDED, Application
from kezek.core.consent import VERSION
from kezek.core.errors import Code, Refusal
from kezek.core.family_rights import CONTRACTED
from kezek.core.ids import ApplicationId
from kezek.db.applications import load_applications
from kezek.db.drafts import ConsentRow, newest_consent
from kezek.db.journal import JournalEntry, append
from kezek.usecases.applications import withdraw
from kezek.usecases.deciding import NotFound
from kezek.usecases.family_rights import prove_presence
from kezek.usecases.unit_of_work import Act, act

WITHDRAW = "own-data:consent"
"""What the code is for; the application's id follows."""


def withdraw_consent(
    tenant_id: int, actor: Actor, application_id: uuid.UUID, code_id: uuid.UUID, digits: str
) -> None:
    """Takes a consent back: the service cannot go on, so the application is withdrawn (L-A2.9).

    Twice does no harm. Raises NotFound, and Refusal: for the code, and for a child with a contract,
    for which the service has been given; there the contract is ended first.
    """
    application = _own(tenant_id, actor, application_id)
    if application.state in CONTRACTED:
        raise Refusal(Code.WRONG_STATE, "consent_contract")
    prove_presence(tenant_id, actor, code_id, digits, f"{WITHDRAW}:{application_id}")
    if application.state not in ENDED:
        withdraw(tenant_id, actor.tag, application_id)
    with act(tenant_id, actor.tag) as running:
        now = running.now()
        row = newest_consent(running.session, application_id, for_update=True)
        if row is not None and row.withdrawn_at is None:
            row.withdrawn_at = now
            _note(running, "consent:withdrawn", row, now)


def renew_consent(tenant_id: int, actor: Actor, application_id: uuid.UUID, language: str) -> None:
    """Agrees to the words that are shown now; who has agreed to them already agrees once.

    Raises NotFound, and Refusal for an application that has ended.
    """
    application = _own(tenant_id, actor, application_id)
    if application.state in ENDED:
        raise Refusal(Code.WRONG_STATE, "consent_ended")
    with act(tenant_id, actor.tag) as running:
        now = running.hold(application=application_id)
        known = newest_consent(running.session, application_id)
        if known is not None and known.value.is_current:
            return
        row = ConsentRow(
            tenant_id=tenant_id,
            application_id=application_id,
            guardian_id=application.guardian,
            child_id=application.child,
            text_version=VERSION,
            language=language,
            given_at=now,
        )
        running.session.add(row)
        _note(running, "consent:renewed", row, now)


def _own(tenant_id: int, actor: Actor, application_id: uuid.UUID) -> Application:
    with act(tenant_id, actor.tag) as running:
        found = load_applications(running.session, [application_id])
        application = found.get(ApplicationId(application_id))
    if application is None or application.guardian != actor.guardian_id:
        raise NotFound(application_id)
    return application


def _note(running: Act, kind: str, row: ConsentRow, now: datetime) -> None:
    entry = JournalEntry(
        kind=kind,
        rule="D-12",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        application_id=row.application_id,
        family_id=row.guardian_id,
        payload={"version": row.text_version},
    )
    append(running.session, running.tenant_id, entry)
