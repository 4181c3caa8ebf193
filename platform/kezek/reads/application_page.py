"""One application as its family sees it: where it stands, what it may do, all that has happened."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.admission_stages import arrival_of, stage_of
from kezek.core.applications import Application, State, deadline
from kezek.core.consent import Consent
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.modes.registry import has_bulletin, names_kindergartens
from kezek.core.places import Place
from kezek.core.regions import Tenant
from kezek.core.waits import IN_QUEUES, WITHDRAWABLE, Wait, waited_for
from kezek.db.applications import load_applications
from kezek.db.assisted_entries import EnteredBy, entered_by
from kezek.db.drafts import consent_of
from kezek.db.notices import NoticeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.places import load_places
from kezek.db.register_questions import is_silent
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.family_home import MOST_TOPICS
from kezek.reads.happenings import Happening, happenings_of
from kezek.reads.numbers import ShownNumber, queues_version, shown_numbers
from kezek.reads.seats import Seat, seat_of
from kezek.reads.shown_indigo import ShownIndigo, shown_indigo
from kezek.reads.shown_papers import ShownPapers, shown_papers
from kezek.reads.shown_referrals import ShownReferral, shown_referral
from kezek.reads.shown_vouchers import ShownVoucher, shown_voucher


@dataclass(frozen=True, slots=True)
class ApplicationNotice:
    """A notice about this application."""

    id: uuid.UUID
    code: str
    subject: str
    language: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPage:
    """Everything about one application, on one snapshot."""

    now: datetime
    id: uuid.UUID
    number: str
    version: int
    child_id: uuid.UUID
    child: str
    born_on: date
    parent: str
    territory: str
    provider: str
    language: str
    queue_type: str
    categories: tuple[int, ...]
    standing: str
    claimed: str
    submitted_at: datetime
    entered_by: EnteredBy | None
    """The specialist who filled it in for the family, and on which paper (A-31)."""
    consent: Consent | None
    mode: str
    state: str
    stage: str
    """How far the child has come into its kindergarten (`core.admission_stages.Stage`)."""
    reason: str
    planned_from: date | None
    due_at: datetime | None
    waits_for: Wait | None
    wait_until: datetime | None
    numbers: tuple[ShownNumber, ...]
    other_choices: int
    """Kindergartens of the family's list besides the one of the seat."""
    seat: Seat | None
    referral: ShownReferral | None
    voucher: ShownVoucher | None
    indigo: ShownIndigo | None
    papers: ShownPapers
    is_register_silent: bool
    """Whether a specialist looks at the papers because no register answered (A-12)."""
    happened: tuple[Happening, ...]
    notices: tuple[ApplicationNotice, ...]
    settings: "ShownSettings"
    topics: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether no act leads on from here (row 37)."""
        return self.state in (State.REFUSED, State.ARCHIVED)

    @property
    def may_withdraw(self) -> bool:
        """Whether the family may take it back (row 21)."""
        return self.state in WITHDRAWABLE

    @property
    def may_change(self) -> bool:
        """Whether other kindergartens may be named: only where any are (R-28, A-40, V-17)."""
        return names_kindergartens(self.mode) and self.state in IN_QUEUES - {State.OFFERED}

    @property
    def may_plan(self) -> bool:
        """Whether the day from which the child takes part may be set (row 7)."""
        return self.state in (State.QUEUED, State.DEFERRED)


@dataclass(frozen=True, slots=True)
class ShownSettings:
    """Terms of the region that sentences name."""

    referral_working_days: int
    suspension_working_days: int
    reconfirm_days: int
    refusal_ends_all: bool
    cancel_hours: int
    cancel_limit: int
    contract_sign_days: int


BULLETIN_TOPIC = "bulletin"
"""Rings when a place comes, opens or goes."""

NOTICES = 50
"""The newest notices that the page of one application reads."""


def application_page(
    tenant_id: int, actor: Actor, application_id: uuid.UUID, language: str
) -> ApplicationPage | None:
    """One application of the family; the same nothing for what is not there or not its own."""
    with read_scope(tenant_id) as session:
        one = _find(session, application_id)
        if one is None or one.guardian != actor.guardian_id:
            return None
        return _page_now(session, tenant_id, one, language)


def application_as_printed(
    tenant_id: int, application_id: uuid.UUID, language: str
) -> ApplicationPage | None:
    """The same for papers that staff prints; whether it may see it is asked by its permission."""
    with read_scope(tenant_id) as session:
        one = _find(session, application_id)
        return _page_now(session, tenant_id, one, language) if one is not None else None


def application_version(tenant_id: int, application_id: uuid.UUID) -> tuple[object, ...]:
    """What the live part of the page depends on."""
    with read_scope(tenant_id) as session:
        found = _find(session, application_id)
        if found is None:
            return ()
        places = _places_version(session, tenant_id, found)
        return (found.version, *places, *queues_version(session, [application_id]))


def _find(session: Session, application_id: uuid.UUID) -> Application | None:
    return load_applications(session, [application_id]).get(ApplicationId(application_id))


def _page_now(session: Session, tenant_id: int, one: Application, language: str) -> ApplicationPage:
    now = services().clock.now(session)
    _, region = region_at(session, tenant_id, now)
    return _page(session, region, one, language, now)


def _places_version(session: Session, tenant_id: int, one: Application) -> tuple[object, ...]:
    """Of an indigo application also the places that it might take, and the bulletin that comes."""
    if not has_bulletin(one.mode):
        return ()
    now = services().clock.now(session)
    _, region = region_at(session, tenant_id, now)
    return (shown_indigo(session, region, one, now),)


def _page(
    session: Session, region: Tenant, one: Application, language: str, now: datetime
) -> ApplicationPage:
    settings, calendar = region.rules, region.calendar
    place = _place_of(session, one)
    numbers = shown_numbers(session, one.id, language, now) if one.state in IN_QUEUES else ()
    today = calendar.local_day(now)
    wait, wait_until = waited_for(one)
    territory = next((t for t in region.territories if t.slug == one.territory), None)
    return ApplicationPage(
        now=now,
        id=one.id,
        number=one.number,
        version=one.version,
        child_id=one.child,
        child=_name(session, ChildRow, one.child),
        born_on=one.born_on,
        parent=_name(session, GuardianRow, one.guardian),
        territory=(territory.ru if language == "ru" else territory.kk) if territory else "",
        provider=region.provider_of(territory).in_language(language) if territory else "",
        language=one.language,
        queue_type=str(one.queue_type),
        categories=one.categories,
        standing=str(one.standing),
        claimed=str(one.claimed),
        submitted_at=one.submitted_at,
        entered_by=entered_by(session, one.id),
        consent=consent_of(session, one.id),
        mode=str(one.mode),
        state=str(one.state),
        stage=str(stage_of(one)),
        reason=str(one.reason or ""),
        planned_from=one.planned_from,
        due_at=deadline(one),
        waits_for=wait,
        wait_until=wait_until,
        numbers=numbers,
        other_choices=len(_others(one, place)),
        seat=seat_of(session, region, place, language, today) if place else None,
        referral=shown_referral(region, one, now),
        voucher=shown_voucher(session, region, one, language, now),
        indigo=shown_indigo(session, region, one, now),
        papers=shown_papers(session, one, today, settings.health_cert_days),
        is_register_silent=one.state is State.UNDER_REVIEW and is_silent(session, one.id),
        happened=tuple(happenings_of(session, one.id, language)),
        notices=tuple(_notices(session, one.id, one.guardian)),
        settings=_settings(region),
        topics=(f"family-{one.guardian}", *_bulletin_topic(one), *_queue_topics(numbers)),
    )


def _bulletin_topic(one: Application) -> tuple[str, ...]:
    return (BULLETIN_TOPIC,) if has_bulletin(one.mode) else ()


def _queue_topics(numbers: Iterable[ShownNumber]) -> list[str]:
    return [str(one.queue_id) for one in numbers][:MOST_TOPICS]


def _settings(region: Tenant) -> ShownSettings:
    rules = region.rules
    return ShownSettings(
        referral_working_days=rules.referral_working_days,
        suspension_working_days=rules.suspension_working_days,
        reconfirm_days=rules.reconfirm_days,
        refusal_ends_all=rules.refusal_scope == "application",
        cancel_hours=rules.cancel_hours,
        cancel_limit=rules.cancel_limit,
        contract_sign_days=rules.contract_sign_days,
    )


def _name(session: Session, table: type[ChildRow] | type[GuardianRow], person_id: uuid.UUID) -> str:
    return session.scalar(select(table.full_name).where(table.id == person_id)) or ""


def _others(one: Application, place: Place | None) -> list[KindergartenId]:
    taken = place.key.kindergarten if place else None
    return [choice for choice in one.choices if choice != taken]


def _place_of(session: Session, one: Application) -> Place | None:
    """The place of the live offer or referral; while the child moves, the one it moves to."""
    arrival = arrival_of(one)
    place_id = one.offer.place if one.offer else arrival.referral.place if arrival else None
    return load_places(session, [place_id])[place_id] if place_id else None


def _notices(
    session: Session, application_id: uuid.UUID, guardian_id: uuid.UUID
) -> list[ApplicationNotice]:
    rows = session.scalars(
        select(NoticeRow)
        .where(NoticeRow.application_id == application_id, NoticeRow.guardian_id == guardian_id)
        .order_by(NoticeRow.seq.desc())
        .limit(NOTICES)
    )
    return [
        ApplicationNotice(
            row.id, row.code, row.subject, row.language, row.recorded_at, row.read_at is not None
        )
        for row in rows
    ]
