"""The rows that a ledger stands for, the rows that are stored, and the way to write the former.

A row is made here by itself and not by the doors through which acts save: so a door that forgets
something is found by the comparison.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kezek.core.applications import State
from kezek.core.images import to_json
from kezek.core.ledger import Ledger, Trail
from kezek.core.moves import Move
from kezek.core.queues import QueueKey
from kezek.db.applications import ApplicationRow, OfferRow, ReferralRow, TermRow
from kezek.db.base import Base, uuid7
from kezek.db.bulletin_lines import BulletinLineRow
from kezek.db.places import PlaceRow
from kezek.db.progress import progress_from_json, progress_to_json
from kezek.db.queue_keys import columns_of
from kezek.db.queues import LEFT_THE_QUEUES, QueueEntryRow, QueueMoveRow, QueueRow
from kezek.db.waiting_lists import WaitingListRow, waiting_list_rows

TABLES: tuple[type[Base], ...] = (
    QueueRow,
    ApplicationRow,
    PlaceRow,
    QueueEntryRow,
    OfferRow,
    ReferralRow,
    TermRow,
    QueueMoveRow,
    BulletinLineRow,
    WaitingListRow,
)
"""What the journal alone can make again, in the order in which one refers to the other."""

_NAMES = {
    "child_id": "child",
    "guardian_id": "guardian",
    "place_id": "place",
    "kindergarten_id": "kindergarten",
    "holder_id": "holder",
}
_PERSONAL = frozenset({"born_on", "categories", "has_pmpk", "voucher"})
_PROGRESS = frozenset({"progress"})


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """One row as the facts have it; `unsaid` are columns that an erased family took along."""

    values: Mapping[str, Any]
    unsaid: frozenset[str] = frozenset()


def queue_ids(session: Session, keys: Iterable[QueueKey]) -> dict[QueueKey, uuid.UUID]:
    """The id of each queue's row, a new one where it has none: facts know queues by their keys."""
    known = {row.key: row.id for row in session.scalars(select(QueueRow))}
    return {key: known.get(key) or uuid7() for key in keys}


def rows_of(
    ledger: Ledger, tenant_id: int, ids: Mapping[QueueKey, uuid.UUID]
) -> dict[type[Base], list[Rebuilt]]:
    """Every row that the facts stand for, by table."""
    rows: dict[type[Base], list[Rebuilt]] = {table: [] for table in TABLES}
    rows[QueueRow] = [Rebuilt(values) for values in _queues(ledger, ids)]
    rows[PlaceRow] = [
        Rebuilt(_columns(PlaceRow, place, queue_id=ids[place.key], birth_year=place.key.birth_year))
        for place in ledger.places.values()
    ]
    rows[QueueMoveRow] = [
        Rebuilt(_move(ids[key], fact_id, move))
        for key, moves in ledger.moves.items()
        for fact_id, move in moves
    ]
    rows[BulletinLineRow] = [
        Rebuilt(asdict(line) | {"kind": str(line.kind)}) for line in ledger.bulletins
    ]
    for trail in ledger.trails.values():
        for table, row in _of_trail(trail, ids):
            rows[table].append(row)
    return {
        table: [Rebuilt({"tenant_id": tenant_id, **row.values}, row.unsaid) for row in made]
        for table, made in rows.items()
    }


def _queues(ledger: Ledger, ids: Mapping[QueueKey, uuid.UUID]) -> Iterator[dict[str, Any]]:
    for key, queue in ledger.queues.items():
        yield {
            "id": ids[key],
            **columns_of(key),
            "count": queue.count,
            "ratio": queue.ratio,
            "version": queue.version,
            "moves": max((move.version for _, move in ledger.moves.get(key, ())), default=0),
        }


