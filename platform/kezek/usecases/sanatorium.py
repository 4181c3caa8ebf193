"""A pupil leaves for a sanatorium and comes back; its place is lent to another child (L-17.2)."""

import uuid
from datetime import date, timedelta

from kezek.core.access import Actor, Permission, Subject, may
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import KeepPlace, PupilReturned
from kezek.db.absences import end_absence, note_absence
from kezek.db.applications import find_header, load_applications
from kezek.db.base import uuid7
from kezek.db.places import (
    find_place_header,
    find_place_territory,
    last_serial,
    load_places,
    stand_ins,
)
from kezek.db.queues import find_queue
from kezek.usecases.deciding import Moment, NotFound, cohorts_of_pupil, load, take
from kezek.usecases.due import settle_due
from kezek.usecases.happenings import mode_of
from kezek.usecases.staff_acts import concerned, press
from kezek.usecases.unit_of_work import Act


def keep_place(
    tenant_id: int, by: Actor, application_id: uuid.UUID, until: date, *, intent: str | None = None
) -> None:
    """Keeps an enrolled pupil's place and publishes a temporary one through a last day.

    Whoever is next is offered it at once (L-17.2, L-3.15). Raises NotFound, and Refusal: a day
    that has passed, or a place that is kept already.
    """

    def keep(running: Act) -> None:
        header = find_header(running.session, application_id)
        if header is None:
            raise NotFound(application_id)
        running.hold(child=header.child_id, application=application_id)
        years = cohorts_of_pupil(running.session, header, application_id)
        now = running.hold(birth_years=years)
        settle_due(running, years, now)
        moment = Moment(now, running.rules(now))
        application = load_applications(running.session, [application_id])[
            ApplicationId(application_id)
        ]
        if not may(by, Permission.PLACE_PUBLISH, concerned(application)):
            raise NotFound(application_id)

        stand_in = _stand_in(running, application, until, moment)
        known = (
            stand_ins(running.session, application.referral.place) if application.referral else []
        )
        loaded = load(
            running,
            moment,
            years,
            applications=[application_id],
            places=known,
            keys=[stand_in.key],
            mode=application.mode,
        )
        take(running, loaded, KeepPlace(application.id, stand_in), moment, application.mode)
        note_absence(
            running.session,
            tenant_id,
            kindergarten_id=stand_in.key.kindergarten,
            application_id=application_id,
            because="sanatorium",
            until_on=until,
            at=now,
            by=by.tag,
        )

    press(tenant_id, by, keep, intent=intent, request=f"keep:{application_id}:{until}")


def _stand_in(running: Act, application: Application, until: date, moment: Moment) -> Place:
    if application.referral is None:
        raise Refusal(Code.WRONG_STATE, "state", state=application.label)
    closes_at = moment.rules.calendar.start_of_day(until + timedelta(days=1))
    if closes_at <= moment.now:
        raise Refusal(Code.TOO_LATE, "temporary_until")
    kept = load_places(running.session, [application.referral.place])[application.referral.place]
    key = kept.key
    queue = find_queue(running.session, key)
    serial = (last_serial(running.session, queue.id) if queue else 0) + 1
    return Place(
        id=PlaceId(uuid7()),
        key=key,
        serial=serial,
        state=PlaceState.PUBLISHED,
        opened_at=moment.now,
        opened_seq=serial,
        temporary_until=until,
        closes_at=closes_at,
        is_private=kept.is_private,
    )


def pupil_returned(
    tenant_id: int, by: Actor, place_id: uuid.UUID, *, intent: str | None = None
) -> None:
    """The pupil is back: the temporary place ends, its child is queued by its submission (row 36).

    The place may be the temporary one or the kept one. Raises NotFound, and Refusal where nothing
    is lent (any more).
    """

    def end(running: Act) -> None:
        header = find_place_header(running.session, place_id)
        if header is None:
            raise NotFound(place_id)
        now = running.hold(birth_years=[header.birth_year])
        settle_due(running, [header.birth_year], now)
        moment = Moment(now, running.rules(now))
        place = load_places(running.session, [place_id])[PlaceId(place_id)]
        theirs = Subject(kindergarten_ids=frozenset({place.key.kindergarten}))
        if not may(by, Permission.PLACE_RECALL, theirs):
            raise NotFound(place_id)

        others = [place.in_place_of] if place.in_place_of else stand_ins(running.session, place_id)
        mode = mode_of(running, find_place_territory(running.session, place_id), now)
        loaded = load(running, moment, [header.birth_year], places=[place_id, *others], mode=mode)
        take(running, loaded, PupilReturned(place.id), moment, mode)
        for kept in load_places(running.session, [place_id, *others]).values():
            if kept.in_place_of is None and kept.holder is not None:
                end_absence(running.session, kept.holder, now)

    press(tenant_id, by, end, intent=intent, request=f"returned:{place_id}")
