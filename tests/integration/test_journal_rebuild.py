"""The journal alone makes the tables: after a story told by the real use cases, row by row."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Table, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from kezek.adapters.doorbell import LocalDoorbell
from kezek.core.errors import Code, Refusal
from kezek.db.applications import ApplicationRow, next_serial, step_over_serials
from kezek.db.base import db
from kezek.db.journal import FactRow
from kezek.db.people import ChildRow
from kezek.db.private import identity_of
from kezek.db.rebuilt import TABLES
from kezek.db.scope import read_scope, tenant_scope
from kezek.db.tenants import TenantRow
from kezek.scenarios.runner import tell
from kezek.scenarios.story import read_story
from kezek.settings import Settings
from kezek.usecases.journal import erase_family, seal_tenant, verify
from kezek.usecases.rebuild import TablesInUse, rebuild, restore
from kezek.wiring import create_wiring
from tests.factories.journal import owner, tamper

STORY = """
title: Everything that can happen to a place happens
rules: [L-15.5, L-22.3, L-25.1]
now: 2026-10-05 10:00
territories: {city: {mode: linear}, saran: {mode: indigo}, pavlodar: {mode: voucher}}
kindergartens: {K1: {}, K2: {}, K3: {kind: special}, S1: {territory: saran},
                V1: {territory: pavlodar}}
