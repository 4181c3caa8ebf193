"""One child at the kindergarten that it is sent to: papers, clock, the ten per cent."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

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
from kezek.core.regions import Tenant
from kezek.core.signing_ways import takes_keys
from kezek.db.applications import load_applications
from kezek.db.documents import application_documents
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.notices import newest_notice_at
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.admission_place import PlaceHere, place_here
from kezek.reads.persons import Person, child_of, parent_of, people_of
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
    child: Person
    parent: Person
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
    place: PlaceHere
    reminded_at: datetime | None
    must_head_sign: bool
    """Whether the head signs the contract before it is sent (L-22.10)."""
    can_head_sign: bool
    """Whether the head's key is taken here: the BIN is known, and signatures can be checked."""
    returned_at: datetime | None
    """When the papers were given back last, as incomplete or expired (row 29)."""

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
    garden = find_kindergarten(session, referral.kindergarten)
    return AdmissionPage(
        now=now,
        id=application.id,
        number=application.number,
        mode=str(application.mode),
        state=str(application.state),
        stage=str(arrival.stage),
        is_transfer=arrival.is_transfer,
        standing=str(application.standing),
        child=child_of(child),
        parent=parent_of(guardian),
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
        place=place_here(session, application, referral, today),
        reminded_at=newest_notice_at(session, application.id, "N-20"),
        must_head_sign=region.rules.contract_head_signs,
        can_head_sign=_can_head_sign(region, garden),
        returned_at=newest_notice_at(session, application.id, "N-26"),
    )


def _can_head_sign(region: Tenant, garden: KindergartenRow | None) -> bool:
    knows_key = garden is not None and bool(garden.bin)
    return knows_key and services().eds.is_set_up and takes_keys(region.rules)
