"""Saves a decision: each fact with its rows, its moves, its notices, in the order of the facts."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from kezek.core.events import Fact
from kezek.core.images import fact_payload
from kezek.core.modes.contract import Decision, Rules
from kezek.core.modes.laws import violations
from kezek.core.moves import Move, moves_of
from kezek.core.queues import QueueKey
from kezek.db.applications import save_application
from kezek.db.journal import JournalEntry, append
from kezek.db.places import save_place
from kezek.db.queues import QueueRow, save_count, save_entries, save_moves
from kezek.usecases.notices import record_notices
from kezek.usecases.unit_of_work import Act
from kezek.usecases.world import Loaded


class BrokenLaw(AssertionError):
    """A decision that would break a promise; nothing of it is saved (house §2.7)."""


def save(act: Act, loaded: Loaded, decision: Decision, rules: Rules, now: datetime) -> None:
    """Writes a decision into the ledger, once every law has been found kept. Raises BrokenLaw."""
    broken = violations(loaded.world, decision)
    if broken:
        raise BrokenLaw("; ".join(broken))
    queues = dict(loaded.world.queues)
    for fact in decision.facts:
        moves = moves_of(fact, queues)
        queues.update({change.after.key: change.after for change in fact.queues})
        _save_fact(act, loaded.queue_rows, fact, moves, rules, now)
    act.bells |= {str(loaded.queue_rows[key].id) for key in _touched(decision)}


def _touched(decision: Decision) -> set[QueueKey]:
    places = {change.after.key for fact in decision.facts for change in fact.places}
    stood = {
        key
        for fact in decision.facts
        for change in fact.applications
        for application in (change.before, change.after)
        if application is not None
        for key in application.keys
    }
    counted = {change.after.key for fact in decision.facts for change in fact.queues}
    return places | stood | counted


def _save_fact(
    act: Act,
    rows: dict[QueueKey, QueueRow],
    fact: Fact,
    moves: Sequence[tuple[QueueKey, Move]],
    rules: Rules,
    now: datetime,
) -> None:
    payload, personal = fact_payload(fact)
    subject = fact.applications[0].after if fact.applications else None
    about = subject.id if subject else _subject_of_notices(fact)
    fact_id = append(
        act.session,
        act.tenant_id,
        JournalEntry(
            kind=fact.kind,
            rule=fact.rule,
            rules_version=rules.version,
            actor=act.actor,
            at=now,
            application_id=about,
            family_id=subject.guardian if subject else None,
            payload=payload | {"moves": [_move_image(rows, key, move) for key, move in moves]},
            personal=personal,
        ),
    )
    _save_rows(act, rows, fact, now)
    save_moves(
        act.session, act.tenant_id, fact_id, now, [(rows[key].id, move) for key, move in moves]
    )
    record_notices(act, fact.notices, rules, now)
    if subject is not None:
        act.bells.add(f"family:{subject.guardian}")


def _subject_of_notices(fact: Fact) -> uuid.UUID | None:
    return fact.notices[0].application if fact.notices else None


def _save_rows(act: Act, rows: dict[QueueKey, QueueRow], fact: Fact, now: datetime) -> None:
    ids = {key: row.id for key, row in rows.items()}
    for queue in fact.queues:
        save_count(act.session, ids[queue.after.key], queue.after)
    # A place is let go of before it is taken: its holder is unique at every moment.
    for place in sorted(fact.places, key=lambda change: change.after.holder is not None):
        save_place(act.session, act.tenant_id, place.after, ids[place.after.key])
    for application in fact.applications:
        save_application(
            act.session,
            act.tenant_id,
            application.before,
            application.after,
            now=now,
            outcome=fact.kind,
        )
        save_entries(act.session, act.tenant_id, application.before, application.after, ids)


def _move_image(rows: dict[QueueKey, QueueRow], key: QueueKey, move: Move) -> dict[str, object]:
    return {
        "queue": str(rows[key].id),
        "op": str(move.op),
        "cause": str(move.cause) if move.cause else None,
        "application": str(move.application) if move.application else None,
        "standing": str(move.after.standing) if move.after else None,
        "count": move.count_after,
        "ratio": move.ratio_after,
    }