def _of_trail(
    trail: Trail, ids: Mapping[QueueKey, uuid.UUID]
) -> Iterator[tuple[type[Base], Rebuilt]]:
    if trail.last is None:
        return
    application, is_erased = trail.last.application, trail.last.is_erased
    own = {"application_id": application.id}
    child = {**own, "child_id": application.child}
    voucher = to_json(application.voucher)
    values = _columns(ApplicationRow, application, state_since=trail.state_since, voucher=voucher)
    yield ApplicationRow, Rebuilt(values, _PERSONAL if is_erased else frozenset())
    for waiting in waiting_list_rows(application):
        yield WaitingListRow, Rebuilt(waiting)
    for offer in trail.offers:
        ended = {"ended_at": offer.ended_at, "outcome": offer.outcome}
        yield OfferRow, Rebuilt(_columns(OfferRow, offer.value, **child, **ended))
    for referral in trail.referrals:
        ended = {"ended_at": referral.ended_at, "outcome": referral.outcome}
        progress = progress_to_json(referral.value)
        values = _columns(ReferralRow, referral.value, **child, **ended, progress=progress)
        yield ReferralRow, Rebuilt(values, _PROGRESS if is_erased else frozenset())
    for term in application.terms:
        order = {"submitted_at": application.submitted_at, "serial": application.serial}
        year = {"birth_year": application.birth_year}
        yield TermRow, Rebuilt(_columns(TermRow, term, **own, **order, **year))
    if application.state in LEFT_THE_QUEUES:
        return
    stands = {
        **own,
        "is_shown": application.is_shown,
        "is_candidate": application.state is State.QUEUED,
    }
    for preference, key in enumerate(dict.fromkeys(application.keys), start=1):
        place = {"queue_id": ids[key], "preference": preference}
        yield QueueEntryRow, Rebuilt(_columns(QueueEntryRow, application, **stands, **place))


def _columns(table: type[Base], value: object, **given: Any) -> dict[str, Any]:
    names = [column.name for column in table.__table__.columns if column.name != "tenant_id"]
    return {
        name: given[name] if name in given else _plain(getattr(value, _NAMES.get(name, name)))
        for name in names
    }


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _move(queue_id: uuid.UUID, fact_id: uuid.UUID, move: Move) -> dict[str, Any]:
    stand = move.after or move.before
    return {
        "queue_id": queue_id,
        "version": move.version,
        "fact_id": fact_id,
        "at": move.at,
        "op": str(move.op),
        "cause": str(move.cause) if move.cause else None,
        "application_id": move.application,
        "standing": str(move.after.standing) if move.after else None,
        "standing_before": str(move.before.standing) if move.before else None,
        "submitted_at": move.after.rank.submitted_at if move.after else None,
        "submitted_before": move.before.rank.submitted_at if move.before else None,
        "serial": stand.rank.serial if stand else None,
        "count_after": move.count_after,
        "ratio_after": move.ratio_after,
    }


def key_of(table: type[Base], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What names a row within its tenant."""
    key = table.__table__.primary_key.columns  # type: ignore[attr-defined]
    return tuple(values[column.name] for column in key if column.name != "tenant_id")


def comparable(table: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values with the moments inside of JSON read: two zones may name one moment."""
    if table is not ReferralRow:
        return dict(values)
    return {**values, "progress": progress_from_json(values["progress"])}


def stored_rows(session: Session, table: type[Base]) -> Iterator[dict[str, Any]]:
    """Every stored row of a table."""
    statement = select(table.__table__).execution_options(yield_per=1000)
    rows = session.execute(statement)
    try:
        for row in rows.mappings():
            yield dict(row)
    finally:
        rows.close()


def is_untouched(table: type[Base], values: Mapping[str, Any]) -> bool:
    """Whether a row is of a queue in which nothing ever happened: looking at it made it."""
    return table is QueueRow and values["version"] == values["moves"] == 0


def tables_in_use(session: Session) -> list[str]:
    """The names of those tables that hold any row of this tenant."""
    return [
        table.__tablename__
        for table in TABLES
        if session.execute(select(table.__table__).limit(1)).first() is not None
    ]


def write_rows(session: Session, rows: Mapping[type[Base], Sequence[Rebuilt]]) -> None:
    """Writes rebuilt rows into their tables, which are empty."""
    for table in TABLES:
        values = [dict(row.values) for row in rows[table]]
        if values:
            session.execute(insert(table), values)
