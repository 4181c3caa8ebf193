"""Puts invented families into a region's queues and lets some days of work happen there."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from kezek.adapters.identities import person_hash
from kezek.adapters.registry_csv import read_registry
from kezek.adapters.services import services
from kezek.core.applications import Application, State
from kezek.core.cohorts import reference_year, updated_at
from kezek.core.ids import ApplicationId, ChildId, GuardianId, KindergartenId, TerritorySlug
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.registry import names_kindergartens
from kezek.core.numbers import application_number
from kezek.core.people import Identity
from kezek.core.queues import Kind, QueueType
from kezek.core.regions import Tenant
from kezek.core.standing import standing_of
from kezek.core.territories import Mode
from kezek.core.turns import Standing
from kezek.db.accounts import AccountRow
from kezek.db.applications import ApplicationRow, next_serial
from kezek.db.base import uuid7
from kezek.db.claims import claim_child
from kezek.db.family_keys import make_family_keys
from kezek.db.kindergartens import GroupRow, KindergartenRow, chosen_kindergartens
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import Contacts, child_columns, guardian_columns
from kezek.db.scope import read_scope
from kezek.demonstration.families import (
    Family,
    Garden,
    Names,
    Wishing,
    among,
    anywhere_in,
    invent,
)
from kezek.settings import OperatorError
from kezek.usecases.intake_in_bulk import Newcomer, take_in
from kezek.usecases.name_tokens import name_children
from kezek.usecases.registry.importing import import_registry
from kezek.usecases.unit_of_work import Act, act

ACTOR = "operator:demo"
DEMO_FILES = ("demo_kindergartens.csv", "demo_groups.csv")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Town:
    """The territories of one mode in a region, to be filled: how many families, by which seed."""

    tenant_id: int
    region: Tenant
    families: int
    seed: int
    mode: Mode = Mode.LINEAR

    @property
    def territories(self) -> tuple[str, ...]:
        """Where places are given in this way, by the newest mode of each."""
        of_mode = (one for one in self.region.territories if one.modes[-1].mode is self.mode)
        return tuple(one.slug for one in of_mode)


def import_demo_registry(town: Town, folder: Path) -> None:
    """Brings in the invented kindergartens and groups; they are marked wherever they are shown."""
    for name in DEMO_FILES:
        file = folder / town.region.slug / name
        if file.is_file():
            import_registry(town.tenant_id, ACTOR, read_registry(file, town.region))


def is_settled(town: Town) -> bool:
    """Whether families were put in before: a second seeding changes nothing."""
    with read_scope(town.tenant_id) as session:
        of_mode = select(ApplicationRow.id).where(ApplicationRow.mode == str(town.mode))
        return session.scalar(of_mode.limit(1)) is not None


def present(town: Town) -> datetime:
    """The moment up to which things happen in the town."""
    with read_scope(town.tenant_id) as session:
        return services().clock.now(session)


def settle(town: Town, names: Names) -> int:
    """Invents the families and puts them into the queues; gives how many."""
    with act(town.tenant_id, ACTOR) as running:
        now = running.now()
    families = invent(
        names,
        _wishing(town),
        count=town.families,
        seed=town.seed,
        until=now,
        today=town.region.calendar.local_day(now),
        # Two ways of giving places in one region: their people have numbers of their own.
        serials=town.seed * 10_000 + (0 if town.mode is Mode.LINEAR else 5000),
        since=_since(town, now),
    )
    with act(town.tenant_id, ACTOR) as running:
        newcomers: list[Newcomer] = []
        for first in range(0, len(families), BATCH):
            newcomers.extend(_move_in(running, town, families[first : first + BATCH]))
        return take_in(running, newcomers)


def _wishing(town: Town) -> Wishing:
    """What families of these territories wish: kindergartens, or the territory alone (V-17)."""
    if names_kindergartens(town.mode):
        return among(_gardens(town))
    return anywhere_in(town.territories[0])


def _since(town: Town, now: datetime) -> datetime | None:
    """Since when they applied: in categories, since the last yearly update moved them (R-7)."""
    if town.mode is not Mode.VOUCHER:
        return None
    calendar, rules = town.region.calendar, town.region.rules
    return updated_at(reference_year(rules, calendar, now), rules, calendar)


def _gardens(town: Town) -> list[Garden]:
    """Kindergartens of these territories that have groups, in a fixed order."""
    here = set(town.territories)
    with read_scope(town.tenant_id) as session:
        cohorts: dict[uuid.UUID, set[tuple[int, str]]] = {}
        for group in session.scalars(select(GroupRow)):
            cohort = (group.birth_year, group.language)
            cohorts.setdefault(group.kindergarten_id, set()).add(cohort)
        rows = session.scalars(select(KindergartenRow).order_by(KindergartenRow.external_id))
        return [
            Garden(row.external_id, row.territory, frozenset(cohorts[row.id]))
            for row in rows
            if row.id in cohorts
            and row.territory in here
            and row.ownership != "private"
            and Kind(row.kind).queue_type == "general"
        ]


def _move_in(running: Act, town: Town, families: list[Family]) -> list[Newcomer]:
    """One batch of families with their accounts and children."""
    ids = {
        row.external_id: row.id
        for row in running.session.execute(select(KindergartenRow.external_id, KindergartenRow.id))
    }
    people = [(uuid7(), uuid7(), family) for family in families]
    _write_people(running, people)
    return [_newcomer(running, town, family, ids, *keys) for *keys, family in people]


def _write_people(running: Act, people: list[tuple[uuid.UUID, uuid.UUID, Family]]) -> None:
    tenant_id = running.tenant_id
    guardians, accounts, children = [], [], []
    make_family_keys(running.session, tenant_id, [guardian_id for guardian_id, *_ in people])
    for guardian_id, child_id, family in people:
        shared = {"tenant_id": tenant_id, "created_at": family.submitted_at}
        parent, child = Identity(iin=family.parent_iin), Identity(iin=family.child_iin)
        guardians.append(
            shared
            | {
                "id": guardian_id,
                "full_name": family.parent_name,
                "language": family.language,
                "proven": True,
                **guardian_columns(
                    running.session, tenant_id, guardian_id, parent, Contacts(family.phone)
                ),
            }
        )
        accounts.append(
            shared
            | {
                "id": uuid7(),
                "role": "family",
                "guardian_id": guardian_id,
                "full_name": "",
                "language": family.language,
                "active": True,
                "session_epoch": 1,
                "failures": 0,
            }
        )
        children.append(
            shared
            | {
                "id": child_id,
                "guardian_id": guardian_id,
                "full_name": family.child_name,
                "born_on": family.born_on,
                "parentage_proven": True,
                **child_columns(running.session, tenant_id, guardian_id, child_id, child),
            }
        )
    running.session.execute(insert(GuardianRow), guardians)
    running.session.execute(insert(AccountRow), accounts)
    running.session.execute(insert(ChildRow), children)
    name_children(
        running, [(child_id, family.child_name, family.born_on) for _, child_id, family in people]
    )


def _newcomer(
    running: Act,
    town: Town,
    family: Family,
    ids: dict[str, uuid.UUID],
    guardian_id: uuid.UUID,
    child_id: uuid.UUID,
) -> Newcomer:
    application_id = ApplicationId(uuid7())
    claim_child(
        running.session,
        person_hash(Identity(iin=family.child_iin)),
        application_id,
        is_proven=True,
    )
    choices = tuple(KindergartenId(ids[name]) for name in family.gardens)
    chosen = chosen_kindergartens(running.session, choices)
    assert chosen is not None
    serial = next_serial(running.session)
    local = town.region.calendar.local_day(family.submitted_at)
    application = Application(
        id=application_id,
        number=application_number(town.region.prefix, local.year, serial),
        serial=serial,
        child=ChildId(child_id),
        guardian=GuardianId(guardian_id),
        territory=TerritorySlug(family.territory),
        queue_type=chosen[0].queue_type if chosen else QueueType.GENERAL,
        born_on=family.born_on,
        language=family.language,
        choices=choices,
        categories=(family.category,),
        standing=Standing.G,
        claimed=standing_of((family.category,)),
        submitted_at=family.submitted_at,
        state=State.UNDER_REVIEW,
    )
    entering = as_it_enters(application, running.rules(running.now()), family.submitted_at)
    return Newcomer(entering, chosen, family.is_proved)


def demo_only() -> None:
    """Invented people are never put where people are served. Raises OperatorError."""
    if services().settings.env == "production":
        raise OperatorError("Invented families are for the demonstration, not for production.")
