"""The desk at which a region's registry is kept, and what became of it, for tests."""

import hashlib
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from kezek.core.errors import Refusal
from kezek.db.journal import FactRow
from kezek.db.kindergartens import GroupRow, KindergartenRow, find_kindergarten
from kezek.db.registry import groups_of
from kezek.db.scope import read_scope
from kezek.usecases import places
from kezek.usecases.registry.files import Looked, bring_file, look_at, take_file
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.waiting import waiting

ADMIN = "admin:test"
VALUES: dict[str, Any] = {
    "external_id": "a-1",
    "name_kk": "«А» балабақшасы",
    "name_ru": "Детский сад «А»",
    "kind": "kindergarten",
    "ownership": "state",
    "territory": "city",
    "address_kk": "",
    "address_ru": "ул. Абая, 1",
    "lat": 52.25,
    "lon": 76.95,
    "phone": "+7 7182 32 10 10",
    "languages": ["kk", "ru"],
    "hours": Decimal("10.5"),
    "capacity": 120,
    "source": "приказ",
}


class Desk:
    """The administrator's desk in one region."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.id = house["demo"]

    def garden(self) -> uuid.UUID:
        return kindergarten(self.id, "Айгөлек")

    def waits(self, garden: uuid.UUID) -> object:
        return waiting(self.id, next(self.house.serials), garden)

    def publish(self, garden: uuid.UUID) -> object:
        vacancy = places.Vacancy(kindergarten_id=garden, birth_year=2022, language="kk")
        return places.publish(self.id, "kindergarten:1", vacancy)

    def row(self, one: uuid.UUID) -> KindergartenRow:
        with read_scope(self.id) as session:
            row = find_kindergarten(session, one)
            assert row is not None
            return row

    def by_code(self, code: str) -> uuid.UUID:
        with read_scope(self.id) as session:
            return session.scalars(
                select(KindergartenRow.id).where(KindergartenRow.external_id == code)
            ).one()

    def values(self, one: uuid.UUID) -> dict[str, Any]:
        row = self.row(one)
        return {name: getattr(row, name) for name in VALUES}

    def groups(self, garden: uuid.UUID) -> list[GroupRow]:
        with read_scope(self.id) as session:
            return groups_of(session, garden)

    def facts(self, kind: str) -> list[FactRow]:
        with read_scope(self.id) as session:
            return list(
                session.scalars(select(FactRow).where(FactRow.kind == kind).order_by(FactRow.id))
            )

    def facts_of(self, garden: uuid.UUID) -> list[FactRow]:
        with read_scope(self.id) as session:
            rows = session.scalars(
                select(FactRow).where(FactRow.kind.like("registry:%")).order_by(FactRow.id)
            )
            return [one for one in rows if one.payload["detail"].get("kindergarten") == str(garden)]

    def fact(self, kind: str, garden: uuid.UUID) -> FactRow:
        (found,) = [one for one in self.facts_of(garden) if one.kind == kind]
        return found

    def fact_of_file(self, found: Looked) -> FactRow:
        (fact,) = [
            one
            for one in self.facts("registry:imported")
            if one.payload["detail"].get("sha256") == found.sha256
        ]
        return fact

    def count(self, table: type) -> int:
        with read_scope(self.id) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def look(self, text: str) -> Looked:
        return self.look_at_bytes(text.encode(), "file.csv")

    def look_at_bytes(self, content: bytes, name: str) -> Looked:
        file_id = bring_file(self.id, ADMIN, name, content)
        found = look_at(self.id, file_id)
        assert found is not None
        assert found.sha256 == hashlib.sha256(content).hexdigest()
        return found

    def take(self, found: Looked) -> int:
        return take_file(self.id, ADMIN, found.id, seen=found.seen, reason="Приказ")

    def at_once(self, *hands: Callable[[], object]) -> list[str]:
        barrier = threading.Barrier(len(hands))

        def run(hand: Callable[[], object]) -> str:
            with self.house.app.app_context():
                barrier.wait(20)
                try:
                    hand()
                except Refusal:
                    return "refused"
                return "done"

        with ThreadPoolExecutor(len(hands)) as pool:
            return [one.result(30) for one in [pool.submit(run, hand) for hand in hands]]
