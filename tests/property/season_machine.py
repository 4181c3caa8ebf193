"""A season as a state machine: families, kindergartens, specialists and time do what they may."""

import os
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kezek.core.applications import Application, State
from kezek.core.turns import Standing
from tests.builders import CALENDAR, rules
from tests.property.promises import Promises
from tests.property.region import BEGIN, END
from tests.property.town import Child, Town
from tests.property.triggers import SIMPLE

S = State
QUEUED_STATES = (S.QUEUED, S.DEFERRED)
WAITING = (*QUEUED_STATES, S.SUSPENDED, S.INTEREST_CHECK)
DEEP = os.environ.get("KEZEK_PROPERTIES") == "search"

GARDENS = st.sampled_from(((1,), (1,), (2,), (1, 2), (2, 1), (3, 1, 2)))
PICK = st.integers(0, 30)
PARENT = st.sampled_from((0, 0, 0, 1, 1, 2, 3))
DICE = st.integers(0, 2000)
REASONS = ("incomplete", "contraindication", "immunity")
BORN = st.sampled_from(
    (
        *(date(2022, 3, 14), date(2022, 3, 14), date(2022, 11, 2), date(2022, 6, 28)),
        # One who turns six in the season, one who becomes old enough in it.
        *(date(2020, 4, 10), date(2024, 2, 20)),
    )
)
STANDINGS = st.sampled_from((Standing.G,) * 5 + (Standing.P,) * 3 + (Standing.O,))
YEARS = st.sampled_from((2022, 2022, 2022, 2020, 2024))
PLANNED = st.sampled_from((None, None, None, None, 10, 40))
CHANGES = st.sampled_from(
    (
        *({"ratio_g": 1}, {"ratio_g": 2}, {"ratio_g": 3}, {"ratio_g": 5}),
        *({"offer_days": 1}, {"offer_days": 3}, {"refusal_scope": "application"}),
        *({"refusal_scope": "entry"}, {"siblings": "all"}, {"siblings": "off"}),
        *({"linear_expiry": "requeue"}, {"relocation_out_of_turn": "all"}),
        *({"cancel_limit": 3}, {"suspension_working_days": 4}),
    )
)
NEXT = {
    S.UNDER_REVIEW: ("verify", "verify", "reject"),
    S.OFFERED: ("accept", "accept", "accept", "decline"),
    S.SUSPENDED: ("withdraw",),
    S.INTEREST_CHECK: ("confirm_interest", "confirm_interest", "deny_interest"),
    S.REFERRED: (
        *("submit_documents",) * 7,
        *("cancel", "ask_extension", "grant_extension", "refuse_extension", "reject"),
        "confirm_again",
    ),
    S.ADMISSION: ("admit", "admit", "refuse_admission"),
    S.ADMISSION_REFUSED: ("review_refusal",),
    S.CONTRACT: ("sign", "sign", "sign", "admit"),
    S.ENROLLED: ("keep_place", "end_contract"),
    S.ENROLLED_TEMP: ("end_contract",),
}
"""What comes next where somebody is waited for; more often what is usual."""
BASE = {"yearly_first_months": 2, "yearly_period_months": 3, "min_offer_age_months": 24}
"""So that a season sees the yearly questions, and children who are too young."""


