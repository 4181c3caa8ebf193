"""«Менің балаларым»: a family lists its children before it applies for them (V-10)."""

import uuid
from datetime import date

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor
from kezek.core.children import MAX_CHILDREN, ChildWish, check_birth_date, check_identity
from kezek.core.errors import Code, Refusal
from kezek.db.base import uuid7
from kezek.db.idempotency import KeyReused, Once, Repeated
from kezek.db.locks import lock_child
from kezek.db.people import (
    ChildRow,
    GuardianRow,
    children_of,
    find_child,
    find_child_by_person,
    find_guardian,
    live_applications,
)
from kezek.db.private import child_columns
from kezek.usecases.deciding import NotFound
from kezek.usecases.name_tokens import name_children, rename_child
from kezek.usecases.proofs import ask_registers
from kezek.usecases.unit_of_work import Act, act


def add_child(
    tenant_id: int, actor: Actor, wish: ChildWish, *, intent: str | None = None
) -> uuid.UUID:
    """Puts a child into the family's list; the civil register is asked whose child it is.

    A form that is sent twice adds one child. Raises Refusal for a number or a date that cannot be,
    a child listed already, or the parent's own number; NotFound without a family.
    """
    # Keyed hashes only: what is kept of a request must not give the IIN away.
    request = f"child:{person_hash(wish.identity).hex()}:{wish.born_on}"
    try:
        child_id = _add(tenant_id, actor, wish, Once(intent, request) if intent else None)
    except Repeated as repeated:
        return uuid.UUID(repeated.response["child"])
    except KeyReused:
        raise Refusal(Code.ALREADY_DECIDED, "form_sent") from None
    assert actor.guardian_id is not None
    ask_registers(tenant_id, actor.guardian_id)
    return child_id


def _add(tenant_id: int, actor: Actor, wish: ChildWish, once: Once | None) -> uuid.UUID:
    with act(tenant_id, actor.tag, once) as running:
        guardian = _guardian(running, actor)
        now = running.now()
        check_identity(wish.identity)
        check_birth_date(wish.born_on, running.rules(now).calendar.local_day(now))
        _need_room(running, guardian, wish)

        child_id = uuid7()
        child = ChildRow(
            tenant_id=tenant_id,
            id=child_id,
            guardian_id=guardian.id,
            full_name=wish.full_name,
            born_on=wish.born_on,
            parentage_proven=False,
            created_at=now,
            **child_columns(running.session, tenant_id, guardian.id, child_id, wish.identity),
        )
        running.session.add(child)
        running.session.flush()
        name_children(running, [(child_id, wish.full_name, wish.born_on)])

        running.response["child"] = str(child_id)
        return child_id


def change_child(
    tenant_id: int, actor: Actor, child_id: uuid.UUID, *, full_name: str, born_on: date
) -> None:
    """Corrects a name or a date of birth while nothing depends on it.

    Raises NotFound, and Refusal(WRONG_STATE, child_in_use) once the child has an application or the
    parentage is proven: then a specialist corrects it with the papers.
    """
    with act(tenant_id, actor.tag) as running:
        child = _own_child(running, actor, child_id)
        now = running.now()
        if child.parentage_proven or _has_application(running, child):
            raise Refusal(Code.WRONG_STATE, "child_in_use")
        check_birth_date(born_on, running.rules(now).calendar.local_day(now))
        child.full_name, child.born_on = full_name, born_on
        rename_child(running, (child.id, full_name, born_on))


def remove_child(tenant_id: int, actor: Actor, child_id: uuid.UUID) -> None:
    """Takes a child off the list; its past stays in the ledger.

    Raises NotFound, and Refusal(WRONG_STATE, child_in_use) while it has an application.
    """
    with act(tenant_id, actor.tag) as running:
        child = _own_child(running, actor, child_id)
        if _has_application(running, child):
            raise Refusal(Code.WRONG_STATE, "child_in_use")
        child.removed_at = running.now()


def _guardian(running: Act, actor: Actor) -> GuardianRow:
    guardian = find_guardian(running.session, actor.guardian_id) if actor.guardian_id else None
    if guardian is None:
        raise NotFound(actor.account_id)
    return guardian


def _own_child(running: Act, actor: Actor, child_id: uuid.UUID) -> ChildRow:
    # The lock of an application's submission: a child is not removed while it is being queued.
    lock_child(running.session, running.tenant_id, child_id)
    child = find_child(running.session, child_id, for_update=True)
    if child is None or child.guardian_id != actor.guardian_id:
        raise NotFound(child_id)
    return child


def _need_room(running: Act, guardian: GuardianRow, wish: ChildWish) -> None:
    hashed = person_hash(wish.identity)
    if hashed == guardian.person_hash:
        raise Refusal(Code.INVALID_IIN, "own")
    if find_child_by_person(running.session, guardian.id, hashed) is not None:
        raise Refusal(Code.ALREADY_DECIDED, "child_listed")
    if len(children_of(running.session, guardian.id)) >= MAX_CHILDREN:
        raise Refusal(Code.LIMIT_REACHED, "children", most=MAX_CHILDREN)


def _has_application(running: Act, child: ChildRow) -> bool:
    return child.id in live_applications(running.session, [child.id])
