"""A matter is taken, handed over with a note, or let go; so two never work on one (L-6.1)."""

import uuid

from kezek.core.access import Actor, Permission, Role, demand
from kezek.core.errors import Code, Refusal
from kezek.core.work import OF_APPLICATIONS, MatterKey, Work
from kezek.db.accounts import actor_of, find_account
from kezek.db.applications import find_header
from kezek.db.assignments import find_assignment, let_go, put_into_hands
from kezek.db.complaints import find_complaint
from kezek.db.locks import lock_application
from kezek.db.rules_in_force import region_at
from kezek.db.staff_notes import About
from kezek.db.waiting_work import Matter, Worklist
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press
from kezek.usecases.staff_notes import keep_note
from kezek.usecases.unit_of_work import Act


def assign(
    tenant_id: int,
    by: Actor,
    key: MatterKey,
    to: uuid.UUID | None,
    *,
    seen: uuid.UUID | None,
    note: str = "",
    intent: str | None = None,
) -> uuid.UUID | None:
    """Puts a matter into somebody's hands, or into nobody's; gives whose it was before.

    `seen` is who had it when the asker looked. Raises NotFound for a matter that does not wait or
    is another territory's, and Refusal: somebody else has taken it meanwhile, or the colleague does
    not serve that territory.
    """
    demand(by, Permission.WORK_ASSIGN)

    def do(running: Act) -> None:
        before = assign_within(running, by, key, to, seen=seen, note=note)
        running.response["before"] = str(before or "")

    done = press(tenant_id, by, do, intent=intent, request=f"assign:{key}:{to}:{seen}:{note}")
    return uuid.UUID(str(done["before"])) if done["before"] else None


def assign_within(
    running: Act,
    by: Actor,
    key: MatterKey,
    to: uuid.UUID | None,
    *,
    seen: uuid.UUID | None,
    note: str = "",
) -> uuid.UUID | None:
    """The same as a part of another act."""
    session = running.session
    lock_application(session, running.tenant_id, key.id)
    now = running.now()
    _, region = region_at(session, running.tenant_id, now)
    matter = Worklist(session, region, by, now).find([key]).get(key)
    if matter is None:
        raise NotFound(key)
    if matter.account_id != seen and matter.account_id != to:
        raise Refusal(Code.ALREADY_DECIDED, "taken")
    if to is None:
        let_go(session, key)
    else:
        _need_colleague(running, to, matter)
        put_into_hands(session, running.tenant_id, key, matter.since, to, now, by.tag)
    if note:
        _write(running, by, key, note)
    running.bells.add("office")
    return matter.account_id


def give_back(
    running: Act, by: Actor, key: MatterKey, before: uuid.UUID | None, *, put: uuid.UUID | None
) -> bool:
    """Undoes an assignment that still stands as it was made; False where it does not."""
    lock_application(running.session, running.tenant_id, key.id)
    row = find_assignment(running.session, key)
    if (row.account_id if row else None) != put:
        return False
    try:
        assign_within(running, by, key, before, seen=put)
    except (NotFound, Refusal):
        return False
    return True


def _need_colleague(running: Act, account_id: uuid.UUID, matter: Matter) -> None:
    account = find_account(running.session, account_id)
    if account is None or not account.active or account.role != Role.OFFICE:
        raise Refusal(Code.INVALID_CHOICE, "colleague")
    territories = actor_of(running.session, account).territories
    is_nobodys = matter.key.work is Work.IDENTITY and not matter.territory
    if territories and not is_nobodys and matter.territory not in territories:
        raise Refusal(Code.INVALID_CHOICE, "colleague")


def _write(running: Act, by: Actor, key: MatterKey, words: str) -> None:
    about, guardian_id = _whose(running, key)
    keep_note(running, by, about, key.id, guardian_id, words, is_handover=True)


def _whose(running: Act, key: MatterKey) -> tuple[About, uuid.UUID]:
    if key.work is Work.IDENTITY:
        return About.FAMILY, key.id
    if key.work is Work.COMPLAINT:
        complaint = find_complaint(running.session, key.id)
        if complaint is not None:
            return About.COMPLAINT, complaint.guardian_id
    header = find_header(running.session, key.id) if key.work in OF_APPLICATIONS else None
    if header is None:
        # A task of the hotline has words of its own, and an answer.
        raise Refusal(Code.INVALID_CHOICE, "no_note_here")
    return About.APPLICATION, header.guardian_id
