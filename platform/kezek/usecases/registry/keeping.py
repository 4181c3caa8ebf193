"""A kindergarten and its groups are added, changed and closed by hand (L-3.06, L-16.2)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kezek.core.errors import Code, Refusal
from kezek.core.regions import Words
from kezek.db.base import uuid7
from kezek.db.kindergartens import GroupRow, KindergartenRow, find_kindergarten
from kezek.db.locks import lock_settings
from kezek.db.registry import (
    Alive,
    alive_at,
    find_by_external_id,
    find_group,
    group_of_cohort,
    has_queues,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.registry.differences import (
    FieldChange,
    WhyNot,
    changed_fields,
    moved_queues,
    plain,
)
from kezek.usecases.registry.facts import fields_of, record, record_capacity
from kezek.usecases.repeats import Once
from kezek.usecases.unit_of_work import Act, act

NOTHING_TOLD = Words("", "")
OLDEST = 9
"""Years back to the eldest cohort that anybody may stand in, a ПМПК conclusion included."""


@dataclass(frozen=True, slots=True)
class GroupWish:
    """A group as somebody fills it in."""

    birth_year: int
    language: str
    capacity: int


def add_kindergarten(
    tenant_id: int,
    actor: str,
    values: Mapping[str, Any],
    reason: str,
    *,
    once: Once | None = None,
) -> uuid.UUID:
    """Enters a kindergarten. Raises Repeated, and Refusal for a code that another one bears."""
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        _need_free_code(running.session, values["external_id"], None)
        row = KindergartenRow(tenant_id=tenant_id, id=uuid7(), is_demo=False, **values)
        running.session.add(row)
        running.session.flush()
        fields = [FieldChange(name, None, plain(value)) for name, value in values.items() if value]
        record(
            running,
            "kindergarten-added",
            reason,
            kindergarten=str(row.id),
            subject=row.external_id,
            fields=fields_of(fields),
        )
        running.response["kindergarten"] = str(row.id)
        return row.id


def change_kindergarten(
    tenant_id: int,
    actor: str,
    kindergarten_id: uuid.UUID,
    values: Mapping[str, Any],
    reason: str,
) -> bool:
    """Changes a kindergarten; gives whether anything did change, so that a repeat does nothing.

    Raises NotFound, and Refusal: a code that another one bears, another territory or another kind
    of queue while families wait for it.
    """
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        row = _found(running, kindergarten_id)
        _need_open(row)
        _need_free_code(running.session, values["external_id"], row.id)
        if has_queues(running.session, row.id):
            _refuse_a_move(row, values["territory"], values["kind"])
        fields = tuple(changed_fields(row, values))
        if not fields:
            return False
        for name, value in values.items():
            setattr(row, name, value)
        record(
            running,
            "kindergarten-changed",
            reason,
            kindergarten=str(row.id),
            subject=row.external_id,
            fields=fields_of(fields),
        )
        record_capacity(running, row.external_id, fields, reason)
        return True


def close_kindergarten(
    tenant_id: int,
    actor: str,
    kindergarten_id: uuid.UUID,
    reason: str,
    told: Words = NOTHING_TOLD,
) -> None:
    """Closes a kindergarten from today on; its history stays, and everybody reads `told`.

    Raises NotFound, and Refusal while anybody waits for it, holds a place in it, or attends it.
    """
    with act(tenant_id, actor) as running:
        now = _hold_every_cohort(running)
        lock_settings(running.session, tenant_id)
        row = _found(running, kindergarten_id)
        _need_open(row)
        alive = alive_at(running.session, row.id)
        if alive.anybody:
            raise _alive("kindergarten_alive", alive)
        row.closed_on = running.rules(now).calendar.local_day(now)
        row.closed_words_kk, row.closed_words_ru = told.kk, told.ru
        detail = {"kindergarten": str(row.id), "subject": row.external_id}
        record(running, "kindergarten-closed", reason, **detail)


def _hold_every_cohort(running: Act) -> datetime:
    """Whoever applies or publishes meanwhile holds the cohort: nobody comes in behind the count."""
    now = running.now()
    year = running.rules(now).calendar.local_day(now).year
    return running.hold(birth_years=range(year - OLDEST, year + 1))


def reopen_kindergarten(
    tenant_id: int, actor: str, kindergarten_id: uuid.UUID, reason: str
) -> None:
    """Opens a closed kindergarten again. Raises NotFound, and Refusal for one that is open."""
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        row = _found(running, kindergarten_id)
        if row.closed_on is None:
            raise Refusal(Code.ALREADY_DECIDED, "kindergarten_open")
        row.closed_on = None
        row.closed_words_kk = row.closed_words_ru = ""
        detail = {"kindergarten": str(row.id), "subject": row.external_id}
        record(running, "kindergarten-reopened", reason, **detail)


def put_group(
    tenant_id: int, actor: str, kindergarten_id: uuid.UUID, wish: GroupWish, reason: str
) -> bool:
    """Enters a group, or gives it another norm; whether anything did change.

    Raises NotFound, and Refusal for a kindergarten that is closed.
    """
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        home = _found(running, kindergarten_id)
        _need_open(home)
        row = group_of_cohort(running.session, home.id, wish.birth_year, wish.language)
        before = row.capacity if row else None
        if before == wish.capacity:
            return False
        if row is None:
            running.session.add(_group(running, home, wish))
        else:
            row.capacity = wish.capacity
        subject = f"{home.external_id} {wish.birth_year} {wish.language}"
        fields = (FieldChange("capacity", before, wish.capacity),)
        kind = "group-added" if before is None else "group-changed"
        detail = {"kindergarten": str(home.id), "subject": subject, "fields": fields_of(fields)}
        record(running, kind, reason, **detail)
        if before is not None:
            record_capacity(running, subject, fields, reason)
        return True


def remove_group(tenant_id: int, actor: str, group_id: uuid.UUID, reason: str) -> uuid.UUID:
    """Takes a group out; gives its kindergarten. Raises NotFound, and Refusal while anybody waits
    for it, holds a place in it, or attends it."""
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        row = find_group(running.session, group_id)
        if row is None:
            raise NotFound(group_id)
        home = _found(running, row.kindergarten_id)
        alive = alive_at(running.session, home.id, row.birth_year, row.language)
        if alive.anybody:
            raise _alive("group_alive", alive)
        subject = f"{home.external_id} {row.birth_year} {row.language}"
        running.session.delete(row)
        detail = {"kindergarten": str(home.id), "subject": subject, "capacity": row.capacity}
        record(running, "group-removed", reason, **detail)
        return home.id


def _group(running: Act, home: KindergartenRow, wish: GroupWish) -> GroupRow:
    return GroupRow(
        tenant_id=running.tenant_id,
        id=uuid7(),
        kindergarten_id=home.id,
        birth_year=wish.birth_year,
        language=wish.language,
        capacity=wish.capacity,
        is_demo=home.is_demo,
    )


def _found(running: Act, kindergarten_id: uuid.UUID) -> KindergartenRow:
    row = find_kindergarten(running.session, kindergarten_id)
    if row is None:
        raise NotFound(kindergarten_id)
    return row


def _need_open(row: KindergartenRow) -> None:
    if row.closed_on is not None:
        raise Refusal(Code.WRONG_STATE, "kindergarten_closed", on=row.closed_on)


def _need_free_code(session: Session, code: str, own: uuid.UUID | None) -> None:
    other = find_by_external_id(session, code)
    if other is not None and other.id != own:
        raise Refusal(Code.INVALID_CHOICE, "code_taken", field="external_id", name=other.name_ru)


def _refuse_a_move(row: KindergartenRow, territory: str, kind: str) -> None:
    moved = moved_queues(row, territory, kind)
    if moved is None:
        return
    field = "territory" if moved[0] is WhyNot.FAMILIES_WAIT_THERE else "kind"
    raise Refusal(Code.INVALID_CHOICE, str(moved[0]), field=field)


def _alive(detail: str, alive: Alive) -> Refusal:
    """Somebody would be left without: who, in numbers."""
    return Refusal(
        Code.WRONG_STATE,
        detail,
        waiting=alive.waiting,
        places=alive.places,
        referrals=alive.referrals,
        pupils=alive.pupils,
    )
