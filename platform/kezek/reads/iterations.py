"""Before an iteration: free places, vouchers that look for one, and who waits (7.1(3), R-6)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.applications import State
from kezek.core.cohorts import reference_year
from kezek.core.ids import TerritorySlug
from kezek.core.modes.registry import gives_vouchers
from kezek.core.places import PlaceState
from kezek.core.regions import Tenant
from kezek.core.territories import Mode, Territory
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.vouchers import vouchers_given


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One age of a territory."""

    cohort: int
    birth_year: int
    free: int
    looking: int
    """Vouchers that are offered, or active without a place: each is for one of the free places."""
    waiting: Mapping[str, int]
    """Who waits for a voucher, by class."""

    @property
    def room(self) -> int:
        """For how many new vouchers there is a place."""
        return max(0, self.free - self.looking)


@dataclass(frozen=True, slots=True)
class IterationPage:
    """A territory before an iteration."""

    now: datetime
    territory: str
    name: str
    cohorts: tuple[CohortLine, ...]
    budget: int
    """Vouchers that a month allows; 0 sets no cap."""
    given: int
    """Vouchers that were offered since the month began."""
    next_at: str
    """At which hour the night's iteration runs."""

    @property
    def budget_left(self) -> int:
        """How many more the month allows."""
        return max(0, self.budget - self.given)


def voucher_territories(tenant_id: int, actor: Actor, language: str) -> tuple[tuple[str, str], ...]:
    """Slug and name of the voucher territories that a specialist answers for."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return tuple((one.slug, _name(one, language)) for one in _theirs(region, actor, now))


def iteration_page(
    tenant_id: int, actor: Actor, territory: str, language: str
) -> IterationPage | None:
    """One of them; nothing for a territory of others, or of another mode."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        one = next((each for each in _theirs(region, actor, now) if each.slug == territory), None)
        if one is None:
            return None
        month = region.calendar.start_of_day(region.calendar.local_day(now).replace(day=1))
        slug = TerritorySlug(territory)
        return IterationPage(
            now=now,
            territory=territory,
            name=_name(one, language),
            cohorts=tuple(_cohorts(session, region, slug, now)),
            budget=region.rules.iteration_budget,
            given=vouchers_given(session, {slug: month})[slug],
            next_at=f"{region.rules.iteration_at:%H:%M}",
        )


def _theirs(region: Tenant, actor: Actor, now: datetime) -> list[Territory]:
    today = region.calendar.local_day(now)
    return [
        one
        for one in region.territories
        if gives_vouchers(one.mode_on(today))
        and (not actor.territories or one.slug in actor.territories)
    ]


def _name(territory: Territory, language: str) -> str:
    return territory.ru if language == "ru" else territory.kk


def _cohorts(
    session: Session, region: Tenant, territory: TerritorySlug, now: datetime
) -> list[CohortLine]:
    year = reference_year(region.rules, region.calendar, now)
    free, looking = _free(session, territory), _looking(session, territory)
    waiting = _waiting(session, territory)
    cohorts = {one.cohort for one in region.rules.voucher_categories}
    cohorts |= {cohort for cohort, _ in waiting}
    return [
        CohortLine(
            cohort,
            year - cohort,
            free[year - cohort],
            looking[year - cohort],
            {standing: waiting[(cohort, standing)] for standing in ("O", "P", "G")},
        )
        for cohort in sorted(cohorts, reverse=True)
    ]


def _free(session: Session, territory: str) -> Counter[int]:
    rows = session.execute(
        select(PlaceRow.birth_year, func.count())
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(
            KindergartenRow.territory == territory,
            PlaceRow.state == str(PlaceState.PUBLISHED),
        )
        .group_by(PlaceRow.birth_year)
    )
    return Counter({year: count for year, count in rows if year is not None})


def _looking(session: Session, territory: str) -> Counter[int]:
    is_active = (ApplicationRow.state == str(State.VOUCHER_ACTIVE)) & ApplicationRow.voucher[
        "hold"
    ].astext.is_(None)
    rows = session.execute(
        select(ApplicationRow.birth_year, func.count())
        .where(
            ApplicationRow.territory == territory,
            (ApplicationRow.state == str(State.VOUCHER_OFFERED)) | is_active,
        )
        .group_by(ApplicationRow.birth_year)
    )
    return Counter({year: count for year, count in rows if year is not None})


def _waiting(session: Session, territory: str) -> Counter[tuple[int, str]]:
    rows = session.execute(
        select(ApplicationRow.cohort, ApplicationRow.standing, func.count())
        .where(
            ApplicationRow.territory == territory,
            ApplicationRow.mode == str(Mode.VOUCHER),
            ApplicationRow.state == str(State.QUEUED),
        )
        .group_by(ApplicationRow.cohort, ApplicationRow.standing)
    )
    return Counter(
        {(cohort, standing): count for cohort, standing, count in rows if cohort is not None}
    )
