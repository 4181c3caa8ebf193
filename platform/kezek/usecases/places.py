"""A kindergarten publishes and recalls places (L-16.2, L-17.1, R-46)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId, PlaceId
from kezek.core.modes.contract import Decision
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Kind, SeatKey
from kezek.core.triggers import Publish, Recall
from kezek.db.base import uuid7
from kezek.db.idempotency import Once
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
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


@dataclass(frozen=True, slots=True)
class Placed:
    """New places, and what has followed from them at once."""

    places: tuple[Place, ...]
    decision: Decision


def publish(
    tenant_id: int, actor: str, vacancy: Vacancy, *, once: Once | None = None
) -> list[PlaceId]:
    """Publishes places; whoever is next is offered them at once (L-16.0).

    Raises NotFound, and Refusal: an impossible number of places, a day that has passed, a
    kindergarten without a state order, which takes no children from the queue (L-2.1).
    """
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        placed = publish_within(running, [vacancy])
        running.response["places"] = [str(place.id) for place in placed.places]
        return [place.id for place in placed.places]


def publish_within(running: Act, vacancies: Sequence[Vacancy]) -> Placed:
    """Publishes places of one kindergarten within a running act, all as of one moment (R-3).

    Raises as `publish` does; nothing of them is published then.
    """
    if any(not 1 <= one.places <= NEW_PLACES for one in vacancies):
        raise Refusal(Code.LIMIT_REACHED, "places", most=NEW_PLACES)
    kindergarten = find_kindergarten(running.session, vacancies[0].kindergarten_id)
    if kindergarten is None:
        raise NotFound(vacancies[0].kindergarten_id)
    if kindergarten.ownership == "private":
        raise Refusal(Code.INVALID_CHOICE, "private_places")
    years = {one.birth_year for one in vacancies}
    now = running.hold(birth_years=years)
    _need_open(running, kindergarten)
    settle_due(running, years, now)
    moment = Moment(now, running.rules(now))
    places = _new_places(running, kindergarten, vacancies, moment)
    mode = mode_of(running, kindergarten.territory, moment.now)
    keys = {place.key for place in places}
    loaded = load(running, moment, years, keys=keys, mode=mode)
    return Placed(places, take(running, loaded, Publish(places), moment, mode))


def _need_open(running: Act, kindergarten: KindergartenRow) -> None:
    """Looked at once its cohorts are held: whoever closes it holds them, too."""
    running.session.refresh(kindergarten)
    if kindergarten.closed_on is not None:
        raise Refusal(Code.WRONG_STATE, "kindergarten_closed", on=kindergarten.closed_on)


def _new_places(
    running: Act, kindergarten: KindergartenRow, vacancies: Sequence[Vacancy], moment: Moment
) -> tuple[Place, ...]:
    """In the order of the vacancies; each queue goes on counting where it has stopped."""
    made: list[Place] = []
    serials: dict[SeatKey, int] = {}
    for vacancy in vacancies:
        key = SeatKey(
            KindergartenId(kindergarten.id),
            vacancy.birth_year,
            vacancy.language,
            Kind(kindergarten.kind).queue_type,
        )
        if key not in serials:
            queue = find_queue(running.session, key)
            serials[key] = last_serial(running.session, queue.id) if queue else 0
        closes_at = _closes_at(vacancy, moment)
        for _ in range(vacancy.places):
            serials[key] += 1
            made.append(
                Place(
                    id=PlaceId(uuid7()),
                    key=key,
                    serial=serials[key],
                    state=PlaceState.PUBLISHED,
                    opened_at=moment.now,
                    opened_seq=serials[key],
                    temporary_until=vacancy.until,
                    closes_at=closes_at,
                    is_private=kindergarten.ownership == "private_order",
                )
            )
    return tuple(made)


def _closes_at(vacancy: Vacancy, moment: Moment) -> datetime | None:
    if vacancy.until is None:
        return None
    closes_at = moment.rules.calendar.start_of_day(vacancy.until + timedelta(days=1))
    if closes_at <= moment.now:
        raise Refusal(Code.TOO_LATE, "temporary_until")
    return closes_at


def recall(
    tenant_id: int, actor: str, place_id: uuid.UUID, *, reason: str, once: Once | None = None
) -> Place:
    """Takes a place back; whoever was offered it is back without harm (R-46). Raises Refusal."""
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        return recall_within(running, [place_id], reason)[0]


def recall_within(running: Act, places: Sequence[uuid.UUID], reason: str) -> list[Place]:
    """Takes places back within a running act: all of them or none. Raises NotFound, Refusal."""
    headers = [find_place_header(running.session, place_id) for place_id in places]
    years = {header.birth_year for header in headers if header is not None}
    if None in headers:
        raise NotFound(places[0])
    now = running.hold(birth_years=years)
    settle_due(running, years, now)
    moment = Moment(now, running.rules(now))
    for place_id in places:
        mode = mode_of(running, find_place_territory(running.session, place_id), moment.now)
        loaded = load(running, moment, years, places=[place_id], mode=mode)
        take(running, loaded, Recall(PlaceId(place_id), reason), moment, mode)
    found = load_places(running.session, places)
    return [found[PlaceId(place_id)] for place_id in places]
