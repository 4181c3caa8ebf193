"""Lines of an old queue looked at one by one: what each becomes here, or what is wrong with it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.queue_columns import Fault
from kezek.adapters.queue_csv import QueueLine
from kezek.core.applications import Application, State
from kezek.core.applying import check_list
from kezek.core.errors import Refusal
from kezek.core.ids import ApplicationId, ChildId, GuardianId, TerritorySlug
from kezek.core.modes.arrivals import CannotArrive, Stage, arrive
from kezek.core.modes.contract import Rules
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.registry import DOORS, names_kindergartens
from kezek.core.numbers import application_number
from kezek.core.queues import QueueKey
from kezek.core.regions import Tenant
from kezek.core.standing import standing_of
from kezek.core.territories import Mode
from kezek.core.triggers import Chosen
from kezek.core.turns import Standing
from kezek.db.arriving import Known
from kezek.usecases.arriving.people import Family, Person

_NOBODY = uuid.UUID(int=0)
_COLUMN_OF = {
    "stage": "stage",
    "unconfirmed": "confirmed",
    "planned": "planned_from",
    "through": "through",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What the lines are judged by: the region now, and its kindergartens by their names."""

    region: Tenant
    rules: Rules
    gardens: Mapping[str, Chosen]
    now: datetime


def mode_of(ground: Ground, territory: str) -> Mode | None:
    """The mode that rules in a territory now, if it is open."""
    mode = ground.rules.modes.get(TerritorySlug(territory))
    return mode if mode in DOORS else None


def is_here(person: Person, known: Mapping[bytes, list[Known]]) -> str:
    """The number of the very application of this line, where it has come in before."""
    same = (
        one.number
        for one in known.get(person.child_hash, ())
        if one.submitted_at == person.line.submitted_at
    )
    return next(same, "")


def faults_of(person: Person, known: Mapping[bytes, list[Known]], ground: Ground) -> list[Fault]:
    """Everything that keeps a line from coming in."""
    line = person.line
    living = next((one for one in known.get(person.child_hash, ()) if one.is_live), None)
    if living is not None:
        return [Fault(line.line, "child_iin", "living_here", {"number": living.number})]
    return [*_moment_faults(line, ground), *_choice_faults(line, ground)] or _stage_faults(
        line, ground
    )


def _moment_faults(line: QueueLine, ground: Ground) -> Iterable[Fault]:
    if line.submitted_at > ground.now:
        yield Fault(line.line, "submitted_at", "future")
    elif ground.rules.calendar.local_day(line.submitted_at) < line.born_on:
        yield Fault(line.line, "submitted_at", "before_birth")


def _choice_faults(line: QueueLine, ground: Ground) -> list[Fault]:
    mode = mode_of(ground, line.territory)
    if mode is None:
        return [Fault(line.line, "territory", "not_open")]
    if not names_kindergartens(mode):
        return [Fault(line.line, "choices", "no_choices")] if line.choices else []
    unknown = [name for name in line.choices if name not in ground.gardens]
    if unknown:
        return [Fault(line.line, "choices", "unknown_garden", {"cell": name}) for name in unknown]
    chosen = [ground.gardens[name] for name in line.choices]
    try:
        check_list(chosen, territory=line.territory, queue_type=line.queue_type)
    except Refusal as refusal:
        return [Fault(line.line, "choices", refusal.detail)]
    return []


def _stage_faults(line: QueueLine, ground: Ground) -> list[Fault]:
    try:
        one = application_of(line, Family(_NOBODY, _NOBODY), 1, ground)
    except Refusal as refusal:
        return [Fault(line.line, "born_on", refusal.detail, dict(refusal.values))]
    except CannotArrive as cannot:
        return [Fault(line.line, _COLUMN_OF[cannot.detail], cannot.detail)]
    wanted = len(queues_of(one))
    if line.number_before and len(line.number_before) != wanted:
        return [Fault(line.line, "number_before", "numbers_count", {"wanted": wanted})]
    return []


def application_of(line: QueueLine, family: Family, serial: int, ground: Ground) -> Application:
    """The application that a line becomes. Raises Refusal and CannotArrive for what cannot be."""
    region, rules, now = ground.region, ground.rules, ground.now
    year = region.calendar.local_day(line.submitted_at).year
    claimed = standing_of(line.categories)
    plain = Application(
        id=ApplicationId(uuid.UUID(int=serial)),
        number=application_number(region.prefix, year, serial),
        serial=serial,
        child=ChildId(family.child),
        guardian=GuardianId(family.guardian),
        territory=TerritorySlug(line.territory),
        queue_type=line.queue_type,
        born_on=line.born_on,
        language=line.language,
        choices=tuple(ground.gardens[name].id for name in line.choices),
        categories=line.categories,
        standing=Standing.G,
        claimed=claimed,
        submitted_at=line.submitted_at,
        state=State.UNDER_REVIEW,
        has_pmpk=line.pmpk,
        planned_from=line.planned_from,
        strikes=line.strikes,
    )
    stage = Stage(line.stage, line.through, line.confirmed, line.restored)
    application = as_it_enters(plain, rules, now)
    return arrive(application, stage, DOORS[application.mode].entrance, rules, now)


def queues_of(application: Application) -> tuple[QueueKey, ...]:
    """The queues that it belongs to, whether it has numbers there now or not."""
    return application.keys


def by_rank(people: Sequence[Person]) -> list[Person]:
    """The order in which serials are given: by moment, and by the file where moments are equal."""
    return sorted(people, key=lambda one: (one.line.submitted_at, one.line.line))
