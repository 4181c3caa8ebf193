"""A caller is found by an index and behind the wall; names are found by tokens nobody can read."""

import itertools
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import Connection

from kezek.adapters.embedded import Postgres
from kezek.adapters.scratch import Scratch
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.asking import Asked
from kezek.core.calls import LookupKey
from kezek.core.children import ChildWish
from kezek.core.errors import Refusal
from kezek.core.people import Identity
from kezek.db.base import db
from kezek.db.name_tokens import NameTokenRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.reads.hotline_answer import hotline_answer
from kezek.reads.hotline_search import find
from kezek.usecases.children import add_child, change_child
from kezek.usecases.name_tokens import fill_names, tokens_of
from tests.factories.families import BORN_ON, family, made_up_iin
from tests.factories.kindergartens import kindergarten
from tests.factories.many_families import Known, ManyFamilies
from tests.factories.regions import House, open_house

GUARDED = {"applications", "children", "guardians", "name_tokens", "queue_entries", "notices"}
"""Tables of millions: reading one of them from end to end would take the caller's minute."""
WHY = "звонит бабушка"
_SERIALS = itertools.count(7000, 20)


@pytest.mark.parametrize(
    "asked",
    [
        lambda known: Asked(LookupKey.NUMBER, number=known.number),
        lambda known: Asked(LookupKey.IIN, iin=known.child_iin),
        lambda known: Asked(LookupKey.IIN, iin=known.parent_iin),
        lambda known: Asked(LookupKey.PHONE, phone=known.phone),
        lambda known: Asked(LookupKey.NAME, name=known.child, born_on=known.born_on),
    ],
    ids=["number", "IIN of the child", "IIN of the parent", "telephone", "name"],
)
def test_each_look_up_goes_by_an_index_behind_the_wall(
    crowd: "Crowd", asked: Callable[[Known], Asked]
) -> None:
    known = crowd.known[1]
    with crowd.plans() as plans:
        hits = find(crowd.tenant, asked(known), WHY)

    assert known.number in {hit.number for hit in hits}
    assert plans
    assert [plan for plan in plans if _read_whole(plan)] == []
    assert not any("like" in statement.lower() for statement, _ in plans)


def test_the_answer_reads_no_table_from_end_to_end(crowd: "Crowd") -> None:
    with crowd.plans() as plans:
        answer = hotline_answer(crowd.tenant, "hotline:1", crowd.known[1].application, "kk")

    assert answer is not None
    assert answer.numbers
    assert all(one.number is not None for one in answer.numbers)
    assert [plan for plan in plans if _read_whole(plan)] == []


def test_a_name_finds_five_at_most_and_all_its_words_count(crowd: "Crowd") -> None:
    known = crowd.known[2]
    surname, given = known.child.split()
    one_word = find(crowd.tenant, Asked(LookupKey.NAME, name=given, born_on=known.born_on), WHY)
    both = Asked(LookupKey.NAME, name=f"{given} {surname}", born_on=known.born_on)
    hits = find(crowd.tenant, both, WHY)

    assert 1 <= len(hits) <= len(one_word) <= 5
    assert known.number in {hit.number for hit in hits}
    wrong = replace(both, name=f"{given} Несуществующая")
    assert find(crowd.tenant, wrong, WHY) == ()


def test_without_a_reason_no_name_is_searched(crowd: "Crowd") -> None:
    known = crowd.known[0]
    with crowd.plans() as plans, pytest.raises(Refusal):
        find(crowd.tenant, Asked(LookupKey.NAME, name=known.child, born_on=known.born_on))

    assert plans == []


def test_nothing_of_a_hit_gives_anybody_away(crowd: "Crowd") -> None:
    known = crowd.known[0]
    (hit,) = find(crowd.tenant, Asked(LookupKey.NUMBER, number=known.number))

    said = str(hit)
    for secret in (*known.child.split(), known.phone, known.child_iin, known.parent_iin):
        assert secret not in said


def test_one_region_finds_nobody_of_another(house: House, crowd: "Crowd") -> None:
    known = crowd.known[0]
    elsewhere = house["abai"]

    for asked in (
        Asked(LookupKey.NUMBER, number=known.number),
        Asked(LookupKey.IIN, iin=known.child_iin),
        Asked(LookupKey.PHONE, phone=known.phone),
        Asked(LookupKey.NAME, name=known.child, born_on=known.born_on),
    ):
        assert find(elsewhere, asked, WHY) == ()
    assert hotline_answer(elsewhere, "hotline:1", known.application, "kk") is None


