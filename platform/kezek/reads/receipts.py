"""The signed receipt of an application: as it stands after its newest fact (N4)."""

import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.receipt_families import ReceiptFamily, seal_family
from kezek.adapters.receipt_forms import SignedReceipt
from kezek.adapters.receipt_keys import PublicKeys, Signer
from kezek.adapters.services import services
from kezek.core.applications import BLOCKS, Application
from kezek.core.days import Calendar
from kezek.core.ids import ApplicationId
from kezek.core.images import application_from_image
from kezek.core.queues import QueueKey, SeatKey
from kezek.core.receipts import Line, Receipt, facts_of
from kezek.core.regions import Tenant
from kezek.core.seal_paths import SealedPlace, place_in
from kezek.core.terms import valid_through_on
from kezek.db.journal import FactRow, facts_about, open_personal
from kezek.db.kindergartens import KindergartenRow
from kezek.db.numbers import numbers_of
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import identity_of
from kezek.db.queues import find_queues
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.seals import seal_over

_AT_ONE_MOMENT = 8
"""An act may change an application by several facts of one moment: no more than these."""


def public_keys() -> PublicKeys:
    """The keys by which anybody verifies the receipts of this deployment."""
    return _signer().public


def issue_receipt(tenant_id: int, application_id: uuid.UUID) -> SignedReceipt | None:
    """The receipt of an application as it is now; nothing for one that is not there or erased."""
    with read_scope(tenant_id) as session:
        newest = _newest(session, ApplicationId(application_id))
        if newest is None:
            return None
        fact, application = newest
        now = services().clock.now(session)
        region = region_at(session, tenant_id, now)[1]
        receipt = _receipt(session, fact, application, region, now)
        place = _place(session, fact.id)
    facts = facts_of(receipt)
    return SignedReceipt(facts, *_signer().sign(facts), place)


def _signer() -> Signer:
    return Signer(services().keys, services().settings.public_url)


def _newest(session: Session, application_id: ApplicationId) -> tuple[FactRow, Application] | None:
    found = []
    for fact in facts_about(session, application_id, _AT_ONE_MOMENT):
        personal = open_personal(session, fact)
        if personal is None:
            return None
        key = str(application_id)
        changed = {one["id"]: one["image"] for one in fact.payload["changes"]["applications"]}
        own = personal["applications"][key]
        found.append((fact, application_from_image(changed[key], own)))
    return max(found, key=lambda one: one[1].version, default=None)


def _receipt(
    session: Session, fact: FactRow, one: Application, region: Tenant, now: datetime
) -> Receipt:
    return Receipt(
        issuer=services().settings.public_url,
        region=region.slug,
        number=one.number,
        serial=one.serial,
        application=one.id,
        revision=one.version,
        kind=fact.kind,
        at=fact.at,
        as_of=now,
        submitted_at=one.submitted_at,
        mode=str(one.mode),
        territory=one.territory,
        queue=str(one.queue_type),
        birth_year=one.birth_year,
        language=one.language,
        standing=str(one.standing),
        state=str(one.state),
        through=_through(one, region.calendar),
        lines=_lines(session, one),
        fact=fact.id,
        hash=fact.hash.hex(),
        family=seal_family(services().keys, region.slug, _family(session, one)),
    )


def _through(one: Application, calendar: Calendar) -> date | None:
    blocks = [term.due_at for term in one.terms if term.kind in BLOCKS]
    return valid_through_on(max(blocks), calendar) if blocks else None


def _lines(session: Session, one: Application) -> tuple[Line, ...]:
    rows = find_queues(session, one.keys)
    numbers = {shown.key: shown.number for shown in numbers_of(session, one.id)}
    names = _codes(session, one.keys)
    return tuple(
        Line(
            to=names.get(key, ""),
            number=numbers.get(key),
            turns=rows[key].count if key in rows else 0,
            version=rows[key].moves if key in rows else 0,
        )
        for key in one.keys
    )


def _codes(session: Session, keys: tuple[QueueKey, ...]) -> dict[QueueKey, str]:
    gardens = {key.kindergarten: key for key in keys if isinstance(key, SeatKey)}
    found = session.execute(
        select(KindergartenRow.id, KindergartenRow.external_id).where(
            KindergartenRow.id.in_(gardens)
        )
    )
    return {gardens[row.id]: row.external_id for row in found}


def _family(session: Session, one: Application) -> ReceiptFamily:
    child = session.scalars(select(ChildRow).where(ChildRow.id == one.child)).one()
    guardian = session.scalars(select(GuardianRow).where(GuardianRow.id == one.guardian)).one()
    return ReceiptFamily(
        child=identity_of(child),
        child_name=child.full_name,
        born_on=one.born_on,
        guardian=identity_of(guardian),
        guardian_name=guardian.full_name,
        phone=guardian.phone,
        letters=guardian.language,
        categories=one.categories,
        pmpk=one.has_pmpk,
        planned_from=one.planned_from,
        strikes=one.strikes,
        restored=one.voucher.restored if one.voucher else 0,
    )


def _place(session: Session, fact_id: uuid.UUID) -> SealedPlace | None:
    found = seal_over(session, fact_id)
    if found is None:
        return None
    seal, position, hashes = found
    return place_in(seal, position, hashes)
