"""What asks for a decision: an act of a person, a place that opens, or time that has run out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kezek.core.applications import Application, TermKind
from kezek.core.groups import Group
from kezek.core.happenings import Happening
from kezek.core.ids import ApplicationId, GuardianId, KindergartenId, PlaceId, TerritorySlug
from kezek.core.places import Place
from kezek.core.queues import QueueType
from kezek.core.terms import Span


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a decision needs to know of a kindergarten that a parent names (R-27)."""

    id: KindergartenId
    queue_type: QueueType
    territory: str
    is_private: bool
    has_groups: bool = True
    under_order: bool = False
    """A private one with a state order: taken from the age of three, without a turn (I-3.14)."""


@dataclass(frozen=True, slots=True)
class Submit:
    """A parent applies: the application as filled in, not yet in any queue (rows 1, 2)."""

    application: Application
    chosen: tuple[Chosen, ...]
    consent: bool
    proof_accepted: bool
    """Whether the proof of the category was confirmed at once by a register (L-6.2)."""
    attending: bool = False
    """Whether the child attends a kindergarten and looks for another (A-42)."""
    lost_privilege: bool = False
    """Whether the child once had a place out of turn or by first priority (L-23.1)."""


@dataclass(frozen=True, slots=True)
class OnApplication:
    """An act on one application."""

    application: ApplicationId


@dataclass(frozen=True, slots=True)
class Verify(OnApplication):
    """A specialist confirms what the application claims (row 3)."""


@dataclass(frozen=True, slots=True)
class Reject(OnApplication):
    """A specialist refuses the benefit alone or the whole application (rows 4, 5, 25)."""

    whole: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmAgain(OnApplication):
    """The second check after the referral finds everything as it was claimed (L-14.1)."""


@dataclass(frozen=True, slots=True)
class Relocate(OnApplication):
    """A specialist has seen the transfer of service or the change of residence (L-23.2, A-24)."""


@dataclass(frozen=True, slots=True)
class RefuseRelocation(OnApplication):
    """The attached document does not show one; `words` tell the family why."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class HandOver(OnApplication):
    """A specialist has seen that somebody else represents the child: the owner changes (A-62)."""

    guardian: GuardianId
    proof: str
    """The kind of the document that was seen; never its words."""


@dataclass(frozen=True, slots=True)
class Withdraw(OnApplication):
    """The parent withdraws (row 21)."""


@dataclass(frozen=True, slots=True)
class CloseDouble(OnApplication):
    """A specialist finds that the child has another application, and this one ends (G-40)."""


@dataclass(frozen=True, slots=True)
class ChangeChoices(OnApplication):
    """The parent names other kindergartens (L-15.0(5), R-25, R-28)."""

    chosen: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class PlanAge(OnApplication):
    """The parent states, moves or lifts the day from which the child takes part (rows 7, 8)."""

    planned_from: date | None


@dataclass(frozen=True, slots=True)
class ConfirmInterest(OnApplication):
    """The parent says yes to the question of interest (rows 14, 17)."""


@dataclass(frozen=True, slots=True)
class DenyInterest(OnApplication):
    """The parent says no to the question of interest (rows 15, 18, 20)."""


@dataclass(frozen=True, slots=True)
class Accept(OnApplication):
    """The parent agrees to the offered place (row 10)."""

    place: PlaceId | None = None
    """The place that the parent read about; an answer to one offer is never taken for another."""


@dataclass(frozen=True, slots=True)
class Decline(OnApplication):
    """The parent refuses the offered place (row 11)."""

    place: PlaceId | None = None
    """As in `Accept`."""


@dataclass(frozen=True, slots=True)
class Take(OnApplication):
    """The parent takes a place of a kindergarten: window, open or private (9.2 rows 3, 5, 6)."""

    chosen: Chosen


@dataclass(frozen=True, slots=True)
class CancelReferral(OnApplication):
    """The parent gives a referral back within 24 hours (row 23)."""


@dataclass(frozen=True, slots=True)
class AskExtension(OnApplication):
    """The parent asks for more days, with proof (row 24)."""

    days: int


@dataclass(frozen=True, slots=True)
class GrantExtension(OnApplication):
    """The kindergarten or the department grants them; `days` may be fewer than asked."""

    days: int | None = None


@dataclass(frozen=True, slots=True)
class RefuseExtension(OnApplication):
    """They are refused; the right to ask stays (R-39)."""


@dataclass(frozen=True, slots=True)
class SubmitDocuments(OnApplication):
    """The parent hands in the papers for admission (row 26)."""

    complete: bool
    vaccinated: bool


@dataclass(frozen=True, slots=True)
class Admit(OnApplication):
    """The kindergarten finds the papers in order (row 28)."""

    group: Group
    vaccinated: bool | None = None
    """What card 065/е says, where the kindergarten has read it: it prevails (L-22.6, R-44)."""


@dataclass(frozen=True, slots=True)
class RefuseAdmission(OnApplication):
    """The kindergarten refuses: `incomplete`, `contraindication` or `immunity` (rows 29, 30)."""

    reason: str
    group: Group
    papers: str = ""
    """Which papers are missing or expired, as a line of Annex 3 (L-A3.1)."""
    vaccinated: bool | None = None
    """As in `Admit`."""


@dataclass(frozen=True, slots=True)
class ReviewRefusal(OnApplication):
    """The department decides on a kindergarten's refusal (rows 31, 32)."""

    stands: bool


