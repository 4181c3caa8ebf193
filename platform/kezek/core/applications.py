"""The application: a family's request for one child, with everything a decision may look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.queues import CategoryKey, QueueKey, QueueType, SeatKey, SharedKey
from kezek.core.territories import Mode
from kezek.core.turns import Rank, Standing
from kezek.core.vouchers import Voucher

MAX_CHOICES = 4


class State(StrEnum):
    """States of an application in all modes (rulebook 9.1 to 9.3); each mode declares its own."""

    UNDER_REVIEW = "UNDER_REVIEW"
    REFUSED = "REFUSED"
    QUEUED = "QUEUED"
    DEFERRED = "DEFERRED"
    OFFERED = "OFFERED"
    SUSPENDED = "SUSPENDED"
    INTEREST_CHECK = "INTEREST_CHECK"
    STOP_LIST = "STOP_LIST"
    REFERRED = "REFERRED"
    ADMISSION = "ADMISSION"
    ADMISSION_REFUSED = "ADMISSION_REFUSED"
    CONTRACT = "CONTRACT"
    ENROLLED = "ENROLLED"
    ENROLLED_TEMP = "ENROLLED_TEMP"
    ARCHIVED = "ARCHIVED"
    # indigo (9.2)
    PRIORITY = "PRIORITY"
    BENEFIT_CHECK = "BENEFIT_CHECK"
    # voucher (9.3)
    VOUCHER_OFFERED = "VOUCHER_OFFERED"
    VOUCHER_ACTIVE = "VOUCHER_ACTIVE"
    INACTIVE = "INACTIVE"
    PLACE_CHOSEN = "PLACE_CHOSEN"
    WAITLISTED = "WAITLISTED"
    TRANSFER = "TRANSFER"


IN_LINE = frozenset({State.QUEUED, State.DEFERRED})
"""States in which an application waits for its turn, whatever the mode."""

SHOWN = IN_LINE | {State.PRIORITY}
"""States in which an application stands in its queues and has a number (R-1)."""

ENDED = frozenset({State.REFUSED, State.ARCHIVED})
"""States that no act leads out of: a new application is needed (row 37)."""

BEFORE_REFERRAL = frozenset(
    {
        State.UNDER_REVIEW,
        State.QUEUED,
        State.DEFERRED,
        State.OFFERED,
        State.SUSPENDED,
        State.INTEREST_CHECK,
        State.STOP_LIST,
        State.PRIORITY,
        State.VOUCHER_OFFERED,
        State.VOUCHER_ACTIVE,
        State.INACTIVE,
        State.PLACE_CHOSEN,
        State.WAITLISTED,
    }
)
"""States in which the upper age ends an application (row 22)."""


SECOND_LOOK = frozenset({State.REFERRED, State.BENEFIT_CHECK, State.PLACE_CHOSEN})
"""States in which staff look at the papers again, now that a place is kept (L-14.1, I-3.13)."""


class ArchiveReason(StrEnum):
    """Why an application went to the archive (L-3.02)."""

    TWO_MISSED_REFERRALS = "two_missed_referrals"
    VOUCHER_REFUSED = "voucher_refused"
    NOT_RESTORED = "not_restored"
    REFERRAL_SUCCESS = "referral_success"
    WITHDRAWN = "withdrawn"
    NOT_INTERESTED_YEARLY = "not_interested_yearly"
    OFFER_REFUSED = "offer_refused"
    NO_ANSWER = "no_answer"
    AGE_LIMIT = "age_limit"
    REFERRAL_EXPIRED = "referral_expired"
    ADMISSION_REFUSED = "admission_refused"
    DOCUMENTS_UNRELIABLE = "documents_unreliable"
    DUPLICATE = "duplicate"
    VIOLATION = "violation"
    OTHER = "other"


class TermKind(StrEnum):
    """Every span that runs on an application, by what happens at its end."""

    REVIEW_ALARM = "review_alarm"
    OFFER_ANSWER = "offer_answer"
    OFFER_REMINDER = "offer_reminder"
    SUSPENSION = "suspension"
    INTEREST_ANSWER = "interest_answer"
    INTEREST_REMINDER = "interest_reminder"
    STOP_LIST = "stop_list"
    PLANNED_AGE = "planned_age"
    OFFER_AGE = "offer_age"
    YEARLY_QUESTION = "yearly_question"
    YEARLY_ANSWER = "yearly_answer"
    AGE_LIMIT = "age_limit"
    AGE_NOTICE = "age_notice"
    REFERRAL_END = "referral_end"
    REFERRAL_REMINDER = "referral_reminder"
    EXTENSION_ALARM = "extension_alarm"
    ADMISSION_ALARM = "admission_alarm"
    REFUSAL_REVIEW_ALARM = "refusal_review_alarm"
    CONTRACT_SIGN = "contract_sign"
    TEMPORARY_END = "temporary_end"
    # indigo (9.2)
    WINDOW = "window"
    WINDOW_REMINDER = "window_reminder"
    BENEFIT_PAPERS = "benefit_papers"
    BENEFIT_REMINDER = "benefit_reminder"
    # voucher (9.3)
    VOUCHER_ANSWER = "voucher_answer"
    VOUCHER_REMINDER = "voucher_reminder"
    VOUCHER_END = "voucher_end"
    VOUCHER_END_REMINDER = "voucher_end_reminder"
    RESTORE_END = "restore_end"
    RESTORE_REMINDER = "restore_reminder"
    PAUSE_END = "pause_end"
    HOLD_END = "hold_end"
    TRANSFER_END = "transfer_end"


class Phase(StrEnum):
    """The order of things that fall due at one moment (R-8)."""

    END = "1_end"
    RETURN = "2_return"
    PUBLISH = "3_publish"
    REMIND = "5_remind"


PHASE = {
    TermKind.PLANNED_AGE: Phase.RETURN,
    TermKind.OFFER_AGE: Phase.RETURN,
    TermKind.STOP_LIST: Phase.RETURN,
    TermKind.TEMPORARY_END: Phase.RETURN,
    TermKind.OFFER_REMINDER: Phase.REMIND,
    TermKind.INTEREST_REMINDER: Phase.REMIND,
    TermKind.REFERRAL_REMINDER: Phase.REMIND,
    TermKind.VOUCHER_REMINDER: Phase.REMIND,
    TermKind.VOUCHER_END_REMINDER: Phase.REMIND,
    TermKind.RESTORE_REMINDER: Phase.REMIND,
    TermKind.AGE_NOTICE: Phase.REMIND,
    TermKind.REVIEW_ALARM: Phase.REMIND,
    TermKind.EXTENSION_ALARM: Phase.REMIND,
    TermKind.ADMISSION_ALARM: Phase.REMIND,
    TermKind.REFUSAL_REVIEW_ALARM: Phase.REMIND,
    TermKind.WINDOW_REMINDER: Phase.REMIND,
    TermKind.BENEFIT_REMINDER: Phase.REMIND,
}
"""The phase of a kind of term; what is not named here is the end of a term."""

BLOCKS = frozenset({TermKind.SUSPENSION, TermKind.STOP_LIST})
"""Spans that an outage does not make longer (R-89)."""

IN_HOURS = frozenset(
    {
        TermKind.OFFER_REMINDER,
        TermKind.INTEREST_REMINDER,
        TermKind.WINDOW,
        TermKind.WINDOW_REMINDER,
    }
)
"""Spans that an outage moves by its exact length, not by whole days (G-05, R-86)."""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One running span: `due_at` is the first moment that is too late (G-05a).

    `waits` is set when the end came while it could have no effect (a yearly question while a
    place is offered, R-54): it takes effect when the application is back in its queues.
    """

    due_at: datetime
    kind: TermKind
    started_at: datetime
    waits: bool = False

    @property
    def phase(self) -> Phase:
        """Where it stands among things due at the same moment (R-8)."""
        return PHASE.get(self.kind, Phase.END)


