"""What has been kept long enough is forgotten, each rule by its span; counted, and written down.

A rehearsal does the same work and takes it back, so that what it tells is what would happen.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.db.base import uuid7
from kezek.db.codes import forget_codes
from kezek.db.documents import delete_documents, forget_unsent
from kezek.db.drafts import forget_drafts
from kezek.db.erasure_requests import ErasureRequestRow, find_request
from kezek.db.idempotency import forget_responses
from kezek.db.journal import JournalEntry, append
from kezek.db.outbox import forget_settled
from kezek.db.retention import RetentionRunRow, forget_sessions, old_families, old_papers
from kezek.db.signatures import forget_challenges
from kezek.usecases.family_rights import carry_out_waiting
from kezek.usecases.stored_files import drop_files
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_AT_ONCE = 1000
"""Families and files of one run; the rest follows in the next."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows each rule took away, or would."""

    gone: dict[str, int]
    is_rehearsal: bool


class _Rehearsed(Exception):
    """Ends a rehearsal's transaction without keeping anything of it."""


def forget(tenant_id: int, actor: str = SYSTEM, *, dry_run: bool = False) -> Forgotten:
    """Forgets what is old enough in one region; again at once it finds nothing more.

    Families whose time is over are erased as if they had asked, each in a transaction of its own.
    """
    gone: dict[str, int] = {}
    files: list[str] = []
    try:
        with act(tenant_id, actor) as running:
            gone = forget_within(running, running.now(), files)
            if dry_run:
                raise _Rehearsed
            if any(gone.values()):
                _write_down(running, gone)
    except _Rehearsed:
        return Forgotten(gone, is_rehearsal=True)
    drop_files(tenant_id, files)
    carry_out_waiting(tenant_id)
    return Forgotten(gone, is_rehearsal=False)


def forget_within(running: Act, now: datetime, files: list[str]) -> dict[str, int]:
    """Forgets as a part of another act; `files` are to be dropped once it is over."""
    session, kept = running.session, services().settings.retention
    # Drafts go first: a file belongs to one while it is there.
    begun = forget_drafts(session, now - kept["drafts"])
    unsent = forget_unsent(session, now - kept["drafts"])
    papers = session.scalars(old_papers(now - kept["papers"], _AT_ONCE)).all()
    files += unsent
    files += delete_documents(session, papers)
    messages = forget_settled(session, now - kept["messages"], now - kept["codes"])
    return {
        "codes": forget_codes(session, now - kept["codes"]),
        "unsigned": forget_challenges(session, now - kept["unsigned"]),
        "answers": forget_responses(session, now - kept["answers"]),
        "messages": messages,
        "drafts": begun + len(unsent),
        "sessions": forget_sessions(session, now - kept["sessions"]),
        "papers": len(papers),
        "families": _ask_for(running, now),
    }


def _ask_for(running: Act, now: datetime) -> int:
    """The clock asks in place of families that have nothing here any more."""
    before = now - services().settings.retention["families"]
    families = old_families(running.session, before, _AT_ONCE)
    asked = [one for one in families if find_request(running.session, one) is None]
    running.session.add_all(_request(running, one, now) for one in asked)
    running.session.flush()
    return len(asked)


def _request(running: Act, guardian_id: uuid.UUID, now: datetime) -> ErasureRequestRow:
    return ErasureRequestRow(
        tenant_id=running.tenant_id, guardian_id=guardian_id, asked_at=now, asked_by=SYSTEM
    )


def _write_down(running: Act, gone: dict[str, int]) -> None:
    now = running.now()
    row = RetentionRunRow(
        tenant_id=running.tenant_id, id=uuid7(), ran_at=now, actor=running.actor, gone=gone
    )
    running.session.add(row)
    entry = JournalEntry(
        kind="retention:ran",
        rule="D-12",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        payload={"gone": gone},
    )
    append(running.session, running.tenant_id, entry)
