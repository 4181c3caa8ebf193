"""The same seasons through the use cases on PostgreSQL: the ledger says what the core decided."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from hypothesis.stateful import invariant, run_state_machine_as_test

from kezek.adapters.doorbell import LocalDoorbell
from kezek.core.queues import SeatKey
from kezek.db.base import db
from kezek.settings import Settings
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.rebuild import rebuild
from kezek.wiring import create_wiring
from tests.builders import garden
from tests.property.ledger import GARDENS, Ledger
from tests.property.promises import serving_order
from tests.property.region import shown, summary
from tests.property.season_machine import BASE, SeasonMachine, depth

SEASONS = depth(quick=4, deep=150, steps=20, shrinks=False)


class LedgerMachine(SeasonMachine):
    """Whatever is done to the core is done to the ledger, and both say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger.open(BASE)

    def do(self, verb: str, subject: int = 0, **given: Any) -> str:
        outcome = super().do(verb, subject, **given)
        if given.get("place"):
            given["place"] = self.town.place_names.index(given["place"]) + 1
        assert self.ledger.act(verb, subject, **given) == outcome
        return outcome

    def go_to(self, moment: datetime) -> None:
        super().go_to(moment)
        self.ledger.go_to(moment)

    @invariant()
    def ledger_and_core_agree(self) -> None:
        town = self.town
        serials = {one: at for at, one in enumerate(town.names, start=1)}
        numbers = {garden(number): number for number in GARDENS}
        applications = [summary(town.applications[one], numbers) for one in town.names]
        assert self.ledger.applications() == applications
        assert self.ledger.places() == [
            (
                str(place.state),
                serials[place.holder] if place.holder else None,
                place.slot,
                place.opened_at,
                place.serial,
            )
            for place in map(town.places.__getitem__, town.place_names)
        ]
        assert self.ledger.queues() == {
            (numbers[key.kindergarten], key.birth_year): (
                queue.count,
                queue.ratio,
                [serials[one] for one in serving_order(queue, shown(town, key))],
            )
            for key, queue in town.queues.items()
            if isinstance(key, SeatKey)
        }

    def teardown(self) -> None:
        """At the end of each season the journal is whole, and all can be made from it again."""
        tenant = self.ledger.stage.tenant_id
        seal_tenant(tenant)
        assert verify(tenant).is_intact
        assert rebuild(tenant).is_equal


def test_the_ledger_lives_the_seasons_that_the_core_decides(
    new_database: Callable[[], Settings],
) -> None:
    with create_wiring(new_database(), doorbell=LocalDoorbell()).app_context():
        run_state_machine_as_test(LedgerMachine, settings=SEASONS)
        db.session.remove()
        db.engine.dispose()
