"""One application before a specialist: what it claims, what proves it, what the registers say."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core import relocation
from kezek.core.applications import SHOWN, Application, Referral, State
from kezek.core.ids import ApplicationId
from kezek.core.queues import SeatKey
from kezek.core.regions import Tenant
from kezek.db.applications import load_applications
from kezek.db.assisted_entries import EnteredBy, entered_by
from kezek.db.documents import application_documents
from kezek.db.drafts import newest_consent
from kezek.db.journal import FactRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.numbers import numbers_of
from kezek.db.portal_requests import CameBy, came_by_portal
from kezek.db.private import identity_of
from kezek.db.relocations import unanswered_moves
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.persons import Person, child_of, parent_of, people_of
from kezek.reads.referral_matters import (
    ExtensionAsked,
    Immunity,
    StaffFile,
    extension_asked,
    immunity_of,
    staff_files,
)
from kezek.reads.review_claims import Claim, Proof, claims_of, proofs_shown
from kezek.reads.review_terms import ReviewTerms, review_terms
from kezek.reads.shown_vouchers import ShownVoucher, shown_voucher

_DECIDERS = ("office", "kindergarten")


@dataclass(frozen=True, slots=True)
class Choice:
    """A kindergarten that the family named, with the number there."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class RelocationClaim:
    """The family may show that it was transferred or has moved (L-23.2)."""

    has_paper: bool
    is_open: bool
    """Whether that paper waits for an answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of the journal: what, when, by whose role."""

    kind: str
    at: datetime
    role: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Everything that a specialist needs for one decision."""

    now: datetime
    id: uuid.UUID
    number: str
    state: str
    reason: str
    territory: str
    queue_type: str
    language: str
    standing: str
    claimed: str
    submitted_at: datetime
    planned_from: date | None
    has_pmpk: bool
    consent_at: datetime | None
    parent: Person
    child: Person
    claims: tuple[Claim, ...]
    proofs: tuple[Proof, ...]
    files: tuple[StaffFile, ...]
    choices: tuple[Choice, ...]
    terms: ReviewTerms
    strikes: int
    max_misses: int
    referral: Referral | None
    garden: str
    garden_phone: str
    immunity: Immunity | None
    extension: ExtensionAsked | None
    relocation: RelocationClaim | None
    """Nothing where a transfer of service or a move cannot bring the child forward."""
    voucher: ShownVoucher | None
    entered_by: EnteredBy | None
    """Who entered it for the family at the counter (A-31)."""
    came_by: CameBy | None
    """That it came from the state portal (E-6)."""
    events: tuple[Event, ...]
    """The newest first."""

    @property
    def has_benefit(self) -> bool:
        """Whether it stands, or wants to stand, before others."""
        return "G" not in (self.claimed if self.state == State.UNDER_REVIEW else self.standing)

    @property
    def registers_can_say(self) -> bool:
        """Whether a register can be asked about anything that is claimed here."""
        has_numbers = self.parent.has_iin and self.child.has_iin
        return has_numbers and any(one.register is not None for one in self.claims)

    @property
    def waits_in_queue(self) -> bool:
        """Whether it has its numbers now."""
        return self.state in SHOWN

    @property
    def decided(self) -> Event | None:
        """What was decided last by staff, for whoever comes second."""
        return next((one for one in self.events if one.role in _DECIDERS), None)


def review_page(tenant_id: int, application_id: uuid.UUID, language: str) -> ReviewPage | None:
    """One application; whether the asker may see it is asked by its permission."""
    with read_scope(tenant_id) as session:
        application = load_applications(session, [application_id]).get(
            ApplicationId(application_id)
        )
        if application is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return _page(session, application, region, now, language)


def _page(
    session: Session, application: Application, region: Tenant, now: datetime, language: str
) -> ReviewPage:
    child, guardian = people_of(session, application)
    rows = application_documents(session, application.id)
    files = staff_files(rows, region.calendar.local_day(now))
    referral = application.referral
    gardens = _gardens(session, application)
    garden = gardens.get(referral.kindergarten) if referral else None
    consent = newest_consent(session, application.id)
    return ReviewPage(
        now=now,
        id=application.id,
        number=application.number,
        state=str(application.state),
        reason=str(application.reason or ""),
        territory=_territory(region, application, language),
        queue_type=str(application.queue_type),
        language=application.language,
        standing=str(application.standing),
        claimed=str(application.claimed),
        submitted_at=application.submitted_at,
        planned_from=application.planned_from,
        has_pmpk=application.has_pmpk,
        consent_at=consent.given_at if consent else None,
        parent=parent_of(guardian),
        child=child_of(child),
        claims=claims_of(session, application, identity_of(guardian), identity_of(child)),
        proofs=proofs_shown(application, files),
        files=files,
        choices=_choices(session, application, gardens, language),
        terms=review_terms(session, application, region),
        strikes=application.strikes,
        max_misses=region.rules.max_misses,
        referral=referral,
        garden=garden.name(language) if garden else "",
        garden_phone=garden.phone if garden else "",
        immunity=_immunity(session, application, region),
        extension=extension_asked(session, application, rows, region, now),
        relocation=_relocation(session, application, files, region),
        voucher=shown_voucher(session, region, application, language, now),
        entered_by=entered_by(session, application.id),
        came_by=came_by_portal(session, application.id),
        events=events_of(session, application.id),
    )


def _gardens(session: Session, application: Application) -> dict[uuid.UUID, KindergartenRow]:
    wanted = {*application.choices}
    if application.referral is not None:
        wanted.add(application.referral.kindergarten)
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(wanted)))
    return {row.id: row for row in rows}


def _choices(
    session: Session,
    application: Application,
    gardens: dict[uuid.UUID, KindergartenRow],
    language: str,
) -> tuple[Choice, ...]:
    numbers = {
        one.key.kindergarten: one.number
        for one in numbers_of(session, application.id)
        if isinstance(one.key, SeatKey)
    }
    return tuple(
        Choice(gardens[one].name(language), numbers.get(one))
        for one in application.choices
        if one in gardens
    )


def _relocation(
    session: Session, application: Application, files: Sequence[StaffFile], region: Tenant
) -> RelocationClaim | None:
    if not relocation.may_move_up(application, region.rules):
        return None
    return RelocationClaim(
        has_paper=any(file.kind == relocation.PAPER for file in files),
        is_open=bool(unanswered_moves(session, application.id)),
    )


def _immunity(session: Session, application: Application, region: Tenant) -> Immunity | None:
    referral = application.referral
    if application.state is not State.ADMISSION_REFUSED or referral is None:
        return None
    if referral.refusal != "immunity":
        return None
    return immunity_of(session, application, referral, region)


def _territory(region: Tenant, application: Application, language: str) -> str:
    found = (one for one in region.territories if one.slug == application.territory)
    return next((one.kk if language == "kk" else one.ru for one in found), application.territory)


def events_of(session: Session, application_id: uuid.UUID, most: int = 30) -> tuple[Event, ...]:
    """The newest facts about an application, without what only tells somebody something."""
    rows: Iterable[FactRow] = session.scalars(
        select(FactRow)
        .where(FactRow.application_id == application_id)
        .order_by(FactRow.at.desc(), FactRow.id.desc())
        .limit(most)
    )
    return tuple(
        Event(row.kind, row.at, row.actor.partition(":")[0], row.rule)
        for row in rows
        if not row.kind.startswith("term:")
    )
