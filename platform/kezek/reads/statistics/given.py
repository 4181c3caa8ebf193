"""Places given, month by month, and how long those who got one had waited."""

from dataclasses import dataclass

from kezek.core.access import Actor
from kezek.db.statistics.given import Given, given_by_month
from kezek.db.statistics.waits import Waited, waited
from kezek.reads.statistics.basis import Basis, Wish, look_at


@dataclass(frozen=True, slots=True)
class GivenPage:
    """Referrals, vouchers and contracts of a period."""

    basis: Basis
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class WaitsPage:
    """Waiting times of those who got something in a period."""

    basis: Basis
    waits: tuple[Waited, ...]


def given_page(tenant_id: int, actor: Actor, wish: Wish, reader: str) -> GivenPage:
    """What was given in each month, by territory and class."""
    with look_at(tenant_id, actor, wish, reader) as look:
        found = given_by_month(look.session, look.basis.sieve, look.region.calendar)
        return GivenPage(look.basis, tuple(found))


def waits_page(tenant_id: int, actor: Actor, wish: Wish, reader: str) -> WaitsPage:
    """The median and the ninth decile of days, by territory and class."""
    with look_at(tenant_id, actor, wish, reader) as look:
        found = waited(look.session, look.basis.sieve, look.region.calendar)
        return WaitsPage(look.basis, tuple(found))
