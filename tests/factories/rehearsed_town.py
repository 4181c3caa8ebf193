"""A region of three ways with a life behind it, made up from a seed, to rehearse changes on."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy import select

from kezek.core.applications import State
from kezek.core.queues import Kind
from kezek.core.regions import Tenant
from kezek.core.rehearsing.found import OpenedPlaces
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.numbers import numbers_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.scenarios.stage import Stage, add_child, made_up_iin, set_stage
from kezek.scenarios.story import Garden, Story
from kezek.usecases import answers, applications, places
from kezek.usecases.rules_change import change_settings

ADMIN, FAMILY, KINDERGARTEN = "admin:test", "family", "kindergarten"
PARTS = {"city": Mode.LINEAR, "south": Mode.INDIGO, "north": Mode.VOUCHER}
CATEGORIES = (13, 13, 13, 13, 10, 10, 1)
BEGINS = datetime.fromisoformat("2026-09-07T10:00")
YEARS = (2022, 2022, 2022, 2023, 2023, 2025)
_ASKED = {str(State.OFFERED), str(State.PRIORITY)}
_PEOPLE: Iterator[int] = count(1, 3)
"""A child has one live application in the whole deployment."""


class RehearsedTown:
    """Three territories, each with three kindergartens; families apply, some places were given."""

    def __init__(self, seed: int, families: int = 48, **settings: object) -> None:
        self.dice = Random(seed)
        self.gardens = {
            f"{part}{house}": Garden(f"{part}{house}", Kind.NURSERY_KINDERGARTEN, territory=part)
            for part in PARTS
            for house in range(3)
        }
        story = Story("A town", BEGINS, settings, PARTS, self.gardens, ())
        self.stage: Stage = set_stage(story, tenant=None)
        self.id = self.stage.tenant_id
        self.applications: list[uuid.UUID] = []
        for number in range(families):
            self._apply(number)
        self._live()

    def _apply(self, number: int) -> None:
        """A family in any part; some are brothers and sisters, some are too young today."""
        self.stage.tick()
        part = self.dice.choice([*PARTS, "city"])
        born = date(self.dice.choice(YEARS), self.dice.randint(1, 12), self.dice.randint(1, 28))
        iin = made_up_iin(born, next(_PEOPLE))
        parent = f"parent {number - number % 2}" if self.dice.random() < 0.3 else f"own {number}"
        houses = [one for one in self.gardens if one.startswith(part)]
        chosen = self.dice.sample(houses, self.dice.randint(1, 3)) if part == "city" else []
        wish = applications.Wish(
            child_id=add_child(self.stage, f"child {number}", parent, born, iin),
            territory=part,
            language="kk",
            choices=tuple(self.stage.gardens[one] for one in chosen),
            categories=(self.dice.choice(CATEGORIES),),
            consent=True,
            proof_accepted=True,
        )
        self.applications.append(applications.submit(self.id, FAMILY, wish).id)

    def _live(self) -> None:
        """Some places come, some families answer, two nights pass: the counts have moved."""
        for _ in range(6):
            self.publish(self.dice.choice([*self.gardens]), self.dice.choice(YEARS), 1)
        for one in self.having(State.OFFERED)[::2]:
            answers.accept(self.id, FAMILY, one)
        self.stage.go_to(self.stage.clock.now() + timedelta(days=2, hours=1))
        for one in self.having(State.OFFERED)[:1]:
            answers.decline(self.id, FAMILY, one)

    def publish(self, garden: str, year: int, many: int) -> None:
        """A kindergarten publishes places."""
        self.publish_at(self.stage.gardens[garden], year, many)

    def publish_at(self, garden: uuid.UUID, year: int, many: int) -> None:
        """The same by its id; a form holds twenty."""
        while many:
            now = min(many, 20)
            self.stage.tick()
            vacancy = places.Vacancy(
                kindergarten_id=garden, birth_year=year, language="kk", places=now
            )
            places.publish(self.id, KINDERGARTEN, vacancy)
            many -= now

    def open(self, opening: OpenedPlaces) -> set[uuid.UUID]:
        """Opens exactly these places; who had no chance before and has one after the next night."""
        before = self._chances()
        for one in opening.openings:
            self.publish_at(one.seats.key.kindergarten, one.seats.key.birth_year, one.count)
        asked = self._asked_since(before)
        # A bulletin comes out at nine, vouchers are given at three; offers stand for two days.
        tomorrow = self.stage.local(self.stage.clock.now()) + timedelta(days=1)
        for hour in (4, 10):
            self.stage.go_to(self.stage.moment(tomorrow.replace(hour=hour, minute=0)))
            asked |= self._asked_since(before)
        return asked

    def _asked_since(self, before: dict[uuid.UUID, int]) -> set[uuid.UUID]:
        return {one for one, many in self._chances().items() if many > before[one]}

    def _chances(self) -> dict[uuid.UUID, int]:
        """How many chances each child has had: vouchers, and an offer or a window that is open."""
        with read_scope(self.id) as session:
            return {row.id: _chances_in(row) for row in session.scalars(select(ApplicationRow))}

    def having(self, state: State) -> list[uuid.UUID]:
        """Whoever is in this state, by submission."""
        with read_scope(self.id) as session:
            return list(
                session.scalars(
                    select(ApplicationRow.id)
                    .where(ApplicationRow.state == str(state))
                    .order_by(ApplicationRow.serial)
                )
            )

    def with_settings(self, **changes: object) -> Tenant:
        """The region with some settings changed, not stored."""
        with read_scope(self.id) as session:
            _, region = region_at(session, self.id, self.stage.clock.now())
        return region.with_rules(region.rules.with_settings(changes))

    def sign(self, **changes: object) -> None:
        """Stores the version and brings it into force."""
        change_settings(self.id, ADMIN, changes)

    def numbers(self) -> dict[uuid.UUID, list[int]]:
        """Every number of every child, as its family sees them; in the order of its queues."""
        with read_scope(self.id) as session:
            found = {one: numbers_of(session, one) for one in self.applications}
        return {one: [each.number for each in many] for one, many in found.items() if many}


def _chances_in(row: ApplicationRow) -> int:
    return len((row.voucher or {}).get("given_at", ())) + (row.state in _ASKED)
