"""A season in a region: families apply, places open, people answer or stay silent, day after day.

Everything goes through the use cases, on a clock that steps from due moment to due moment. What
people do in it stands in `season_table.py`; what must hold on every evening in `season_laws.py`.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from kezek.core.errors import Refusal
from kezek.core.queues import Kind
from kezek.core.territories import Mode, Territory, get_territory
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.scenarios.stage import Stage
from kezek.scenarios.story import Garden, Story
from kezek.usecases.deciding import NotFound
from kezek.usecases.switch_plans import plan_switch

ACTS_A_DAY = 14
ROUND_AFTER = 5
"""So many acts lie between two rounds of what is done besides them."""
BEGIN = datetime(2026, 6, 8, 8)  # noqa: DTZ001 - the story's wall clock
"""Three weeks before the yearly update of vouchers, eight before the moves of August."""
GARDENS = 6
TERRITORIES = 3
"""So many parts of a region live in a season: more would thin it out."""
TRIES = 8
"""So many acts are drawn until one finds somebody who can do it."""
RUSH = (
    *(time(8, 59, 59, 500_000), time(9, 0, 0, 200_000), time(9, 0, 1, 500_000)),
    *(time(19, 59, 59, 990_000), time(20), time(20, 0, 0, 20_000), time(20, 0, 2)),
)
"""Around the bulletin and the end of its window many reach for places at once (5.2)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A territory changes its mode on a day of the season, counted from the first."""

    territory: str
    mode: Mode
    day: int


def opening(territories: Mapping[str, Mode] | None = None) -> Story:
    """The story in which a season begins: kindergartens in each part, and nobody there yet."""
    parts = dict(territories or {"city": Mode.LINEAR})
    gardens = {
        name: Garden(name, Kind.NURSERY_KINDERGARTEN, _ownership(at), part)
        for part in parts
        for at in range(GARDENS)
        for name in (f"{part} {at}",)
    }
    return Story("A season", BEGIN, {}, parts, gardens, ())


def _ownership(at: int) -> str:
    """One in each part is private under state order (I-3.14)."""
    return "private_order" if at == GARDENS - 1 else "state"


def parts_of(territories: tuple[Territory, ...]) -> dict[str, Mode]:
    """The parts of a region that live in a season, with their newest modes: each mode is there."""
    modes = {one.slug: one.modes[-1].mode for one in territories}
    first = {mode: slug for slug, mode in reversed(modes.items())}
    chosen = [*first.values(), *(slug for slug in modes if slug not in first.values())]
    return {slug: modes[slug] for slug in sorted(chosen[:TERRITORIES], key=[*modes].index)}


Act = Callable[["Season"], int]


@dataclass
class Season:
    """What happened: how often each act was done or refused."""

    stage: Stage
    dice: Random
    acts: Mapping[str, tuple[int, Act]]
    turns: tuple[Turn, ...] = ()
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    children: int = 0
    go_round: Callable[[], object] = lambda: None
    """What is done several times a day besides the acts: by workers, where there are any."""
    in_the_evening: Callable[[], object] = lambda: None
    """What is looked at when a day is over."""
    today: int = 0
    modes: dict[str, Mode] = field(default_factory=dict)
    """Which mode rules in each part today."""

    def live(self, days: int) -> None:
        """Lives so many days; acts come at odd moments between due ones."""
        for _ in range(days):
            self.today += 1
            self.modes = self._modes_today()
            self._day()
            self.in_the_evening()

    def _day(self) -> None:
        stage = self.stage
        midnight = stage.calendar.local_day(stage.clock.now())
        for at, (moment, name) in enumerate(self._moments(midnight), start=1):
            if moment > stage.clock.now():
                stage.go_to(moment)
            stage.tick()
            self._act(name)
            if at % ROUND_AFTER == 0:
                self.go_round()
        for turn in self.turns:
            if turn.day == self.today + 1:
                on = midnight + timedelta(days=1)
                plan_switch(stage.tenant_id, "admin", turn.territory, turn.mode, on)
        stage.go_to(stage.calendar.start_of_day(midnight + timedelta(days=1)))
        self.go_round()

    def _moments(self, day: date) -> list[tuple[datetime, str | None]]:
        """When something is done on a day; in the rush it is known what."""
        calendar = self.stage.calendar
        begin = calendar.start_of_day(day)
        gaps = [self.dice.random() for _ in range(ACTS_A_DAY)]
        found: list[tuple[datetime, str | None]] = [
            ((begin + timedelta(seconds=gap * 86_000)).replace(microsecond=0), None) for gap in gaps
        ]
        if Mode.INDIGO in self.modes.values():
            found += [(calendar.moment(day, at), "take") for at in RUSH]
        return sorted(found, key=lambda one: one[0])

    def _modes_today(self) -> dict[str, Mode]:
        stage = self.stage
        now = stage.clock.now()
        with read_scope(stage.tenant_id) as session:
            _, region = region_at(session, stage.tenant_id, now)
        today = region.calendar.local_day(now)
        found = {part: get_territory(region.territories, part) for part in stage.territories}
        return {part: one.mode_on(today) or Mode.LINEAR for part, one in found.items()}

    def _act(self, name: str | None) -> None:
        for _ in range(TRIES):
            chosen = (
                name
                or self.dice.choices(list(self.acts), [weight for weight, _ in self.acts.values()])[
                    0
                ]
            )
            try:
                done = self.acts[chosen][1](self)
            except (Refusal, NotFound) as refusal:
                self.refused[chosen] += 1
                if isinstance(refusal, Refusal):
                    self.refused[f"{chosen}: {refusal.code}"] += 1
                return
            self.done[chosen] += done
            if done or name:
                return

    def gardens_in(self, part: str) -> list[UUID]:
        """The kindergartens of one part."""
        kinds = self.stage.kinds
        return [self.stage.gardens[name] for name in sorted(kinds) if kinds[name].territory == part]
