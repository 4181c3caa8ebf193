"""One child at the kindergarten that it is sent to: papers, clock, the ten per cent."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.identities import identity_of
from kezek.adapters.services import services
from kezek.core.admission_papers import (
    AdmissionPaper,
    PaperFile,
    admission_papers,
    is_certificate_too_old,
)
from kezek.core.admission_stages import Arrival, Stage, arrival_of
from kezek.core.applications import Application, Referral
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.places import Place, PlaceState
from kezek.core.regions import Tenant
from kezek.db.absences import open_absence
from kezek.db.applications import load_applications
from kezek.db.documents import application_documents
from kezek.db.group_changes import groups_of_kindergarten
from kezek.db.kindergartens import find_kindergarten
from kezek.db.notices import newest_notice_at
from kezek.db.places import load_places, stand_ins
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.persons import people_of
from kezek.reads.referral_matters import (
    SIGNINGS,
    ExtensionAsked,
    Immunity,
    StaffFile,
    extension_asked,
    immunity_of,
    moment_of,
    staff_files,
)


@dataclass(frozen=True, slots=True)
class Away:
    """The pupil is in a sanatorium: its place is kept (L-17.2)."""

    place_id: uuid.UUID
    stand_in_until: date | None
    """The last day of the temporary place; nothing once it has ended."""


@dataclass(frozen=True, slots=True)
class Absence:
    """The pupil is away for a while: why, and through which day."""

    because: str
    until_on: date
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionPage:
    """Everything that a kindergarten needs for one child."""

    now: datetime
    id: uuid.UUID
    number: str
    mode: str
    state: str
    stage: str
    """How far the child has come here (`core.admission_stages.Stage`)."""
    is_transfer: bool
    """Whether it comes from another kindergarten, or leaves for it (9.3 row 16)."""
    standing: str
    name: str
    born_on: date
    ending: str
    has_iin: bool
    parent: str
    phone: str
    address: str
    garden: str
    language: str
    referral: Referral
    check_is_late: bool
    papers: tuple[AdmissionPaper, ...]
    files: tuple[StaffFile, ...]
    certificate_too_old: bool
    health_days: int
    immunity: Immunity
    extension: ExtensionAsked | None
    sign_by: datetime | None
    signed_at: datetime | None
    away: Away | None
    place_serial: int
    group: tuple[int, str]
    """The birth year and language of the group in which its place is (X-14)."""
    absence: Absence | None
    other_groups: tuple[tuple[uuid.UUID, int, str], ...]
    """Groups of the kindergarten into which a pupil may go over."""
    reminded_at: datetime | None

    @property
    def may_admit(self) -> bool:
        """Whether nothing that is known here stands against the contract (R-42, L-28.1)."""
        return (
            self.stage == Stage.CHECK
            and self.referral.documents_complete
            and not self.certificate_too_old
        )

    @property
    def is_pupil(self) -> bool:
        """Whether the contract is signed."""
        return self.stage == Stage.PUPIL


def admission_page(
    tenant_id: int,
    application_id: uuid.UUID,
    language: str,
    kindergarten_id: uuid.UUID | None = None,
) -> AdmissionPage | None:
    """One child with a live referral; whether the asker may see it is asked by its permission.

    A child that moves is looked at as it concerns this kindergarten: it arrives, or it leaves.
    """
    with read_scope(tenant_id) as session:
        loaded = load_applications(session, [application_id])
        application = loaded.get(ApplicationId(application_id))
        if application is None:
            return None
        seen_from = KindergartenId(kindergarten_id) if kindergarten_id else None
        arrival = arrival_of(application, seen_from)
        if arrival is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return _page(session, application, arrival, region, now, language)


def _page(
    session: Session,
    application: Application,
    arrival: Arrival,
    region: Tenant,
    now: datetime,
    language: str,
) -> AdmissionPage:
    referral = arrival.referral
    child, guardian = people_of(session, application)
    rows = application_documents(session, application.id)
    today = region.calendar.local_day(now)
    days = region.rules.health_cert_days
    known = [PaperFile(row.kind, row.issued_on) for row in rows]
    place = load_places(session, [referral.place])[referral.place]
    garden = find_kindergarten(session, referral.kindergarten)
    identity = identity_of(child)
    return AdmissionPage(
        now=now,
        id=application.id,
        number=application.number,
        mode=str(application.mode),
        state=str(application.state),
        stage=str(arrival.stage),
        is_transfer=arrival.is_transfer,
        standing=str(application.standing),
        name=child.full_name,
        born_on=application.born_on,
        ending=identity.ending,
        has_iin=bool(identity.iin),
        parent=guardian.full_name,
        phone=guardian.phone,
        address=guardian.address,
        garden=garden.name(language) if garden else "",
        language=application.language,
        referral=referral,
        check_is_late=referral.check_due_at is not None and referral.check_due_at <= now,
        papers=admission_papers(application, known, today, days),
        files=staff_files(rows, today),
        certificate_too_old=is_certificate_too_old(known, today, days),
        health_days=days,
        immunity=immunity_of(session, application, referral, region),
        extension=extension_asked(session, application, rows, region, now),
        sign_by=arrival.sign_by,
        signed_at=moment_of(session, application, *SIGNINGS),
        away=_away(session, place),
        place_serial=place.serial,
        group=(place.key.birth_year, place.key.language),
        absence=_absence(session, application.id, today),
        other_groups=_other_groups(session, place),
        reminded_at=newest_notice_at(session, application.id, "N-20"),
    )


def _away(session: Session, place: Place) -> Away | None:
    if place.state is not PlaceState.RESERVED_FOR_SANATORIUM:
        return None
    lent = load_places(session, stand_ins(session, place.id))
    return Away(place.id, next((one.temporary_until for one in lent.values()), None))


def _absence(session: Session, application_id: uuid.UUID, today: date) -> Absence | None:
    row = open_absence(session, application_id)
    return Absence(row.because, row.until_on, row.until_on < today) if row else None


def _other_groups(session: Session, place: Place) -> tuple[tuple[uuid.UUID, int, str], ...]:
    groups = groups_of_kindergarten(session, place.key.kindergarten)
    own = (place.key.birth_year, place.key.language)
    return tuple(
        (one.id, one.birth_year, one.language)
        for one in groups
        if (one.birth_year, one.language) != own
    )
