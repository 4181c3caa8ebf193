"""A place is free: who is offered it (L-10.2, L-10.3, L-15.4, R-2, R-3, R-17, L-26.1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from kezek.core.applications import Application, Offer, State, Term, TermKind
from kezek.core.events import Cause
from kezek.core.ids import PlaceId
from kezek.core.modes.bars import Bar, age_bar
from kezek.core.modes.contract import Rules
from kezek.core.modes.draft import Draft
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueType, SeatKey
from kezek.core.terms import calendar_days_after, hours_after
from kezek.core.territories import Mode
from kezek.core.turns import Slot, Standing, draw


@dataclass(frozen=True, slots=True)
class Pick:
    """The child that a free place goes to, the class it was drawn to, and the count to store."""

    application: Application
    place: Place
    slot: Slot | None
    count: int


def distribute(draft: Draft) -> None:
    """Offers every free place that has a candidate, oldest place first (R-2, R-3, L-16.0)."""
    while (pick := _next_pick(draft)) is not None:
        siblings = _siblings_with_places(draft, pick)
        if siblings:
            _offer_together(draft, pick, siblings)
        else:
            _offer(draft, pick, "L-15.4", _lone_notices(draft, pick))


def candidates(draft: Draft, place: Place) -> list[Application]:
    """Who may be offered this place, by submission: queued, old enough, not yet asked (R-2)."""
    found = [one for one in draft.applications() if _may_be_offered(draft, one, place)]
    return sorted(found, key=lambda one: one.rank)


def _may_be_offered(draft: Draft, application: Application, place: Place) -> bool:
    return (
        application.state is State.QUEUED
        and draft.rules.mode_of(application.territory) is Mode.LINEAR
        and place.key in application.keys
        and place.id not in application.asked_places
        and age_fits(draft, application)
    )


def age_fits(draft: Draft, application: Application) -> bool:
    """Old enough for an offer (A-09), and not at the upper age that the night's job ends (A-08)."""
    today = draft.calendar.local_day(draft.now)
    return age_bar(application, draft.settings, today) is None


def bar(application: Application, rules: Rules, now: datetime) -> Bar | None:
    """What keeps a child from an offer of this mode: its age alone (A-08, A-09)."""
    return age_bar(application, rules.settings, rules.calendar.local_day(now))


def _next_pick(draft: Draft) -> Pick | None:
    """The next offer: the oldest place that has a head, moved to that child's own preference.

    The head is found without saving; if the same child heads the queue of a free place that it
    named earlier, that one is offered, and only that place's draw is saved (R-17).
    """
    free = draft.free_places()
    for place in free:
        pick = head(draft, place)
        if pick is not None:
            return _preferred(draft, pick, free)
    return None


def _preferred(draft: Draft, pick: Pick, free: list[Place]) -> Pick:
    own_order = {key: order for order, key in enumerate(pick.application.keys)}
    best = pick
    for place in free:
        if own_order.get(place.key, len(own_order)) >= own_order[best.place.key]:
            continue
        other = head(draft, place)
        if other is not None and other.application.id == pick.application.id:
            best = other
    return best


def head(draft: Draft, place: Place) -> Pick | None:
    """The child that this place goes to now, and its draw, not yet saved (R-2 a to c)."""
    waiting = candidates(draft, place)
    if not waiting:
        return None
    queue = draft.queue(place.key)
    out_of_turn = [one for one in waiting if one.standing is Standing.O]
    if out_of_turn or not queue.keeps_ratio:
        return Pick((out_of_turn or waiting)[0], place, place.slot, queue.count)
    slot, count = _slot_of(place, queue, waiting)
    of_class = [one for one in waiting if one.standing is Standing(slot)]
    return Pick((of_class or waiting)[0], place, slot, count)


def _slot_of(place: Place, queue: Queue, waiting: list[Application]) -> tuple[Slot, int]:
    if place.slot is not None:
        return place.slot, queue.count
    return draw(
        queue,
        has_first_priority=any(one.standing is Standing.P for one in waiting),
        has_general=any(one.standing is Standing.G for one in waiting),
    )


def _offer(draft: Draft, pick: Pick, rule: str, notices: tuple[Notice, ...]) -> None:
    draft.record(
        "offer:made",
        rule,
        Cause.SERVED_AHEAD,
        applications=[offered(draft, pick.application, pick.place)],
        places=[
            replace(
                pick.place,
                state=PlaceState.OFFERED,
                holder=pick.application.id,
                slot=pick.slot,
            )
        ],
        queues=[replace(draft.queue(pick.place.key), count=pick.count)],
        notices=(_offer_notice(draft, pick), *notices),
        place=str(pick.place.id),
        slot=str(pick.slot or ""),
    )


