"""The rules of a region as its families are told them: the order of places, and every term."""

from dataclasses import dataclass
from uuid import UUID

from kezek.adapters.services import services
from kezek.core.ids import KindergartenId
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.rules import TenantRules
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
class HowItWorks:
    """What the page tells of a region's own rules."""

    rules: TenantRules
    example: tuple[ExampleLine, ...]


def how_it_works(tenant_id: int) -> HowItWorks:
    """The rules in force now, and an example made by the rule itself (§8)."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return HowItWorks(region.rules, example_of(region.rules))


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
