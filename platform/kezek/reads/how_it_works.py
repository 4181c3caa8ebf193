"""The rules of a region as its families are told them: the order of places, and every term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kezek.adapters.services import services
from kezek.core.cohorts import reference_year, updated_at
from kezek.core.ids import KindergartenId
from kezek.core.mode_rules import VoucherCategory
from kezek.core.modes.registry import gives_vouchers
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.regions import Tenant
from kezek.core.rules import TenantRules
from kezek.core.territories import Territory
from kezek.core.turns import Standing, merged
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

_NO_QUEUE = SeatKey(KindergartenId(UUID(int=0)), 2022, "kk", QueueType.GENERAL)

EXAMPLE = {Standing.O: 1, Standing.P: 3, Standing.G: 8}
"""How many of each class wait in the example."""


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One application of the example: its number, its class, and which of its class it is."""

    number: int
    standing: str
    of_class: int


@dataclass(frozen=True, slots=True)
class CategoryAge:
    """One age of the table of categories, as everybody reads it."""

    cohort: int
    birth_year: int
    codes: tuple[str, ...]
    min_age_months: int
    issued_last: bool


@dataclass(frozen=True, slots=True)
class HowVouchersWork:
    """What the page of vouchers tells of a region's own rules (VX-5 to VX-15)."""

    rules: TenantRules
    territories: tuple[str, ...]
    """Where places are given so now."""
    ages: tuple[CategoryAge, ...]
    update_on: date
    """The day of the next yearly update."""


@dataclass(frozen=True, slots=True)
class HowItWorks:
    """What the page tells of a region's own rules."""

    rules: TenantRules
    example: tuple[ExampleLine, ...]
    has_vouchers: bool
    """Whether some territory gives its places by vouchers."""


def how_it_works(tenant_id: int) -> HowItWorks:
    """The rules in force now, and an example made by the rule itself (§8)."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return HowItWorks(
            region.rules, example_of(region.rules), bool(_voucher_territories(region, now))
        )


def how_vouchers_work(tenant_id: int, language: str) -> HowVouchersWork | None:
    """The same for vouchers; nothing in a region that gives none."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        territories = _voucher_territories(region, now)
        if not territories:
            return None
        year = reference_year(region.rules, region.calendar, now)
        next_update = updated_at(year + 1, region.rules, region.calendar)
        return HowVouchersWork(
            rules=region.rules,
            territories=tuple(one.ru if language == "ru" else one.kk for one in territories),
            ages=tuple(_ages(region.rules.voucher_categories, year)),
            update_on=region.calendar.local_day(next_update),
        )


def _voucher_territories(region: Tenant, now: datetime) -> list[Territory]:
    today = region.calendar.local_day(now)
    return [one for one in region.territories if gives_vouchers(one.mode_on(today))]


def _ages(categories: Sequence[VoucherCategory], year: int) -> Iterator[CategoryAge]:
    """The table by age, the eldest first as the region has ordered it."""
    ordered = sorted(categories, key=lambda one: one.order)
    for cohort in dict.fromkeys(one.cohort for one in ordered):
        own = [one for one in ordered if one.cohort == cohort]
        yield CategoryAge(
            cohort=cohort,
            birth_year=year - cohort,
            codes=tuple(one.code for one in own),
            min_age_months=min(one.min_age_months for one in own),
            issued_last=all(one.issued_last for one in own),
        )


def example_of(rules: TenantRules) -> tuple[ExampleLine, ...]:
    """The order of one application out of turn, three of first priority and eight general ones."""
    count = rules.ratio_g if rules.ratio_start == "P" else 0
    waiting = {
        standing: [(standing, place) for place in range(1, many + 1)]
        for standing, many in EXAMPLE.items()
    }
    order = merged(Queue(_NO_QUEUE, count, rules.ratio_g), waiting)
    return tuple(
        ExampleLine(number, str(standing), place)
        for number, (standing, place) in enumerate(order, start=1)
    )
