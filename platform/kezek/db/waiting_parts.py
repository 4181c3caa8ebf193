"""Where each kind of work of the specialists is found: the parts of one query.

A part says since when something waits, and in how many working days, or by which moment, it is to
be done. The ends of working days come from outside: the calendar is the region's and no table.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    SmallInteger,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    null,
    or_,
    select,
    table,
    values,
)
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Session

from kezek.core import relocation
from kezek.core.admission_stages import Stage, arrival_of
from kezek.core.applications import ENDED, SECOND_LOOK, SHOWN, State
from kezek.core.complaints import OPEN, Body
from kezek.core.rules import TenantRules
from kezek.core.standing import CATEGORIES
from kezek.core.turns import Standing
from kezek.core.work import Work
from kezek.db.accounts import IdentityConflictRow
from kezek.db.applications import ApplicationRow, ReferralRow, load_applications
from kezek.db.complaints import ComplaintRow
from kezek.db.documents import DocumentRow
from kezek.db.journal import FactRow
from kezek.db.people import GuardianRow

EXTENSION_ASKED = ("referral:extension-asked", "voucher:extension-asked")

HOTLINE_TASKS = table(
    "tasks",
    column("id", UUID(as_uuid=True)),
    column("application_id", UUID(as_uuid=True)),
    column("opened_at", DateTime(timezone=True)),
    column("due_at", DateTime(timezone=True)),
    column("closed_at", DateTime(timezone=True)),
)
_OUT_OF_TURN = [one.code for one in CATEGORIES if one.standing is Standing.O]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the parts have to know."""

    session: Session
    rules: TenantRules
    now: datetime


Part = Select[Any]


def parts_of(asked: Asked, work: Work | None = None) -> list[Part]:
    """The queries of one kind of work, or of all; each gives the same columns."""
    kinds = list(PARTS) if work is None else [work]
    return [part for kind in kinds for make in PARTS[kind] for part in make(asked)]


def _row(
    work: Work,
    subject: Any,
    since: Any,
    *,
    days: int | None = None,
    due_at: Any = None,
    territory: Any = ApplicationRow.territory,
    standing: Any = ApplicationRow.standing,
    queue_type: Any = ApplicationRow.queue_type,
    serial: Any = ApplicationRow.serial,
) -> Part:
    """One part's columns, in the order that all of them have."""
    return select(
        literal(str(work), Text).label("work"),
        subject.label("id"),
        cast(territory, Text).label("territory"),
        cast(since, DateTime(timezone=True)).label("since"),
        cast(due_at if due_at is not None else null(), DateTime(timezone=True)).label("fixed"),
        literal(days, SmallInteger).label("days"),
        cast(standing, Text).label("standing"),
        cast(queue_type, Text).label("queue_type"),
        serial.label("serial"),
    )


def _in(*states: State) -> ColumnElement[bool]:
    return ApplicationRow.state.in_([str(one) for one in states])


def _referred(part: Part, *states: State) -> Part:
    """Of applications in these states, with their live referral."""
    return part.join_from(
        ApplicationRow,
        ReferralRow,
        and_(
            ReferralRow.tenant_id == ApplicationRow.tenant_id,
            ReferralRow.application_id == ApplicationRow.id,
        ),
    ).where(_in(*states), ReferralRow.ended_at.is_(None))


def _reviews(asked: Asked) -> Iterator[Part]:
    """Out of turn, special, sanatorium, and first priority that no register confirmed (L-6.1)."""
    yield _row(
        Work.REVIEW,
        ApplicationRow.id,
        ApplicationRow.submitted_at,
        days=asked.rules.review_working_days,
        standing=ApplicationRow.claimed,
    ).where(_in(State.UNDER_REVIEW))


def _second_checks(asked: Asked) -> Iterator[Part]:
    """Children with a place by a benefit that nobody has looked at again yet (L-14.1).

    A place taken in the indigo mode is given back unless it is looked at by the referral's end.
    """
    until_end = case(
        (ApplicationRow.state == str(State.BENEFIT_CHECK), ReferralRow.expires_at), else_=null()
    )
    part = _row(
        Work.SECOND,
        ApplicationRow.id,
        ReferralRow.issued_at,
        days=asked.rules.review_working_days,
        due_at=until_end,
    )
    yield _referred(part, *SECOND_LOOK).where(
        ApplicationRow.standing.in_([str(Standing.O), str(Standing.P)]),
        ReferralRow.progress["rechecked"].astext.is_distinct_from("true"),
    )


