"""Receipts: verified by anybody, offline, and enough to bring a wiped region back (N4)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from kezek.adapters.receipt_check import check_receipt
from kezek.adapters.receipt_forms import SignedReceipt, as_file, as_text, read_form
from kezek.adapters.registry_csv import read_registry
from kezek.adapters.tenants import TENANTS, read_tenant
from kezek.core.applications import State
from kezek.core.receipts import BadReceipt, Fault
from kezek.db.applications import ApplicationRow
from kezek.db.journal import FactRow
from kezek.db.numbers import shown_order
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.queues import QueueRow
from kezek.db.registry import kindergartens_by_external_id
from kezek.db.scope import read_scope
from kezek.reads.receipts import issue_receipt, public_keys
from kezek.settings import Settings
from kezek.usecases import places
from kezek.usecases.applications import submit, withdraw
from kezek.usecases.journal import newest_seal, seal_tenant, verify
from kezek.usecases.rebuild import rebuild
from kezek.usecases.receipt_lines import Brought, Outcome
from kezek.usecases.receipt_restore import RestoreReport, restore_from_receipts
from kezek.usecases.registry.importing import import_registry
from tests.factories.journal import owner
from tests.factories.regions import House, open_house
from tests.factories.waiting import FAMILY, child_of, wish

CATEGORIES = (13, 13, 5, 13, 1, 13, 13, 10, 13, 13)
"""General, first-priority and out-of-turn families, as they come."""

_KEPT = frozenset({"tenants", "tenant_versions", "kindergartens", "groups"})
"""What a lost region is set up with anew: its files and its registry."""

_TABLES = """
select c.table_name from information_schema.columns c join pg_class r on r.relname = c.table_name
where c.column_name = 'tenant_id' and c.table_schema = 'public' and r.relkind = 'r'
"""


class TestAReceipt:
    def test_is_genuine_in_both_its_forms_for_whoever_has_the_public_keys(self, town: Town) -> None:
        one = town.apply()
        signed = town.receipt(one)

        for form in (as_file(signed), as_text(signed)):
            checked = check_receipt(form, public_keys())
            assert checked.receipt.application == one
            assert checked.receipt.standing == "G"
            assert [line.number for line in checked.receipt.lines] == [1, 1]

    def test_says_nothing_personal_to_whoever_reads_it(self, town: Town) -> None:
        signed = town.receipt(town.apply(category=5))

        shown = json.dumps(dict(signed.facts), ensure_ascii=False)
        for personal in ("Серікова", "77010000002", "2022-03-14", "categories"):
            assert personal not in shown

    def test_leads_to_the_seal_that_was_published(self, town: Town) -> None:
        one = town.apply()
        assert town.receipt(one).place is None
        seal_tenant(town.tenant_id)
        seal = newest_seal(town.tenant_id)
        assert seal is not None

        checked = check_receipt(
            as_file(town.receipt(one)), public_keys(), noted=(seal.number, seal.hash)
        )

        assert checked.seal == seal.hash
        with pytest.raises(BadReceipt) as refused:
            check_receipt(as_file(town.receipt(one)), public_keys(), noted=(seal.number, bytes(32)))
        assert refused.value.fault is Fault.OTHER_ROOT

    def test_speaks_of_the_newest_fact(self, town: Town) -> None:
        one = town.apply()
        withdraw(town.tenant_id, FAMILY, one)

        receipt = town.receipt(one).receipt

        assert (receipt.state, receipt.kind) == ("ARCHIVED", "application:archived")
        with read_scope(town.tenant_id) as session:
            fact = session.get_one(FactRow, (town.tenant_id, receipt.fact))
            assert fact.hash.hex() == receipt.hash

    def test_is_not_given_for_what_is_not_there(self, town: Town) -> None:
        assert issue_receipt(town.tenant_id, uuid.uuid4()) is None


class TestAWipedRegion:
    def test_has_the_queues_that_it_had(self, crowd: Town) -> None:
        before, receipts = crowd.orders(), crowd.receipts()
        assert len(before) == 6
        assert max(len(order) for order in before.values()) >= 10
        crowd.wipe()
        assert crowd.orders() == {}

        report = crowd.restore(receipts)

        assert report.count(Outcome.RESTORED) == len(receipts) == 40
        assert crowd.orders() == before
        assert rebuild(crowd.tenant_id).is_equal
        seal_tenant(crowd.tenant_id)
        assert verify(crowd.tenant_id).is_intact

    def test_gives_the_next_places_to_the_same_children(self, crowd: Town) -> None:
        """The count of turns goes on: after two general ones it is not one to three anew."""
        crowd.publish("dem-demo-01", 2)
        receipts, expected = crowd.receipts(), crowd.orders()
        crowd.wipe()
        crowd.restore(receipts)

        assert crowd.orders().keys() == expected.keys()
        assert crowd.counts() == crowd.counts_before

    def test_again_changes_nothing(self, crowd: Town) -> None:
        receipts = crowd.receipts()
        crowd.wipe()
        crowd.restore(receipts)
        before = crowd.facts()

        again = crowd.restore(receipts)

        assert again.count(Outcome.HERE) == len(receipts)
        assert crowd.facts() == before

    def test_is_only_rehearsed_without_the_word(self, crowd: Town) -> None:
        receipts = crowd.receipts()
        crowd.wipe()

        report = crowd.restore(receipts, write=False)

        assert (report.count(Outcome.RESTORED), report.is_saved) == (40, False)
        assert crowd.orders() == {}

    def test_knows_its_families_again(self, town: Town) -> None:
        one = town.apply()
        receipts = town.receipts()
        town.wipe()
        town.restore(receipts)

        with read_scope(town.tenant_id) as session:
            row = session.get_one(ApplicationRow, (town.tenant_id, one))
            guardian = session.get_one(GuardianRow, (town.tenant_id, row.guardian_id))
            assert (guardian.full_name, guardian.phone) == ("Серікова Айгүл", "+77010000002")
            child = session.get_one(ChildRow, (town.tenant_id, row.child_id))
            assert child.iin_hash is not None


class TestReceiptsThatContradict:
    def test_of_one_application_the_newest_speaks(self, town: Town) -> None:
        one, other = town.apply(), town.apply()
        early = town.receipts()
        withdraw(town.tenant_id, FAMILY, one)
        late = town.receipts()
        town.wipe()

        report = town.restore([*early, *late])

        assert report.count(Outcome.ENDED) == 1
        assert {row.id for row in town.applications()} == {other}

    def test_a_number_that_another_child_bears_by_now_is_left_out(self, town: Town) -> None:
        first = town.apply()
        stays = town.receipt(first)
        number = stays.receipt.number
        town.wipe()
        later = town.apply()
        town.rename(later, number)

        report = town.restore([stays])

        assert [(one.outcome, one.detail) for one in report.told] == [
            (Outcome.CONFLICT, "number_given")
        ]
        assert [row.id for row in town.applications()] == [later]

    def test_a_child_with_an_application_here_keeps_that_one(self, town: Town) -> None:
        child = child_of(town.tenant_id, town.serial())
        first = town.apply(child=child)
        receipt = town.receipt(first)
        withdraw(town.tenant_id, FAMILY, first)
        second = town.apply(child=child)
        town.forget(first)

        report = town.restore([receipt])

        assert [(one.outcome, one.detail) for one in report.told] == [
            (Outcome.CONFLICT, "living_here")
        ]
        assert second in {row.id for row in town.applications()}

    def test_one_that_was_altered_or_is_of_another_region_brings_nothing(self, town: Town) -> None:
        signed = town.receipt(town.apply())
        better = replace(signed, facts={**signed.facts, "standing": "O"})
        town.wipe()

        report = town.restore([better])
        elsewhere = restore_from_receipts(
            town.house["saran"], "saran", "operator", [Brought("a.json", signed)], write=True
        )

        assert [(one.outcome, one.detail) for one in report.told] == [(Outcome.BAD, "tampered")]
        assert [one.outcome for one in elsewhere.told] == [Outcome.OTHER_REGION]
        assert town.applications() == []

    def test_who_had_an_offer_waits_in_the_queue_again(self, town: Town) -> None:
        one = town.apply()
        town.publish("dem-demo-01", 1)
        receipts = town.receipts()
        assert receipts[0].receipt.state == State.OFFERED
        town.wipe()

        report = town.restore(receipts)

        assert [(each.outcome, each.detail) for each in report.told] == [
            (Outcome.RESTORED_TO_QUEUE, "OFFERED")
        ]
        assert [row.state for row in town.applications()] == [State.QUEUED]
        assert town.applications()[0].id == one


class Town:
    """The demonstration's linear region with its kindergartens, of this test alone."""

    def __init__(self, house: House, settings: Settings) -> None:
        self.house = house
        self.settings = settings
        self.tenant_id = house["demo"]
        self.counts_before: dict[str, int] = {}
        region = read_tenant("demo")
        for name in ("demo_kindergartens.csv", "demo_groups.csv"):
            import_registry(self.tenant_id, "test", read_registry(TENANTS / "demo" / name, region))
        with read_scope(self.tenant_id) as session:
            self.gardens = {
                name: row.id for name, row in kindergartens_by_external_id(session).items()
            }

    def serial(self) -> int:
        return next(self.house.serials)

    def apply(
        self,
        *gardens: str,
        category: int = 13,
        born_on: date = date(2022, 3, 14),
        child: uuid.UUID | None = None,
    ) -> uuid.UUID:
        self.house.clock.advance(timedelta(minutes=7))
        child = child or child_of(self.tenant_id, self.serial(), born_on)
        names = gardens or ("dem-demo-01", "dem-demo-02")
        chosen = [self.gardens[name] for name in names]
        return submit(self.tenant_id, FAMILY, wish(child, *chosen, category=category)).id

    def publish(self, name: str, count: int) -> None:
        vacancy = places.Vacancy(
            kindergarten_id=self.gardens[name], birth_year=2022, language="kk", places=count
        )
        places.publish(self.tenant_id, "kindergarten:1", vacancy)
        self.counts_before = self.counts()

    def receipt(self, application: uuid.UUID) -> SignedReceipt:
        signed = issue_receipt(self.tenant_id, application)
        assert signed is not None
        return signed

    def receipts(self) -> list[SignedReceipt]:
        """As families hold them: some the file, some the text of the code."""
        signed = [self.receipt(row.id) for row in self.applications()]
        forms = (as_file, as_text)
        return [read_form(forms[at % 2](one)) for at, one in enumerate(signed)]

    def applications(self) -> list[Any]:
        with read_scope(self.tenant_id) as session:
            return list(session.scalars(select(ApplicationRow).order_by(ApplicationRow.serial)))

    def facts(self) -> int:
        with read_scope(self.tenant_id) as session:
            return session.scalar(select(func.count()).select_from(FactRow)) or 0

    def orders(self) -> dict[str, list[uuid.UUID]]:
        """Who stands in each queue, in the order in which they would be served."""
        with read_scope(self.tenant_id) as session:
            return {
                f"{row.kindergarten_id}/{row.birth_year}": shown_order(session, row)
                for row in session.scalars(select(QueueRow))
            }

    def counts(self) -> dict[str, int]:
        with read_scope(self.tenant_id) as session:
            return {
                f"{row.kindergarten_id}/{row.birth_year}": row.count
                for row in session.scalars(select(QueueRow))
            }

    def restore(self, receipts: list[SignedReceipt], *, write: bool = True) -> RestoreReport:
        brought = [Brought(f"{at}.json", one) for at, one in enumerate(receipts)]
        return restore_from_receipts(self.tenant_id, "demo", "operator", brought, write=write)

    def rename(self, application: uuid.UUID, number: str) -> None:
        self._run(
            "update applications set number = :number where id = :id", number=number, id=application
        )

    def forget(self, application: uuid.UUID) -> None:
        """As if the loss had taken this application alone."""
        self._run(
            "update applications set number = number || 'x', submitted_at = submitted_at"
            " - interval '1 day' where id = :id",
            id=application,
        )

    def _run(self, statement: str, **values: Any) -> None:
        with owner(self.settings) as engine, engine.begin() as connection:
            connection.execute(text(f"set local kezek.tenant = '{self.tenant_id}'"))
            connection.execute(text(statement), values)

    def wipe(self) -> None:
        """Everything that happened is gone; what is left is what the region is set up with."""
        with owner(self.settings) as engine, engine.connect() as connection:
            left = set(connection.execute(text(_TABLES)).scalars()) - _KEPT
        while left:
            gone = {table for table in left if self._emptied(table)}
            assert gone, left
            left -= gone

    def _emptied(self, table: str) -> bool:
        try:
            self._run(f"delete from {table} where tenant_id = :own", own=self.tenant_id)
        except IntegrityError:
            return False
        return True


@pytest.fixture(scope="module")
def settled(settings: Settings) -> Iterator[Town]:
    with open_house(settings, "demo", "saran") as house:
        yield Town(house, settings)


@pytest.fixture
def town(settled: Town) -> Town:
    settled.wipe()
    return settled


@pytest.fixture
def crowd(town: Town) -> Town:
    """Forty families in six queues, of all three classes."""
    years = (date(2022, 3, 14), date(2023, 5, 17))
    for at in range(40):
        first, second = (
            ("dem-demo-01", "dem-demo-02", "dem-demo-03")[(at + by) % 3] for by in (0, 1)
        )
        town.apply(first, second, category=CATEGORIES[at % 10], born_on=years[at % 2])
    return town
