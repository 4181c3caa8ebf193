"""A family's rights over its data: it is erased when nothing demands keeping (94-V, D-12)."""

import logging
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from kezek.core.access import Actor, Permission, demand
from kezek.core.codes import Purpose
from kezek.core.errors import Code, Refusal
from kezek.core.family_rights import Held
from kezek.db.accounts import end_sessions, find_family_account
from kezek.db.documents import find_document
from kezek.db.erasure_requests import (
    ErasureRequestRow,
    find_request,
    holds_of,
    waiting_requests,
)
from kezek.db.family_erasure import empty_family
from kezek.db.family_keys import destroy_family_key
from kezek.db.journal import JournalEntry, append
from kezek.db.people import GuardianRow, find_guardian
from kezek.db.scope import read_scope
from kezek.usecases.codes import try_code, use_code
from kezek.usecases.deciding import NotFound
from kezek.usecases.stored_files import drop_files, open_file
from kezek.usecases.unit_of_work import SYSTEM, Act, act

ERASE = "own-data:erase"
EXPORT = "own-data:export"
"""What a code is for: one that opens the export erases nothing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request: done, or what it waits for."""

    is_erased: bool
    held: tuple[Held, ...]


def prove_presence(
    tenant_id: int, actor: Actor, code_id: uuid.UUID, digits: str, subject: str
) -> None:
    """The parent is at the telephone: a session alone gives no data away and erases none.

    Raises Refusal for a code that is wrong, late, or for something else.
    """
    try_code(tenant_id, code_id, digits)
    with act(tenant_id, actor.tag) as running:
        use_code(running, code_id, Purpose.SIGN, subject, running.now())


def open_own_file(tenant_id: int, guardian_id: uuid.UUID, document_id: uuid.UUID) -> bytes:
    """What a file of the family holds, for its copy. Raises NotFound and the errors of keys."""
    with read_scope(tenant_id) as session:
        row = find_document(session, document_id)
        if row is None or row.guardian_id != guardian_id:
            raise NotFound(document_id)
        return open_file(session, tenant_id, guardian_id, row.stored_path)


def ask_by_code(tenant_id: int, actor: Actor, code_id: uuid.UUID, digits: str) -> Answer:
    """The family asks by itself. Twice asks once. Raises NotFound, and Refusal for the code."""
    if actor.guardian_id is None:
        raise NotFound(actor.account_id)
    prove_presence(tenant_id, actor, code_id, digits, ERASE)
    return _ask(tenant_id, actor.tag, actor.guardian_id, None)


def ask_on_paper(tenant_id: int, by: Actor, guardian_id: uuid.UUID, signed_on: date) -> Answer:
    """A specialist has the family's signed request before them. Twice asks once.

    Raises NotFound, and Refusal: for those who may not, and for a day that is still to come.
    """
    demand(by, Permission.FAMILY_ERASE)
    return _ask(tenant_id, by.tag, guardian_id, signed_on)


def take_back(tenant_id: int, actor: Actor) -> None:
    """The family does not want it any more; nothing happens where nothing waits."""
    with act(tenant_id, actor.tag) as running:
        request = find_request(running.session, actor.guardian_id or uuid.UUID(int=0))
        if request is not None and request.erased_at is None:
            running.session.delete(request)
            _note(running, "family:erasure-withdrawn", request.guardian_id, running.now())


def carry_out(tenant_id: int, guardian_id: uuid.UUID) -> Answer:
    """Erases a family that asked, unless something demands keeping; what is erased stays so."""
    files: list[str] = []
    with act(tenant_id, SYSTEM) as running:
        request = find_request(running.session, guardian_id, for_update=True)
        if request is None:
            raise NotFound(guardian_id)
        if request.erased_at is not None:
            return Answer(is_erased=True, held=())
        held = holds_of(running.session, guardian_id)
        if not held:
            files = _erase(running, request)
    drop_files(tenant_id, files)
    return Answer(is_erased=not held, held=held)


def carry_out_waiting(tenant_id: int) -> int:
    """Looks after the requests that wait, each for itself; gives how many were carried out."""
    with read_scope(tenant_id) as session:
        waiting = waiting_requests(session)
    done = 0
    for guardian_id in waiting:
        try:
            done += carry_out(tenant_id, guardian_id).is_erased
        except Exception:
            # One family's request waits no longer because of another's.
            _log.exception("family.erasure-failed", extra={"tenant": tenant_id})
    return done


def _ask(tenant_id: int, actor: str, guardian_id: uuid.UUID, signed_on: date | None) -> Answer:
    with act(tenant_id, actor) as running:
        guardian = find_guardian(running.session, guardian_id)
        if guardian is None:
            raise NotFound(guardian_id)
        now = running.now()
        if signed_on is not None and signed_on > running.rules(now).calendar.local_day(now):
            raise Refusal(Code.INVALID_CHOICE, "signed_later")
        if find_request(running.session, guardian_id) is None:
            running.session.add(
                ErasureRequestRow(
                    tenant_id=tenant_id,
                    guardian_id=guardian_id,
                    asked_at=now,
                    asked_by=actor,
                    signed_on=signed_on,
                )
            )
            _note(running, "family:erasure-asked", guardian_id, now)
    return carry_out(tenant_id, guardian_id)


def _erase(running: Act, request: ErasureRequestRow) -> list[str]:
    session, now = running.session, running.now()
    guardian = find_guardian(session, request.guardian_id)
    assert guardian is not None, "a request has its family"
    _close_door(running, guardian)
    gone, files = empty_family(session, guardian, now)
    destroy_family_key(session, guardian.id, now)
    request.erased_at, request.gone = now, gone
    _note(running, "family:erased", guardian.id, now, gone)
    return files


def _close_door(running: Act, guardian: GuardianRow) -> None:
    account = find_family_account(running.session, guardian.id)
    if account is not None:
        end_sessions(running.session, account.id)


def _note(
    running: Act,
    kind: str,
    family_id: uuid.UUID,
    now: datetime,
    gone: dict[str, int] | None = None,
) -> None:
    entry = JournalEntry(
        kind=kind,
        rule="D-12",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        family_id=family_id,
        payload={"gone": gone} if gone else {},
    )
    append(running.session, running.tenant_id, entry)
