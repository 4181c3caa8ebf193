"""«Кезекті тексеру»: how one application stands, by its number, without personal data (V-2)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.applications import ENDED, SHOWN, State
from kezek.core.numbers import ApplicationNumber
from kezek.db.applications import ApplicationRow
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.tenants import all_tenants
from kezek.reads.numbers import ShownNumber, queues_version, shown_numbers
from kezek.reads.queue_board import shown_anew

AWAY = frozenset(
    {
        State.UNDER_REVIEW,
        State.OFFERED,
        State.SUSPENDED,
        State.INTEREST_CHECK,
        State.STOP_LIST,
    }
)
"""States without a number from which a way leads into the queues: they are still named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedApplication:
    """What everybody may know of an application whose number they have (D-10)."""

    number: str
    state: str
    since: datetime
    """Since when it is in this state."""
    submitted_at: datetime
    standing: str
    birth_year: int
    language: str
    queue_type: str
    numbers: tuple[ShownNumber, ...]
    as_of: datetime

    @property
    def has_ended(self) -> bool:
        """Whether nothing will happen to it any more."""
        return State(self.state) in ENDED

    @property
    def topics(self) -> tuple[str, ...]:
        """The queues whose bells concern it."""
        return tuple(str(one.queue_id) for one in self.numbers)


def find_application(
    tenant_id: int, number: ApplicationNumber, reader_language: str
) -> CheckedApplication | None:
    """The application of this number, if the region has it."""
    with read_scope(tenant_id) as session:
        row = session.execute(
            select(
                ApplicationRow.id,
                ApplicationRow.number,
                ApplicationRow.state,
                ApplicationRow.state_since,
                ApplicationRow.submitted_at,
                ApplicationRow.standing,
                ApplicationRow.birth_year,
                ApplicationRow.language,
                ApplicationRow.queue_type,
            ).where(ApplicationRow.number == str(number))
        ).one_or_none()
        if row is None:
            return None
        now = services().clock.now(session)
        is_in_queues = State(row.state) in SHOWN | AWAY
        return CheckedApplication(
            number=row.number,
            state=row.state,
            since=row.state_since,
            submitted_at=row.submitted_at,
            standing=row.standing,
            birth_year=row.birth_year,
            language=row.language,
            queue_type=row.queue_type,
            numbers=shown_numbers(session, row.id, reader_language, now) if is_in_queues else (),
            as_of=now,
        )


def application_id_of(tenant_id: int, number: ApplicationNumber) -> uuid.UUID | None:
    """The application that bears a number in this region."""
    with read_scope(tenant_id) as session:
        return session.scalar(select(ApplicationRow.id).where(ApplicationRow.number == str(number)))


def check_version(tenant_id: int, number: ApplicationNumber) -> tuple[object, ...]:
    """What the answer depends on: the application, and the queues in which it stands."""
    with read_scope(tenant_id) as session:
        row = session.execute(
            select(ApplicationRow.id, ApplicationRow.version).where(
                ApplicationRow.number == str(number)
            )
        ).one_or_none()
        if row is None:
            return ()
        moves = list(queues_version(session, [row.id]))
        return (row.version, moves, shown_anew(services().clock.now(session)))


def region_of_prefix(prefix: str) -> str | None:
    """The slug of the region whose numbers begin so."""
    with deployment_scope() as session:
        found = (row.slug for row in all_tenants(session) if row.prefix == prefix)
        return next(found, None)
