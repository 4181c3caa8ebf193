"""Which notices reached nobody, month by month and territory by territory (§10)."""

from dataclasses import dataclass
from typing import TypeAlias

from kezek.core.access import Actor
from kezek.core.notices import FAMILY_CHANNELS
from kezek.db.statistics.notices import Reached as _Reached
from kezek.db.statistics.notices import reached_by_month
from kezek.reads.statistics.basis import Basis, Wish, look_at

Reached: TypeAlias = _Reached

SENT_OUT = frozenset(code for code, ways in FAMILY_CHANNELS.items() if set(ways) & set("SM"))
"""What goes out by SMS or e-mail; a notice that stays in the cabinet cannot fail to arrive."""


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """Notices of a period by month and territory."""

    basis: Basis
    reached: tuple[Reached, ...]
    hours: int
    """After how many hours without a delivery the hotline is to call."""


def notices_page(tenant_id: int, actor: Actor, wish: Wish, reader: str) -> NoticesPage:
    """How many went out and how many reached nobody."""
    with look_at(tenant_id, actor, wish, reader) as look:
        found = reached_by_month(look.session, look.basis.sieve, look.region.calendar, SENT_OUT)
        hours = int(str(look.region.rules.settings()["undelivered_hours"]))
        return NoticesPage(look.basis, tuple(found), hours)
