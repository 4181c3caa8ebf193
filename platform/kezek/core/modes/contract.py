"""The one shape in which all modes are asked and answer: world and trigger in, decision out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kezek.core.applications import Application
from kezek.core.days import Calendar
from kezek.core.events import Fact
from kezek.core.ids import ApplicationId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.places import Place
from kezek.core.queues import Queue, QueueKey
from kezek.core.rules import TenantRules
from kezek.core.territories import Mode


@dataclass(frozen=True, slots=True)
class Rules:
    """What a region has set and which days count there, as of the moment of the decision."""

    settings: TenantRules
    calendar: Calendar
    version: int = 0
    modes: Mapping[TerritorySlug, Mode] = field(default_factory=dict)
    """The mode that rules in each territory now (G-10)."""

    def mode_of(self, territory: TerritorySlug) -> Mode:
        """Under whose rules somebody enters the queues of a territory now (R-10, R-84)."""
        return self.modes.get(territory, Mode.LINEAR)


@dataclass(frozen=True, slots=True)
class World:
    """What one decision may look at: loaded by the use case, whole for what the rules ask.

    It holds the application and place that the trigger names; every free place of the cohorts
    concerned; for each free place's queue its stored count and, of each class, as many of the
    first candidates as there are free places; and the siblings of those candidates.
    """

    applications: Mapping[ApplicationId, Application] = field(default_factory=dict)
    places: Mapping[PlaceId, Place] = field(default_factory=dict)
    queues: Mapping[QueueKey, Queue] = field(default_factory=dict)
    vouchers_given: Mapping[TerritorySlug, int] = field(default_factory=dict)
    """Vouchers offered in a territory since the first of the month, for its budget (7.1(3))."""
    territories: Mapping[KindergartenId, TerritorySlug] = field(default_factory=dict)
    """Where the kindergartens of these places are, in modes whose queues are a territory's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows: facts in their order. The state after is in the facts' changes."""

    facts: tuple[Fact, ...] = ()
