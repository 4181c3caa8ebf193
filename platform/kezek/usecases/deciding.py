"""The one way in which a decision is taken: lock, bring about what is due, load, decide, save."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.applications import Application
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.modes.contract import Decision, Rules
from kezek.core.modes.registry import DOORS
from kezek.core.queues import QueueKey
from kezek.core.territories import Mode
from kezek.core.triggers import TerritoryDue, Trigger
from kezek.db.applications import Header, find_header, load_applications
from kezek.db.idempotency import Once
from kezek.db.places import birth_years_held
from kezek.usecases.due import catch_up, settle_due
from kezek.usecases.recording import save
from kezek.usecases.unit_of_work import Act, act
from kezek.usecases.world import Loaded
from kezek.usecases.worlds import WORLDS


class NotFound(LookupError):
    """Nothing of that id in this region, or nothing that the asker may see: the same answer."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When an act happens and which rules hold then."""

    now: datetime
    rules: Rules


def act_on_application(
    tenant_id: int,
    actor: str,
    application_id: uuid.UUID,
    trigger: Trigger | Callable[[Act, Application], Trigger],
    *,
    also: Iterable[uuid.UUID] = (),
    once: Once | None = None,
) -> Application:
    """Takes one act on one application and gives it as it is afterwards.

    `also` are kindergartens whose queues the act brings into play.

    Raises NotFound, Refusal (nothing has changed then), and Repeated for a repeated request.
    """
    subject = ApplicationId(application_id)
    catch_up(tenant_id)
    with act(tenant_id, actor, once) as running:
        header = find_header(running.session, application_id)
        if header is None:
            raise NotFound(application_id)
        running.hold(child=header.child_id, application=application_id)
        years = cohorts_of_pupil(running.session, header, application_id)
        now = running.hold(birth_years=years)
        settle_due(running, years, now)
        moment = Moment(now, running.rules(now))

        before = load_applications(running.session, [application_id])[subject]
        keys = [before.key_of(KindergartenId(one)) for one in also]
        loaded = load(
            running,
            moment,
            years,
            applications=[application_id],
            keys=keys,
            mode=before.mode,
        )
        if callable(trigger):
            trigger = trigger(running, loaded.world.applications[subject])
        take(running, loaded, trigger, moment, before.mode)

        return load_applications(running.session, [application_id])[subject]


def cohorts_of_pupil(session: Session, header: Header, application_id: uuid.UUID) -> set[int]:
    """The birth years whose places an act on this application may touch, once it is locked.

    A pupil may sit in a group of other children: what it leaves is theirs (X-14).
    """
    return {header.birth_year, *birth_years_held(session, application_id)}


def load(
    running: Act,
    moment: Moment,
    birth_years: Iterable[int],
    *,
    applications: Iterable[uuid.UUID] = (),
    places: Iterable[uuid.UUID] = (),
    keys: Iterable[QueueKey] = (),
    happenings: Sequence[TerritoryDue] = (),
    mode: Mode = Mode.LINEAR,
) -> Loaded:
    """The world of a decision at this moment."""
    return WORLDS[mode](
        running,
        moment.rules,
        today=moment.rules.calendar.local_day(moment.now),
        birth_years=set(birth_years),
        applications=applications,
        places=places,
        keys=keys,
        happenings=happenings,
    )


def take(
    running: Act, loaded: Loaded, trigger: Trigger, moment: Moment, mode: Mode = Mode.LINEAR
) -> Decision:
    """Asks the mode, saves what it answers, and gives it."""
    decision = DOORS[mode].decide(loaded.world, trigger, moment.rules, moment.now)
    save(running, loaded, decision, moment.rules, moment.now)
    return decision
