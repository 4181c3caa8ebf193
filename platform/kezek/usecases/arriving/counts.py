"""Counts of turns of an old queue: which queue each is of, and whether it may have it (A-02)."""

from collections.abc import Iterable

from kezek.adapters.queue_columns import Fault
from kezek.adapters.queue_csv import CountLine
from kezek.core.cohorts import reference_year
from kezek.core.ids import TerritorySlug
from kezek.core.queues import CategoryKey, QueueKey, SeatKey, SharedKey
from kezek.core.territories import Mode
from kezek.db.queues import Ensured
from kezek.usecases.arriving.lines import Ground, mode_of

Counts = dict[QueueKey, tuple[int, int]]
"""The line that gives a queue's count, and the count."""


def counts_of(lines: Iterable[CountLine], ground: Ground) -> tuple[Counts, list[Fault]]:
    """The count of each queue with its line, and the lines that give none."""
    found: Counts = {}
    faults: list[Fault] = []
    for line in lines:
        key = _key(line, ground)
        if isinstance(key, Fault):
            faults.append(key)
        elif key in found:
            faults.append(Fault(line.line, "count", "twice", {"first": found[key][0]}))
        else:
            found[key] = (line.line, line.count)
    return found, faults


def running_faults(counts: Counts, ensured: Ensured) -> list[Fault]:
    """A queue that runs here keeps its own count."""
    return [
        Fault(line, "count", "queue_runs", {"count": ensured.rows[key].count})
        for key, (line, count) in counts.items()
        if key not in ensured.opened and ensured.rows[key].count != count
    ]


def _key(line: CountLine, ground: Ground) -> QueueKey | Fault:
    """The queue whose count a line gives, or what is wrong with it."""
    mode = mode_of(ground, line.territory)
    if mode is None:
        return Fault(line.line, "territory", "not_open")
    key = _KEYS[mode](line, ground)
    if isinstance(key, Fault):
        return key
    if not key.keeps_ratio and not isinstance(key, CategoryKey):
        return Fault(line.line, "queue_type", "no_queue")
    most = ground.rules.settings.ratio_g
    if line.count > most:
        return Fault(line.line, "count", "count_range", {"most": most})
    return key


def _seats(line: CountLine, ground: Ground) -> QueueKey | Fault:
    garden = ground.gardens.get(line.kindergarten)
    if garden is None:
        return Fault(line.line, "kindergarten", "unknown_garden", {"cell": line.kindergarten})
    if not line.language:
        return Fault(line.line, "language", "empty")
    return SeatKey(garden.id, line.birth_year, line.language, line.queue_type)


def _shared(line: CountLine, _: Ground) -> QueueKey | Fault:
    if not line.language:
        return Fault(line.line, "language", "empty")
    territory = TerritorySlug(line.territory)
    return SharedKey(territory, line.queue_type, line.birth_year, line.language)


def _cohort(line: CountLine, ground: Ground) -> QueueKey | Fault:
    rules = ground.rules
    year = reference_year(rules.settings, rules.calendar, ground.now)
    return CategoryKey(TerritorySlug(line.territory), year - line.birth_year)


_KEYS = {Mode.LINEAR: _seats, Mode.INDIGO: _shared, Mode.VOUCHER: _cohort}
