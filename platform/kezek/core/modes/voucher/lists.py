"""Waiting lists: in the order of joining; a place is kept for the first (rows 10, 11, 17, V-14)."""

from dataclasses import replace

from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.modes.draft import Draft
from kezek.core.modes.voucher.clock import (
    pause_left,
    resumed,
    stopped,
    voucher_of,
    with_voucher,
)
from kezek.core.modes.voucher.kindergartens import check_kindergarten, free_place
from kezek.core.modes.voucher.offers import told_active
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.terms import calendar_days_after
from kezek.core.triggers import JoinWaitingList, LeaveWaitingList
from kezek.core.vouchers import Hold, ListEntry, Voucher

_MAY_GET_A_PLACE = frozenset({State.WAITLISTED, State.VOUCHER_ACTIVE, State.ENROLLED})


def join(draft: Draft, application: Application, trigger: JoinWaitingList) -> None:
    """The child waits for this kindergarten; an unused voucher's clock stops (row 10, R-72).

    Raises Refusal: a kindergarten that is not for this child, or a list on which it is already.
    """
    voucher = voucher_of(application)
    wanted = trigger.chosen.id
    check_kindergarten(application, trigger.chosen)
    if application.referral is not None and application.referral.kindergarten == wanted:
        raise Refusal(Code.INVALID_CHOICE, "own_kindergarten")
    has_place_there = voucher.hold is not None and voucher.hold.kindergarten == wanted
    if voucher.stands_on(wanted) or has_place_there:
        raise Refusal(Code.ALREADY_QUEUED, "waiting_list")
    joined = replace(voucher, lists=(*voucher.lists, ListEntry(wanted, draft.now)))
    changed = application
    if _stops_the_clock(draft, application, joined):
        joined = stopped(draft, joined)
        changed = replace(application, state=State.WAITLISTED)
    draft.record(
        "waiting-list:joined",
        "V-14",
        applications=[with_voucher(draft, changed, joined)],
        notices=[Notice("N-48", application.id, {"kindergarten": str(wanted), "joined": True})],
        kindergarten=str(wanted),
    )


def _stops_the_clock(draft: Draft, application: Application, voucher: Voucher) -> bool:
    """Only of a voucher without a place, while it runs, where none is free, thirty days in all."""
    runs = voucher.due_at is not None and voucher.due_at > draft.now
    return (
        application.state is State.VOUCHER_ACTIVE
        and voucher.hold is None
        and voucher.extension_asked_days is None
        and runs
        and pause_left(draft, voucher) > 0
        and free_place(draft, application, voucher.lists[-1].kindergarten) is None
    )


def leave(draft: Draft, application: Application, trigger: LeaveWaitingList) -> None:
    """The child waits there no more; a place kept for it goes to the next of the list (V-14).

    A stopped clock goes on when no list is left. Raises Refusal: the child is not on this list.
    """
    voucher = voucher_of(application)
    left = trigger.chosen.id
    is_kept = voucher.hold is not None and voucher.hold.kindergarten == left
    if not is_kept and not voucher.stands_on(left):
        raise Refusal(Code.WRONG_STATE, "not_on_list")
    places = [draft.freed(draft.place(voucher.hold.place))] if is_kept and voucher.hold else []
    remaining = tuple(one for one in voucher.lists if one.kindergarten != left)
    voucher = replace(voucher, lists=remaining, hold=None if is_kept else voucher.hold)
    changed, told = application, []
    if application.state is State.WAITLISTED and not remaining:
        voucher = resumed(draft, voucher)
        changed = replace(application, state=State.VOUCHER_ACTIVE)
        told = [told_active(application, voucher.due_at)]
    draft.record(
        "waiting-list:left",
        "V-14",
        applications=[with_voucher(draft, changed, voucher)],
        places=places,
        notices=told,
        kindergarten=str(left),
    )


def serve_waiting_lists(draft: Draft) -> None:
    """Every free place goes to the first of its list; nobody there, it stays free (R-6, row 11)."""
    for place in draft.free_places():
        if place.is_temporary:
            continue
        first = _first_for(draft, place)
        if first is not None:
            _hold(draft, first, place)


def _first_for(draft: Draft, place: Place) -> Application | None:
    waiting = [one for one in draft.applications() if _waits_for(one, place)]
    return min(waiting, key=lambda one: _turn(one, place), default=None)


def _turn(application: Application, place: Place) -> tuple[object, ...]:
    entries = voucher_of(application).lists
    joined_at = next(one.joined_at for one in entries if one.kindergarten == place.key.kindergarten)
    return (joined_at, application.rank)


def _waits_for(application: Application, place: Place) -> bool:
    voucher = application.voucher
    return (
        voucher is not None
        and application.state in _MAY_GET_A_PLACE
        and voucher.hold is None
        and voucher.stands_on(place.key.kindergarten)
        and application.key_of(place.key.kindergarten) == place.key
    )


def _hold(draft: Draft, application: Application, place: Place) -> None:
    """Two calendar days to choose it; a stopped clock goes on (row 11)."""
    kindergarten = place.key.kindergarten
    days = draft.settings.voucher_hold_calendar_days
    due_at = calendar_days_after(draft.now, days, draft.calendar)
    voucher = resumed(draft, voucher_of(application))
    voucher = replace(
        voucher,
        lists=tuple(one for one in voucher.lists if one.kindergarten != kindergarten),
        hold=Hold(place.id, kindergarten, draft.now, due_at),
    )
    is_enrolled = application.state is State.ENROLLED
    state = State.ENROLLED if is_enrolled else State.VOUCHER_ACTIVE
    draft.record(
        "waiting-list:served",
        "VX-14",
        applications=[with_voucher(draft, replace(application, state=state), voucher)],
        places=[replace(place, state=PlaceState.HELD, holder=application.id)],
        notices=[
            Notice(
                "N-48",
                application.id,
                {
                    "kindergarten": str(kindergarten),
                    "joined": False,
                    "due_at": due_at.isoformat(),
                    "enrolled": is_enrolled,
                    "voucher_due_at": voucher.due_at.isoformat() if voucher.due_at else None,
                },
            )
        ],
        place=str(place.id),
    )


def hold_over(draft: Draft, application: Application) -> None:
    """The kept place was not chosen: it goes on to the next of its list (row 11)."""
    voucher = voucher_of(application)
    hold = voucher.hold
    assert hold is not None, "a hold ended that is not there"
    draft.record(
        "waiting-list:hold-lapsed",
        "VX-14",
        applications=[with_voucher(draft, application, replace(voucher, hold=None))],
        places=[draft.freed(draft.place(hold.place))],
        place=str(hold.place),
    )


def pause_over(draft: Draft, application: Application) -> None:
    """Thirty days have passed: the clock goes on, the turn on the list stays (R-71)."""
    voucher = resumed(draft, voucher_of(application))
    draft.record(
        "voucher:pause-over",
        "VX-14",
        applications=[
            with_voucher(draft, replace(application, state=State.VOUCHER_ACTIVE), voucher)
        ],
        notices=[told_active(application, voucher.due_at)],
    )