def _refusals(asked: Asked) -> Iterator[Part]:
    """Refusals of kindergartens that wait for their review (A-18)."""
    part = _row(
        Work.REFUSAL,
        ApplicationRow.id,
        ApplicationRow.state_since,
        days=asked.rules.refusal_review_working_days,
    )
    yield _referred(part, State.ADMISSION_REFUSED)


def _extensions(asked: Asked) -> Iterator[Part]:
    """Requests to extend a referral: the kindergarten or the department answers (A-17)."""
    part = _extension(asked, ReferralRow.issued_at)
    yield _referred(part, State.REFERRED).where(
        ReferralRow.progress["extension_asked_days"].astext.is_not(None)
    )


def _voucher_extensions(asked: Asked) -> Iterator[Part]:
    """Requests for more days of a voucher: before a choice only the department can answer."""
    yield _extension(asked, ApplicationRow.state_since).where(
        _in(State.VOUCHER_ACTIVE, State.PLACE_CHOSEN),
        ApplicationRow.voucher["extension_asked_days"].astext.is_not(None),
    )


def _extension(asked: Asked, otherwise: Any) -> Part:
    asked_at = (
        select(func.max(FactRow.at))
        .where(
            FactRow.tenant_id == ApplicationRow.tenant_id,
            FactRow.application_id == ApplicationRow.id,
            FactRow.kind.in_(EXTENSION_ASKED),
        )
        .scalar_subquery()
    )
    return _row(
        Work.EXTENSION,
        ApplicationRow.id,
        func.coalesce(asked_at, otherwise),
        days=asked.rules.extension_answer_working_days,
    )


def _relocations(asked: Asked) -> Iterator[Part]:
    """Papers of a transfer or a move that came in and were not answered yet (L-23.2, DOC-18)."""
    answered_at = (
        select(func.max(FactRow.at))
        .where(
            FactRow.tenant_id == DocumentRow.tenant_id,
            FactRow.application_id == DocumentRow.application_id,
            FactRow.kind == relocation.REFUSED,
        )
        .correlate(DocumentRow)
        .scalar_subquery()
    )
    sent_at = func.max(DocumentRow.uploaded_at)
    sent = (
        select(DocumentRow.tenant_id, DocumentRow.application_id, sent_at.label("sent_at"))
        .where(DocumentRow.kind == relocation.PAPER, DocumentRow.application_id.is_not(None))
        .group_by(DocumentRow.tenant_id, DocumentRow.application_id)
        .having(or_(answered_at.is_(None), sent_at > answered_at))
        .subquery()
    )
    part = (
        _row(
            Work.RELOCATION,
            ApplicationRow.id,
            sent.c.sent_at,
            days=asked.rules.review_working_days,
        )
        .join_from(
            ApplicationRow,
            sent,
            and_(
                sent.c.tenant_id == ApplicationRow.tenant_id,
                sent.c.application_id == ApplicationRow.id,
            ),
        )
        .where(
            _in(*SHOWN),
            ApplicationRow.standing != str(Standing.O),
            ApplicationRow.claimed != str(Standing.O),
        )
    )
    if asked.rules.relocation_out_of_turn != "all":
        part = part.where(ApplicationRow.categories.overlap(_OUT_OF_TURN))
    yield part


def _late_checks(asked: Asked) -> Iterator[Part]:
    """Papers that a kindergarten has not checked in its working day (A-32)."""
    due_at = cast(ReferralRow.progress["check_due_at"].astext, DateTime(timezone=True))
    handed_in = cast(ReferralRow.progress["documents_at"].astext, DateTime(timezone=True))
    since = func.coalesce(handed_in, ReferralRow.issued_at)
    part = _row(Work.LATE_CHECK, ApplicationRow.id, since, due_at=due_at)
    yield _referred(part, State.ADMISSION).where(due_at <= asked.now)


