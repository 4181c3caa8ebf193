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
from kezek.core.applications import Application, Referral, State, TermKind
from kezek.core.ids import ApplicationId
from kezek.core.places import Place, PlaceState
from kezek.core.regions import Tenant
from kezek.db.applications import load_applications
from kezek.db.documents import application_documents
from kezek.db.kindergartens import find_kindergarten
from kezek.db.places import load_places, stand_ins
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.persons import people_of
from kezek.reads.referral_matters import (
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionPage:
    """Everything that a kindergarten needs for one child."""

    now: datetime
    id: uuid.UUID
    number: str
    state: str
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

    @property
    def may_admit(self) -> bool:
        """Whether nothing that is known here stands against the contract (R-42, L-28.1)."""
        return (
            self.state == State.ADMISSION
            and self.referral.documents_complete
            and not self.certificate_too_old
        )

    @property
    def is_pupil(self) -> bool:
        """Whether the contract is signed."""
        return self.state in (State.ENROLLED, State.ENROLLED_TEMP)


def admission_page(
    tenant_id: int, application_id: uuid.UUID, language: str
) -> AdmissionPage | None:
    """One child with a live referral; whether the asker may see it is asked by its permission."""
    with read_scope(tenant_id) as session:
        loaded = load_applications(session, [application_id])
        application = loaded.get(ApplicationId(application_id))
        if application is None or application.referral is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return _page(session, application, application.referral, region, now, language)


def _page(
    session: Session,
    application: Application,
    referral: Referral,
    region: Tenant,
    now: datetime,
    language: str,
) -> AdmissionPage:
    child, guardian = people_of(session, application)
    rows = application_documents(session, application.id)
    today = region.calendar.local_day(now)
    days = region.rules.health_cert_days
    known = [PaperFile(row.kind, row.issued_on) for row in rows]
    place = load_places(session, [referral.place])[referral.place]
    sign = application.term(TermKind.CONTRACT_SIGN)
    garden = find_kindergarten(session, referral.kindergarten)
    identity = identity_of(child)
    return AdmissionPage(
        now=now,
        id=application.id,
        number=application.number,
        state=str(application.state),
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
        sign_by=sign.due_at if sign else None,
        signed_at=moment_of(session, application, "contract:signed"),
        away=_away(session, place),
        place_serial=place.serial,
    )


def _away(session: Session, place: Place) -> Away | None:
    if place.state is not PlaceState.RESERVED_FOR_SANATORIUM:
        return None
    lent = load_places(session, stand_ins(session, place.id))
    return Away(place.id, next((one.temporary_until for one in lent.values()), None))
