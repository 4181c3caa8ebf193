"""One live application per child in the whole deployment (G-40), and nobody learns of another."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.pool import NullPool

from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.db.accounts import IdentityConflictRow, open_conflict, open_conflicts
from kezek.db.applications import ApplicationRow
from kezek.db.claims import Claim, claim_child, lock_claim, prove_claim, release_child
from kezek.db.people import find_child
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases.conflicts import settle_conflict
from kezek.usecases.proofs import prove_parentage
from tests.factories.families import FATHER, OFFICER, child, family
from tests.factories.regions import House, open_house

CHILD = b"\x01" * 32
OTHER_CHILD = b"\x02" * 32


def test_the_only_claim_is_granted(house: House) -> None:
    assert _claim(house["demo"], proven=False) is Claim.GRANTED


def test_a_proven_claim_blocks_all_that_come_after(house: House) -> None:
    _claim(house["demo"], proven=True)

    assert _claim(house["saran"], proven=False) is Claim.TAKEN
    assert _claim(house["saran"], proven=True) is Claim.TAKEN
    assert _claim(house["demo"], proven=True) is Claim.TAKEN


def test_an_unproven_claim_blocks_nobody(house: House) -> None:
    _claim(house["demo"], proven=False)

    assert _claim(house["saran"], proven=False) is Claim.CONFLICT
    assert _claim(house["saran"], proven=True) is Claim.CONFLICT


def test_claims_on_other_children_do_not_meet(house: House) -> None:
    _claim(house["demo"], proven=True)

    assert _claim(house["demo"], child_hash=OTHER_CHILD, proven=True) is Claim.GRANTED


@pytest.mark.parametrize("proven", [True, False], ids=["proven", "unproven"])
def test_repeating_a_claim_is_harmless(house: House, *, proven: bool) -> None:
    application = uuid.uuid4()

    answers = [_claim(house["demo"], application, proven=proven) for _ in range(3)]

    assert answers == [Claim.GRANTED] * 3


def test_a_repeated_claim_says_how_it_stands_now(house: House) -> None:
    first = uuid.uuid4()
    _claim(house["demo"], first, proven=False)
    _claim(house["saran"], proven=False)

    assert _claim(house["demo"], first, proven=False) is Claim.CONFLICT


def test_a_released_child_can_be_claimed_again(house: House) -> None:
    first = uuid.uuid4()
    _claim(house["demo"], first, proven=True)
    _release(house["demo"], first)
    _release(house["demo"], first)

    assert _claim(house["saran"], proven=True) is Claim.GRANTED


def test_no_region_releases_or_proves_anothers_claim(house: House) -> None:
    first = uuid.uuid4()
    _claim(house["demo"], first, proven=True)

    _release(house["saran"], first)

    assert _claim(house["saran"], proven=True) is Claim.TAKEN
    with pytest.raises(DBAPIError), tenant_scope(house["saran"]) as session:
        prove_claim(session, first)


def test_proving_makes_a_claim_block(house: House) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    _claim(house["demo"], first, proven=False)
    _claim(house["saran"], second, proven=False)

    assert _prove(house["demo"], first) is Claim.CONFLICT
    assert _prove(house["saran"], second) is Claim.TAKEN
    assert _claim(house["saran"], proven=False) is Claim.TAKEN


def test_of_two_proofs_at_once_one_wins(house: House) -> None:
    claims = {house["demo"]: uuid.uuid4(), house["saran"]: uuid.uuid4()}
    for tenant_id, application in claims.items():
        _claim(tenant_id, application, proven=False)
    start = threading.Barrier(2)

    def prove(one: tuple[int, uuid.UUID]) -> Claim:
        with house.app.app_context():
            start.wait()
            return _prove(*one)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(prove, claims.items()))

    assert answers == [Claim.CONFLICT, Claim.TAKEN]


def test_of_two_proven_claims_at_once_one_wins(house: House) -> None:
    start = threading.Barrier(2)

    def claim(tenant_id: int) -> Claim:
        with house.app.app_context():
            start.wait()
            return _claim(tenant_id, proven=True)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(claim, [house["demo"], house["saran"]]))

    assert answers == [Claim.GRANTED, Claim.TAKEN]


def test_a_claim_waits_for_whoever_holds_the_child(house: House) -> None:
    began, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with house.app.app_context(), tenant_scope(house["demo"]) as session:
            lock_claim(session, CHILD)
            began.set()
            let_go.wait(10)
            claim_child(session, CHILD, uuid.uuid4(), is_proven=True)

    def claim() -> Claim:
        with house.app.app_context():
            return _claim(house["saran"], proven=True)

    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(hold)
        assert began.wait(10)
        waiting = pool.submit(claim)
        let_go.set()
        held.result(10)
        assert waiting.result(10) is Claim.TAKEN


@pytest.mark.parametrize(
    "statement",
    [
        "select * from child_claims",
        "insert into child_claims values (1, gen_random_uuid(), '\\x01', false)",
        "update child_claims set proven = true",
        "delete from child_claims",
        "truncate child_claims",
        "select standing_of_claim('\\x01', 1::smallint, gen_random_uuid())",
    ],
)
def test_the_application_reaches_no_claim_but_by_its_doors(house: House, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        tenant_scope(house["demo"]) as session,
    ):
        session.execute(text(statement))


@pytest.mark.parametrize(
    "call", ["claim_child('\\x01', gen_random_uuid(), true)", "release_child(gen_random_uuid())"]
)
def test_without_a_tenant_no_door_opens(house: House, settings_of: Settings, call: str) -> None:
    engine = create_engine(settings_of.database_url, poolclass=NullPool)
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"kezek\.tenant"):
        connection.execute(text(f"select {call}"))


def test_a_name_in_front_of_ours_does_not_lead_the_doors_astray(
    house: House, settings_of: Settings
) -> None:
    """A temporary table would be found first; the doors look past it, and we may make none."""
    names = "create temporary table child_claims (child_hash bytea)"
    with pytest.raises(ProgrammingError), tenant_scope(house["demo"]) as session:
        session.execute(text(names))

    engine = create_engine(settings_of.owner_url(), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("select set_config('kezek.tenant', '1', true)"))
        connection.execute(text(names))
        call = text("select claim_child('\\x07', gen_random_uuid(), true)")
        answers = [connection.execute(call).scalar_one() for _ in range(2)]
    assert answers == ["granted", "taken"]


def test_the_doors_answer_in_three_words(settings_of: Settings, house: House) -> None:
    engine = create_engine(settings_of.owner_url(), poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select proname, prosecdef, proconfig::text, pg_get_function_result(oid),"
                " has_function_privilege('public', oid, 'execute')"
                " from pg_proc where prosrc like '%child_claims%' order by proname"
            )
        ).all()
    assert [(row[0], row[3]) for row in rows] == [
        ("claim_child", "text"),
        ("claim_children", "TABLE(application uuid, answer text)"),
        ("erase_region", "jsonb"),
        ("pass_claim", "void"),
        ("prove_claim", "text"),
        ("release_child", "void"),
        ("standing_of_claim", "text"),
    ]
    assert all(row[1] and "search_path=pg_catalog, pg_temp" in row[2] for row in rows)
    assert not any(row[4] for row in rows)


def test_two_unproven_parents_bring_a_conflict_before_the_specialist(house: House) -> None:
    region = house["demo"]
    mother = family(region)

    with tenant_scope(region) as session:
        now = house.clock.now()
        open_conflict(session, region, _id(mother), now)
        open_conflict(session, region, _id(mother), now)

    with read_scope(region) as session:
        assert [row.guardian_id for row in open_conflicts(session)] == [_id(mother)]


def test_a_proof_that_comes_second_is_refused(house: House) -> None:
    """Mother and father of one child, one proven in each region; the second has the papers, too."""
    here, there = house["demo"], house["saran"]
    mother, father = family(here), family(there, FATHER, "+77015550001")
    mine, his = child(here, mother), child(there, father)
    for tenant_id, child_id in ((here, mine), (there, his)):
        _queue(tenant_id, child_id)

    prove_parentage(here, OFFICER, mine)

    with pytest.raises(Refusal) as refused:
        prove_parentage(there, OFFICER, his)
    assert (refused.value.code, refused.value.detail) == (Code.ALREADY_QUEUED, "elsewhere")
    assert [row.kind for row in _conflicts(here)] == ["child"]


def test_a_specialist_sees_a_conflict_until_it_is_settled(house: House) -> None:
    region = house["demo"]
    mother, father = family(region), family(region, FATHER, "+77015550001")
    mine, his = child(region, mother), child(region, father)
    for child_id in (mine, his):
        _queue(region, child_id)
    prove_parentage(region, OFFICER, mine)
    (conflict,) = _open_conflicts(region)
    assert (conflict.kind, conflict.guardian_id) == ("child", _id(mother))

    settle_conflict(region, OFFICER, conflict.id)

    assert _open_conflicts(region) == []
    with pytest.raises(Refusal, match="already_decided"):
        settle_conflict(region, OFFICER, conflict.id)


def _queue(tenant_id: int, child_id: uuid.UUID) -> None:
    """A live application as far as claims are concerned."""
    with tenant_scope(tenant_id) as session:
        row = find_child(session, child_id)
        assert row is not None
        assert row.person_hash is not None
        application_id = uuid.uuid4()
        session.add(
            ApplicationRow(
                tenant_id=tenant_id,
                id=application_id,
                number=f"T-{application_id}",
                serial=1,
                child_id=child_id,
                guardian_id=row.guardian_id,
                territory="t",
                mode="linear",
                queue_type="general",
                born_on=row.born_on,
                birth_year=row.born_on.year,
                language="kk",
                choices=[],
                categories=[13],
                standing="G",
                claimed="G",
                submitted_at=row.created_at,
                state="QUEUED",
                has_pmpk=False,
                cancels=0,
                yearly_asked=0,
                yearly_year=0,
                asked_places=[],
                reviewed=False,
                state_since=row.created_at,
                version=1,
            )
        )
        session.flush()
        claim_child(session, row.person_hash, application_id, is_proven=False)


def _open_conflicts(tenant_id: int) -> list[IdentityConflictRow]:
    with read_scope(tenant_id) as session:
        return list(open_conflicts(session))


def _conflicts(tenant_id: int) -> list[IdentityConflictRow]:
    with read_scope(tenant_id) as session:
        return list(session.scalars(select(IdentityConflictRow)))


def _id(actor: Actor) -> uuid.UUID:
    assert actor.guardian_id is not None
    return actor.guardian_id


def _claim(
    tenant_id: int,
    application: uuid.UUID | None = None,
    *,
    child_hash: bytes = CHILD,
    proven: bool,
) -> Claim:
    with tenant_scope(tenant_id) as session:
        return claim_child(session, child_hash, application or uuid.uuid4(), is_proven=proven)


def _prove(tenant_id: int, application: uuid.UUID) -> Claim:
    with tenant_scope(tenant_id) as session:
        return prove_claim(session, application)


def _release(tenant_id: int, application: uuid.UUID) -> None:
    with tenant_scope(tenant_id) as session:
        release_child(session, application)


@pytest.fixture
def settings_of(new_database: Callable[[], Settings]) -> Settings:
    return new_database()


@pytest.fixture
def house(settings_of: Settings) -> Iterator[House]:
    with open_house(settings_of, "demo", "saran") as opened:
        yield opened
