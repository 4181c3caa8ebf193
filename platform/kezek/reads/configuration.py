"""The configuration of a region as its administrators see it: as it is, and as it is to be."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.change_words import ChangeLine, change_lines
from kezek.adapters.services import services
from kezek.core.region_cautions import Caution, cautions
from kezek.core.region_rooms import Room, needs_rehearsal, room_digest, touches_queue
from kezek.core.regions import Tenant, canonical, digest, tenant_from
from kezek.core.versions import coming
from kezek.db.accounts import name_of
from kezek.db.region_drafts import Drawn, drawn
from kezek.db.rehearsals import newest_rehearsal_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.tenant_versions import stored_versions
from kezek.db.tenants import version_data


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """The change that is being drawn up."""

    digest: str
    """What its forms are sent back with."""
    lines: tuple[ChangeLine, ...]
    cautions: tuple[Caution, ...]
    """What hardly anybody means to do, and this change would."""
    changed_at: datetime
    changed_by: str
    """The tag of the account."""
    changed_name: str
    needs_rehearsal: bool
    """Whether it cannot be signed before it was tried on the live queue."""
    touches_queue: bool
    rehearsed_at: datetime | None
    """When this very change was rehearsed; nothing if it was not, or was edited since."""
    rehearsal_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class ToCome:
    """A version that waits for its moment, with the region as it will be then."""

    number: int
    effective_from: datetime
    region: Tenant


@dataclass(frozen=True, slots=True)
class Configuration:
    """A region as it is, as the change would make it, and what is set for later."""

    present: Tenant
    region: Tenant
    """With the change that is being drawn up."""
    draft: ShownDraft | None
    coming: tuple[ToCome, ...]
    today: date
    now: datetime

    @property
    def digest(self) -> str:
        """Names the region with its change: what a whole configuration is compared with."""
        return self.draft.digest if self.draft else digest(canonical(self.present))

    @property
    def ends_soon(self) -> bool:
        """Whether the known years of the calendar run out (R-90)."""
        return self.present.calendar.ends_soon(self.today)

    def seen(self, room: Room) -> str:
        """What a form of this room is sent back with, so that an old one is known."""
        return room_digest(self.region, room)


def configuration(tenant_id: int) -> Configuration:
    """Everything that the forms of a region show."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, present = region_at(session, tenant_id, now)
        known = drawn(session, tenant_id, now)
        return Configuration(
            present=present,
            region=known.after if known else present,
            draft=_shown(session, known) if known else None,
            coming=tuple(_coming(session, now)),
            today=present.calendar.local_day(now),
            now=now,
        )


def _shown(session: Session, known: Drawn) -> ShownDraft:
    row = known.row
    return ShownDraft(
        digest=known.digest,
        lines=tuple(change_lines(known.before, known.after)),
        cautions=cautions(known.before, known.after),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        changed_name=name_of(session, row.changed_by),
        needs_rehearsal=needs_rehearsal(known.before, known.after),
        touches_queue=touches_queue(known.before, known.after),
        rehearsed_at=row.rehearsed_at if known.is_rehearsed else None,
        rehearsal_id=newest_rehearsal_of(session, known.digest),
    )


def _coming(session: Session, now: datetime) -> list[ToCome]:
    versions = [one.value for one in stored_versions(session)]
    return [
        ToCome(one.root, one.effective_from, tenant_from(version_data(session, one.number)))
        for one in coming(versions, now)
    ]
