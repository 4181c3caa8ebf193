"""A territory changes its mode, two modes side by side: rules switched off."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from kezek.core.applications import State
from kezek.core.modes import switch
from kezek.core.modes.contract import Rules
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.linear import steps
from kezek.core.places import PlaceState
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.usecases import applications, switch_plans, switching, voucher_world
from kezek.usecases import due as due_usecase
from mutations.tools import among, attr, gives, gives_argument, mutation, nothing, untold

EVERYBODY = frozenset(State)
_crossings, with_switch = switch.crossings, switch_plans.with_switch


def _a_day_early(region: Any, slug: str, mode: Any, on: Any, now: Any) -> Any:
    return with_switch(region, slug, mode, on - timedelta(days=1), now - timedelta(days=2))


def _everywhere(world: Any, _: Any, rules: Any, now: Any) -> Any:
    found = []
    territories = {one.territory for one in world.applications.values()}
    for territory in sorted(territories):
        ruled = replace(rules, modes=dict.fromkeys(territories, rules.mode_of("city")))
        found += _crossings(world, territory, ruled, now)
    return found


def _of_every_territory(session: Any, _: Any) -> Any:
    states = [str(state) for state in switch.CROSSES]
    rows = session.query(ApplicationRow.id).filter(ApplicationRow.state.in_(states))
    return [row.id for row in rows]


def _as_of_now(one: Any, rules: Any, now: Any) -> Any:
    entered = as_it_enters(one, rules, now)
    return entered if entered == one else replace(entered, submitted_at=now)


def _opened(place: Any) -> Any:
    return replace(place, state=PlaceState.OPEN)


def _nobody_is_served() -> Callable[[], Any]:
    """Nothing is distributed after a switch."""

    @contextmanager
    def at_work() -> Iterator[None]:
        with ExitStack() as stack:
            doors = {mode: replace(door, decide=_no_distribution(door)) for mode, door in _doors()}
            stack.enter_context(patch.object(switching, "DOORS", doors))
            yield

    return at_work


def _doors() -> Any:
    return switching.DOORS.items()


def _no_distribution(door: Any) -> Any:
    return lambda world, trigger, rules, now: replace(
        door.decide(world, trigger, rules, now), facts=()
    )


def _of_the_new_mode(rules: Any, today: Any, subjects: Any) -> Any:
    now = rules.calendar.start_of_day(today)
    return {key for one in subjects for key in as_it_enters(one, rules, now).keys}


MUTATIONS = among(
    "switch",
    (
        mutation(
            "a switch begins a day early", "R-10", attr(switch_plans, "with_switch", _a_day_early)
        ),
        mutation(
            "no switch is carried out",
            "R-10 R-83 G-13",
            attr(due_usecase, "carry_out_switch", nothing),
        ),
        mutation(
            "a switch takes everybody along",
            "R-9 R-10",
            attr(switch, "CROSSES", EVERYBODY),
            attr(switching, "SHOWN", EVERYBODY),
        ),
        mutation(
            "a switch is in every territory",
            "R-10 G-10",
            attr(switching, "crossings", _everywhere),
            attr(switching, "_waiting_in", _of_every_territory),
        ),
        mutation(
            "whoever crosses stands last",
            "R-10 G-13",
            attr(switch, "as_it_enters", _as_of_now),
        ),
        mutation(
            "places stay as they were",
            "R-83 R-6",
            attr(switch, "_TAKES", dict.fromkeys(Mode, gives_argument(0))),
        ),
        mutation(
            "places open with the switch",
            "R-83 R-10",
            attr(switch, "_TAKES", switch._TAKES | {Mode.INDIGO: _opened}),
        ),
        mutation("nobody is served on the first day", "R-83 R-85", _nobody_is_served()),
        mutation("no letter tells of the switch", "R-10 R-83", untold("N-53")),
        mutation(
            "who returns comes into the old mode",
            "R-84 R-51",
            attr(steps, "as_it_enters", gives_argument(0)),
        ),
        mutation(
            "the old queues are not at hand",
            "R-84 R-51",
            attr(voucher_world, "_entered", _of_the_new_mode),
        ),
        mutation(
            "every territory is linear",
            "G-10 V-5 V-6",
            attr(applications, "mode_on", gives(Mode.LINEAR)),
            attr(Rules, "mode_of", gives(Mode.LINEAR)),
        ),
    ),
)