def offered(draft: Draft, application: Application, place: Place) -> Application:
    """The application with a live offer: two calendar days, a reminder after 24 hours (A-05)."""
    due_at = calendar_days_after(draft.now, draft.settings.offer_days, draft.calendar)
    terms = [Term(due_at, TermKind.OFFER_ANSWER, draft.now)]
    remind_at = hours_after(draft.now, draft.settings.offer_reminder_h)
    if remind_at < due_at:
        terms.append(Term(remind_at, TermKind.OFFER_REMINDER, draft.now))
    asked = (
        application.asked_places | {place.id} if place.is_temporary else application.asked_places
    )
    return replace(
        application,
        state=State.OFFERED,
        offer=Offer(place.id, draft.now, due_at, place.temporary_until),
        asked_places=asked,
        terms=(*application.terms, *terms),
    )


def _offer_notice(draft: Draft, pick: Pick) -> Notice:
    due_at = calendar_days_after(draft.now, draft.settings.offer_days, draft.calendar)
    until = pick.place.temporary_until
    values = {
        "place": str(pick.place.id),
        "kindergarten": str(pick.place.key.kindergarten),
        "due_at": due_at.isoformat(),
        "temporary_until": until.isoformat() if until else None,
    }
    return Notice("N-12", pick.application.id, values)


def _lone_notices(draft: Draft, pick: Pick) -> tuple[Notice, ...]:
    """A parent whose other children wait there too is told that there is no place for all now."""
    if not _siblings(draft, pick):
        return ()
    return (Notice("N-33", pick.application.id, {"together": False}),)


def _siblings(draft: Draft, pick: Pick) -> list[Application]:
    """The parent's other applications that wait for the same kindergarten (L-26.1, R-47, R-48)."""
    if draft.settings.siblings == "off" or pick.place.is_temporary:
        return []
    only_general = draft.settings.siblings == "general"
    if only_general and pick.application.standing is not Standing.G:
        return []
    found = [
        one
        for one in draft.applications()
        if one.guardian == pick.application.guardian
        and one.id != pick.application.id
        and one.state is State.QUEUED
        and one.queue_type is pick.application.queue_type
        and pick.place.key.kindergarten in one.choices
        and (one.standing is Standing.G or not only_general)
        and age_fits(draft, one)
    ]
    return sorted(found, key=lambda one: one.rank)


def _siblings_with_places(draft: Draft, pick: Pick) -> list[tuple[Application, Place]]:
    """Each sibling with its place, if there is one for every one of them; else nothing (R-47)."""
    taken = {pick.place.id}
    matched = []
    for sibling in _siblings(draft, pick):
        place = _free_place(draft, sibling.key_of(pick.place.key.kindergarten), taken)
        if place is None:
            return []
        taken.add(place.id)
        matched.append((sibling, place))
    return matched


def _free_place(draft: Draft, key: SeatKey, taken: set[PlaceId]) -> Place | None:
    return next(
        (
            place
            for place in draft.free_places()
            if place.key == key and place.id not in taken and not place.is_temporary
        ),
        None,
    )


def _offer_together(draft: Draft, pick: Pick, siblings: list[tuple[Application, Place]]) -> None:
    """All are offered at the same moment; who was overtaken is written down (L-26.1, A-26)."""
    together = Notice("N-33", pick.application.id, {"together": True})
    _offer(draft, pick, "L-26.1", (together,))
    for sibling, place in siblings:
        slot, count = _sibling_draw(draft, sibling, draft.place(place.id))
        told = Notice("N-33", sibling.id, {"together": True})
        _offer(draft, Pick(sibling, place, slot, count), "L-26.1", (told,))


def _sibling_draw(draft: Draft, sibling: Application, place: Place) -> tuple[Slot | None, int]:
    """The sibling's place is drawn as if its turn had come: the count moves all the same (R-49)."""
    queue = draft.queue(place.key)
    if place.slot is not None or place.key.queue_type is not QueueType.GENERAL:
        return place.slot, queue.count
    waiting = candidates(draft, place)
    return draw(
        queue,
        has_first_priority=any(one.standing is Standing.P for one in waiting),
        has_general=any(one.standing is Standing.G for one in waiting)
        or sibling.standing is Standing.G,
    )