@dataclass(frozen=True, slots=True)
class Offer:
    """The right to answer for one place until `due_at` (L-15.5)."""

    place: PlaceId
    made_at: datetime
    due_at: datetime
    temporary_until: date | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """The document that sends a child to a kindergarten, and what has become of it (L-3.12)."""

    place: PlaceId
    kindergarten: KindergartenId
    issued_at: datetime
    expires_at: datetime
    cancel_until: datetime
    """The first moment at which it is too late to give it back (L-25.1)."""
    temporary_until: date | None = None
    extension_asked_days: int | None = None
    extension_answered: bool = False
    extended: bool = False
    lapses_when_answered: bool = False
    """The term ended while a request to extend it waited (A-17)."""
    documents_at: datetime | None = None
    check_due_at: datetime | None = None
    documents_complete: bool = False
    vaccinated: bool = True
    refusal: str | None = None
    refusal_reviewed: bool = False
    rechecked: bool = False
    """The second check found everything as it was claimed (L-14.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A family's request for one child; a value, replaced and never changed."""

    id: ApplicationId
    number: str
    serial: int
    child: ChildId
    guardian: GuardianId
    territory: TerritorySlug
    queue_type: QueueType
    born_on: date
    language: str
    choices: tuple[KindergartenId, ...]
    categories: tuple[int, ...]
    mode: Mode = Mode.LINEAR
    """The way of giving places under whose rules it lives now (R-10)."""
    cohort: int | None = None
    """Voucher: the year of the last yearly update less the year of birth (R-7)."""
    standing: Standing
    claimed: Standing
    """The class that its categories would give once their proof is confirmed."""
    submitted_at: datetime
    state: State
    reason: ArchiveReason | None = None
    has_pmpk: bool = False
    planned_from: date | None = None
    cancels: int = 0
    strikes: int = 0
    """Indigo: referrals that the family did not come with (I-3.12)."""
    is_transfer: bool = False
    """Indigo: made while the child attends another kindergarten (9.2 row 15, A-42)."""
    yearly_asked: int = 0
    """0: no question open; 1: asked; 2: asked again (rows 16 to 20)."""
    yearly_year: int = 0
    """Which anniversary was asked about last: 0 for the one after 11 months (A-07)."""
    offer: Offer | None = None
    referral: Referral | None = None
    voucher: Voucher | None = None
    """Voucher mode: what has become of its voucher; nothing before one was offered (9.3)."""
    asked_places: frozenset[PlaceId] = frozenset()
    """Temporary places that were offered once: nobody is asked twice (R-50)."""
    reviewed: bool = False
    terms: tuple[Term, ...] = ()
    version: int = 0

    @property
    def birth_year(self) -> int:
        """The cohort: places are matched by year of birth, never by a computed age (A-63)."""
        return self.born_on.year

    @property
    def rank(self) -> Rank:
        """Its order inside its class (§8)."""
        return Rank(self.submitted_at, self.serial)

    @property
    def is_shown(self) -> bool:
        """Whether it stands in its queues and has numbers (R-1)."""
        return self.state in SHOWN

    @property
    def label(self) -> str:
        """The state as people and scenarios read it, with the reason of an archive (R-94)."""
        return f"{self.state}({self.reason})" if self.reason else str(self.state)

    def key_of(self, kindergarten: KindergartenId) -> SeatKey:
        """The queue in which it stands to one kindergarten."""
        return SeatKey(kindergarten, self.birth_year, self.language, self.queue_type)

    @property
    def keys(self) -> tuple[QueueKey, ...]:
        """The queues in which it stands or would stand; linear ones in the parent's order."""
        return _QUEUES_OF[self.mode](self)

    def term(self, kind: TermKind) -> Term | None:
        """The running term of a kind, if any."""
        return next((term for term in self.terms if term.kind is kind), None)


