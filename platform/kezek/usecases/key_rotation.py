"""The key of a region is changed: its families' keys are wrapped anew, and nothing else moves.

Every portion is a commit of its own, so that a rotation that was stopped goes on where it was; the
key before opens what it has wrapped until the last portion is through.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from kezek.adapters.services import services
from kezek.db.family_keys import lock_family_keys
from kezek.db.journal import JournalEntry, append
from kezek.db.people import seal_people
from kezek.db.tenants import version_in_force
from kezek.usecases.name_tokens import fill_names
from kezek.usecases.unit_of_work import SYSTEM, act

AT_ONCE = 500

_FIRST = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Rotated:
    """The number of the key in use, how many families it wraps, and how many it has taken over."""

    version: int
    families: int
    wrapped: int
    is_resumed: bool


def rotate(tenant_id: int, actor: str, *, told: Callable[[int], None] = lambda _: None) -> Rotated:
    """Wraps every family key under a new key of the region; one that was begun is finished first.

    `told` hears after each portion how many families were looked at. Raises the errors of keys.
    """
    keys = services().keys
    is_resumed = count_outdated(tenant_id) > 0
    version = keys.newest_version(tenant_id) if is_resumed else keys.new_version(tenant_id)
    families = wrapped = 0
    while True:
        families, changed = _look_through(tenant_id, told)
        wrapped += changed
        # A family that came in meanwhile may have been wrapped by a process that knew the old.
        if not changed:
            break
    _write_down(tenant_id, actor, version, wrapped)
    return Rotated(version, families, wrapped, is_resumed)


def count_outdated(tenant_id: int) -> int:
    """How many family keys lie under a key of the region that is not the newest."""
    keys, after, found = services().keys, _FIRST, 0
    while True:
        with act(tenant_id, SYSTEM) as running:
            rows = lock_family_keys(running.session, after, AT_ONCE)
            found += sum(
                keys.wrapped_anew(tenant_id, row.family_id, row.wrapped_key or b"") is not None
                for row in rows
            )
        if not rows:
            return found
        after = rows[-1].family_id


def seal_all_people(tenant_id: int) -> int:
    """Seals people whose rows are from before, in portions; gives how many rows."""
    sealed = 0
    while True:
        with act(tenant_id, SYSTEM) as running:
            count = seal_people(running.session, AT_ONCE)
        sealed += count
        if not count:
            fill_names(tenant_id)
            return sealed


def _look_through(tenant_id: int, told: Callable[[int], None]) -> tuple[int, int]:
    after, looked, changed = _FIRST, 0, 0
    while True:
        with act(tenant_id, SYSTEM) as running:
            rows = lock_family_keys(running.session, after, AT_ONCE)
            for row in rows:
                wrapped = services().keys.wrapped_anew(
                    tenant_id, row.family_id, row.wrapped_key or b""
                )
                if wrapped is not None:
                    row.wrapped_key, changed = wrapped, changed + 1
        if not rows:
            return looked, changed
        after, looked = rows[-1].family_id, looked + len(rows)
        told(looked)


def _write_down(tenant_id: int, actor: str, version: int, wrapped: int) -> None:
    with act(tenant_id, actor) as running:
        now = running.now()
        in_force = version_in_force(running.session, now)
        entry = JournalEntry(
            kind="keys:rotated",
            rule="D-12",
            rules_version=in_force[0] if in_force else 0,
            actor=actor,
            at=now,
            payload={"version": version, "families": wrapped},
        )
        append(running.session, tenant_id, entry)
