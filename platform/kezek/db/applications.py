"""Applications with offer, referral and terms: rows, and the way to the core and back."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import UUID, Boolean, Integer, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import (
    ENDED,
    Application,
    ArchiveReason,
    Offer,
    Referral,
    State,
    Term,
    TermKind,
)
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.images import from_json
from kezek.core.queues import QueueType
from kezek.core.territories import Mode
from kezek.core.turns import Standing
from kezek.core.vouchers import Voucher
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.progress import progress_from_json


class ApplicationRow(Base):
    """A family's request for one child."""

    __tablename__ = "applications"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    number: Mapped[str]
    serial: Mapped[int]
    child_id: Mapped[uuid.UUID]
    guardian_id: Mapped[uuid.UUID]
    territory: Mapped[str]
    mode: Mapped[str]
    queue_type: Mapped[str]
    born_on: Mapped[date]
    birth_year: Mapped[int]
    language: Mapped[str]
    choices: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(UUID(as_uuid=True)))
    categories: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    cohort: Mapped[int | None]
    standing: Mapped[str]
    claimed: Mapped[str]
    submitted_at: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str | None]
    has_pmpk: Mapped[bool] = mapped_column(Boolean)
    planned_from: Mapped[date | None]
    cancels: Mapped[int]
    strikes: Mapped[int] = mapped_column(default=0)
    is_transfer: Mapped[bool] = mapped_column(Boolean, default=False)
    voucher: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    yearly_asked: Mapped[int]
    yearly_year: Mapped[int]
    asked_places: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(UUID(as_uuid=True)))
    reviewed: Mapped[bool] = mapped_column(Boolean)
    state_since: Mapped[datetime]
    version: Mapped[int]


class OfferRow(Base):
    """One offer, live while it has no end; one live offer per place and per child."""

    __tablename__ = "offers"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    made_at: Mapped[datetime] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID]
    place_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    temporary_until: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    @property
    def value(self) -> Offer:
        """The offer as the core has it."""
        return Offer(PlaceId(self.place_id), self.made_at, self.due_at, self.temporary_until)


class ReferralRow(Base):
    """One referral, live until the contract ends or the referral does."""

    __tablename__ = "referrals"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    issued_at: Mapped[datetime] = mapped_column(primary_key=True)
    child_id: Mapped[uuid.UUID]
    place_id: Mapped[uuid.UUID]
    kindergarten_id: Mapped[uuid.UUID]
    expires_at: Mapped[datetime]
    temporary_until: Mapped[date | None]
    progress: Mapped[dict[str, Any]] = mapped_column(JSONB)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    @property
    def value(self) -> Referral:
        """The referral as the core has it."""
        return Referral(
            place=PlaceId(self.place_id),
            kindergarten=KindergartenId(self.kindergarten_id),
            issued_at=self.issued_at,
            expires_at=self.expires_at,
            temporary_until=self.temporary_until,
            **progress_from_json(self.progress),
        )


class TermRow(Base):
    """One running span; the ticker finds what is due by it."""

    __tablename__ = "terms"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    waits: Mapped[bool] = mapped_column(Boolean)
    phase: Mapped[str]
    submitted_at: Mapped[datetime]
    serial: Mapped[int]
    birth_year: Mapped[int]

    @property
    def value(self) -> Term:
        """The term as the core has it."""
        return Term(self.due_at, TermKind(self.kind), self.started_at, self.waits)


def next_serial(session: Session) -> int:
    """The next serial of the deployment; the order of two applications of one millisecond."""
    serial: int = session.execute(text("select nextval('application_serials')")).scalar_one()
    return serial


def next_serials(session: Session, count: int) -> list[int]:
    """So many serials at once, in their order."""
    draw = text("select nextval('application_serials') as serial from generate_series(1, :count)")
    return sorted(session.scalars(draw, {"count": count}))


def step_over_serials(session: Session, last: int) -> None:
    """Makes every serial that comes later than this one; it is never made earlier.

    The role that serves may draw from the sequence and may not set it, so the used ones are drawn.
    """
    drawn = next_serial(session)
    if drawn < last:
        draw = text("select count(nextval('application_serials')) from generate_series(1, :used)")
        session.execute(draw, {"used": last - drawn})


@dataclass(frozen=True, slots=True)
class Header:
    """What is needed to lock an application: these never change."""

    child_id: uuid.UUID
    guardian_id: uuid.UUID
    birth_year: int


def find_header(session: Session, application_id: uuid.UUID) -> Header | None:
    """Whose an application is and in which cohort; nothing if there is none of that id here."""
    row = session.execute(
        select(
            ApplicationRow.child_id, ApplicationRow.guardian_id, ApplicationRow.birth_year
        ).where(ApplicationRow.id == application_id)
    ).one_or_none()
    return Header(row.child_id, row.guardian_id, row.birth_year) if row else None


