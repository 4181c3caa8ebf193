"""The queues of all three modes as they stand now (R-1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from kezek.core.access import Actor
from kezek.db.statistics.line import Standers, left_out, standers
from kezek.reads.statistics.basis import Basis, Wish, look_at

__all__ = ["LinePage", "Standers", "line_page"]


@dataclass(frozen=True, slots=True)
class LinePage:
    """Who stands, counted by all that can be asked for, and who is left out."""

    basis: Basis
    standers: tuple[Standers, ...]
    left_out: Mapping[str, int]

    @property
    def total(self) -> int:
        """Children who stand, each once."""
        return sum(one.count for one in self.standers)


def line_page(tenant_id: int, actor: Actor, wish: Wish, reader: str) -> LinePage:
    """The queue by territory, birth year, language and class."""
    with look_at(tenant_id, actor, wish, reader) as look:
        sieve, calendar = look.basis.sieve, look.region.calendar
        return LinePage(
            look.basis,
            tuple(standers(look.session, sieve, calendar)),
            left_out(look.session, sieve, calendar),
        )
