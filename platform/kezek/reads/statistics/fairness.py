"""Whether one to three is kept, by territory and month (N15)."""

from dataclasses import dataclass
from datetime import date

from kezek.core.access import Actor
from kezek.core.fairness import Tally, tally
from kezek.db.statistics.turns import turns_by_month
from kezek.reads.statistics.basis import Basis, Wish, look_at


@dataclass(frozen=True, slots=True)
class FairMonth:
    """The turns of one territory in one month."""

    territory: str
    month: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """All months of the period in which there was a turn, the newest first."""

    basis: Basis
    months: tuple[FairMonth, ...]

    @property
    def broken(self) -> tuple[FairMonth, ...]:
        """Those in which a turn went against the count."""
        return tuple(one for one in self.months if one.tally.is_broken)


def fairness_page(tenant_id: int, actor: Actor | None, wish: Wish, reader: str) -> FairnessPage:
    """Each month of each territory, judged turn by turn."""
    with look_at(tenant_id, actor, wish, reader) as look:
        turns = turns_by_month(look.session, tenant_id, look.basis.sieve, look.region)
        order = {slug: at for at, (slug, _) in enumerate(look.basis.territories)}
        months = [FairMonth(slug, month, tally(turns[slug, month])) for slug, month in turns]
        months.sort(key=lambda one: (-one.month.toordinal(), order.get(one.territory, len(order))))
        return FairnessPage(look.basis, tuple(months))