def load_applications(
    session: Session, ids: Iterable[uuid.UUID]
) -> dict[ApplicationId, Application]:
    """Whole applications by their id, with live offer, live referral and running terms."""
    wanted = set(ids)
    if not wanted:
        return {}
    fresh = {"populate_existing": True}
    rows = session.scalars(
        select(ApplicationRow).where(ApplicationRow.id.in_(wanted)).execution_options(**fresh)
    )
    offers = session.scalars(
        select(OfferRow)
        .where(OfferRow.application_id.in_(wanted), OfferRow.ended_at.is_(None))
        .execution_options(**fresh)
    )
    referrals = session.scalars(
        select(ReferralRow)
        .where(ReferralRow.application_id.in_(wanted), ReferralRow.ended_at.is_(None))
        .execution_options(**fresh)
    )
    live_offers = {row.application_id: row.value for row in offers}
    live_referrals = {row.application_id: row.value for row in referrals}
    terms: dict[uuid.UUID, list[Term]] = defaultdict(list)
    for term in session.scalars(
        select(TermRow).where(TermRow.application_id.in_(wanted)).execution_options(**fresh)
    ):
        terms[term.application_id].append(term.value)
    return {
        ApplicationId(row.id): _to_value(
            row, live_offers.get(row.id), live_referrals.get(row.id), terms[row.id]
        )
        for row in rows
    }


def _to_value(
    row: ApplicationRow, offer: Offer | None, referral: Referral | None, terms: list[Term]
) -> Application:
    return Application(
        id=ApplicationId(row.id),
        number=row.number,
        serial=row.serial,
        child=ChildId(row.child_id),
        guardian=GuardianId(row.guardian_id),
        territory=TerritorySlug(row.territory),
        queue_type=QueueType(row.queue_type),
        born_on=row.born_on,
        language=row.language,
        choices=tuple(KindergartenId(choice) for choice in row.choices),
        categories=tuple(row.categories),
        mode=Mode(row.mode),
        cohort=row.cohort,
        standing=Standing(row.standing),
        claimed=Standing(row.claimed),
        submitted_at=row.submitted_at,
        state=State(row.state),
        reason=ArchiveReason(row.reason) if row.reason else None,
        has_pmpk=row.has_pmpk,
        planned_from=row.planned_from,
        cancels=row.cancels,
        strikes=row.strikes,
        is_transfer=row.is_transfer,
        voucher=from_json(Voucher, row.voucher) if row.voucher else None,
        yearly_asked=row.yearly_asked,
        yearly_year=row.yearly_year,
        offer=offer,
        referral=referral,
        asked_places=frozenset(PlaceId(place) for place in row.asked_places),
        reviewed=row.reviewed,
        terms=tuple(sorted(terms)),
        version=row.version,
    )


@dataclass(frozen=True, slots=True)
class Live:
    """An application of a child that has not ended."""

    id: uuid.UUID
    number: str
    state: State


def live_applications_of(session: Session, children: Iterable[uuid.UUID]) -> list[Live]:
    """The applications of these children that have not ended; the oldest first."""
    wanted = set(children)
    if not wanted:
        return []
    rows = session.execute(
        select(ApplicationRow.id, ApplicationRow.number, ApplicationRow.state)
        .where(
            ApplicationRow.child_id.in_(wanted),
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .order_by(ApplicationRow.serial)
    )
    return [Live(row.id, row.number, State(row.state)) for row in rows]


def had_privileged_place(session: Session, child_id: uuid.UUID) -> bool:
    """Whether the child was enrolled out of turn or by first priority before (L-23.1)."""
    found = session.scalar(
        select(ApplicationRow.id)
        .join(
            ReferralRow,
            (ReferralRow.tenant_id == ApplicationRow.tenant_id)
            & (ReferralRow.application_id == ApplicationRow.id),
        )
        .where(
            ApplicationRow.child_id == child_id,
            ApplicationRow.standing.in_(["O", "P"]),
            ApplicationRow.state == str(State.ARCHIVED),
            ApplicationRow.reason == str(ArchiveReason.OTHER),
        )
        .limit(1)
    )
    return found is not None


def sibling_ids(session: Session, guardians: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Applications of these guardians that stand in a queue (L-26.1)."""
    return list(
        session.scalars(
            select(ApplicationRow.id).where(
                ApplicationRow.guardian_id.in_(set(guardians)),
                ApplicationRow.state == str(State.QUEUED),
            )
        )
    )


def modes_of(session: Session, applications: Iterable[uuid.UUID]) -> dict[uuid.UUID, Mode]:
    """Under whose rules each of these applications lives."""
    wanted = set(applications)
    if not wanted:
        return {}
    rows = session.execute(
        select(ApplicationRow.id, ApplicationRow.mode).where(ApplicationRow.id.in_(wanted))
    )
    return {row.id: Mode(row.mode) for row in rows}
