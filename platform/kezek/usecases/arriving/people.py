"""Families of an old queue: found again where they are known here, else written at once (G-13)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from kezek.adapters.identities import person_hash
from kezek.adapters.queue_csv import QueueLine
from kezek.core.access import Role
from kezek.db.accounts import AccountRow
from kezek.db.arriving import children_by_person, guardians_by_person
from kezek.db.base import uuid7
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import Contacts, child_columns, guardian_columns
from kezek.usecases.name_tokens import name_children
from kezek.usecases.unit_of_work import Act

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Person:
    """A line with the keyed hashes of its two people."""

    line: QueueLine
    child_hash: bytes
    guardian_hash: bytes


@dataclass(frozen=True, slots=True)
class Family:
    """The guardian and the child of a line, as the region knows them."""

    guardian: uuid.UUID
    child: uuid.UUID


def hashed(lines: Sequence[QueueLine]) -> list[Person]:
    """The lines with the hashes by which their people are found."""
    return [Person(one, person_hash(one.child), person_hash(one.guardian)) for one in lines]


def settle_families(running: Act, people: Sequence[Person], now: datetime) -> dict[int, Family]:
    """The family of each line, by the line's number; a parent of several children is one."""
    guardians = guardians_by_person(running.session, {one.guardian_hash for one in people})
    children = children_by_person(running.session, {one.child_hash for one in people})
    rows = _Rows(running, now)
    found: dict[int, Family] = {}
    for one in people:
        guardian = guardians.get(one.guardian_hash)
        if guardian is None:
            guardian = guardians[one.guardian_hash] = rows.add_guardian(one.line)
        child = children.get((guardian, one.child_hash)) or rows.add_child(one.line, guardian)
        found[one.line.line] = Family(guardian, child)
    rows.save(running)
    return found


class _Rows:
    """New people, collected and written in large batches."""

    def __init__(self, running: Act, now: datetime) -> None:
        self._session = running.session
        self._tenant_id = running.tenant_id
        self._now = now
        self._rows: Mapping[type[Any], list[dict[str, Any]]] = {
            GuardianRow: [],
            AccountRow: [],
            ChildRow: [],
        }

    def add_guardian(self, line: QueueLine) -> uuid.UUID:
        """A parent with an account; the region that brings the queue in has seen its papers."""
        guardian_id = uuid7()
        shared = {"tenant_id": self._tenant_id, "created_at": self._now, "language": line.letters}
        self._rows[GuardianRow].append(
            shared
            | {
                "id": guardian_id,
                "full_name": line.guardian_name,
                "proven": True,
                **guardian_columns(
                    self._session,
                    self._tenant_id,
                    guardian_id,
                    line.guardian,
                    Contacts(line.phone, line.email, line.address),
                ),
            }
        )
        self._rows[AccountRow].append(
            shared
            | {
                "id": uuid7(),
                "role": str(Role.FAMILY),
                "guardian_id": guardian_id,
                "full_name": "",
                "active": True,
                "session_epoch": 1,
                "failures": 0,
            }
        )
        return guardian_id

    def add_child(self, line: QueueLine, guardian: uuid.UUID) -> uuid.UUID:
        """A child in this family's list."""
        child_id = uuid7()
        self._rows[ChildRow].append(
            {
                "tenant_id": self._tenant_id,
                "created_at": self._now,
                "id": child_id,
                "guardian_id": guardian,
                "full_name": line.child_name,
                "born_on": line.born_on,
                "parentage_proven": True,
                **child_columns(self._session, self._tenant_id, guardian, child_id, line.child),
            }
        )
        return child_id

    def save(self, running: Act) -> None:
        """Writes them, parents before their children."""
        for table, rows in self._rows.items():
            for first in range(0, len(rows), _BATCH):
                running.session.execute(insert(table), rows[first : first + _BATCH])
        children = self._rows[ChildRow]
        name_children(running, [(one["id"], one["full_name"], one["born_on"]) for one in children])
