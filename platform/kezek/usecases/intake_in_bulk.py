"""Takes in many waiting families at once, each with its own moment of submission.

For a region that starts with a queue it already has, and for the demonstration. The core decides
on each application as it does on a single one; only the rows are written in large batches. No
place may be free in the cohort meanwhile: nobody is offered anything on the way.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from kezek.core.applications import Application
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.registry import DOORS
from kezek.core.moves import Move, moves_of
from kezek.core.queues import Queue, QueueKey, key_order
from kezek.core.triggers import Chosen, Submit
from kezek.db.applications import ApplicationRow, TermRow
from kezek.db.base import uuid7
from kezek.db.journal import JournalEntry, append_all
from kezek.db.places import free_places
from kezek.db.queues import (
    QueueEntryRow,
    QueueMoveRow,
    QueueRow,
    ensure_queues,
    entry_rows,
    move_row,
    next_version,
)
from kezek.db.saving import application_columns, term_rows
from kezek.usecases.recording import entry_of
from kezek.usecases.unit_of_work import Act

BATCH = 500


class PlacesFree(RuntimeError):
    """A cohort in which places wait for a child: they must be given before many are taken in."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A family to be taken in: its application, and what it chose."""

    application: Application
    chosen: tuple[Chosen, ...]
    proof_accepted: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """One fact that is to be written, with its application and its moves."""

    application: Application
    entry: JournalEntry
    fact_id: uuid.UUID
    moves: list[tuple[QueueKey, Move]]


def take_in(running: Act, newcomers: Sequence[Newcomer]) -> int:
    """Puts them into their queues by their own moments; gives how many. Raises PlacesFree, Refusal.

    All of them in the transaction of the act, or nobody.
    """
    cohorts: dict[int, list[Newcomer]] = defaultdict(list)
    for one in newcomers:
        cohorts[one.application.birth_year].append(one)
    now = running.hold(birth_years=cohorts)
    for year, members in sorted(cohorts.items()):
        _take_in_cohort(running, year, members, running.rules(now))
    return len(newcomers)


def _take_in_cohort(running: Act, year: int, members: list[Newcomer], rules: Rules) -> None:
    keys = {key for one in members for key in _keys_of(one.application)}
    ratio = rules.settings.ratio_g
    start = ratio if rules.settings.ratio_start == "P" else 0
    ensured = ensure_queues(running.session, running.tenant_id, keys, count=start, ratio=ratio)
    if free_places(running.session, [year], (row.id for row in ensured.rows.values())):
        raise PlacesFree(f"places of {year} wait for a child")
    queues = {key: row.value for key, row in ensured.rows.items()}
    versions = {key: row.moves for key, row in ensured.rows.items()}
    opened = [queues[key] for key in sorted(ensured.opened, key=key_order)]
    taken: list[Taken] = []
    for one in sorted(members, key=lambda member: member.application.rank):
        taken.extend(_decide(running, one, rules, queues, versions, opened))
        opened = []
    raise_versions(running, ensured.rows, versions)
    save_taken(running, taken, ensured.rows)


def _keys_of(application: Application) -> set[QueueKey]:
    """The queues it comes in by: a category is of the class that the family claims."""
    claiming = replace(application, standing=application.claimed)
    return {*application.keys, *claiming.keys}


def _decide(
    running: Act,
    one: Newcomer,
    rules: Rules,
    queues: dict[QueueKey, Queue],
    versions: dict[QueueKey, int],
    opened: list[Queue],
) -> Iterable[Taken]:
    at: datetime = one.application.submitted_at
    trigger = Submit(one.application, one.chosen, consent=True, proof_accepted=one.proof_accepted)
    world = World(queues={key: queues[key] for key in _keys_of(one.application)})
    decision = DOORS[one.application.mode].decide(world, trigger, rules, at)
    for fact in decision.facts:
        moves = []
        for key, move in moves_of(fact, queues):
            versions[key] += 1
            moves.append((key, replace(move, version=versions[key], at=at)))
        entry = entry_of(running.actor, fact, moves, opened, rules, at)
        yield Taken(fact.applications[0].after, entry, uuid7(), moves)
        opened = []


def raise_versions(
    running: Act, rows: Mapping[QueueKey, QueueRow], versions: Mapping[QueueKey, int]
) -> None:
    """Counts the moves that were given out into the rows of their queues."""
    for key, row in rows.items():
        if versions[key] > row.moves:
            next_version(running.session, row.id, versions[key] - row.moves)


def save_taken(running: Act, taken: Sequence[Taken], rows: Mapping[QueueKey, QueueRow]) -> None:
    """Writes applications, facts, entries, spans and moves in large batches."""
    tenant_id, session = running.tenant_id, running.session
    ids = {key: row.id for key, row in rows.items()}
    applications = [
        {
            "tenant_id": tenant_id,
            "id": one.application.id,
            "state_since": one.entry.at,
            **application_columns(one.application),
        }
        for one in taken
    ]
    _insert(running, ApplicationRow, applications)
    for batch in _batches(taken):
        append_all(
            session,
            tenant_id,
            [one.entry for one in batch],
            fact_ids=[one.fact_id for one in batch],
        )
    _insert(
        running,
        QueueEntryRow,
        [row for one in taken for row in entry_rows(tenant_id, one.application, ids)],
    )
    _insert(
        running,
        TermRow,
        [
            row
            for one in taken
            for row in term_rows(tenant_id, one.application, one.application.terms)
        ],
    )
    _insert(
        running,
        QueueMoveRow,
        [
            move_row(tenant_id, one.fact_id, ids[key], move)
            for one in taken
            for key, move in one.moves
        ],
    )


def _insert(running: Act, table: type[Any], rows: list[dict[str, Any]]) -> None:
    for batch in _batches(rows):
        running.session.execute(insert(table), batch)


def _batches(rows: Sequence[Any]) -> Iterable[list[Any]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
