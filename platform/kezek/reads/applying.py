"""The steps of an application as its family sees them: what is said, asked, and attached."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applying import age_limit_on
from kezek.core.contacts import needs_email
from kezek.core.documents import Document, document, is_current
from kezek.core.regions import Tenant
from kezek.core.standing import needs_staff
from kezek.core.territories import Mode, Territory
from kezek.core.turns import Standing
from kezek.core.ways_in import may_apply_beside, modes_open, next_step, steps_in
from kezek.core.wishes import Attached, Cohort, Draft, Paper, Step, missing_papers, papers_of
from kezek.db.applications import ApplicationRow
from kezek.db.documents import DocumentRow, draft_documents
from kezek.db.drafts import drafts_of, find_draft
from kezek.db.people import (
    ChildRow,
    GuardianRow,
    children_of,
    find_child,
    find_guardian,
    live_applications,
)
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An application that waits to be filled in to its end."""

    child_id: uuid.UUID
    child: str
    next_step: Step
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class ChildToChoose:
    """One child of the list, with the number of its application if it has one already."""

    id: uuid.UUID
    full_name: str
    born_on: date
    application_id: uuid.UUID | None
    number: str


@dataclass(frozen=True, slots=True)
class BeginPage:
    """The first two steps: who applies, for whom, and what was begun before."""

    guardian: str
    has_profile: bool
    """Whether the family has told its name and address, which the form of Annex 1 begins with."""
    children: tuple[ChildToChoose, ...]
    unfinished: tuple[Unfinished, ...]
    has_consent: bool
    """Whether a consent waits for its child."""
    steps: tuple[Step, ...]
    modes: frozenset[Mode]
    """In which modes the region takes applications today."""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One attached file."""

    id: uuid.UUID
    kind: str
    filename: str
    size: int
    issued_on: date | None
    expires_on: date | None
    holds: bool
    """Whether the document still holds today."""
    flaws: tuple[str, ...]
    """What may be hard to read on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """All that the steps of one child's application look at."""

    child_id: uuid.UUID
    child: str
    born_on: date
    guardian: str
    address: str
    phone: str
    email: str
    has_iins: bool
    draft: Draft
    application_id: uuid.UUID | None
    number: str
    """Of the application that the child has already; empty for none."""
    files: tuple[ShownFile, ...]
    region: Tenant
    now: datetime

    @property
    def today(self) -> date:
        """The region's day."""
        return self.region.calendar.local_day(self.now)

    @property
    def needs_email(self) -> bool:
        """Whether notices must come by e-mail too, in the territory that was chosen (I-3.2)."""
        return needs_email(self.region, self.draft.territory, self.today)

    @property
    def cohort(self) -> Cohort:
        """For whom kindergartens are chosen."""
        said = self.draft
        return Cohort(said.territory, said.queue_type, self.born_on.year, said.language)

    @property
    def territory(self) -> Territory | None:
        """The territory that was chosen."""
        named = (one for one in self.region.territories if one.slug == self.draft.territory)
        return next(named, None)

    def is_open(self, territory: Territory) -> bool:
        """Whether applications are taken there today (G-10)."""
        return territory.mode_on(self.today) is not None

    @property
    def is_too_old(self) -> bool:
        """Whether only a conclusion of the ПМПК opens the queue (L-11.1)."""
        return self.today >= age_limit_on(self.born_on, self.region.rules)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers that what was said asks for."""
        return papers_of(self.draft, has_iins=self.has_iins)

    @property
    def missing(self) -> tuple[Document, ...]:
        """Those of them that are still to be attached."""
        attached = [Attached(one.kind, one.issued_on) for one in self.files]
        return missing_papers(self.papers, attached, self.today)

    @property
    def hard_to_read(self) -> tuple[ShownFile, ...]:
        """What would be sent although it may be hard to read (I-3.3)."""
        wanted = {paper.document.code for paper in self.papers}
        return tuple(one for one in self.files if one.flaws and one.kind in wanted)

    def files_of(self, code: str) -> tuple[ShownFile, ...]:
        """What is attached as one document."""
        return tuple(one for one in self.files if one.kind == code)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of this application, in their order (V-17)."""
        return steps_in(self.region.territories, self.today, self.draft.territory)

    @property
    def mode(self) -> Mode | None:
        """By whose rules places are given in the chosen territory."""
        return self.territory.mode_on(self.today) if self.territory else None

    @property
    def next_step(self) -> Step:
        """The first step that is not done."""
        step = next_step(self.draft, self.region.territories, self.today)
        return Step.DOCUMENTS if step is Step.REVIEW and self.missing else step

    @property
    def goes_to_staff(self) -> bool:
        """Whether a specialist looks first for sure; a register may still not confirm (L-6.1)."""
        return needs_staff(self.draft.categories, self.draft.queue_type, self.region.rules.p_check)

    @property
    def asks_registers(self) -> bool:
        """Whether a register is asked at the sending, and decides who looks at it (L-6.2)."""
        return self.draft.standing is Standing.P and not self.goes_to_staff


