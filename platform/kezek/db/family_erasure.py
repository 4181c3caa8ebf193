"""Empties the rows of one family: what no key has sealed, and what could still point to persons.

Application numbers, standings, moments and moves stay: other families' places are explained by
them, and without the family's key they tell of nobody.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, delete, func, select, update
from sqlalchemy.orm import Session

from kezek.db.accounts import AccountRow
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.chats import TelegramCodeRow
from kezek.db.codes import SmsCodeRow
from kezek.db.documents import DocumentRow, delete_documents
from kezek.db.drafts import DraftRow
from kezek.db.name_tokens import NameTokenRow
from kezek.db.notices import HotlineTaskRow, NoticeRow
from kezek.db.outbox import OutboxRow, Settled
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.register_questions import RegisterQuestionRow
from kezek.db.signatures import SignatureRow
from kezek.db.state_messages import StateMessageRow

_NOBODY: dict[str, Any] = {
    "iin_hash": None,
    "iin_sealed": None,
    "document_kind": None,
    "document_hash": None,
    "document_number_sealed": None,
    "private_sealed": None,
    "full_name": "",
}
_UNTOUCHED: dict[str, Any] = {"synchronize_session": False}


def empty_family(
    session: Session, guardian: GuardianRow, now: datetime
) -> tuple[dict[str, int], list[str]]:
    """Empties everything of a family; gives how many rows of each table, and files to be removed.

    Whether it may is the caller's to ask; the key is destroyed beside this.
    """
    children = session.scalars(select(ChildRow.id).where(ChildRow.guardian_id == guardian.id)).all()
    gone = {
        "name_tokens": _run(
            session, delete(NameTokenRow).where(NameTokenRow.child_id.in_(children))
        ),
        "application_drafts": _run(
            session, delete(DraftRow).where(DraftRow.guardian_id == guardian.id)
        ),
        "sms_codes": _run(session, _codes_of(guardian)),
        "telegram_codes": _run(
            session, delete(TelegramCodeRow).where(TelegramCodeRow.guardian_id == guardian.id)
        ),
        "register_questions": _run(
            session,
            delete(RegisterQuestionRow).where(RegisterQuestionRow.guardian_id == guardian.id),
        ),
        "state_messages": _run(
            session,
            update(StateMessageRow)
            .where(StateMessageRow.guardian_id == guardian.id)
            .values(digest=b"", child_hash=b"", content_sealed=None),
        ),
    }
    papers = session.scalars(
        select(DocumentRow.id).where(DocumentRow.guardian_id == guardian.id)
    ).all()
    files = delete_documents(session, papers)
    gone["documents"] = len(papers)
    gone |= _empty_messages(session, guardian.id, now)
    gone |= _empty_applications(session, guardian.id)
    gone["signatures"] = _run(
        session,
        update(SignatureRow).where(SignatureRow.guardian_id == guardian.id).values(signer_hash=b""),
    )
    gone["children"] = _empty_children(session, children, now)
    _empty_parent(session, guardian, now)
    return gone | {"guardians": 1}, files


def _codes_of(guardian: GuardianRow) -> Executable:
    known = [one for one in (guardian.iin_hash, guardian.document_hash) if one is not None]
    return delete(SmsCodeRow).where(
        SmsCodeRow.person_hash.in_(known) | (SmsCodeRow.phone_hash == guardian.phone_hash)
    )


def _empty_messages(session: Session, guardian_id: uuid.UUID, now: datetime) -> dict[str, int]:
    """Notices keep that and when they were given, for terms counted from it; not their words."""
    notices = select(NoticeRow.id).where(NoticeRow.guardian_id == guardian_id)
    nothing = {"subject": "", "text": "", "address_sealed": b""}
    unsent = (OutboxRow.notice_id.in_(notices), OutboxRow.settled_at.is_(None))
    _run(
        session,
        update(OutboxRow).where(*unsent).values(settled_at=now, outcome=str(Settled.GAVE_UP)),
    )
    return {
        "outbox": _run(
            session, update(OutboxRow).where(OutboxRow.notice_id.in_(notices)).values(nothing)
        ),
        "hotline_tasks": _run(
            session,
            update(HotlineTaskRow)
            .where(HotlineTaskRow.guardian_id == guardian_id)
            .values(note="", closed_at=func.coalesce(HotlineTaskRow.closed_at, now)),
        ),
        "notices": _run(
            session,
            update(NoticeRow)
            .where(NoticeRow.guardian_id == guardian_id)
            .values({"values": {}, "subject": "", "body": ""}),
        ),
    }


def _empty_applications(session: Session, guardian_id: uuid.UUID) -> dict[str, int]:
    """What the journal keeps under the family's key goes from the tables as well (D-10)."""
    own = select(ApplicationRow.id).where(ApplicationRow.guardian_id == guardian_id)
    silent = func.jsonb_build_object("vaccinated", None, "refusal", None)
    referrals = _run(
        session,
        update(ReferralRow)
        .where(ReferralRow.application_id.in_(own))
        .values(progress=ReferralRow.progress.concat(silent)),
    )
    applications = _run(
        session,
        update(ApplicationRow)
        .where(ApplicationRow.guardian_id == guardian_id)
        .values(
            categories=[],
            has_pmpk=False,
            voucher=None,
            born_on=func.make_date(ApplicationRow.birth_year, 1, 1),
        ),
    )
    return {"referrals": referrals, "applications": applications}


def _empty_children(session: Session, children: Collection[uuid.UUID], now: datetime) -> int:
    year = func.date_trunc("year", ChildRow.born_on)
    nobody = _NOBODY | {
        "born_on": year,
        "parentage_proven": False,
        "parentage_proven_by": None,
        "removed_at": func.coalesce(ChildRow.removed_at, now),
    }
    return _run(session, update(ChildRow).where(ChildRow.id.in_(children)).values(nobody))


def _empty_parent(session: Session, guardian: GuardianRow, now: datetime) -> None:
    nobody = _NOBODY | {
        "phone_hash": None,
        "open_phone": "",
        "open_email": "",
        "open_address": "",
        "telegram_sealed": None,
        "telegram_at": None,
        "proven": False,
        "proven_by": None,
        "erased_at": now,
    }
    for name, value in nobody.items():
        setattr(guardian, name, value)
    session.execute(
        update(AccountRow).where(AccountRow.guardian_id == guardian.id).values(active=False)
    )
    session.flush()


def _run(session: Session, statement: Executable) -> int:
    done = session.execute(statement, execution_options=_UNTOUCHED)
    return cast("CursorResult[Any]", done).rowcount
