"""A region whose administrators draw up changes, sign them and take them back."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

from kezek.adapters.tenants import read_tenant
from kezek.core.region_rooms import Room
from kezek.core.regions import Tenant
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.configuration import Configuration, configuration
from kezek.usecases import region_changes, region_drafts
from kezek.usecases.regions import open_region
from tests.factories.regions import House

ADMIN = "admin:1"
OTHER = "admin:2"


class Region:
    """One region whose administrators set something."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.files = _one_more()
        self.id = open_region(self.files)

    @property
    def config(self) -> Configuration:
        return configuration(self.id)

    @property
    def today(self) -> date:
        return self.config.today

    def draw(self, actor: str = ADMIN, **settings: object) -> None:
        """Puts settings into the change, by the form of the room of kindergartens' queues."""
        seen = self.config.seen(Room.LINEAR)
        region_drafts.edit(
            self.id,
            actor,
            Room.LINEAR,
            lambda one: one.with_rules(one.rules.with_settings(settings)),
            seen=seen,
        )

    def sign(self, on: date | None = None, reason: str = "Бұйрық № 7") -> int:
        """Signs the change as it stands."""
        draft = self.config.draft
        assert draft is not None
        return region_changes.sign(self.id, ADMIN, seen=draft.digest, reason=reason, on=on)

    def take_back(self, number: int) -> None:
        region_changes.take_back(self.id, OTHER, number, reason="Қате")

    def at(self, days: int) -> Tenant:
        """The region as it will be in so many days."""
        with read_scope(self.id) as session:
            moment = self.house.clock.now() + timedelta(days=days)
            return region_at(session, self.id, moment)[1]

    def pass_days(self, days: int) -> None:
        self.house.clock.set(self.house.clock.now() + timedelta(days=days))

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)


_NUMBERS = itertools.count()


def _one_more() -> Tenant:
    """The demonstration once more, under a name of its own: a version stays for good."""
    number = next(_NUMBERS)
    first, second = divmod(number, 26)
    prefix = f"T{chr(65 + first)}{chr(65 + second)}"
    return replace(read_tenant("demo"), slug=f"town{number}", prefix=prefix)
