"""A long queue at once: as many applications as a test or a measurement wants, written as rows."""

import uuid
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from kezek.core.ids import KindergartenId
from kezek.core.numbers import application_number
from kezek.core.queues import QueueType, SeatKey
from kezek.db.base import uuid7
from kezek.db.journal import JournalEntry, append
from kezek.db.queues import ensure_queues
from kezek.db.scope import tenant_scope

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""The first of them applied a second later, each of the others a second after the one before."""

_CHILDREN = """
    insert into children (tenant_id, id, guardian_id, full_name, born_on, parentage_proven,
                          created_at)
    select :tenant, gen_random_uuid(), :guardian, 'Crowd ' || place, date '2022-03-14', true, :began
    from generate_series(1, :count) as place
"""

_APPLICATIONS = """
    insert into applications (
        tenant_id, id, number, serial, child_id, guardian_id, territory, mode, queue_type, born_on,
        birth_year, language, choices, categories, standing, claimed, submitted_at, state, has_pmpk,
        cancels, yearly_asked, yearly_year, asked_places, reviewed, state_since, version)
    select :tenant, gen_random_uuid(), (cast(:numbers as text[]))[child.place],
           child.place, child.id, :guardian, 'city', 'linear', :queue_type,
           date '2022-03-14', :year, 'kk', array[:garden],
           case child.standing when 'O' then array[1] when 'P' then array[10] else array[13] end,
           child.standing, child.standing, :began + child.place * interval '1 second', 'QUEUED',
           false, 0, 0, 0, '{}', false, :began, 1
    from (
        select id, row_number() over (order by id) as place,
               case when :out_of_turn and row_number() over (order by id) % 50 = 7 then 'O'
                    when row_number() over (order by id) % 6 = 3 then 'P'
                    else 'G' end as standing
        from children
        where guardian_id = :guardian
    ) as child
"""

_ENTRIES = """
    insert into queue_entries (tenant_id, queue_id, application_id, preference, standing,
                               submitted_at, serial, is_shown, is_candidate)
    select tenant_id, :queue, id, 1, standing, submitted_at, serial, true, true
    from applications
    where guardian_id = :guardian
"""

_MOVES = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing, submitted_at, serial, count_after, ratio_after)
    select tenant_id, :queue, row_number() over (order by serial), :fact, submitted_at, 'enter',
           'entered_ahead', id, standing, submitted_at, serial, 3, 3
    from applications
    where guardian_id = :guardian
"""


def crowd(
    tenant_id: int,
    garden: uuid.UUID,
    count: int,
    *,
    queue_type: QueueType = QueueType.GENERAL,
    year: int = 2022,
    prefix: str = "CRW",
    out_of_turn: bool = True,
) -> uuid.UUID:
    """So many applications in one new queue: 2 % out of turn, a sixth of first priority.

    Whoever comes in out of turn moves everybody's number; without them most arrivals move none.
    Gives the queue. They enter in the order of their `numbers`.
    """
    guardian = uuid7()
    with tenant_scope(tenant_id) as session:
        key = SeatKey(KindergartenId(garden), year, "kk", queue_type)
        queue = ensure_queues(session, tenant_id, [key], count=3, ratio=3).rows[key]
        values = {
            "tenant": tenant_id,
            "guardian": guardian,
            "garden": garden,
            "queue": queue.id,
            "queue_type": str(queue_type),
            "year": year,
            "count": count,
            "out_of_turn": out_of_turn,
            "numbers": numbers(count, prefix),
            "began": BEGAN,
            "fact": _fact(session, tenant_id),
        }
        _guardian(session, values)
        for statement in (_CHILDREN, _APPLICATIONS, _ENTRIES, _MOVES):
            session.execute(text(statement), values)
        session.execute(text("update queues set moves = :count where id = :queue"), values)
        return queue.id


def numbers(count: int, prefix: str = "CRW") -> list[str]:
    """The numbers of a crowd, in the order in which it applied."""
    return [application_number(prefix, BEGAN.year, serial) for serial in range(1, count + 1)]


def settle(owner_session: Session) -> None:
    """Has the tables looked over, as the database does by itself after a while."""
    for table in ("queue_entries", "applications", "queue_moves", "places", "queues"):
        owner_session.execute(text(f"vacuum analyze {table}"))


def _guardian(session: Session, values: dict[str, object]) -> None:
    session.execute(
        text(
            "insert into guardians (tenant_id, id, full_name, address, phone, email, language,"
            " proven, created_at) values (:tenant, :guardian, 'Crowd', '', '', '', 'kk', true,"
            " :began)"
        ),
        values,
    )


def _fact(session: Session, tenant_id: int) -> uuid.UUID:
    entry = JournalEntry(
        kind="application:queued",
        rule="L-15.8",
        rules_version=1,
        actor="test",
        at=BEGAN,
        payload={"detail": {}},
    )
    return append(session, tenant_id, entry)
