"""Every change of the registry is a fact: who, when, by which decision, and what became of what.

Changes of capacity are facts of their own kind: declared places are held against filled ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kezek.db.journal import JournalEntry, append
from kezek.usecases.registry.differences import Change, FieldChange, LineChange
from kezek.usecases.unit_of_work import Act

RULE = "L-3.06"


def record(running: Act, kind: str, reason: str, **detail: Any) -> None:
    """Writes one fact of the registry."""
    now = running.now()
    entry = JournalEntry(
        kind=f"registry:{kind}",
        rule=RULE,
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        payload={"detail": {**detail, "reason": reason}},
    )
    append(running.session, running.tenant_id, entry)


def record_import(
    running: Act, changes: Sequence[LineChange], reason: str, source: Mapping[str, str]
) -> None:
    """One fact of a whole file, and one for each capacity that it changes; none if it does none."""
    done = [one for one in changes if one.change in (Change.NEW, Change.CHANGED)]
    if not done:
        return
    lines = [
        {"subject": one.subject, "change": str(one.change), "fields": fields_of(one.fields)}
        for one in done
    ]
    record(running, "imported", reason, lines=lines, **source)
    for one in done:
        if one.change is Change.CHANGED:
            record_capacity(running, one.subject, one.fields, reason)


def record_capacity(running: Act, subject: str, fields: Iterable[FieldChange], reason: str) -> None:
    """The fact that a norm of places has become another one."""
    for one in fields:
        if one.name == "capacity":
            record(
                running,
                "capacity-changed",
                reason,
                subject=subject,
                before=one.before,
                after=one.after,
            )


def fields_of(fields: Iterable[FieldChange]) -> list[list[Any]]:
    """Changes of fields as the journal keeps them."""
    return [[one.name, one.before, one.after] for one in fields]