def begin_page(tenant_id: int, actor: Actor) -> BeginPage | None:
    """The family with its children and unfinished applications; nothing without a family."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        rows = children_of(session, guardian.id)
        live = _in_the_way(session, region, now, [row.id for row in rows])
        children = tuple(
            ChildToChoose(
                row.id,
                row.full_name,
                row.born_on,
                live[row.id].id if row.id in live else None,
                live[row.id].number if row.id in live else "",
            )
            for row in rows
        )
        waiting = find_draft(session, guardian.id, None)
        return BeginPage(
            guardian=guardian.full_name,
            has_profile=bool(guardian.full_name and guardian.address),
            children=children,
            unfinished=_unfinished(session, guardian.id, children, region, now),
            has_consent=waiting is not None and waiting.value.consent is not None,
            steps=steps_in(region.territories, region.calendar.local_day(now)),
            modes=modes_open(region.territories, region.calendar.local_day(now)),
        )


def draft_page(tenant_id: int, child_id: uuid.UUID) -> DraftPage | None:
    """A child's application as far as it is filled in; whose it is has been asked before."""
    with read_scope(tenant_id) as session:
        child = find_child(session, child_id)
        guardian = find_guardian(session, child.guardian_id) if child else None
        if child is None or guardian is None:
            return None
        row = find_draft(session, guardian.id, child_id)
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        live = _in_the_way(session, region, now, [child_id]).get(child_id)
        files = draft_documents(session, guardian.id, child_id)
        return DraftPage(
            child_id=child.id,
            child=child.full_name,
            born_on=child.born_on,
            guardian=guardian.full_name,
            address=guardian.address,
            phone=guardian.phone,
            email=guardian.email,
            has_iins=_has_iins(guardian, child),
            draft=row.value if row is not None else Draft(),
            application_id=live.id if live else None,
            number=live.number if live else "",
            files=_shown_files(files, region.calendar.local_day(now)),
            region=region,
            now=now,
        )


def _has_iins(guardian: GuardianRow, child: ChildRow) -> bool:
    return guardian.iin_hash is not None and child.iin_hash is not None


def _in_the_way(
    session: Session, region: Tenant, now: datetime, children: Sequence[uuid.UUID]
) -> dict[uuid.UUID, ApplicationRow]:
    """The live application of each child that forbids another one (G-40, A-42)."""
    today = region.calendar.local_day(now)
    return {
        child: row
        for child, row in live_applications(session, children).items()
        if not may_apply_beside(row.state, region.territories, today)
    }


def _unfinished(
    session: Session,
    guardian_id: uuid.UUID,
    children: Sequence[ChildToChoose],
    region: Tenant,
    now: datetime,
) -> tuple[Unfinished, ...]:
    today = region.calendar.local_day(now)
    free = {one.id: one.full_name for one in children if not one.number}
    return tuple(
        Unfinished(
            row.child_id,
            free[row.child_id],
            next_step(row.value, region.territories, today),
            row.updated_at,
        )
        for row in drafts_of(session, guardian_id)
        if row.child_id in free and row.value.territory
    )


def _shown_files(rows: Sequence[DocumentRow], today: date) -> tuple[ShownFile, ...]:
    return tuple(
        ShownFile(
            row.id,
            row.kind,
            row.filename,
            row.size,
            row.issued_on,
            row.expires_on,
            row.issued_on is None or is_current(document(row.kind), row.issued_on, today),
            tuple(row.flaws),
        )
        for row in rows
    )
