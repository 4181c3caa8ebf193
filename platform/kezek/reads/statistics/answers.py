"""What families answered, what they missed, and what never reached them."""

from dataclasses import dataclass
from datetime import timedelta

from kezek.core.access import Actor
from kezek.db.statistics.answers import (
    Channel,
    Ended,
    channels,
    endings_by_month,
    offers_by_month,
)
from kezek.reads.statistics.basis import Basis, Wish, look_at

KEPT_DAYS = 30
"""How long the way of a delivered message is known; then it is forgotten."""


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """Offers, vouchers and referrals of a period by their ends; messages of the last month."""

    basis: Basis
    offers: tuple[Ended, ...]
    endings: tuple[Ended, ...]
    channels: tuple[Channel, ...]


def answers_page(tenant_id: int, actor: Actor, wish: Wish, reader: str) -> AnswersPage:
    """Answers and silences month by month."""
    with look_at(tenant_id, actor, wish, reader) as look:
        sieve, calendar = look.basis.sieve, look.region.calendar
        return AnswersPage(
            look.basis,
            tuple(offers_by_month(look.session, sieve, calendar)),
            tuple(endings_by_month(look.session, sieve, calendar)),
            tuple(channels(look.session, look.basis.as_of - timedelta(days=KEPT_DAYS))),
        )
