"""A kindergarten reminds a family that has not come yet: once a day, in the words of N-20."""

import uuid

from kezek.core.access import Actor, Permission, may
from kezek.core.admission_stages import Stage, arrival_of
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.notices import Notice
from kezek.db.applications import find_header, load_applications
from kezek.db.notices import newest_notice_at
from kezek.usecases.deciding import NotFound
from kezek.usecases.notices import record_notices
from kezek.usecases.staff_acts import concerned, press
from kezek.usecases.unit_of_work import Act

_REMINDER = "N-20"


def remind_family(tenant_id: int, by: Actor, application_id: uuid.UUID, *, intent: str) -> None:
    """Tells the family once more until when it is awaited; the term itself stays as it is (A-15).

    Raises NotFound, and Refusal: its papers are not awaited, or it was reminded today.
    """

    def remind(running: Act) -> None:
        header = find_header(running.session, application_id)
        if header is None:
            raise NotFound(application_id)
        now = running.hold(child=header.child_id, application=application_id)
        one = load_applications(running.session, [application_id])[ApplicationId(application_id)]
        arrival = arrival_of(one)
        if arrival is None or not may(by, Permission.ADMISSION_DECIDE, concerned(one)):
            raise NotFound(application_id)
        if arrival.stage is not Stage.PAPERS or arrival.referral.expires_at <= now:
            raise Refusal(Code.WRONG_STATE, "state", state=one.label)
        calendar = running.rules(now).calendar
        last = newest_notice_at(running.session, application_id, _REMINDER)
        if last is not None and calendar.local_day(last) == calendar.local_day(now):
            raise Refusal(Code.ALREADY_DECIDED, "reminded")
        due_at = arrival.referral.expires_at.isoformat()
        record_notices(running, [Notice(_REMINDER, one.id, {"due_at": due_at})], now)
        running.bells.add(f"kindergarten-{arrival.referral.kindergarten}")

    press(tenant_id, by, remind, intent=intent, request=f"remind:{application_id}")