def _queues_of_choices(application: Application) -> tuple[QueueKey, ...]:
    return tuple(application.key_of(kindergarten) for kindergarten in application.choices)


def _shared_queue(application: Application) -> tuple[QueueKey, ...]:
    one = application
    return (SharedKey(one.territory, one.queue_type, one.birth_year, one.language),)


def _queue_of_category(application: Application) -> tuple[QueueKey, ...]:
    if application.cohort is None:
        return ()
    return (CategoryKey(application.territory, application.cohort, str(application.standing)),)


_QUEUES_OF: dict[Mode, Callable[[Application], tuple[QueueKey, ...]]] = {
    Mode.LINEAR: _queues_of_choices,
    Mode.INDIGO: _shared_queue,
    Mode.VOUCHER: _queue_of_category,
}


_MAIN_TERM = {
    State.OFFERED: TermKind.OFFER_ANSWER,
    State.SUSPENDED: TermKind.SUSPENSION,
    State.INTEREST_CHECK: TermKind.INTEREST_ANSWER,
    State.STOP_LIST: TermKind.STOP_LIST,
    State.CONTRACT: TermKind.CONTRACT_SIGN,
    State.PRIORITY: TermKind.WINDOW,
    State.BENEFIT_CHECK: TermKind.BENEFIT_PAPERS,
    State.VOUCHER_OFFERED: TermKind.VOUCHER_ANSWER,
    State.INACTIVE: TermKind.RESTORE_END,
    State.WAITLISTED: TermKind.PAUSE_END,
}

_WITH_VOUCHER = frozenset({State.VOUCHER_ACTIVE, State.PLACE_CHOSEN})


def deadline(application: Application) -> datetime | None:
    """The first moment that is too late for what the state waits for; nothing elsewhere (R-94)."""
    if application.state is State.REFERRED and application.referral is not None:
        return application.referral.expires_at
    if application.state in _WITH_VOUCHER and application.voucher is not None:
        return application.voucher.due_at
    kind = _MAIN_TERM.get(application.state)
    term = application.term(kind) if kind else None
    return term.due_at if term else None