steps:
  - apply: {child: Aisulu, born: 2023-05-17, choices: [K1, K2], iin: "230517500127"}
  - apply: {child: Baurzhan, born: 2023-06-02, choices: [K1], category: 5}
  - apply: {child: Daniyar, born: 2023-07-03, choices: [K2, K1], category: 8, verified: false}
  - apply: {child: Gulnar, born: 2023-08-04, choices: [K1], parent: Saule}
  - apply: {child: Erasyl, born: 2022-08-04, choices: [K1], parent: Saule}
  - apply: {child: Zhanar, born: 2023-09-05, choices: [K3], type: special, pmpk: true, category: 5,
            verified: false}
  - apply: {child: Ilyas, born: 2023-03-01, choices: [K1, K2], planned_from: 2026-12-01}
  - apply: {child: Kamila, born: 2023-04-01, choices: [K1]}
  - apply: {child: Sania, born: 2022-02-02, territory: saran}
  - apply: {child: Temir, born: 2022-03-03, territory: saran, category: 10}
  - publish: {kindergarten: S1, born: 2022, places: 3}
  - verify: Zhanar
  - publish: {kindergarten: K1, born: 2023, places: 2}
  - accept: Aisulu
  - submit_documents: Aisulu
  - admit: Aisulu
  - sign: Aisulu
  - decline: Baurzhan
  - publish: {kindergarten: K2, born: 2023, until: 2026-12-30}
  - change_choices: {child: Kamila, choices: [K2, K1]}
  - reject: {child: Daniyar, scope: benefit}
  - at: 2026-10-06 10:00
  - take: {child: Temir, kindergarten: S1}
  - recall: {place: S1/2022/kk#3, reason: repair}
  - at: 2026-10-12 10:00
  - take: {child: Sania, kindergarten: S1}
  - publish: {kindergarten: K1, born: 2022}
  - accept: Erasyl
  - cancel_referral: Erasyl
  - publish: {kindergarten: K3, born: 2023}
  - accept: Zhanar
  - submit_documents: {child: Zhanar, vaccinated: false}
  - refuse_admission: {child: Zhanar, reason: contraindication}
  - review_refusal: {child: Zhanar, stands: true}
  - recall: {place: K2/2023/kk#1, reason: repair}
  - outage: {from: 2026-10-11 08:00, to: 2026-10-11 09:00}
  - at: 2026-12-15 10:00
  - change_setting: {set: {ratio_g: 2}}
  - publish: {kindergarten: K1, born: 2023}
  - at: 2026-12-21 10:00
"""

_QUEUE_KEY = "concat_ws('/', kindergarten_id, birth_year, language, queue_type)"
REBUILT = tuple(table.__tablename__ for table in TABLES)


@pytest.fixture(scope="module")
def region(settings: Settings) -> Iterator[int]:
    """A region in which the story was told, in a running app."""
    app = create_wiring(settings, doorbell=LocalDoorbell())
    with app.app_context():
        try:
            yield _tell(settings)
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def fresh_region(region: int, settings: Settings) -> int:
    """Another region with the same story, which a test may spoil."""
    return _tell(settings)


def _tell(settings: Settings) -> int:
    with owner(settings) as engine, engine.begin() as connection:
        connection.execute(text("delete from child_claims"))
    outcome = tell(read_story(STORY))
    assert outcome.failures == []
    session = db.session()
    tenant_id = session.scalars(select(TenantRow.id).order_by(TenantRow.id.desc())).first()
    session.rollback()
    assert tenant_id is not None
    return tenant_id


def _dump(tenant_id: int) -> dict[str, list[str]]:
    """All rows of the rebuilt tables as text; queues by their key, for their ids are anyone's."""
    with read_scope(tenant_id) as session:
        names = session.execute(text(f"select id::text, {_QUEUE_KEY} from queues")).all()
        dumped = {}
        for table in REBUILT:
            rows = session.execute(text(f"select row_to_json(t)::text from {table} t")).scalars()
            dumped[table] = sorted(_named(row, names) for row in rows)
        return dumped


def _named(row: str, names: Any) -> str:
    for queue_id, key in names:
        row = row.replace(queue_id, key)
    return row


def _empty(tenant_id: int, settings: Settings) -> None:
    """Takes away everything that acts wrote but people, kindergartens and the journal."""
    kept = {"tenants", "tenant_versions", "guardians", "children", "kindergartens", "groups"}
    kept |= {"family_keys", "journal_facts", "journal_unsealed", "journal_seals"}
    kept |= {"journal_positions", "child_claims", "alembic_version", "accounts"}
    with owner(settings) as engine:
        with engine.connect() as connection:
            found = connection.execute(
                text("select relname from pg_class where relkind = 'r' and relrowsecurity")
            )
            left = set(found.scalars()) - kept
        while left:
            left -= {table for table in left if _emptied(engine, tenant_id, table)}


def _emptied(engine: Any, tenant_id: int, table: str) -> bool:
    try:
        with engine.begin() as connection:
            connection.execute(text(f"set local kezek.tenant = '{tenant_id}'"))
            connection.execute(text(f"delete from {table}"))
    except IntegrityError:
        return False
    return True


def test_the_journal_alone_makes_the_tables(region: int) -> None:
    comparison = rebuild(region)

    assert comparison.differences == []
    assert comparison.is_equal
    assert comparison.rows.keys() == set(REBUILT)
    empty = [table for table, count in comparison.rows.items() if not count]
    assert empty in ([], ["waiting_list"])


def test_the_story_has_all_that_is_to_be_compared(region: int) -> None:
    with read_scope(region) as session:
        kinds = set(session.scalars(select(FactRow.kind)))
        ended = session.execute(text("select count(*) from offers where ended_at is not null"))
        states = set(session.scalars(select(ApplicationRow.state)))
        assert ended.scalar_one() > 3
    assert {"ENROLLED", "ARCHIVED", "INTEREST_CHECK"} <= states
    assert {"offer:made", "admission:refused", "term:moved-by-outage", "queue:ratio-set"} <= kinds


def test_the_sealed_journal_of_a_story_is_intact(region: int) -> None:
    seal_tenant(region)
    report = verify(region)
    assert report.is_intact
    assert report.facts == rebuild(region).facts


def test_the_number_of_a_child_of_a_story_can_be_read_by_the_product(region: int) -> None:
    with read_scope(region) as session:
        child = session.scalars(select(ChildRow).where(ChildRow.full_name == "Aisulu")).one()
        assert identity_of(child).iin == "230517500127"


def test_no_name_number_phone_address_or_birth_date_stands_in_the_journal(region: int) -> None:
    told = ("Aisulu", "Baurzhan", "Saule", "230517500127", "+7701", "77010000000", "example.kz")
    with read_scope(region) as session:
        days = session.scalars(select(ApplicationRow.born_on)).all()
        stored = ""
        for table in ("journal_facts", "family_keys", "queue_moves"):
            rows = session.execute(text(f"select row_to_json(t)::text from {table} t"))
            stored += "\n".join(rows.scalars())
    assert "QUEUED" in stored
    personal = (*told, *(day.isoformat() for day in days), "contraindication", "pmpk", "categor")
    personal += ("L-28.2", "L-28.3")
    assert [value for value in personal if value in stored] == []
    assert [value for value in told if value.encode().hex() in stored] == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("applications", "update applications set cancels = cancels + 1 where serial = :serial"),
        ("applications", "update applications set born_on = born_on + 1 where serial = :serial"),
        ("applications", "update applications set state_since = now() where serial = :serial"),
        ("queues", "update queues set count = (count + 1) % 3"),
        ("queues", "update queues set moves = moves + 1 where moves > 3"),
        ("places", "update places set slot = 'P' where slot = 'G'"),
        ("places", "update places set opened_seq = opened_seq + 7 where serial = 1"),
        ("queue_entries", "update queue_entries set is_shown = not is_shown"),
        ("queue_entries", "delete from queue_entries where preference = 1"),
        ("offers", "update offers set outcome = 'other' where outcome is not null"),
        ("referrals", "update referrals set progress = progress || '{\"extended\": true}'"),
        ("terms", "update terms set due_at = due_at + interval '1 day'"),
        ("terms", "update terms set waits = not waits"),
    ],
)
def test_a_row_that_the_journal_does_not_know_is_named(
    region: int, table: str, change: str
) -> None:
    with _put_back_afterwards(region, table):
        with tenant_scope(region) as session:
            serial = session.execute(text("select min(serial) from applications")).scalar_one()
            session.execute(text(change), {"serial": serial})

        comparison = rebuild(region)

    assert not comparison.is_equal
    assert {one.table for one in comparison.differences} == {table}
    assert rebuild(region).is_equal


