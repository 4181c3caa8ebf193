"""A file of the registry is looked at first: what is new, changed, missing, faulty; then taken in.

What is taken in is exactly what was looked at: the file by its digest, the differences by theirs.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kezek.adapters.registry_lines import Lines, read_lines
from kezek.adapters.registry_sheets import Fault, Unreadable, read_sheets
from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.core.regions import Tenant
from kezek.core.uploads import tidy_name
from kezek.db.base import uuid7
from kezek.db.locks import lock_settings
from kezek.db.registry_files import (
    RegistryFileRow,
    find_registry_file,
    sweep_registry_files,
)
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.deciding import NotFound
from kezek.usecases.registry.differences import (
    Change,
    Known,
    LineChange,
    compared,
    refused,
)
from kezek.usecases.registry.facts import fields_of, record_import
from kezek.usecases.registry.importing import not_in_file, write_lines
from kezek.usecases.repeats import Once
from kezek.usecases.unit_of_work import act

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would do to the registry as it is now."""

    id: uuid.UUID
    name: str
    sha256: str
    brought_at: datetime
    taken_at: datetime | None
    faults: tuple[Fault, ...]
    """What is wrong in it; then nothing of it can be taken in."""
    changes: tuple[LineChange, ...]
    missing: tuple[str, ...]
    """Kindergartens that it leaves out: they stay as they are."""
    seen: str
    """The digest of these differences: what somebody looked at is what is done."""

    @property
    def may_be_taken(self) -> bool:
        """Whether it can be taken in, and would do anything."""
        does = any(one.change in (Change.NEW, Change.CHANGED) for one in self.changes)
        return does and not self.faults and not refused(self.changes) and self.taken_at is None

    def count(self, change: Change) -> int:
        """How many lines do this."""
        return sum(one.change is change for one in self.changes)


def bring_file(tenant_id: int, actor: str, name: str, content: bytes) -> uuid.UUID:
    """Keeps a file until somebody has looked at it and says yes; the same file is one file.

    Raises Refusal for one that no program of ours can read.
    """
    try:
        read_sheets(content)
    except Unreadable as unreadable:
        fault = unreadable.fault
        raise Refusal(Code.INVALID_CHOICE, fault.code, **fault.values) from None
    with act(tenant_id, actor) as running:
        now = running.now()
        sweep_registry_files(running.session, now - KEPT_FOR)
        row = RegistryFileRow(
            tenant_id=tenant_id,
            id=uuid7(),
            name=tidy_name(name),
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            brought_at=now,
            brought_by=actor,
        )
        running.session.add(row)
        return row.id


def look_at(tenant_id: int, file_id: uuid.UUID) -> Looked | None:
    """What a brought file would do; nothing if there is none of that number here."""
    with read_scope(tenant_id) as session:
        row = find_registry_file(session, file_id)
        if row is None:
            return None
        _, region = region_at(session, tenant_id, services().clock.now(session))
        return looked_at(session, region, row)


def looked_at(session: Session, region: Tenant, row: RegistryFileRow) -> Looked:
    """What a brought file would do now. Nothing is written."""
    lines = read_lines(read_sheets(row.content), region)
    known = Known.of(session)
    changes = compared(known, lines) if not lines.faults else ()
    return Looked(
        id=row.id,
        name=row.name,
        sha256=row.sha256,
        brought_at=row.brought_at,
        taken_at=row.taken_at,
        faults=lines.faults,
        changes=changes,
        missing=not_in_file(known.kindergartens, lines) if lines.kindergartens else (),
        seen=_digest(row.sha256, changes),
    )


def take_file(
    tenant_id: int,
    actor: str,
    file_id: uuid.UUID,
    *,
    seen: str,
    reason: str,
    once: Once | None = None,
) -> int:
    """Takes a file in that somebody has looked at; gives how many lines changed something.

    All of it in one transaction. Raises NotFound, Repeated, and Refusal: for one that was taken in
    already, for one with faults, and when the registry has changed since it was looked at.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        row = find_registry_file(running.session, file_id, for_update=True)
        if row is None:
            raise NotFound(file_id)
        if row.taken_at is not None:
            raise Refusal(Code.ALREADY_DECIDED, "registry_file")
        now = running.now()
        _, region = region_at(running.session, tenant_id, now)
        found = looked_at(running.session, region, row)
        if found.seen != seen:
            raise Refusal(Code.TOO_LATE, "registry_moved")
        if not found.may_be_taken:
            raise Refusal(Code.WRONG_STATE, "registry_file")
        lines: Lines = read_lines(read_sheets(row.content), region)
        write_lines(running, lines, found.changes)
        record_import(running, found.changes, reason, {"file": row.name, "sha256": row.sha256})
        row.taken_at = now
        done = found.count(Change.NEW) + found.count(Change.CHANGED)
        running.response["lines"] = done
        return done


def _digest(sha256: str, changes: tuple[LineChange, ...]) -> str:
    said = [
        [one.is_group, one.line, one.subject, str(one.change), fields_of(one.fields)]
        for one in changes
    ]
    text = json.dumps([sha256, said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
