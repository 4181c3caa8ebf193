"""A voucher territory in memory: acts and ends of spans follow each other, every law is kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from kezek.core.applications import Application, State, Term
from kezek.core.events import Fact
from kezek.core.happenings import Happening
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.laws import violations
from kezek.core.modes.voucher.days import next_due
from kezek.core.modes.voucher.lifecycle import decide, decide_due
from kezek.core.places import Place, PlaceState
from kezek.core.queues import CategoryKey, QueueType
from kezek.core.territories import Mode
from kezek.core.triggers import Chosen, DueTrigger, TermDue, TerritoryDue, Trigger
from kezek.core.turns import Standing
from tests.builders import CITY, MONDAY, application, garden, key, place, rules

ITERATION = TerritoryDue(CITY, Happening.ITERATION)
UPDATE = TerritoryDue(CITY, Happening.YEARLY_UPDATE)


def child(serial: int, standing: Standing = Standing.G, **fields: Any) -> Application:
    """A child born in 2022, so of cohort 4 in September 2026, who waits for a voucher."""
    usual: dict[str, Any] = {
        "standing": standing,
        "claimed": standing,
        "mode": Mode.VOUCHER,
        "cohort": 4,
        "choices": (),
    }
    return application(serial, **(usual | fields))


def seat(serial: int, number: int = 1, **fields: Any) -> Place:
    """A free place of a kindergarten for children born in 2022."""
    return place(serial, key=key(number), **fields)


def named(number: int, **fields: Any) -> Chosen:
    """A kindergarten as a parent names it."""
    usual: dict[str, Any] = {"queue_type": QueueType.GENERAL, "territory": CITY}
    return Chosen(garden(number), is_private=False, **(usual | fields))


class VoucherTown:
    """Its state, its clock, and the rules that hold; what breaks a law fails the test at once."""

    def __init__(
        self, *waiting: Application, places: Iterable[Place] = (), **settings: object
    ) -> None:
        usual = rules(**settings)
        self.rules = Rules(usual.settings, usual.calendar, 1, {CITY: Mode.VOUCHER})
        self.now = MONDAY
        self.given = 0
        self.told: list[tuple[int, str]] = []
        self._world = World(
            {one.id: one for one in waiting},
            {one.id: one for one in places},
            territories={garden(number): CITY for number in range(1, 5)},
        )

    def does(self, trigger: Trigger) -> tuple[Fact, ...]:
        """One act or happening, at this moment."""
        world = replace(self._world, vouchers_given={CITY: self.given})
        return self._take(decide(world, trigger, self.rules, self.now))

    def goes_to(self, moment: datetime) -> None:
        """Time passes; spans that end on the way end at their moments, in the order of R-8."""
        while True:
            due = min((term.due_at for _, term in self._running()), default=None)
            if due is None or due > moment:
                break
            self.now = max(self.now, due)
            ending = sorted(
                (
                    (term.phase, one.rank, term.kind, one.id)
                    for one, term in self._running()
                    if term.due_at <= due
                ),
            )
            triggers: list[DueTrigger] = [TermDue(who, kind) for _, _, kind, who in ending]
            self._take(decide_due(self._world, triggers, self.rules, self.now))
        self.now = moment

    def _running(self) -> list[tuple[Application, Term]]:
        everybody = self._world.applications.values()
        return [(one, term) for one in everybody for term in one.terms if not term.waits]

    def _take(self, decision: Decision) -> tuple[Fact, ...]:
        assert violations(self._world, decision) == []
        applications, places = dict(self._world.applications), dict(self._world.places)
        queues = dict(self._world.queues)
        for fact in decision.facts:
            applications.update({one.after.id: one.after for one in fact.applications})
            places.update({one.after.id: one.after for one in fact.places})
            queues.update({one.after.key: one.after for one in fact.queues})
            self.told += [
                (applications[one.application].serial, one.code)
                for one in fact.notices
                if one.to_family
            ]
        self._world = replace(self._world, applications=applications, places=places, queues=queues)
        return decision.facts

    def child(self, serial: int) -> Application:
        """A child as it is now."""
        return next(one for one in self._world.applications.values() if one.serial == serial)

    def state(self, serial: int) -> str:
        """Its state, with the reason of an archive."""
        return self.child(serial).label

    def offered(self) -> set[int]:
        """Who is offered a voucher."""
        return {
            one.serial
            for one in self._world.applications.values()
            if one.state is State.VOUCHER_OFFERED
        }

    def place(self, serial: int) -> tuple[PlaceState, int | None]:
        """State of a place, and the child that holds it."""
        found = next(one for one in self._world.places.values() if one.id == seat(serial).id)
        holder = self._world.applications[found.holder].serial if found.holder else None
        return found.state, holder

    def count(self, cohort: int = 4) -> int:
        """The stored count of a cohort; 3 before it was ever drawn from."""
        stored = self._world.queues.get(CategoryKey(CITY, cohort))
        return stored.count if stored else 3

    def notices(self, serial: int) -> list[str]:
        """What a family was told, in order."""
        return [code for who, code in self.told if who == serial]


def on(day: int, hour: int = 0, month: int = 9) -> datetime:
    """A local moment of 2026, five hours ahead of UTC."""
    start = datetime.combine(date(2026, month, day), datetime.min.time(), MONDAY.tzinfo)
    return start + timedelta(hours=hour - 5)


__all__ = [
    "ITERATION", "UPDATE", "VoucherTown", "child", "named", "next_due", "on", "seat",
]  # fmt: skip
