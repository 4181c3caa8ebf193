"""What was asked of the state registers, what they said, and what is to be asked again."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from kezek.core.registers import Answer, QuestionKind, ask_again_at
from kezek.db.base import Base, TenantKey, UuidKey, uuid7


class RegisterQuestionRow(Base):
    """One question about a family; asked again it stays the same row."""

    __tablename__ = "register_questions"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kind: Mapped[str]
    guardian_id: Mapped[uuid.UUID]
    child_id: Mapped[uuid.UUID | None]
    application_id: Mapped[uuid.UUID | None]
    category: Mapped[int | None]
    answer: Mapped[str]
    tries: Mapped[int]
    """How often it was asked; 0 while it waits for the first time."""
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime]
    """When it was last asked."""
    due_at: Mapped[datetime | None]
    came_late: Mapped[bool]
    """Whether a specialist had decided before the register answered."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about whom."""

    kind: QuestionKind
    guardian_id: uuid.UUID
    child_id: uuid.UUID | None = None
    application_id: uuid.UUID | None = None
    category: int | None = None


def keep_answer(
    session: Session,
    tenant_id: int,
    question: Question,
    answer: Answer,
    now: datetime,
    *,
    came_late: bool = False,
) -> None:
    """Writes down what came of a question; a silent register is asked again by and by."""
    again = ask_again_at(now, now, 1) if answer is Answer.SILENT else None
    told = {"answer": str(answer), "told_at": now, "came_late": came_late}
    statement = insert(RegisterQuestionRow).values(
        **_columns(tenant_id, question), **told, tries=1, asked_at=now, due_at=again
    )
    session.execute(
        statement.on_conflict_do_update(
            constraint="uq_register_questions_subject",
            set_={**told, "tries": RegisterQuestionRow.tries + 1, "due_at": again},
        )
    )


def leave_question(session: Session, tenant_id: int, question: Question, now: datetime) -> None:
    """Lets the worker ask for the first time; a question that is there already stays as it is."""
    statement = insert(RegisterQuestionRow).values(
        **_columns(tenant_id, question),
        answer=str(Answer.SILENT),
        tries=0,
        asked_at=now,
        told_at=now,
        due_at=now,
        came_late=False,
    )
    session.execute(statement.on_conflict_do_nothing(constraint="uq_register_questions_subject"))


def due_questions(session: Session, now: datetime, most: int) -> Sequence[RegisterQuestionRow]:
    """The questions whose time has come, the longest waiting first."""
    return session.scalars(
        select(RegisterQuestionRow)
        .where(RegisterQuestionRow.due_at <= now)
        .order_by(RegisterQuestionRow.due_at, RegisterQuestionRow.id)
        .limit(most)
    ).all()


def next_question_at(session: Session) -> datetime | None:
    """When the next question is to be asked."""
    return session.scalar(select(func.min(RegisterQuestionRow.due_at)))


def find_question(session: Session, question_id: uuid.UUID) -> RegisterQuestionRow | None:
    """One question, held to the end of the transaction."""
    return session.scalar(
        select(RegisterQuestionRow)
        .where(RegisterQuestionRow.id == question_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def answers_of(
    session: Session, applications: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, int], RegisterQuestionRow]:
    """What the registers said to the categories that these applications claim."""
    rows = session.scalars(
        select(RegisterQuestionRow).where(RegisterQuestionRow.application_id.in_(applications))
    )
    return {
        (row.application_id, row.category): row
        for row in rows
        if row.application_id is not None and row.category is not None
    }


def is_silent(session: Session, application_id: uuid.UUID) -> bool:
    """Whether registers were asked about an application, and none has answered."""
    asked = (one for (_, _), one in answers_of(session, [application_id]).items() if one.tries)
    answers = {one.answer for one in asked}
    return str(Answer.SILENT) in answers and str(Answer.CONFIRMED) not in answers


def count_waiting(session: Session) -> int:
    """How many questions no register has answered yet."""
    query = select(func.count()).where(RegisterQuestionRow.due_at.is_not(None))
    return session.scalar(query) or 0


def question_of(row: RegisterQuestionRow) -> Question:
    """The question that a row keeps."""
    return Question(
        QuestionKind(row.kind), row.guardian_id, row.child_id, row.application_id, row.category
    )


def _columns(tenant_id: int, question: Question) -> dict[str, object]:
    return {
        "tenant_id": tenant_id,
        "id": uuid7(),
        "kind": str(question.kind),
        "guardian_id": question.guardian_id,
        "child_id": question.child_id,
        "application_id": question.application_id,
        "category": question.category,
    }
