"""A kindergarten publishes and recalls places (L-16.2, L-17.1, R-46)."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId, PlaceId
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Kind, SeatKey
from kezek.core.triggers import Publish, Recall
from kezek.db.base import uuid7
from kezek.db.idempotency import Once
from kezek.db.kindergartens import find_kindergarten
from kezek.db.places import find_place_header, find_place_territory, last_serial, load_places
from kezek.db.queues import find_queue
from kezek.usecases.deciding import Moment, NotFound, load, take
from kezek.usecases.due import catch_up, settle_due
from kezek.usecases.happenings import mode_of
from kezek.usecases.unit_of_work import Act, act
from kezek.usecases.world import NEW_PLACES


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """What a kindergarten publishes: so many places of one year and language."""

    kindergarten_id: uuid.UUID
    birth_year: int
    language: str
    places: int = 1
    until: date | None = None
    """The last day of a temporary place."""


def publish(
    tenant_id: int, actor: str, vacancy: Vacancy, *, once: Once | None = None
) -> list[PlaceId]:
    """Publishes places; whoever is next is offered them at once (L-16.0).

    Raises NotFound, and Refusal: an impossible number of places, a day that has passed, a
    kindergarten without a state order, which takes no children from the queue (L-2.1).
    """
    if not 1 <= vacancy.places <= NEW_PLACES:
        raise Refusal(Code.LIMIT_REACHED, "places", most=NEW_PLACES)
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        kindergarten = find_kindergarten(running.session, vacancy.kindergarten_id)
        if kindergarten is None:
            raise NotFound(vacancy.kindergarten_id)
        if kindergarten.ownership == "private":
            raise Refusal(Code.INVALID_CHOICE, "private_places")
        key = SeatKey(
            KindergartenId(kindergarten.id),
            vacancy.birth_year,
            vacancy.language,
            Kind(kindergarten.kind).queue_type,
        )
        now = running.hold(birth_years=[vacancy.birth_year])
        settle_due(running, [vacancy.birth_year], now)
        moment = Moment(now, running.rules(now))

        is_private = kindergarten.ownership == "private_order"
        places = _new_places(running, key, vacancy, moment, is_private=is_private)
        mode = mode_of(running, kindergarten.territory, moment.now)
        loaded = load(running, moment, [vacancy.birth_year], keys=[key], mode=mode)
        take(running, loaded, Publish(places), moment, mode)

        running.response["places"] = [str(place.id) for place in places]
        return [place.id for place in places]


def _new_places(
    running: Act, key: SeatKey, vacancy: Vacancy, moment: Moment, *, is_private: bool
) -> tuple[Place, ...]:
    calendar = moment.rules.calendar
    closes_at = None
    if vacancy.until is not None:
        closes_at = calendar.start_of_day(vacancy.until + timedelta(days=1))
        if closes_at <= moment.now:
            raise Refusal(Code.TOO_LATE, "temporary_until")
    queue = find_queue(running.session, key)
    last = last_serial(running.session, queue.id) if queue else 0
    return tuple(
        Place(
            id=PlaceId(uuid7()),
            key=key,
            serial=last + count,
            state=PlaceState.PUBLISHED,
            opened_at=moment.now,
            opened_seq=last + count,
            temporary_until=vacancy.until,
            closes_at=closes_at,
            is_private=is_private,
        )
        for count in range(1, vacancy.places + 1)
    )


def recall(
    tenant_id: int, actor: str, place_id: uuid.UUID, *, reason: str, once: Once | None = None
) -> Place:
    """Takes a place back; whoever was offered it is back without harm (R-46). Raises Refusal."""
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        header = find_place_header(running.session, place_id)
        if header is None:
            raise NotFound(place_id)
        now = running.hold(birth_years=[header.birth_year])
        settle_due(running, [header.birth_year], now)
        moment = Moment(now, running.rules(now))

        mode = mode_of(running, find_place_territory(running.session, place_id), moment.now)
        loaded = load(running, moment, [header.birth_year], places=[place_id], mode=mode)
        take(running, loaded, Recall(PlaceId(place_id), reason), moment, mode)

        return load_places(running.session, [place_id])[PlaceId(place_id)]