@dataclass(frozen=True, slots=True)
class Sign(OnApplication):
    """The parent signs the contract (row 33)."""


class Leaving(StrEnum):
    """Why a contract ends (row 35; a voucher asks for it, 9.3 row 18)."""

    ENDED = "ended"
    GRADUATED = "graduated"
    ABSENT = "absent"
    NEVER_CAME = "never_came"


@dataclass(frozen=True, slots=True)
class EndContract(OnApplication):
    """Parent or kindergarten ends the contract (row 35, R-34, R-52)."""

    because: Leaving = Leaving.ENDED
    absent_since: date | None = None
    """The first day of a long absence, where that ends it (VX-18)."""
    closes_place: bool = False
    """Whether the place goes with the child: its group leaves for school (X-14, A-63)."""


@dataclass(frozen=True, slots=True)
class MovePupil(OnApplication):
    """A pupil goes over to another group of its kindergarten; the contract goes on (X-14)."""

    seat: Place
    """Its place in that group: a new one, which no family waits for."""
    closes_place: bool = False
    """Whether the place that it leaves is closed; else it is a new vacancy (R-15)."""


@dataclass(frozen=True, slots=True)
class Choose(OnApplication):
    """The parent of an active voucher chooses a kindergarten (9.3 row 9, V-12)."""

    chosen: Chosen


@dataclass(frozen=True, slots=True)
class JoinWaitingList(OnApplication):
    """The parent puts the child on a kindergarten's waiting list (9.3 rows 10, 17, V-14)."""

    chosen: Chosen


@dataclass(frozen=True, slots=True)
class LeaveWaitingList(OnApplication):
    """The parent waits no more for a kindergarten, or gives the place back that is kept (V-14)."""

    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Restore(OnApplication):
    """The parent restores an inactive application (9.3 row 6, VX-11)."""


@dataclass(frozen=True, slots=True)
class BeginTransfer(OnApplication):
    """The parent moves an enrolled child to another kindergarten (9.3 row 16, V-14)."""

    chosen: Chosen


@dataclass(frozen=True, slots=True)
class KeepPlace(OnApplication):
    """A pupil leaves for a sanatorium: its place is kept, another child may have it meanwhile."""

    stand_in: Place
    """The temporary place that is published in its stead (L-17.2, L-3.15)."""


@dataclass(frozen=True, slots=True)
class PupilReturned:
    """The pupil is back before the last day of the temporary place (row 36, L-17.2)."""

    place: PlaceId
    """The temporary place, or the one that is kept."""


@dataclass(frozen=True, slots=True)
class Publish:
    """A kindergarten publishes places (L-16.2, L-17.1)."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Recall:
    """A kindergarten takes a place back, with a reason (R-46)."""

    place: PlaceId
    reason: str


@dataclass(frozen=True, slots=True)
class TermDue(OnApplication):
    """A span of one application has ended."""

    kind: TermKind


@dataclass(frozen=True, slots=True)
class PlaceTermDue:
    """The last day of a temporary place is over (row 36, R-51)."""

    place: PlaceId


@dataclass(frozen=True, slots=True)
class TerritoryDue:
    """A moment of the calendar has come at which a territory does something by itself (R-8)."""

    territory: TerritorySlug
    happening: Happening


@dataclass(frozen=True, slots=True)
class Distribute:
    """Free places are looked at again: after what fell due at one moment (R-8)."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A recorded outage: running terms are moved by it (R-11, R-89).

    With an application it is that family's alone: a notice that no channel took (rulebook 10).
    """

    began_at: datetime
    ended_at: datetime
    application: ApplicationId | None = None
    given_back: tuple[Span, ...] = ()
    """Parts of it that an outage recorded earlier has given back already; they share no time."""
    stood_still: bool = False
    """The region stood still: what would have ended in it ended not, and runs on afterwards."""


@dataclass(frozen=True, slots=True)
class RatioSet:
    """The region has another ratio from now on: every queue keeps to it (A-01)."""


ActOnApplication = (
    Verify | Reject | ConfirmAgain | Relocate | RefuseRelocation | HandOver | CloseDouble
    | Withdraw | ChangeChoices | PlanAge | ConfirmInterest | DenyInterest | Accept | Decline
    | Take | CancelReferral | AskExtension | GrantExtension | RefuseExtension | SubmitDocuments
    | Admit | RefuseAdmission | ReviewRefusal | Sign | EndContract | Choose | JoinWaitingList
    | LeaveWaitingList | Restore | BeginTransfer | KeepPlace | MovePupil | TermDue
)  # fmt: skip
Trigger = (
    Submit
    | ActOnApplication
    | Publish
    | Recall
    | PupilReturned
    | PlaceTermDue
    | TerritoryDue
    | Distribute
    | Outage
    | RatioSet
)

DueTrigger = TermDue | PlaceTermDue | TerritoryDue
"""What comes by itself with time."""
