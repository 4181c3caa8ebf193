"""A kindergarten's staff publish its places, once however often they press (L-17.1)."""

from kezek.core.access import Actor, Permission, Subject, demand
from kezek.core.ids import KindergartenId
from kezek.usecases.places import Vacancy, publish
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
