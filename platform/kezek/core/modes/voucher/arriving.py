"""An application of an old queue in a voucher territory: its stages and its spans (G-13)."""

from datetime import datetime

from kezek.core.applications import Application, State, Term
from kezek.core.modes.arrivals import IN_ANY_MODE, Entrance
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.intake import age_terms
from kezek.core.modes.voucher.offers import restore_terms
from kezek.core.modes.voucher.ways import VoucherWays


def waiting(application: Application, rules: Rules, now: datetime) -> tuple[int, tuple[Term, ...]]:
    """What the age of the child sets; no yearly question is asked here (9.3)."""
    return 0, age_terms(Draft(World(), rules, now, VoucherWays()), application)


def _restorable(due_at: datetime, rules: Rules, now: datetime) -> tuple[Term, ...]:
    return tuple(restore_terms(Draft(World(), rules, now, VoucherWays()), due_at))


ENTRANCE = Entrance(
    stages=IN_ANY_MODE | {State.INACTIVE},
    waiting=waiting,
    blocks={State.INACTIVE: _restorable},
)
