"""Writes what an import brings: counts of queues, then every application as a fact of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kezek.adapters.queue_csv import QueueFile, QueueLine
from kezek.core.applications import Application
from kezek.core.events import Cause, Change, Fact
from kezek.core.ids import ApplicationId
from kezek.core.modes.arrivals import arrived
from kezek.core.modes.contract import Decision, World
from kezek.core.modes.laws import violations
from kezek.core.moves import Move, moves_of
from kezek.core.queues import Queue, QueueKey, key_order
from kezek.db.base import uuid7
from kezek.db.journal import JournalEntry, append
from kezek.db.queues import Ensured, save_count, save_moves
from kezek.usecases.arriving.lines import Ground
from kezek.usecases.bells import topics_of
from kezek.usecases.intake_in_bulk import Taken, raise_versions, save_taken
from kezek.usecases.recording import BrokenLaw, entry_of
from kezek.usecases.unit_of_work import Act


class ImportWriting:
    """Writes the facts of one import in the order in which they are numbered."""

    def __init__(self, running: Act, ensured: Ensured, ground: Ground) -> None:
        self._running = running
        self._rows = ensured.rows
        self._ground = ground
        self._queues = {key: row.value for key, row in ensured.rows.items()}
        self._versions = {key: row.moves for key, row in ensured.rows.items()}
        self._opened = [self._queues[key] for key in sorted(ensured.opened, key=key_order)]

    def save(
        self,
        file: QueueFile,
        counts: Mapping[QueueKey, int],
        applications: Mapping[ApplicationId, Application],
        lines: Mapping[ApplicationId, QueueLine],
    ) -> None:
        """Counts first: whoever enters then has the number that the old queue gave."""
        for key, count in counts.items():
            self._set_count(key, count)
        taken = [
            self._taken(arrived(one, file=file.digest[:16], line=who.line, ref=who.ref))
            for key, one in applications.items()
            for who in (lines[key],)
        ]
        raise_versions(self._running, self._rows, self._versions)
        save_taken(self._running, taken, self._rows)

    def _set_count(self, key: QueueKey, count: int) -> None:
        before = self._queues[key]
        if before.count == count:
            return
        after = replace(before, count=count, version=before.version + 1)
        fact = Fact(
            kind="queue:count-imported",
            rule="A-02",
            cause=Cause.RATIO_TURN,
            queues=(Change(before, after),),
        )
        entry, moves = self._entry(fact)
        self._queues[key] = after
        session, tenant_id = self._running.session, self._running.tenant_id
        fact_id = append(session, tenant_id, entry)
        save_count(session, self._rows[key].id, after)
        save_moves(
            session, tenant_id, fact_id, [(self._rows[queue].id, move) for queue, move in moves]
        )

    def _taken(self, fact: Fact) -> Taken:
        entry, moves = self._entry(fact)
        self._running.bells |= topics_of(fact, self._rows)
        return Taken(fact.applications[0].after, entry, uuid7(), moves)

    def _entry(self, fact: Fact) -> tuple[JournalEntry, list[tuple[QueueKey, Move]]]:
        broken = violations(World(), Decision((fact,)))
        if broken:
            raise BrokenLaw("; ".join(broken))
        now, moves = self._ground.now, []
        for key, move in moves_of(fact, self._queues):
            self._versions[key] += 1
            moves.append((key, replace(move, version=self._versions[key], at=now)))
        opened: Sequence[Queue] = self._opened
        self._opened = []
        entry = entry_of(self._running.actor, fact, moves, opened, self._ground.rules, now)
        return entry, moves
