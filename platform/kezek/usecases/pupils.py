"""A pupil goes over to another group of its kindergarten (X-14, L-17.1)."""

import uuid

from kezek.core.access import Actor, Permission, may
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.places import Place, PlaceState
from kezek.core.queues import SeatKey
from kezek.core.triggers import MovePupil
from kezek.db.applications import find_header, load_applications
from kezek.db.base import uuid7
from kezek.db.group_changes import find_group
from kezek.db.kindergartens import GroupRow
from kezek.db.places import last_serial, load_places
from kezek.db.queues import find_queue
from kezek.db.seats import seats_of
from kezek.usecases.deciding import Moment, NotFound, cohorts_of_pupil, load, take
from kezek.usecases.due import catch_up, settle_due
from kezek.usecases.staff_acts import concerned, press
from kezek.usecases.unit_of_work import Act


def move_pupil(
    tenant_id: int, by: Actor, application_id: uuid.UUID, group_id: uuid.UUID, *, intent: str
) -> None:
    """The pupil sits in that group from now on; its old place is a vacancy.

    Raises NotFound, and Refusal: no pupil here, no seat left within the norm, its own group, or a
    place that is kept for one who is away.
    """
    catch_up(tenant_id)

    def move(running: Act) -> None:
        move_within(running, by, application_id, group_id, closes_place=False)

    request = f"move:{application_id}:{group_id}"
    press(tenant_id, by, move, intent=intent, request=request)


def move_within(
    running: Act, by: Actor, application_id: uuid.UUID, group_id: uuid.UUID, *, closes_place: bool
) -> None:
    """The same within a running act; August closes the places that are left. Raises as above."""
    session = running.session
    header, group = find_header(session, application_id), find_group(session, group_id)
    if header is None or group is None:
        raise NotFound(application_id)
    running.hold(child=header.child_id, application=application_id)
    years = {*cohorts_of_pupil(session, header, application_id), group.birth_year}
    now = running.hold(birth_years=years)
    settle_due(running, years, now)
    moment = Moment(now, running.rules(now))
    application = load_applications(session, [application_id])[ApplicationId(application_id)]
    if not may(by, Permission.PUPIL_KEEP, concerned(application)):
        raise NotFound(application_id)

    seat = _seat(running, application, group, moment)
    loaded = load(
        running,
        moment,
        years,
        applications=[application_id],
        keys=[seat.key],
        mode=application.mode,
    )
    trigger = MovePupil(application.id, seat, closes_place)
    take(running, loaded, trigger, moment, application.mode)


def _seat(running: Act, application: Application, group: GroupRow, moment: Moment) -> Place:
    if application.referral is None:
        raise Refusal(Code.WRONG_STATE, "state", state=application.label)
    own = load_places(running.session, [application.referral.place])[application.referral.place]
    if own.key.kindergarten != group.kindergarten_id:
        raise NotFound(group.id)
    key = SeatKey(own.key.kindergarten, group.birth_year, group.language, own.key.queue_type)
    seats = seats_of(running.session, group.kindergarten_id, (group.birth_year, group.language))
    if key != own.key and seats.in_use >= group.capacity:
        raise Refusal(Code.LIMIT_REACHED, "group_full", most=group.capacity)
    queue = find_queue(running.session, key)
    serial = (last_serial(running.session, queue.id) if queue else 0) + 1
    return Place(
        id=PlaceId(uuid7()),
        key=key,
        serial=serial,
        state=PlaceState.PUBLISHED,
        opened_at=moment.now,
        opened_seq=serial,
        is_private=own.is_private,
    )
