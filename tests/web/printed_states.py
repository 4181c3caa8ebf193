"""Families at the stages at which each of the papers is there."""

from kezek.core.annex3 import Ground, Reasons
from kezek.core.consent import VERSION, Consent
from kezek.db.drafts import keep_consent
from kezek.db.scope import tenant_scope
from kezek.usecases import standing
from tests.web.cabinet import Cabinet
from tests.web.printed import Waiting


def give_consent(cabinet: Cabinet, waiting: Waiting) -> None:
    """The consent of Annex 5, as it is kept with an application that was sent."""
    one = cabinet.application(waiting.id)
    consent = Consent(VERSION, "kk", one.submitted_at)
    with tenant_scope(cabinet.region) as session:
        keep_consent(session, cabinet.region, one.id, one.guardian, one.child, consent)


def with_contract(waiting: Waiting) -> Cabinet:
    """The family has its contract to sign."""
    cabinet = waiting.cabinet
    cabinet.refer(waiting.id, waiting.first)
    cabinet.hand_in(waiting.id)
    cabinet.admit(waiting.id)
    return cabinet


def refused_family(cabinet: Cabinet) -> Waiting:
    """A family whose claim to stand out of turn was refused as a whole."""
    waiting = Waiting(cabinet)
    waiting.id = cabinet.queue(waiting.first, category=1)
    reasons = Reasons(("DOC-03",), (), (Ground.UNRELIABLE,), "Нет печати")
    cabinet.house.within(
        standing.reject, cabinet.region, "office:1", waiting.id, whole=True, reason=str(reasons)
    )
    return waiting
