"""The papers of a benefit after a place is taken: which, until when, what is attached (I-3.13)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applications import Application, State
from kezek.core.documents import Document
from kezek.core.ids import ApplicationId
from kezek.core.rules import TenantRules
from kezek.core.standing import uploads_of
from kezek.core.terms import working_days_after
from kezek.db.applications import load_applications
from kezek.db.documents import DocumentRow, application_documents
from kezek.db.kindergartens import find_kindergarten
from kezek.db.people import ChildRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.shown_papers import ShownFile


@dataclass(frozen=True, slots=True)
class BenefitPaper:
    """A document that proves the benefit, with the files that show it."""

    document: Document
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitPage:
    """What the family has to give, and by when."""

    now: datetime
    id: uuid.UUID
    number: str
    child_id: uuid.UUID
    child: str
    state: str
    kindergarten: str
    categories: tuple[int, ...]
    papers: tuple[BenefitPaper, ...]
    papers_due_at: datetime
    """When they are due: five working days (A-38)."""
    annulled_at: datetime
    """When the referral falls without them: the later of that and ten calendar days."""
    may_cancel: bool
    referral_working_days: int


def benefit_page(
    tenant_id: int, actor: Actor, application_id: uuid.UUID, language: str
) -> BenefitPage | None:
    """The papers of one application of the family; nothing for another's, or when not asked."""
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id])
        one = found.get(ApplicationId(application_id))
        if one is None or one.guardian != actor.guardian_id:
            return None
        referral = one.referral
        if one.state is not State.BENEFIT_CHECK or referral is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        garden = find_kindergarten(session, referral.kindergarten)
        rows = application_documents(session, one.id)
        return BenefitPage(
            now=now,
            id=one.id,
            number=one.number,
            child_id=one.child,
            child=session.scalar(select(ChildRow.full_name).where(ChildRow.id == one.child)) or "",
            state=str(one.state),
            kindergarten=garden.name(language) if garden else "",
            categories=one.categories,
            papers=tuple(
                BenefitPaper(paper, tuple(_file(row) for row in rows if row.kind == paper.code))
                for paper in uploads_of(one.categories, one.queue_type)
            ),
            papers_due_at=working_days_after(
                referral.issued_at, region.rules.benefit_due_wd, region.calendar
            ),
            annulled_at=referral.expires_at,
            may_cancel=_may_cancel(one, region.rules, now),
            referral_working_days=region.rules.referral_working_days,
        )


def _may_cancel(one: Application, settings: TenantRules, now: datetime) -> bool:
    assert one.referral is not None
    return now < one.referral.cancel_until and one.cancels < settings.cancel_limit


def _file(row: DocumentRow) -> ShownFile:
    issued_on: date | None = row.issued_on
    flaws = tuple(row.flaws)
    return ShownFile(row.id, row.kind, row.filename, issued_on, row.uploaded_at, flaws)
