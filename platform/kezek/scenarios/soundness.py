"""The ledger held against itself at the end of a season: numbers, journal, and all made anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from kezek.core.applications import SHOWN
from kezek.core.ids import ApplicationId
from kezek.db.applications import ApplicationRow
from kezek.db.history import moves_of_queue
from kezek.db.numbers import numbers_of
from kezek.db.queues import queues_by_id
from kezek.db.scope import read_scope
from kezek.db.soundness import broken_promises
from kezek.reads.history import NumberChange, number_changes
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.rebuild import rebuild


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at, in words, and what was found broken."""

    said: tuple[str, ...]
    problems: tuple[str, ...]


def examine(tenant_id: int) -> Findings:
    """Every number against its moves, the journal link by link, the tables against the journal."""
    problems = list(unexplained(tenant_id))
    with read_scope(tenant_id) as session:
        found = broken_promises(session)
    problems.extend(f"tables: {promise}, {count} times not" for promise, count in found.items())
    seal_tenant(tenant_id)
    report = verify(tenant_id)
    if not report.is_intact:
        problems.append(f"journal: {report}")
    comparison = rebuild(tenant_id)
    if not comparison.is_equal:
        problems.append(f"rebuild: {comparison}")
    said = (
        f"journal: {report.facts} facts, {'intact' if report.is_intact else 'broken'}",
        f"rebuild: {'equal' if comparison.is_equal else 'different'}, {comparison.rows}",
    )
    return Findings(said, tuple(problems))


def unexplained(tenant_id: int) -> Iterator[str]:
    """Numbers that do not follow from the moves that made them, one sentence each (R-12, N2)."""
    with read_scope(tenant_id) as session:
        shown = session.scalars(
            select(ApplicationRow.id).where(
                ApplicationRow.state.in_([str(state) for state in SHOWN])
            )
        ).all()
        for one in shown:
            for now in numbers_of(session, one):
                queue = queues_by_id(session, [now.queue_id])[now.queue_id]
                moves = moves_of_queue(session, queue.id)
                changes = number_changes(queue.key, ApplicationId(one), moves)
                yield from _differences(one, now.number, changes)


def _differences(one: UUID, number: int, changes: list[NumberChange]) -> Iterator[str]:
    if not changes or changes[-1].after != number:
        replayed = changes[-1].after if changes else None
        yield f"{one}: counted {number}, replayed {replayed}"
    for change in changes:
        total = sum(part.amount for part in change.causes)
        if change.before is None or change.after is None:
            continue
        if change.before + total != change.after:
            yield f"{one}: {change.before} {total:+} is not {change.after}"