@contextmanager
def _put_back_afterwards(tenant_id: int, name: str) -> Iterator[None]:
    """A story takes seconds: its region is spoiled and mended rather than told anew."""
    table = next(each.__table__ for each in TABLES if each.__tablename__ == name)
    assert isinstance(table, Table)
    with read_scope(tenant_id) as session:
        rows = [dict(row) for row in session.execute(select(table)).mappings()]
    yield
    with tenant_scope(tenant_id) as session:
        if name in ("terms", "queue_entries"):
            session.execute(delete(table))
        statement = insert(table).values(rows)
        session.execute(
            statement.on_conflict_do_update(
                constraint=table.primary_key, set_=dict(statement.excluded)
            )
        )


def test_a_move_that_was_changed_is_named(region: int, settings: Settings) -> None:
    tamper(settings, region, "update queue_moves set count_after = count_after + 9")
    comparison = rebuild(region)
    tamper(settings, region, "update queue_moves set count_after = count_after - 9")
    assert {(one.table, one.column) for one in comparison.differences} == {
        ("queue_moves", "count_after")
    }


def test_a_fact_that_is_gone_leaves_a_gap_that_is_named(
    fresh_region: int, settings: Settings
) -> None:
    with read_scope(fresh_region) as session:
        fact = session.scalars(
            select(FactRow).where(FactRow.kind == "documents:submitted").order_by(FactRow.at)
        ).first()
    assert fact is not None
    tamper(
        settings,
        fresh_region,
        "delete from journal_unsealed where fact_id = :id",
        "delete from journal_facts where id = :id",
        id=fact.id,
    )

    gaps = [one for one in rebuild(fresh_region).differences if one.table == "journal"]

    assert [one.key[0] for one in gaps] == [fact.application_id]


def test_the_emptied_tables_are_filled_from_the_journal(
    fresh_region: int, settings: Settings
) -> None:
    before = _dump(fresh_region)
    _empty(fresh_region, settings)
    assert all(not rows for rows in _dump(fresh_region).values())

    assert restore(fresh_region).is_equal

    assert rebuild(fresh_region).is_equal
    assert _dump(fresh_region) == before


def test_a_number_that_was_given_is_never_given_again(
    fresh_region: int, settings: Settings
) -> None:
    with read_scope(fresh_region) as session:
        last = max(session.scalars(select(ApplicationRow.serial)))
    _empty(fresh_region, settings)
    with owner(settings) as engine, engine.begin() as connection:
        # As in a new database, of which only the journal came from the old one.
        connection.execute(text("alter sequence application_serials restart"))

    restore(fresh_region)

    with tenant_scope(fresh_region) as session:
        following = [next_serial(session) for _ in range(2)]
        assert following == [last + 1, last + 2]
        step_over_serials(session, 1)
        assert next_serial(session) > following[-1], "and it never goes back"


def test_tables_in_use_are_never_written_over(region: int) -> None:
    before = _dump(region)
    with pytest.raises(TablesInUse, match="applications"):
        restore(region)
    assert _dump(region) == before


def test_an_erased_family_is_compared_by_what_stays_open(fresh_region: int) -> None:
    family, application_id = _family_of(fresh_region, "ENROLLED")
    erase_family(fresh_region, family, actor="operator")

    comparison = rebuild(fresh_region)

    assert comparison.is_equal
    assert comparison.erased >= 2
    with tenant_scope(fresh_region) as session:
        session.execute(
            text("update applications set number = 'X' where id = :id"), {"id": application_id}
        )
    assert [one.column for one in rebuild(fresh_region).differences] == ["number"]


def test_a_family_that_still_waits_is_not_erased(region: int) -> None:
    family, _ = _family_of(region, "INTEREST_CHECK")
    with pytest.raises(Refusal) as refused:
        erase_family(region, family, actor="operator")
    assert refused.value.code is Code.WRONG_STATE
    assert rebuild(region).erased == 0


def _family_of(tenant_id: int, *states: str) -> tuple[uuid.UUID, uuid.UUID]:
    with read_scope(tenant_id) as session:
        row = session.scalars(
            select(ApplicationRow).where(ApplicationRow.state.in_(states)).limit(1)
        ).one()
        return row.guardian_id, row.id