def depth(quick: int, deep: int, steps: int, *, shrinks: bool = True) -> settings:
    """How long to look: quick by default, deeper with `make properties`.

    A failure of a slow machine is shown as it was found: to make it shorter can take minutes.
    """
    phases = [one for one in Phase if shrinks or one is not Phase.shrink]
    return settings(
        phases=phases,
        max_examples=deep if DEEP else quick,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


class SeasonMachine(RuleBasedStateMachine):
    """On the core alone; what is done to it goes through `do`, where a ledger can listen."""

    def __init__(self) -> None:
        super().__init__()
        self.promises = Promises()
        self.town = Town(rules(**BASE), watches=[self.promises.watch])
        self.children: list[Child] = []

    @initialize(
        start=st.sampled_from(("P", "P", "G")),
        expiry=st.sampled_from(("archive", "requeue", "stoplist")),
        families=st.lists(st.tuples(STANDINGS, GARDENS, PARENT), min_size=2, max_size=12),
        free=st.integers(0, 4),
    )
    def begin(self, start: str, expiry: str, families: list[Any], free: int) -> None:
        """A region begins: some families wait, and some places are there."""
        self.do("set", ratio_start=start, linear_expiry=expiry)
        for standing, gardens, parent in families:
            self.a_child_comes(date(2022, 3, 14), gardens, standing, proved=True, parent=parent)
        if free:
            self.do("publish", at=1, year=2022, count=free, until=None)

    @invariant()
    def keeps_its_promises(self) -> None:
        """After every step."""
        self.promises.look(self.town)

    def do(self, verb: str, subject: int = 0, **given: Any) -> str:
        """One thing is done, or refused."""
        return self.town.act(verb, subject, **given)

    def go_to(self, moment: Any) -> None:
        """Time passes."""
        self.town.go_to(moment)

    def some(self, pick: int, *states: State) -> int | None:
        """One application in one of these states, or of all; by its serial."""
        found = [
            at
            for at, one in enumerate(self.town.names, start=1)
            if not states or self.town.applications[one].state in states
        ]
        return found[pick % len(found)] if found else None

    @rule(born=BORN, gardens=GARDENS, standing=STANDINGS, proved=st.booleans(), parent=PARENT)
    def a_family_applies(
        self, born: date, gardens: Any, standing: Standing, proved: bool, parent: int
    ) -> None:
        """A new child."""
        self.a_child_comes(born, gardens, standing, proved=proved, parent=parent)

    def a_child_comes(
        self, born: date, gardens: Any, standing: Standing, *, proved: bool, parent: int
    ) -> None:
        """Some have brothers or sisters here: the first few parents have several children."""
        serial = len(self.children) + 1
        self.children.append(Child(serial, parent or 100 + serial, born))
        self._apply(self.children[-1], gardens, standing, proved, None)

    @rule(pick=PICK, gardens=GARDENS, standing=STANDINGS, planned=PLANNED)
    def a_family_applies_again(
        self, pick: int, gardens: Any, standing: Standing, planned: int | None
    ) -> None:
        """For a child that may have an application already."""
        if self.children:
            child = self.children[pick % len(self.children)]
            self._apply(child, gardens, standing, proved=True, planned=planned)

    def _apply(
        self, child: Child, gardens: Any, standing: Standing, proved: bool, planned: int | None
    ) -> None:
        self.do(
            "apply_for",
            child=child,
            gardens=gardens,
            standing=standing,
            proved=proved,
            planned_from=self.day(planned) if planned else None,
        )

    def day(self, ahead: int) -> date:
        """So many days from today."""
        return CALENDAR.local_day(self.town.now) + timedelta(days=ahead)

    @rule(pick=PICK, gardens=GARDENS)
    def choices_change(self, pick: int, gardens: Any) -> None:
        """A family names other kindergartens."""
        self._to("change_choices", self.some(pick, *WAITING), gardens=gardens)

    @rule(pick=PICK, planned=PLANNED)
    def an_age_is_planned(self, pick: int, planned: int | None) -> None:
        """From a day on, or no more."""
        day = self.day(planned) if planned else None
        self._to("plan_age", self.some(pick, *QUEUED_STATES), planned_from=day)

    @rule(pick=PICK)
    def a_family_withdraws(self, pick: int) -> None:
        """From anywhere before a referral."""
        self._to("withdraw", self.some(pick, *WAITING, S.OFFERED))

    @rule(pick=PICK, yes=st.booleans(), late=st.booleans())
    def an_offer_is_answered(self, pick: int, yes: bool, late: bool) -> None:
        """In time, or at the very moment that is too late: then nothing is left to answer.

        Another place may be offered at that very moment: it is not what was answered about.
        """
        subject = self.some(pick, S.OFFERED)
        if subject is None:
            return
        offer = self.town.one(subject).offer
        assert offer is not None
        is_late = late and pick % 4 == 0
        if is_late:
            self.go_to(offer.due_at - timedelta(milliseconds=1))
        outcome = self.do("accept" if yes else "decline", subject, place=offer.place)
        assert outcome == ("no_live_offer" if is_late else "done"), outcome

    @rule(at=st.sampled_from((1, 1, 2, 3)), year=YEARS, count=st.integers(1, 3), pick=PICK)
    def places_are_published(self, at: int, year: int, count: int, pick: int) -> None:
        """One to three; now and then for a while only."""
        until = self.day(5 + pick) if pick % 5 == 4 else None
        self.do("publish", at=at, year=year, count=count, until=until)

    @rule(pick=PICK)
    def a_place_is_recalled(self, pick: int) -> None:
        """Any place; an enrolled child's is not given."""
        if self.town.place_names:
            self.do("recall", pick % len(self.town.place_names) + 1)

    def _to(self, verb: str, subject: int | None, **given: Any) -> None:
        if subject is not None:
            self.do(verb, subject, **given)

    @rule(dice=DICE)
    def somebody_goes_on(self, dice: int) -> None:
        """One whom the house waits for, or who waits for the house: the next thing is done."""
        self._go_on(dice)

    @rule(first=DICE, second=DICE, third=DICE)
    def several_go_on(self, first: int, second: int, third: int) -> None:
        """Most of a way lies behind an offer: three steps at once lead further into it."""
        for dice in (first, second, third):
            self._go_on(dice)

    def _go_on(self, dice: int) -> None:
        subject = self.some(dice, *NEXT)
        if subject is not None:
            acts = self._next(self.town.one(subject))
            self.do_to(acts[dice // 7 % len(acts)], subject, dice)

    def _next(self, one: Application) -> tuple[str, ...]:
        if one.referral is not None and one.referral.extension_asked_days is not None:
            return ("grant_extension", "grant_extension", "refuse_extension", "submit_documents")
        return NEXT[one.state]

    @rule(verb=st.sampled_from(sorted({*SIMPLE, "change_choices", "keep_place"})), dice=DICE)
    def anybody_tries_anything(self, verb: str, dice: int) -> None:
        """Mostly refused."""
        subject = self.some(dice)
        if subject is not None:
            self.do_to(verb, subject, dice)

    def do_to(self, verb: str, subject: int, dice: int) -> str:
        """Does this to that one, with what it needs made up from the dice."""
        return self.do(verb, subject, **self._given(verb, dice))

    def _given(self, verb: str, dice: int) -> dict[str, Any]:
        made_up: dict[str, dict[str, Any]] = {
            "change_choices": {"gardens": ((1,), (2, 1), (3, 1, 2))[dice % 3]},
            "plan_age": {"planned_from": self.day(dice % 40) if dice % 3 else None},
            "reject": {"whole": dice % 4 == 0},
            "ask_extension": {"days": (3, 30, 31, 0)[dice % 4]},
            "submit_documents": {"complete": dice % 5 > 0, "vaccinated": dice % 3 > 0},
            "refuse_admission": {"reason": REASONS[dice % 3]},
            "review_refusal": {"stands": dice % 2 == 0},
            "keep_place": {"until": self.day(1 + dice % 20)},
        }
        return made_up.get(verb, {})

    @rule(pick=PICK)
    def interest_is_confirmed_or_denied(self, pick: int) -> None:
        """The yearly question."""
        asked = [at for at in range(1, len(self.town.names) + 1) if self.town.one(at).yearly_asked]
        if asked:
            verb = "deny_interest" if pick % 3 == 0 else "confirm_interest"
            self.do(verb, asked[pick % len(asked)])

    @rule(pick=PICK)
    def a_pupil_comes_back(self, pick: int) -> None:
        """Before the last day of the place that stood in for its own."""
        lent = [
            at
            for at, place in enumerate(self.town.place_names, start=1)
            if self.town.places[place].is_temporary
        ]
        if lent:
            self.do("pupil_returned", lent[pick % len(lent)])

    @rule(changes=CHANGES)
    def a_setting_changes(self, changes: dict[str, Any]) -> None:
        """From now on."""
        self.do("set", **changes)

    @rule(hours=st.integers(1, 60))
    def an_outage_is_recorded(self, hours: int) -> None:
        """One that is just over."""
        ended_at = self.town.now
        if ended_at - timedelta(hours=hours) > BEGIN:
            self.do("outage", began_at=ended_at - timedelta(hours=hours), ended_at=ended_at)

    @rule()
    def time_passes_to_what_is_due(self) -> None:
        """The ticker's next moment."""
        due_at = self.town.next_due()
        if due_at is not None and due_at < END:
            self.go_to(due_at)

    @rule(hours=st.sampled_from((5, 26, 26, 50, 24 * 7, 24 * 20)))
    def time_passes(self, hours: int) -> None:
        """Hours, days, weeks, over holidays too."""
        moment = self.town.now + timedelta(hours=hours)
        if moment < END:
            self.go_to(moment)
