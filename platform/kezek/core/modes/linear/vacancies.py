"""Places come and go: published, recalled, closed (L-16.2, L-17.1, R-46, R-51)."""

from dataclasses import replace

from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.admission import return_from_temporary
from kezek.core.modes.linear.steps import enter_queue
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import PlaceTermDue, Publish, Recall

RECALLABLE = frozenset({PlaceState.PUBLISHED, PlaceState.OFFERED})


def publish(draft: Draft, trigger: Publish) -> None:
    """The kindergarten's bulletin grows by these places, in their order (L-17.1)."""
    draft.record("place:published", "L-17.1", places=trigger.places)


def recall(draft: Draft, trigger: Recall) -> None:
    """A place published by mistake; whoever was offered it is back without harm (R-46)."""
    place = draft.place(trigger.place)
    if place.state not in RECALLABLE:
        raise Refusal(Code.WRONG_STATE, "recall")
    _close(draft, place, "place:recalled", "R-46", trigger.reason)


def close_temporary(draft: Draft, trigger: PlaceTermDue) -> None:
    """The last day of a temporary place is over: recalled, its child back in the queue (R-51).

    Or the window of a place that an indigo territory published before it changed its mode: from
    now on it is a place like any other here (R-83).
    """
    place = draft.place(trigger.place)
    if place.closes_at is not None and place.closes_at <= draft.now:
        close(draft, place, "place:closed", "R-51")
    else:
        published = replace(place, state=PlaceState.PUBLISHED, window_ends_at=None)
        draft.record("place:window-closed", "R-83", places=[published])


def close(draft: Draft, place: Place, kind: str, rule: str) -> None:
    """Ends a temporary place; whoever has it, or counts on it, is back in the queue (row 36)."""
    holder = draft.application(place.holder) if place.holder else None
    if holder is not None and holder.state is State.ENROLLED_TEMP:
        return_from_temporary(draft, holder, place)
    else:
        _close(draft, place, kind, rule, "")


def _close(draft: Draft, place: Place, kind: str, rule: str, reason: str) -> None:
    closed = replace(place, state=PlaceState.RECALLED, holder=None)
    holder: Application | None = draft.application(place.holder) if place.holder else None
    if holder is None:
        draft.record(kind, rule, places=[closed], reason=reason)
        return
    enter_queue(
        draft,
        holder,
        kind,
        rule,
        cause=Cause.RETURNED_AHEAD,
        places=[closed],
        notices=[Notice("N-16", holder.id)],
        reason=reason,
    )
