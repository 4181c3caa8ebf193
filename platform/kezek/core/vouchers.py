"""What an application keeps of its voucher: its clock, its waiting lists, a move (rulebook 9.3)."""

from dataclasses import dataclass
from datetime import datetime

from kezek.core.ids import KindergartenId, PlaceId


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A turn on the waiting list of one kindergarten: by the moment of joining (7.1(6))."""

    kindergarten: KindergartenId
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A place that is kept for the first of its waiting list until `due_at` (row 11)."""

    place: PlaceId
    kindergarten: KindergartenId
    made_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Transfer:
    """The way of an enrolled child into another kindergarten (row 16, R-81)."""

    place: PlaceId
    kindergarten: KindergartenId
    begun_at: datetime
    documents_at: datetime | None = None
    check_due_at: datetime | None = None
    documents_complete: bool = False
    vaccinated: bool = True
    contract_sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A place in the state order that follows one child (VX-4), and all that became of it."""

    given_at: tuple[datetime, ...] = ()
    """Every moment at which it was offered: a monthly budget counts them (7.1(3))."""
    restored: int = 0
    """How often an inactive application was restored (VX-11)."""
    active_at: datetime | None = None
    """When the span to choose, bring documents and sign began that runs now."""
    due_at: datetime | None = None
    """The first moment that is too late for it; nothing while a waiting list stops the clock."""
    days_left: int | None = None
    """Working days that are left when the clock goes on (R-70)."""
    paused_at: datetime | None = None
    pause_used: int = 0
    """Calendar days for which the clock has stood already: thirty in all (VX-14, A-48)."""
    extension_asked_days: int | None = None
    extension_answered: bool = False
    extended: bool = False
    lapses_when_answered: bool = False
    """The span ended while a request to extend it waited (A-17)."""
    lists: tuple[ListEntry, ...] = ()
    hold: Hold | None = None
    transfer: Transfer | None = None

    def stands_on(self, kindergarten: KindergartenId) -> bool:
        """Whether the child waits on this kindergarten's list."""
        return any(entry.kindergarten == kindergarten for entry in self.lists)