def test_a_token_of_one_region_is_none_in_another(house: House) -> None:
    here, there = (tokens_of(house[slug], "Серікова Айша", BORN_ON) for slug in ("demo", "abai"))

    assert not set(here) & set(there)
    assert all(len(token) == 16 for token in here)


class TestTokens:
    def test_a_child_is_found_as_soon_as_it_is_added(self, house: House) -> None:
        child_id = _added(house, "Жүніс Әлия")

        assert _tokens(house, child_id) == set(tokens_of(house["demo"], "ЖУНИС алия", BORN_ON))

    def test_a_renamed_child_is_found_by_the_new_name_alone(self, house: House) -> None:
        tenant = house["demo"]
        actor, wish = _wish(house, "Серікова Айша")
        child_id = add_child(tenant, actor, wish)

        change_child(tenant, actor, child_id, full_name="Серікова Дана", born_on=BORN_ON)

        assert _tokens(house, child_id) == set(tokens_of(tenant, "Серікова Дана", BORN_ON))

    def test_children_from_before_are_filled_in_once(self, house: House) -> None:
        tenant = house["demo"]
        child_id = _added(house, "Ахметова Зере")
        with tenant_scope(tenant) as session:
            session.execute(
                text("delete from name_tokens where child_id = :child"), {"child": child_id}
            )

        filled = fill_names(tenant)

        assert filled >= 1
        assert len(_tokens(house, child_id)) == 2
        assert fill_names(tenant) == 0

    def test_the_table_holds_no_letter_of_a_name(self, crowd: "Crowd") -> None:
        with read_scope(crowd.tenant) as session:
            tokens = session.scalars(select(NameTokenRow.token).limit(100)).all()

        for token in tokens:
            assert len(token) == 16
        assert len(set(tokens)) > 1


def _added(house: House, name: str) -> uuid.UUID:
    return add_child(house["demo"], *_wish(house, name))


def _wish(house: House, name: str) -> tuple[Actor, ChildWish]:
    """A family of its own, and the child that it is about to add."""
    serial = next(_SERIALS)
    parent = Identity(iin=made_up_iin(date(1990, 5, 20), serial))
    actor = family(house["demo"], parent, f"+7701222{serial:04}")
    child = Identity(iin=made_up_iin(BORN_ON, serial))
    return actor, ChildWish(child, name, BORN_ON)


def _tokens(house: House, child_id: uuid.UUID) -> set[bytes]:
    with read_scope(house["demo"]) as session:
        query = select(NameTokenRow.token).where(NameTokenRow.child_id == child_id)
        return set(session.scalars(query))


def _read_whole(plan: tuple[str, Any]) -> list[str]:
    """Guarded tables that the plan reads from end to end."""
    return [name for kind, name in _scans(plan[1]) if kind == "Seq Scan" and name in GUARDED]


def _scans(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "Relation Name" in node:
        yield node["Node Type"], node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from _scans(inner)


class Crowd:
    """Four thousand families of one region, and the plans of what is asked about them."""

    def __init__(self, tenant: int, known: list[Known]) -> None:
        self.tenant = tenant
        self.known = known

    def plans(self) -> "Plans":
        """Collects the plan of every statement that is asked meanwhile."""
        return Plans(self.tenant)


class Plans(list[tuple[str, Any]]):
    """Statements with their plans, explained as the role that serves pages, behind the wall."""

    def __init__(self, tenant: int) -> None:
        super().__init__()
        self._tenant = tenant
        self._asked: list[tuple[str, Any]] = []

    def __enter__(self) -> "Plans":
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)
        with read_scope(self._tenant) as session:
            connection = session.connection()
            for statement, parameters in self._asked:
                found = connection.exec_driver_sql(
                    f"explain (format json) {statement}", parameters
                ).scalar_one()
                plan = json.loads(found) if isinstance(found, str) else found
                self.append((statement, plan[0]["Plan"]))

    def _note(
        self, _: Connection, __: Any, statement: str, parameters: Any, ___: Any, ____: bool
    ) -> None:
        if any(f" {table}" in statement.replace("\n", " ") for table in GUARDED):
            self._asked.append((statement, parameters))


@pytest.fixture(scope="module")
def crowd(house: House, postgres: Postgres) -> Crowd:
    gardens = [kindergarten(house["demo"], f"{place}", groups=()) for place in range(12)]
    filler = ManyFamilies(house["demo"], "DEM", services().keys, gardens)
    with psycopg.connect(postgres.superuser_url("kezek_search").replace("+psycopg", "")) as one:
        known = filler.fill(one, 4000, 5)
    return Crowd(house["demo"], known)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_search"), "demo", "abai") as opened:
        yield opened
    shared_scratch.drop_database("kezek_search")
