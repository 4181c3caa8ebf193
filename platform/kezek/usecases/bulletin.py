"""A kindergarten's staff publish and recall its places, once however often they press (L-17.1)."""

import uuid

from kezek.core.access import Actor, Permission, Subject, demand
from kezek.core.ids import KindergartenId
from kezek.db.places import find_place_kindergarten
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound
from kezek.usecases.places import Vacancy, publish, recall
from kezek.usecases.repeats import KeyReused, Repeated
from kezek.usecases.staff_acts import form_sent, once_of


def publish_places(tenant_id: int, by: Actor, vacancy: Vacancy, *, intent: str) -> None:
    """Publishes places of the actor's own kindergarten (L-16.0, L-17.1).

    Raises NotFound for another kindergarten's, and Refusal: an impossible number, a day that has
    passed, a kindergarten that takes no children from the queue.
    """
    own = Subject(kindergarten_ids=frozenset({KindergartenId(vacancy.kindergarten_id)}))
    demand(by, Permission.PLACE_PUBLISH, own)
    request = f"publish:{vacancy}"
    try:
        publish(tenant_id, by.tag, vacancy, once=once_of(intent, request))
    except Repeated:
        return
    except KeyReused:
        raise form_sent() from None


def recall_place(
    tenant_id: int, by: Actor, place_id: uuid.UUID, reason: str, *, intent: str
) -> None:
    """Takes a place of the actor's own kindergarten back (R-46). Raises NotFound, Refusal."""
    with read_scope(tenant_id) as session:
        garden = find_place_kindergarten(session, place_id)
    if garden is None or garden != by.kindergarten_id:
        raise NotFound(place_id)
    try:
        recall(
            tenant_id,
            by.tag,
            place_id,
            reason=reason,
            once=once_of(intent, f"recall:{place_id}:{reason}"),
        )
    except Repeated:
        return
    except KeyReused:
        raise form_sent() from None
