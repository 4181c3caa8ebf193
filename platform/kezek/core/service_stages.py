"""The stages of a state service, as its monitoring is told of them (L-9.2, L-27.1).

Two services, one after the other: putting a child into the queue (Annex 2) and admitting it to a
kindergarten (Annex 6). A stage follows from the state that an application came into, in every mode.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kezek.core.applications import Application, State
from kezek.core.events import Change


class Service(StrEnum):
    """Which service of order 133 a stage belongs to."""

    QUEUE = "queue"
    ADMISSION = "admission"


class Stage(StrEnum):
    """What monitoring is told of."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    """It was decided that the child stands in the queue."""
    REFUSED = "refused"
    OFFERED = "offered"
    VOUCHER = "voucher"
    REFERRED = "referred"
    DOCUMENTS = "documents"
    ADMISSION_REFUSED = "admission_refused"
    CONTRACT = "contract"
    COMPLETED = "completed"
    """The contract is signed: the child is admitted."""
    PAUSED = "paused"
    RETURNED = "returned"
    """From an offer, a referral or a pause back into the queue."""
    CLOSED = "closed"


SERVICE = {
    Stage.DOCUMENTS: Service.ADMISSION,
    Stage.ADMISSION_REFUSED: Service.ADMISSION,
    Stage.CONTRACT: Service.ADMISSION,
    Stage.COMPLETED: Service.ADMISSION,
}
"""Stages of the second service; all others are of the first."""

_STAGES = {
    State.REFUSED: Stage.REFUSED,
    State.OFFERED: Stage.OFFERED,
    State.PRIORITY: Stage.OFFERED,
    State.VOUCHER_OFFERED: Stage.OFFERED,
    State.VOUCHER_ACTIVE: Stage.VOUCHER,
    State.WAITLISTED: Stage.VOUCHER,
    State.REFERRED: Stage.REFERRED,
    State.BENEFIT_CHECK: Stage.REFERRED,
    State.PLACE_CHOSEN: Stage.REFERRED,
    State.ADMISSION: Stage.DOCUMENTS,
    State.ADMISSION_REFUSED: Stage.ADMISSION_REFUSED,
    State.CONTRACT: Stage.CONTRACT,
    State.ENROLLED: Stage.COMPLETED,
    State.ENROLLED_TEMP: Stage.COMPLETED,
    State.TRANSFER: Stage.COMPLETED,
    State.SUSPENDED: Stage.PAUSED,
    State.INTEREST_CHECK: Stage.PAUSED,
    State.STOP_LIST: Stage.PAUSED,
    State.INACTIVE: Stage.PAUSED,
    State.ARCHIVED: Stage.CLOSED,
}

_WAITS = frozenset({State.QUEUED, State.DEFERRED})

_ORDER = {stage: place for place, stage in enumerate(Stage)}

BATCH = 100
"""Events of one call."""

HOLD = timedelta(seconds=60)
"""How long one sender alone has a batch; after it the answer counts as lost."""

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that an application has reached."""

    application: Application
    stage: Stage

    @property
    def service(self) -> Service:
        """The service that the stage belongs to."""
        return SERVICE.get(self.stage, Service.QUEUE)

    @property
    def reason(self) -> str:
        """Why it was closed, as a word of the contract; never a person's own words."""
        is_over = self.stage is Stage.CLOSED and self.application.reason is not None
        return str(self.application.reason) if is_over else ""


def stages_reached(changes: Iterable[Change[Application]]) -> list[Reached]:
    """The stages that a fact has brought about, in their order; none where nothing moved on."""
    return [
        Reached(change.after, stage)
        for change in changes
        for stage in _between(change.before, change.after)
    ]


def place_of(stage: str) -> int:
    """Which of two stages of one moment came first."""
    return _ORDER[Stage(stage)]


def again_at(attempts: int, now: datetime) -> datetime:
    """When a batch that was not acknowledged is sent once more: 1, 2, 4 … minutes, each hour.

    There is no end to it: what monitoring has not acknowledged it does not know.
    """
    doublings = min(max(attempts, 1) - 1, 6)
    return now + min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def _between(before: Application | None, after: Application) -> list[Stage]:
    found = [Stage.RECEIVED] if before is None else []
    old = None if before is None else _stage(before.state)
    new = _stage(after.state)
    if new is old:
        return found
    if new is Stage.ACCEPTED and old is not None:
        new = Stage.RETURNED
    return [*found, new] if new is not None else found


def _stage(state: State) -> Stage | None:
    """The stage of a state; nothing while the application is looked at."""
    return Stage.ACCEPTED if state in _WAITS else _STAGES.get(state)
