"""A kindergarten takes places back: a few by itself, many with a second person (IX-7, R-46)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from kezek.core.access import Actor
from kezek.core.approvals import Kind
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.places import FREE, PlaceState
from kezek.db.kindergartens import find_kindergarten
from kezek.db.locks import lock_hand
from kezek.db.places import find_place_kindergarten, load_places
from kezek.db.recalls import recalled_since
from kezek.db.scope import read_scope
from kezek.usecases.approvals import Proposal, propose
from kezek.usecases.deciding import NotFound
from kezek.usecases.due import catch_up
from kezek.usecases.places import recall_within
from kezek.usecases.publishing import UNDONE
from kezek.usecases.repeats import KeyReused
from kezek.usecases.staff_acts import form_sent, once_of, press
from kezek.usecases.unit_of_work import Act, act

MOST_AT_ONCE = 60

RECALLABLE = FREE | {PlaceState.OFFERED}
"""What nobody holds yet (R-46); each mode looks at it once more."""


class _TooManyAlone(Exception):
    """Takes the transaction back: beyond so many a day a second person has to agree."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def recall_places(
    tenant_id: int, by: Actor, places: Sequence[uuid.UUID], reason: str, *, intent: str
) -> uuid.UUID | None:
    """Recalls as many places a day as one person may; more become a proposal, which is given.

    Pressed again it gives what it gave. Raises NotFound for another kindergarten's, and Refusal:
    nothing named, a place that is held or taken, or a proposal of this kindergarten that waits.
    """
    wanted = sorted(set(places))
    if not wanted:
        raise Refusal(Code.INVALID_CHOICE, "no_place_named")
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(Code.LIMIT_REACHED, "recalls", most=MOST_AT_ONCE)
    _need_own(tenant_id, by, wanted)
    request = f"recalls:{wanted}:{reason}"
    try:
        done = _recall_alone(tenant_id, by, wanted, reason, intent, request)
    except _TooManyAlone:
        return _propose(tenant_id, by, wanted, reason, intent, request)
    proposal = done.get("approval")
    return uuid.UUID(str(proposal)) if proposal else None


def recall_place(
    tenant_id: int, by: Actor, place_id: uuid.UUID, reason: str, *, intent: str
) -> None:
    """Takes one place of the actor's own kindergarten back (R-46).

    Raises NotFound, and Refusal: also where so many were recalled today that somebody else has to
    agree to more.
    """
    _need_own(tenant_id, by, [place_id])
    try:
        request = f"recall:{place_id}:{reason}"
        _recall_alone(tenant_id, by, [place_id], reason, intent, request)
    except _TooManyAlone as refused:
        raise Refusal(Code.LIMIT_REACHED, "recalls_today", most=refused.most) from None


def needs_second(tenant_id: int, by: Actor, count: int) -> int | None:
    """How many one person recalls in a day, where so many more of today are too many (R-46)."""
    with act(tenant_id, by.tag) as running:
        return _too_many(running, by, count)


def _recall_alone(
    tenant_id: int,
    by: Actor,
    places: Sequence[uuid.UUID],
    reason: str,
    intent: str,
    request: str,
) -> Mapping[str, Any]:
    catch_up(tenant_id)

    def recall(running: Act) -> None:
        # Asked behind the key of the press: a second press is no further recall.
        lock_hand(running.session, tenant_id, by.tag)
        most = _too_many(running, by, len(places))
        if most is not None:
            raise _TooManyAlone(most)
        # Whoever writes the words of an undo has undone nothing: it counts as any other recall.
        recall_within(running, places, reason if reason != UNDONE else f"«{reason}»")

    return press(tenant_id, by, recall, intent=intent, request=request)


def _too_many(running: Act, by: Actor, count: int) -> int | None:
    now = running.now()
    region = running.rules(now)
    today = region.calendar.start_of_day(region.calendar.local_day(now))
    most = region.settings.recalls_alone
    done = recalled_since(running.session, by.tag, today, but_for=UNDONE)
    return most if done + count > most else None


def _need_own(tenant_id: int, by: Actor, places: Sequence[uuid.UUID]) -> None:
    with read_scope(tenant_id) as session:
        gardens = {find_place_kindergarten(session, one) for one in places}
    if by.kindergarten_id is None or gardens != {by.kindergarten_id}:
        raise NotFound(places[0])


def _propose(
    tenant_id: int,
    by: Actor,
    places: Sequence[uuid.UUID],
    reason: str,
    intent: str,
    request: str,
) -> uuid.UUID:
    wish = _proposal(tenant_id, by, places, reason)
    try:
        return propose(tenant_id, by.tag, wish, once_of(intent, request))
    except KeyReused:
        raise form_sent() from None


def _proposal(tenant_id: int, by: Actor, places: Sequence[uuid.UUID], reason: str) -> Proposal:
    """What the second person reads: whose places, how many, how many families it touches."""
    with read_scope(tenant_id) as session:
        assert by.kindergarten_id is not None, "looked at before"
        garden = find_kindergarten(session, by.kindergarten_id)
        assert garden is not None, "a place without its kindergarten"
        found = load_places(session, places).values()
        if any(one.state not in RECALLABLE for one in found):
            raise Refusal(Code.WRONG_STATE, "recall")
        return Proposal(
            kind=Kind.MASS_RECALL,
            subject=str(garden.id),
            payload={
                "kindergarten": str(garden.id),
                "name": garden.name_ru,
                "places": [str(one) for one in places],
                "offered": sum(one.state is PlaceState.OFFERED for one in found),
            },
            reason=reason,
            territory=TerritorySlug(garden.territory),
        )