def _late_moves(asked: Asked) -> Iterator[Part]:
    """Papers of a child that moves, which the new kindergarten has not checked in time (R-81)."""
    ids = asked.session.scalars(select(ApplicationRow.id).where(_in(State.TRANSFER))).all()
    late = []
    for one in load_applications(asked.session, ids).values():
        arrival = arrival_of(one)
        referral = arrival.referral if arrival and arrival.stage is Stage.CHECK else None
        due_at = referral.check_due_at if referral else None
        if referral is not None and due_at is not None and due_at <= asked.now:
            late.append((one.id, referral.documents_at or referral.issued_at, due_at))
    if not late:
        return
    moves = values(
        column("application_id", UUID(as_uuid=True)),
        column("since", DateTime(timezone=True)),
        column("due_at", DateTime(timezone=True)),
        name="moves",
    ).data(late)
    yield _row(Work.LATE_CHECK, ApplicationRow.id, moves.c.since, due_at=moves.c.due_at).join_from(
        ApplicationRow, moves, moves.c.application_id == ApplicationRow.id
    )


def _conflicts(asked: Asked) -> Iterator[Part]:
    """Two who claim one person or one child: a family belongs to no territory yet (A-58, A-62)."""
    yield (
        _family(asked, IdentityConflictRow.guardian_id, func.min(IdentityConflictRow.opened_at))
        .where(IdentityConflictRow.settled_at.is_(None))
        .group_by(IdentityConflictRow.guardian_id)
    )


def _unseen_papers(asked: Asked) -> Iterator[Part]:
    """People without an IIN whose papers nobody has seen (L-5.3), unless they are in conflict."""
    in_conflict = select(IdentityConflictRow.guardian_id).where(
        IdentityConflictRow.settled_at.is_(None)
    )
    first = func.min(ApplicationRow.submitted_at)
    yield (
        _family(asked, GuardianRow.id, first, func.min(ApplicationRow.territory))
        .join_from(
            GuardianRow,
            ApplicationRow,
            and_(
                ApplicationRow.tenant_id == GuardianRow.tenant_id,
                ApplicationRow.guardian_id == GuardianRow.id,
            ),
        )
        .where(
            GuardianRow.document_kind.is_not(None),
            ~GuardianRow.proven,
            GuardianRow.displaced_at.is_(None),
            GuardianRow.id.not_in(in_conflict),
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .group_by(GuardianRow.id)
    )


def _family(asked: Asked, subject: Any, since: Any, territory: Any = None) -> Part:
    return _row(
        Work.IDENTITY,
        subject,
        since,
        days=asked.rules.review_working_days,
        territory=literal("") if territory is None else territory,
        standing=literal(""),
        queue_type=literal(""),
        serial=literal(0),
    )


def _complaints(_: Asked) -> Iterator[Part]:
    """Complaints without an answer; the body above is served by specialists of all territories."""
    of_authority = ComplaintRow.body == str(Body.AUTHORITY)
    yield _row(
        Work.COMPLAINT,
        ComplaintRow.id,
        ComplaintRow.filed_at,
        due_at=ComplaintRow.due_at,
        territory=case((of_authority, literal("")), else_=ComplaintRow.territory),
        standing=literal(""),
        queue_type=literal(""),
        serial=literal(0),
    ).where(ComplaintRow.state.in_([str(state) for state in OPEN]))


def _hotline_tasks(_: Asked) -> Iterator[Part]:
    """What the hotline handed over."""
    task = HOTLINE_TASKS.c
    yield (
        _row(Work.TASK, task.id, task.opened_at, due_at=task.due_at)
        .join_from(HOTLINE_TASKS, ApplicationRow, ApplicationRow.id == task.application_id)
        .where(task.closed_at.is_(None))
    )


PARTS: Mapping[Work, Sequence[Callable[[Asked], Iterator[Part]]]] = {
    Work.REVIEW: (_reviews,),
    Work.SECOND: (_second_checks,),
    Work.REFUSAL: (_refusals,),
    Work.EXTENSION: (_extensions, _voucher_extensions),
    Work.RELOCATION: (_relocations,),
    Work.LATE_CHECK: (_late_checks, _late_moves),
    Work.IDENTITY: (_conflicts, _unseen_papers),
    Work.COMPLAINT: (_complaints,),
    Work.TASK: (_hotline_tasks,),
}
"""Where each kind of work is found."""
