"""Three modes and the switch as a state machine: everybody does what they may, time passes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kezek.core.applications import Application, State
from kezek.core.groups import Group
from kezek.core.ids import TerritorySlug
from kezek.core.places import PlaceState
from kezek.core.queues import CategoryKey
from kezek.core.territories import Mode
from kezek.core.triggers import (
    BeginTransfer,
    ChangeChoices,
    Choose,
    JoinWaitingList,
    LeaveWaitingList,
    Restore,
    Take,
    Trigger,
)
from kezek.core.turns import Standing
from tests.builders import CALENDAR
from tests.property.modes_town import BEGIN, END, ONE_STEP, ModesTown
from tests.property.promises import serving_order
from tests.property.season_machine import DICE, PICK, REASONS
from tests.property.triggers import SIMPLE

S = State
PARTS = [TerritorySlug(name) for name in ("city", "town", "village")]
BORN = st.sampled_from(
    (
        *(date(2022, 3, 14), date(2022, 3, 14), date(2022, 11, 2), date(2023, 1, 20)),
        # One who turns six, one of the last cohort, one who becomes eighteen months old in it.
        *(date(2020, 7, 10), date(2023, 8, 9), date(2025, 2, 3)),
    )
)
YEARS = st.sampled_from((2022, 2022, 2022, 2023, 2020, 2025))
STANDINGS = st.sampled_from((Standing.G,) * 5 + (Standing.P,) * 3 + (Standing.O,))
SETTINGS = st.sampled_from(
    (
        *({}, {}, {"window_days": 2}, {"priority_multiplier": 2}, {"max_misses": 1}),
        *({"iterate_on_place": True}, {"ratio_g": 1}, {"restore_keeps_ts": False}),
        *({"publication_days": "daily"}, {"open_any_language": True}, {"ratio_start": "G"}),
    )
)
WITH_GARDEN: dict[str, Callable[..., Trigger]] = {
    "take": Take,
    "choose": Choose,
    "join": JoinWaitingList,
    "leave": LeaveWaitingList,
    "transfer": BeginTransfer,
}
NEXT: dict[State, tuple[str, ...]] = {
    S.UNDER_REVIEW: ("verify", "verify", "reject"),
    S.QUEUED: ("take", "take", "withdraw", "change_choices"),
    S.PRIORITY: ("take", "take", "take", "withdraw"),
    S.BENEFIT_CHECK: ("verify", "verify", "reject", "cancel"),
    S.OFFERED: ("accept", "accept", "decline"),
    S.INTEREST_CHECK: ("confirm_interest", "deny_interest"),
    S.REFERRED: (
        *("submit_documents",) * 4,
        "cancel",
        "ask_extension",
        "grant_extension",
        "reject",
    ),
    S.VOUCHER_OFFERED: ("accept", "accept", "accept", "decline"),
    S.VOUCHER_ACTIVE: (
        *("choose",) * 4,
        "join",
        "join",
        "leave",
        "ask_extension",
        "refuse_extension",
    ),
    S.WAITLISTED: ("choose", "join", "leave"),
    S.PLACE_CHOSEN: (*("submit_documents",) * 3, "choose", "ask_extension", "grant_extension"),
    S.INACTIVE: ("restore", "restore", "withdraw"),
    S.ADMISSION: ("admit", "admit", "refuse_admission"),
    S.ADMISSION_REFUSED: ("review_refusal",),
    S.CONTRACT: ("sign", "sign", "admit"),
    S.ENROLLED: ("transfer", "transfer", "join", "leave", "end_contract"),
    S.TRANSFER: ("submit_documents", "admit", "admit", "sign", "sign", "refuse_admission"),
    S.ENROLLED_TEMP: ("end_contract",),
}
"""What comes next where somebody is waited for; more often what is usual."""
FURTHER = [state for state in NEXT if state is not S.QUEUED]
EVERY_VERB = sorted({verb for verbs in NEXT.values() for verb in verbs})


class ModesMachine(RuleBasedStateMachine):
    """On the core alone, judged by a chronicle that has the whole region in view."""

    def __init__(self) -> None:
        super().__init__()
        self.town = ModesTown(
            dict(zip(PARTS, (Mode.VOUCHER, Mode.INDIGO, Mode.LINEAR), strict=True))
        )
        self.born: list[date] = []

    @initialize(
        settings=SETTINGS,
        families=st.lists(st.tuples(STANDINGS, st.integers(0, 2)), min_size=3, max_size=14),
        free=st.integers(0, 3),
    )
    def begin(self, settings: dict[str, object], families: list[Any], free: int) -> None:
        """A region begins: some families wait in each part, and some places are there."""
        self.town.settings = settings
        for standing, part in families:
            self.a_family_applies(date(2022, 3, 14), standing, part, proved=True)
        for part in PARTS:
            if free:
                self.tick()
                self.town.publish(self.town.gardens_in(part)[0], 2022, free, None)

    @invariant()
    def keeps_its_promises(self) -> None:
        """After every step."""
        town = self.town
        town.chronicle.evening(town.now, town.rules.settings.max_misses)
        assert town.chronicle.broken == []
        for key, queue in town.queues.items():
            standing = [one for one in town.live() if one.is_shown and key in one.keys]
            ranked = [one.id for one in sorted(standing, key=lambda one: one.rank)]
            by_turn = ranked if isinstance(key, CategoryKey) else serving_order(queue, standing)
            assert town.chronicle.order(key) == by_turn, key

    def tick(self) -> None:
        """The millisecond before each act; what falls due in it happens."""
        self.town.go_to(self.town.now + ONE_STEP)

    @rule(born=BORN, standing=STANDINGS, part=st.integers(0, 2), proved=st.booleans())
    def a_family_applies(self, born: date, standing: Standing, part: int, proved: bool) -> None:
        """A new child."""
        self.tick()
        self.born.append(born)
        self.town.apply(len(self.born), born, PARTS[part], standing, proved=proved)

    @rule(pick=PICK, part=st.integers(0, 2), standing=STANDINGS)
    def a_family_applies_again(self, pick: int, part: int, standing: Standing) -> None:
        """For a child that may have an application already, or attend a kindergarten."""
        if self.born:
            self.tick()
            child = pick % len(self.born) + 1
            self.town.apply(child, self.born[child - 1], PARTS[part], standing, proved=True)

    @rule(
        part=st.integers(0, 2),
        house=st.integers(0, 2),
        year=YEARS,
        count=st.integers(1, 3),
        pick=PICK,
    )
    def places_are_published(self, part: int, house: int, year: int, count: int, pick: int) -> None:
        """One to three; now and then for a while only."""
        self.tick()
        until = CALENDAR.local_day(self.town.now) + timedelta(days=5 + pick)
        garden = self.town.gardens_in(PARTS[part])[house]
        self.town.publish(garden, year, count, until if pick % 6 == 5 else None)

    @rule(pick=PICK)
    def a_place_is_recalled(self, pick: int) -> None:
        """Any place; one that somebody has is not given."""
        if self.town.places:
            self.tick()
            self.town.recall([*self.town.places.values()][pick % len(self.town.places)])

    @rule(throws=st.lists(DICE, min_size=3, max_size=8))
    def several_go_on(self, throws: list[int]) -> None:
        """Those whom the house waits for, or who wait for the house: the next thing is done."""
        self._go_on(throws)

    @rule(throws=st.lists(DICE, min_size=3, max_size=8))
    def and_further(self, throws: list[int]) -> None:
        """Most of a way lies behind a taken place: many steps lead further into it."""
        self._go_on(throws)

    def _go_on(self, throws: list[int]) -> None:
        for dice in throws:
            found = self.town.live(*FURTHER) if dice % 6 else self.town.live(S.QUEUED)
            if found:
                one = found[dice % len(found)]
                verbs = NEXT[one.state]
                self._do(verbs[dice // 7 % len(verbs)], one, dice)

    @rule(verb=st.sampled_from(EVERY_VERB), dice=DICE)
    def anybody_tries_anything(self, verb: str, dice: int) -> None:
        """Mostly refused."""
        found = self.town.live()
        if found:
            self._do(verb, found[dice % len(found)], dice)

    def _do(self, verb: str, one: Application, dice: int) -> None:
        self.tick()
        one = self.town.applications[one.id]
        self.town.act(self._trigger(verb, one, dice), one.mode)

    def _trigger(self, verb: str, one: Application, dice: int) -> Trigger:
        if verb in WITH_GARDEN:
            return WITH_GARDEN[verb](one.id, self.town.chosen(self._garden(one, dice)))
        if verb == "change_choices":
            gardens = self.town.gardens_in(one.territory)[: 1 + dice % 3]
            return ChangeChoices(one.id, tuple(map(self.town.chosen, gardens)))
        if verb == "restore":
            return Restore(one.id)
        given = {
            "whole": dice % 4 == 0,
            "days": (3, 30, 31, 0)[dice % 4],
            "complete": dice % 5 > 0,
            "vaccinated": dice % 3 > 0,
            "reason": REASONS[dice % 3],
            "stands": dice % 2 == 0,
        }
        return SIMPLE[verb](one.id, Group(9, dice % 2), given)

    def _garden(self, one: Application, dice: int) -> Any:
        """Mostly one that has a place for the child."""
        waiting = (PlaceState.PUBLISHED, PlaceState.PRIORITY, PlaceState.OPEN)
        free = [
            place.key.kindergarten
            for place in self.town.places.values()
            if place.state in waiting
            and place.key.birth_year == one.birth_year
            and self.town.gardens[place.key.kindergarten] == one.territory
        ]
        known = free if free and dice % 5 else self.town.gardens_in(one.territory)
        return known[dice % len(known)]

    @rule(part=st.integers(0, 2), mode=st.sampled_from(sorted(Mode)), days=st.integers(1, 9))
    def a_switch_is_set(self, part: int, mode: Mode, days: int) -> None:
        """One territory will live by other rules from a day on."""
        self.tick()
        self.town.turn(PARTS[part], mode, days)

    @rule(hours=st.integers(1, 40))
    def an_outage_is_recorded(self, hours: int) -> None:
        """One that is just over: every mode is told of it."""
        self.tick()
        ended_at = self.town.now
        began_at = ended_at - timedelta(hours=hours)
        if began_at > BEGIN:
            self.town.outage(began_at, ended_at)

    @rule()
    def time_passes_to_what_is_due(self) -> None:
        """The ticker's next moment."""
        due_at = self.town.next_due()
        if due_at is not None and due_at < END:
            self.town.go_to(due_at)

    @rule(hours=st.sampled_from((1, 5, 11, 26, 50, 24 * 7, 24 * 20)))
    def time_passes(self, hours: int) -> None:
        """Hours, days, weeks, over holidays and the yearly update."""
        moment = self.town.now + timedelta(hours=hours)
        if moment < END:
            self.town.go_to(moment)
