"""A place is free: who is offered it (§8, R-2, R-3, R-13 to R-17, R-47 to R-50)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kezek.core.applications import Application, State
from kezek.core.events import Fact
from kezek.core.groups import Group
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.modes.contract import World
from kezek.core.modes.linear.lifecycle import decide
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueKey, QueueType
from kezek.core.triggers import (
    Accept,
    Admit,
    Decline,
    Distribute,
    EndContract,
    Publish,
    Recall,
    Sign,
    SubmitDocuments,
    Trigger,
)
from kezek.core.turns import Slot, Standing
from tests.builders import MONDAY, application, garden, key, place, queue, rules

O, P, G = Standing.O, Standing.P, Standing.G  # noqa: E741 - the rulebook's own letters
LATER = MONDAY + timedelta(hours=1)


def test_out_of_turn_gets_it_and_the_slot_stays_undrawn() -> None:
    """R-2 a."""
    town = Town(of(1, P), of(2, G), of(3, O), places=[place(1)], count=1)

    town.does(Distribute())

    assert town.offers() == {1: 3}
    assert town.place(1).slot is None
    assert town.count() == 1


def test_without_out_of_turn_the_slot_is_drawn_and_bound() -> None:
    """R-2 b."""
    town = Town(of(1, G), of(2, P), places=[place(1)])

    town.does(Distribute())

    assert town.offers() == {1: 2}
    assert town.place(1).slot is Slot.P
    assert town.count() == 0


def test_a_full_count_is_kept_while_nobody_has_first_priority() -> None:
    """R-2 b: the next to come with first priority is the next."""
    town = Town(of(1, G), places=[place(1)])

    town.does(Distribute())

    assert town.place(1).slot is Slot.G
    assert town.count() == 3


def test_a_bound_place_goes_to_the_other_class_if_its_own_is_empty_and_no_turn_is_taken() -> None:
    """R-2 b: the count is not touched by the substitution."""
    town = Town(of(1, G), places=[place(1, slot=Slot.P)], count=2)

    town.does(Distribute())

    assert town.offers() == {1: 1}
    assert town.place(1).slot is Slot.P
    assert town.count() == 2


def test_without_a_candidate_the_place_waits() -> None:
    """R-2 c: deferred children keep their numbers and are passed over."""
    town = Town(of(1, G, state=State.DEFERRED), places=[place(1)])

    assert town.does(Distribute()) == ()
    assert town.place(1).state is PlaceState.PUBLISHED


def test_one_who_is_too_young_is_passed_over() -> None:
    """A-09."""
    town = Town(of(1, G, born_on=date(2022, 9, 8)), of(2, G), places=[place(1)])

    town.does(Distribute(), min_offer_age_months=48)

    assert town.offers() == {1: 2}


def test_free_places_are_served_by_publication_and_nobody_is_offered_two() -> None:
    """R-3."""
    younger = place(1, opened_at=LATER)
    town = Town(of(1, G), of(2, G), places=[younger, place(2)])

    town.does(Distribute())

    assert town.offers() == {2: 1, 1: 2}


def test_of_several_places_the_own_order_of_choices_decides() -> None:
    """R-3, R-17: and only the draw of the offered place is saved."""
    both = of(1, P, choices=(garden(2), garden(1)))
    second = place(2, key=key(2), opened_at=LATER)
    town = Town(both, of(2, G), places=[place(1), second])

    facts = town.does(Distribute())

    assert town.offers() == {2: 1, 1: 2}
    assert [fact.detail["place"] for fact in facts] == [str(second.id), str(place(1).id)]
    assert (town.count(1), town.count(2)) == (3, 0)


def test_a_preference_counts_only_where_the_child_is_next() -> None:
    """R-17: another heads the queue of the kindergarten that it would rather have."""
    wants_second = of(2, G, choices=(garden(2), garden(1)))
    heads_second = of(1, G, choices=(garden(2),))
    town = Town(wants_second, heads_second, places=[place(1), place(2, key=key(2))])

    town.does(Distribute())

    assert town.offers() == {1: 2, 2: 1}


def test_a_refused_place_goes_to_out_of_turn_and_keeps_its_slot() -> None:
    """R-13: the count is not given back."""
    town = Town(of(1, P), of(2, G), places=[place(1)])
    town.does(Distribute())
    town.comes(of(3, O))

    town.does(Decline(of(1, P).id))

    assert town.offers() == {1: 3}
    assert (town.place(1).slot, town.count()) == (Slot.P, 0)


def test_a_refused_place_stays_with_its_class() -> None:
    """R-4: a refusal costs the class no turn and gains it none."""
    town = Town(of(1, P), of(2, G), of(3, P), places=[place(1)])
    town.does(Distribute())

    town.does(Decline(of(1, P).id))

    assert town.offers() == {1: 3}
    assert town.count() == 0


def test_a_recalled_place_does_not_give_its_turn_back() -> None:
    """R-14."""
    town = Town(of(1, P), of(2, G), places=[place(1)])
    town.does(Distribute())

    town.does(Recall(place(1).id, "a mistake"))

    assert town.offers() == {}
    assert town.count() == 0
    assert town.applications[of(1, P).id].state is State.QUEUED


def test_a_place_freed_after_it_was_filled_is_new_and_has_no_slot() -> None:
    """R-15."""
    town = Town(of(1, G), places=[place(1, slot=Slot.P)])
    town.does(Distribute())
    enrolled = town.enrol(1)
    town.comes(of(2, P))

    town.does(EndContract(enrolled))

    assert town.offers() == {1: 2}
    assert town.place(1).slot is Slot.P
    assert town.count() == 0


def test_bound_places_do_not_bend_the_turns_of_others() -> None:
    """R-16: only the count says whose turn it is."""
    waits = place(1, slot=Slot.G, key=key(2))
    town = Town(of(1, G), of(2, P), places=[waits, place(2)])

    town.does(Distribute())

    assert town.offers() == {2: 2}
    assert town.place(1).state is PlaceState.PUBLISHED


def test_special_queues_know_no_ratio() -> None:
    """A-29."""
    special = key(queue_type=QueueType.SPECIAL)
    kind = {"queue_type": QueueType.SPECIAL}
    town = Town(of(1, G, **kind), of(2, P, **kind), places=[place(1, key=special)])

    town.does(Distribute())

    assert town.offers() == {1: 1}
    assert town.place(1).slot is None


def test_siblings_are_offered_places_together() -> None:
    """R-47: those of class G who wait for the same kindergarten."""
    town = Town(*family(1, 3), of(2, G), places=[place(1), place(2)])

    facts = town.does(Distribute())

    assert town.offers() == {1: 1, 2: 3}
    assert {fact.rule for fact in facts} == {"L-26.1"}


def test_one_place_short_means_the_first_alone() -> None:
    """R-47."""
    town = Town(*family(1, 3, 4), of(2, G), places=[place(1), place(2)])

    town.does(Distribute())

    assert town.offers() == {1: 1, 2: 2}


def test_a_privileged_sibling_is_not_counted() -> None:
    """R-48: it has its own turn."""
    first, second, privileged = (*family(1, 3), replace(family(4)[0], standing=P))
    town = Town(first, second, privileged, places=[place(1), place(2)], count=0)

    town.does(Distribute())

    assert town.offers() == {1: 1, 2: 3}


def test_the_siblings_place_is_drawn_all_the_same() -> None:
    """R-49: it goes before first priority, and the count moves as if a turn had come."""
    town = Town(*family(1, 3), of(2, P), places=[place(1), place(2)], count=2)

    town.does(Distribute())

    assert town.offers() == {1: 1, 2: 3}
    assert (town.place(1).slot, town.place(2).slot) == (Slot.G, Slot.P)
    assert town.count() == 0


def test_siblings_may_be_switched_off() -> None:
    """A-26."""
    town = Town(*family(1, 3), of(2, G), places=[place(1), place(2)])

    town.does(Distribute(), siblings="off")

    assert town.offers() == {1: 1, 2: 2}


def test_nobody_is_asked_twice_for_the_same_temporary_place() -> None:
    """R-50, A-25: a refusal harms nobody, and the place goes on to the next."""
    until = date(2026, 10, 1)
    town = Town(of(1, G), of(2, G), places=[place(1, temporary_until=until)])
    town.does(Distribute())

    town.does(Decline(of(1, G).id))
    assert town.offers() == {1: 2}
    assert town.applications[of(1, G).id].choices == (garden(1),)

    town.does(Decline(of(2, G).id))
    assert town.offers() == {}
    assert town.place(1).state is PlaceState.PUBLISHED


def test_a_temporary_place_brings_no_siblings_together() -> None:
    until = date(2026, 10, 1)
    lent = [place(at, temporary_until=until) for at in (1, 2)]
    town = Town(*family(1, 3), of(2, G), places=lent)

    town.does(Distribute())

    assert town.offers() == {1: 1, 2: 2}


def test_publishing_serves_at_once() -> None:
    """L-16.0."""
    town = Town(of(1, G), of(2, G))

    town.does(Publish((place(1), place(2))))

    assert town.offers() == {1: 1, 2: 2}


def of(serial: int, standing: Standing, **fields: Any) -> Application:
    return application(serial, standing=standing, claimed=standing, **fields)


def family(*serials: int) -> list[Application]:
    guardian = application(77).guardian
    return [replace(of(serial, G), guardian=guardian) for serial in serials]


class Town:
    """A few children and places, changed by the facts of decisions."""

    def __init__(
        self, *applications: Application, places: Iterable[Place] = (), count: int = 3
    ) -> None:
        self.applications: dict[ApplicationId, Application] = {one.id: one for one in applications}
        self.places: dict[PlaceId, Place] = {one.id: one for one in places}
        self.queues: dict[QueueKey, Queue] = {
            one.key: one for one in (queue(count), queue(number=2))
        }

    def comes(self, newcomer: Application) -> None:
        """One more waits."""
        self.applications[newcomer.id] = newcomer

    def does(self, trigger: Trigger, **settings: object) -> tuple[Fact, ...]:
        """Takes a decision, and gives its facts."""
        world = World(self.applications, self.places, self.queues)
        facts = decide(world, trigger, rules(**settings), MONDAY).facts
        for fact in facts:
            self.applications |= {one.after.id: one.after for one in fact.applications}
            self.places |= {one.after.id: one.after for one in fact.places}
            self.queues |= {one.after.key: one.after for one in fact.queues}
        return facts

    def offers(self) -> dict[int, int]:
        """By place, to whom it is offered; both by their serials."""
        return {
            place.serial: self.applications[place.holder].serial
            for place in self.places.values()
            if place.state is PlaceState.OFFERED and place.holder is not None
        }

    def place(self, serial: int) -> Place:
        """The place with this serial."""
        return self.places[place(serial).id]

    def count(self, number: int = 1) -> int:
        """The stored count of the queue to this kindergarten."""
        return self.queues[key(number)].count

    def enrol(self, serial: int) -> ApplicationId:
        """The child that was offered this place has it by contract now."""
        holder = self.place(serial).holder
        assert holder is not None
        self.does(Accept(holder))
        self.does(SubmitDocuments(holder, complete=True, vaccinated=True))
        self.does(Admit(holder, Group(20, 0)))
        self.does(Sign(holder))
        return holder
