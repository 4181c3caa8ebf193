"""A note among staff on an application, a family or a complaint; no family ever reads it."""

import uuid

from kezek.core.access import Actor, Permission, Subject, demand, may
from kezek.core.complaints import Body, concerned_by
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.db.applications import ApplicationRow
from kezek.db.complaints import find_complaint
from kezek.db.family_keys import FamilyErased
from kezek.db.people import find_guardian
from kezek.db.staff_notes import About, write_note
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act

__all__ = ["LONGEST", "About", "add_note", "keep_note"]

LONGEST = 1000
"""Signs of one note: what has to be longer is no note."""


def add_note(
    tenant_id: int,
    by: Actor,
    about: About,
    subject_id: uuid.UUID,
    words: str,
    *,
    intent: str | None = None,
) -> None:
    """Writes a note; sent twice it is one.

    Raises NotFound for what is not there or not this specialist's, and Refusal once the family's
    data were erased.
    """

    def write(running: Act) -> None:
        guardian_id = _guardian_of(running, by, about, subject_id)
        keep_note(running, by, about, subject_id, guardian_id, words)
        running.bells.add("office")

    press(tenant_id, by, write, intent=intent, request=f"note:{about}:{subject_id}:{words}")


def keep_note(
    running: Act,
    by: Actor,
    about: About,
    subject_id: uuid.UUID,
    guardian_id: uuid.UUID,
    words: str,
    *,
    is_handover: bool = False,
) -> None:
    """Writes a note as a part of another act. Raises Refusal once the family was erased."""
    try:
        write_note(
            running.session,
            running.tenant_id,
            about,
            subject_id,
            guardian_id,
            by.account_id,
            words,
            running.now(),
            is_handover=is_handover,
        )
    except FamilyErased:
        raise Refusal(Code.WRONG_STATE, "family_erased") from None


def _guardian_of(running: Act, by: Actor, about: About, subject_id: uuid.UUID) -> uuid.UUID:
    """Under whose key the note is sealed. Raises NotFound."""
    session = running.session
    if about is About.FAMILY:
        demand(by, Permission.FAMILY_ATTEND)
        guardian = find_guardian(session, subject_id)
        if guardian is None:
            raise NotFound(subject_id)
        return guardian.id
    found: tuple[uuid.UUID, Subject] | None = None
    if about is About.COMPLAINT:
        complaint = find_complaint(session, subject_id)
        if complaint is not None:
            subject = concerned_by(Body(complaint.body), complaint.guardian_id, complaint.territory)
            found = (complaint.guardian_id, subject)
    else:
        row = session.get(ApplicationRow, (running.tenant_id, subject_id))
        if row is not None:
            found = (row.guardian_id, Subject(territory=TerritorySlug(row.territory)))
    if found is None or not may(by, Permission.NOTE_KEEP, found[1]):
        raise NotFound(subject_id)
    return found[0]
