"""What of a closed region will be erased, and when: a dry run that changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.erasures import Keeping, Step
from kezek.db.erasures import closed_regions, find_erasure, keeping_of, rows_to_erase
from kezek.db.rules_in_force import region_at
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.stops import TenantStopRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePage:
    """One closed region, and what becomes of its data."""

    keeping: Keeping
    step: Step
    on: date
    """The first day on which it may be erased; once it is, the day through which it was kept."""
    rows: dict[str, int]
    """Rows by table: what is there now, or what went."""
    foreseen: dict[str, int]
    """What was there when the erasure was announced."""
    files: int
    file_bytes: int
    now: datetime

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


@dataclass(frozen=True, slots=True)
class ErasureToCome:
    """A closed region whose erasure is announced, for the list of regions."""

    tenant_id: int
    step: Step
    on: date


def erasure_page(tenant_id: int) -> ErasurePage | None:
    """The dry run of one region; nothing for a region that is not closed."""
    with read_scope(tenant_id) as session:
        stop = next((one for one in closed_regions(session) if one.tenant_id == tenant_id), None)
        return _page(session, stop) if stop is not None else None


def is_erased(tenant_id: int) -> bool:
    """Whether the region's data are gone, so that it cannot be opened again."""
    with deployment_scope() as session:
        stops = [stop for stop in closed_regions(session) if stop.tenant_id == tenant_id]
        return any(keeping_of(session, stop).erased_at is not None for stop in stops)


def erasures_to_come() -> list[ErasureToCome]:
    """Announced erasures that have not come to pass, the nearest first."""
    with deployment_scope() as session:
        today = services().clock.now(session).date()
        found = [(stop.tenant_id, keeping_of(session, stop)) for stop in closed_regions(session)]
    coming = [
        ErasureToCome(tenant_id, keeping.step(today), keeping.erases_on(today))
        for tenant_id, keeping in found
        if keeping.announced_on is not None and keeping.erased_at is None
    ]
    return sorted(coming, key=lambda one: one.on)


def _page(session: Session, stop: TenantStopRow) -> ErasurePage:
    now = services().clock.now(session)
    _, region = region_at(session, stop.tenant_id, now)
    today = region.calendar.local_day(now)
    keeping, erasure = keeping_of(session, stop), find_erasure(session, stop.id)
    sizes = [file.size for file in services().uploads.files_of(stop.tenant_id)]
    gone = erasure.erased if erasure else None
    return ErasurePage(
        keeping=keeping,
        step=keeping.step(today),
        on=keeping.erases_on(today) if gone is None else keeping.kept_through_on,
        rows=gone if gone is not None else rows_to_erase(session),
        foreseen=erasure.foreseen if erasure else {},
        files=len(sizes),
        file_bytes=sum(sizes),
        now=now,
    )
