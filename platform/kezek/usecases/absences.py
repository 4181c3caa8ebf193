"""A pupil is away for a while and its place is kept: in a sanatorium, ill, or on leave (L-17.2).

Only the place of a child in a sanatorium is lent to another one (L-3.15). An ill child, or one on
leave with its parents, keeps its place as it is: the reason and the last day are noted, and until
then no long absence ends a voucher (VX-18).
"""

import uuid
from datetime import date
from enum import StrEnum

from kezek.core.access import Actor, Permission, may
from kezek.core.admission_stages import Stage, stage_of
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.db.absences import end_absence, note_absence
from kezek.db.applications import find_header, load_applications
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import concerned, press
from kezek.usecases.unit_of_work import Act


class AwayFor(StrEnum):
    """Why a pupil is away."""

    SANATORIUM = "sanatorium"
    ILLNESS = "illness"
    LEAVE = "leave"


def note_away(
    tenant_id: int,
    by: Actor,
    application_id: uuid.UUID,
    because: AwayFor,
    until: date,
    *,
    intent: str,
) -> None:
    """Notes that the pupil is ill or on leave through a day; noted again, the newer words count.

    Raises NotFound, and Refusal: no pupil (any more), or a day that has passed.
    """

    def note(running: Act) -> None:
        garden = _need_pupil(running, by, application_id)
        now = running.now()
        if until < running.rules(now).calendar.local_day(now):
            raise Refusal(Code.TOO_LATE, "away_until")
        note_absence(
            running.session,
            tenant_id,
            kindergarten_id=garden,
            application_id=application_id,
            because=str(because),
            until_on=until,
            at=now,
            by=by.tag,
        )
        running.bells.add(f"kindergarten-{garden}")

    request = f"away:{application_id}:{because}:{until}"
    press(tenant_id, by, note, intent=intent, request=request)


def note_back(tenant_id: int, by: Actor, application_id: uuid.UUID, *, intent: str) -> None:
    """The pupil is back from illness or leave. Raises NotFound, Refusal."""

    def note(running: Act) -> None:
        garden = _need_pupil(running, by, application_id)
        end_absence(running.session, application_id, running.now())
        running.bells.add(f"kindergarten-{garden}")

    press(tenant_id, by, note, intent=intent, request=f"back:{application_id}")


def _need_pupil(running: Act, by: Actor, application_id: uuid.UUID) -> uuid.UUID:
    header = find_header(running.session, application_id)
    if header is None:
        raise NotFound(application_id)
    running.hold(child=header.child_id, application=application_id)
    one = load_applications(running.session, [application_id])[ApplicationId(application_id)]
    if one.referral is None or not may(by, Permission.PUPIL_KEEP, concerned(one)):
        raise NotFound(application_id)
    if stage_of(one) is not Stage.PUPIL:
        raise Refusal(Code.WRONG_STATE, "state", state=one.label)
    return one.referral.kindergarten
