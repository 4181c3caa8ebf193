"""The reconciliation of an import: what came in, what stands now, and why a number differs."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kezek.adapters.queue_columns import Fault
from kezek.adapters.queue_csv import QueueFile, QueueLine
from kezek.core.applications import Application
from kezek.core.ids import ApplicationId
from kezek.core.modes.switch import in_order
from kezek.core.queues import QueueKey, SeatKey, label
from kezek.core.reconciliation import Because, Reconciled, reconcile
from kezek.db.arriving import waiting_in
from kezek.db.queues import QueueRow
from kezek.db.registry import kindergartens_by_external_id


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One application in one of its queues: the number it had, and the one it has."""

    line: int
    ref: str
    queue: str
    reconciled: Reconciled

    @property
    def text(self) -> str:
        """The line as the digest of the report covers it."""
        steps = ";".join(f"{one.because}:{one.amount:+}" for one in self.reconciled.differences)
        before, after = self.reconciled.before, self.reconciled.after
        return f"{self.line}|{self.ref}|{self.queue}|{before}|{after}|{steps}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do."""

    lines: Mapping[int, str]
    """Every good line of the file, with its number where it was here before."""
    new: int
    numbers: tuple[ReportLine, ...]
    stages: Mapping[tuple[str, str], int]
    """Of the new ones: how many by territory and stage."""
    faults: tuple[Fault, ...]
    count_faults: tuple[Fault, ...]
    is_saved: bool = False
    is_other: bool = False
    """The signature is under another report than this one."""

    @property
    def is_refused(self) -> bool:
        """Whether a line is wrong, so that nothing comes in."""
        return bool(self.faults or self.count_faults)

    @property
    def digest(self) -> str:
        """What is signed: every number of the report, in its order."""
        text = "\n".join(one.text for one in self.numbers)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def differing(self) -> tuple[ReportLine, ...]:
        """The numbers that are not those of the old queue."""
        return tuple(one for one in self.numbers if one.reconciled.differences)

    @property
    def reasons(self) -> Counter[Because]:
        """How many numbers differ for each reason."""
        return Counter(step.because for one in self.numbers for step in one.reconciled.differences)


def report_of(
    session: Session,
    file: QueueFile,
    here: Mapping[int, str],
    came: Sequence[tuple[QueueLine, Application]],
    rows: Mapping[QueueKey, QueueRow],
    faults: Sequence[Fault],
    count_faults: Sequence[Fault],
) -> ImportReport:
    """The report on what has been written so far in this transaction."""
    is_refused = bool(faults or count_faults)
    return ImportReport(
        lines={line.line: here.get(line.line, "") for line in file.lines},
        new=len(came),
        numbers=() if is_refused else tuple(_numbers(session, came, rows)),
        stages=Counter((one.territory, str(one.state)) for _, one in came),
        faults=tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))),
        count_faults=tuple(count_faults),
    )


def _numbers(
    session: Session,
    came: Sequence[tuple[QueueLine, Application]],
    rows: Mapping[QueueKey, QueueRow],
) -> list[ReportLine]:
    before: dict[QueueKey, dict[ApplicationId, int | None]] = defaultdict(dict)
    lines: dict[ApplicationId, QueueLine] = {}
    for line, one in came:
        lines[one.id] = line
        numbers = line.number_before or (None,) * len(one.keys)
        for key, number in zip(one.keys, numbers, strict=True):
            before[key][one.id] = number
    waiting = waiting_in(session, [rows[key].id for key in before])
    gardens = {row.id: name for name, row in kindergartens_by_external_id(session).items()}
    found: list[ReportLine] = []
    for key, olds in before.items():
        order = [
            one.application for one in in_order(rows[key].value, waiting.get(rows[key].id, []))
        ]
        shown = set(order)
        away = [one for one in olds if one not in shown]
        name = gardens.get(key.kindergarten, "") if isinstance(key, SeatKey) else ""
        found.extend(
            ReportLine(lines[one].line, lines[one].ref, label(key, name), reconciled)
            for one, reconciled in reconcile(order, olds, away).items()
        )
    return sorted(found, key=lambda one: (one.line, one.queue))
