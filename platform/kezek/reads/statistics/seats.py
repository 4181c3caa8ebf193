"""Declared seats against used and published ones: whose groups keep seats back (N11)."""

from dataclasses import dataclass
from datetime import timedelta

from kezek.core.access import Actor
from kezek.core.paging import Pages, pages_of
from kezek.db.statistics.seats import GroupSeats, seats_of_groups
from kezek.reads.statistics.basis import Basis, Wish, look_at

__all__ = ["GroupSeats", "SeatsPage", "seats_page"]

PAGE = 50
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SeatsPage:
    """One page of groups, those with most silent seats first, and the sums of all of them."""

    basis: Basis
    groups: tuple[GroupSeats, ...]
    """All that were found, so that a sheet has every one."""
    pages: Pages


def seats_page(tenant_id: int, actor: Actor, wish: Wish, reader: str, wished: int) -> SeatsPage:
    """Every group by the seats that are declared and neither used nor published."""
    with look_at(tenant_id, actor, wish, reader) as look:
        groups = seats_of_groups(
            look.session, look.basis.sieve, look.region.calendar, look.basis.as_of - _A_YEAR
        )
        ordered = sorted(
            groups, key=lambda one: (-one.silent, -one.waiting, one.name_ru, one.birth_year)
        )
        return SeatsPage(look.basis, tuple(ordered), pages_of(len(ordered), wished, PAGE))
