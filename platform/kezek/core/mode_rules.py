"""Regional settings of each way of giving places; joined into one value in `rules`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Annotated, Literal

from kezek.core.knobs import ManyOf, Table, Whole, YesNo
from kezek.core.spans import DayOfYear, Hours, YearSpan
from kezek.core.time_knobs import DayHours, MonthDay, WallClock, YearSpans

_COHORTS = 6
_UPDATE_DAY = DayOfYear(6, 30)
_STANDINGS: tuple[Literal["O", "P", "G"], ...] = ("O", "P", "G")


@dataclass(frozen=True)
class LinearRules:
    """The queue of order 133: an offer, its silence, the yearly question."""

    refusal_scope: Literal["entry", "application"] = "entry"
    """What a refused place ends: only the queue to that kindergarten, or the application (A-04)."""

    silence_scope: Literal["application"] = "application"
    """What silence suspends: always the application, as the person does not answer (R-91)."""

    offer_days: Annotated[int, Whole(1, 30)] = 2
    """Calendar days to answer an offer: 2 makes Monday's offer good through Wednesday (A-05)."""

    offer_reminder_h: Annotated[int, Whole(1, 720)] = 24
    """Hours after which a silent parent is reminded of an offer, once (L-16.3, A-05)."""

    suspension_working_days: Annotated[int, Whole(1, 60)] = 10
    """Working days for which a silent application takes no part in the queue (L-15.7)."""

    reconfirm_days: Annotated[int, Whole(1, 30)] = 2
    """Calendar days to say, after a suspension, that the place is still wanted (A-06)."""

    reconfirm_reminder_h: Annotated[int, Whole(1, 720)] = 24
    """Hours after which that question is repeated once (A-06)."""

    yearly_first_months: Annotated[int, Whole(1, 36)] = 11
    """Months from the application to the first yearly question (L-15.1, A-07)."""

    yearly_period_months: Annotated[int, Whole(1, 36)] = 12
    """Months from one yearly question to the next: with 12 they come at 11, 23, 35 (A-07)."""

    yearly_answer_months: Annotated[int, Whole(1, 12)] = 1
    """Months to answer the yearly question before it is sent again (L-15.2)."""

    yearly_repeat_answer_months: Annotated[int, Whole(1, 12)] = 1
    """Months to answer the repeated question before the application is archived (A-07)."""

    linear_expiry: Literal["archive", "requeue", "stoplist"] = "archive"
    """What a referral nobody came with leads to: archive, the queue again, or first the stop-list
    and then the queue again (A-15, R-55)."""

    waitlist_linear: Annotated[bool, YesNo(only=False)] = False
    """Waiting lists are for vouchers: here a contract ends before another kindergarten is joined
    (A-48, L-12.1)."""


@dataclass(frozen=True)
class IndigoRules:
    """The bulletin, the priority window, open places and the stop-list."""

    bulletin_cutoff: Annotated[time, WallClock()] = time(8, 30)
    """Places published from this time on wait for the next bulletin (R-88)."""

    publication_days: Literal["working", "daily"] = "working"
    """On which days a bulletin comes out (A-35)."""

    window_start: Annotated[time, WallClock()] = time(9)
    """When the bulletin comes out and the priority window opens (A-35)."""

    window_end: Annotated[time, WallClock()] = time(20)
    """When the priority window closes and unclaimed places open to everyone (A-35)."""

    window_days: Annotated[int, Whole(1, 10)] = 1
    """How many publication days the window spans: 1 opens and closes it the same day (A-35)."""

    window_reminder_h: Annotated[int, Whole(1, 11)] = 2
    """Hours before its end at which those in the window are reminded (N-35)."""

    priority_multiplier: Annotated[int, Whole(1, 10)] = 1
    """How many families are let into the window for each place (A-34)."""

    open_hours: Annotated[Hours | None, DayHours("24h")] = None
    """When an open place can be taken: around the clock, or in these hours only (A-36)."""

    open_any_language: bool = False
    """Whether an open place is for the birth year in any language of instruction (A-36)."""

    benefit_due_wd: Annotated[int, Whole(1, 30)] = 5
    """Working days in which the papers of a benefit are asked for (A-38)."""

    benefit_outer_cd: Annotated[int, Whole(1, 60)] = 10
    """Calendar days after which the referral falls without them, if that is later (A-38)."""

    max_misses: Annotated[int, Whole(1, 9)] = 2
    """Missed referrals that remove an application from the queue (I-3.12, A-39)."""

    private_min_age: Annotated[int, Whole(0, 6)] = 3
    """Full years from which a private kindergarten under state order may be taken (A-41)."""

    freeze_spans: Annotated[tuple[YearSpan, ...], YearSpans()] = ()
    """Days of the year without bulletins and referrals, as August with its moves (IX-7)."""

    indigo_contacts: Literal["both", "phone"] = "both"
    """What a family must give to apply: mobile number and e-mail, or the number alone (I-3.2)."""

    yearly_in_indigo: bool = False
    """Whether the yearly question of the linear queue is asked here too (rulebook 9.2)."""


@dataclass(frozen=True, slots=True)
class VoucherCategory:
    """One queue of a voucher territory: an age cohort with a standing (rulebook 7.1(2), A-46)."""

    cohort: Annotated[int, Whole(0, 8)]
    """Reference year less the year of birth (R-7)."""

    standing: Literal["O", "P", "G"]
    order: Annotated[int, Whole(1, 99)]
    """Its turn in lists that people read."""

    min_age_months: Annotated[int, Whole(0, 84)]
    """Younger children are passed over until they reach it (R-79)."""

    weight: Annotated[int, Whole(1, 99)]
    """Its share where a budget cuts an iteration short."""

    issued_last: bool
    """Served only when every other category of the territory is empty (VX-6)."""

    @property
    def code(self) -> str:
        """Its name on pages and in scenarios: `3-G`."""
        return f"{self.cohort}-{self.standing}"


def shipped_categories() -> tuple[VoucherCategory, ...]:
    """Six cohorts by three standings: the 18 categories that are reported of order 372 (A-46)."""
    return tuple(
        VoucherCategory(
            cohort=cohort,
            standing=standing,
            order=(_COHORTS - cohort) * len(_STANDINGS) + place,
            min_age_months=18 if cohort == 1 else 24,
            weight=1,
            issued_last=cohort == 1,
        )
        for cohort in range(_COHORTS, 0, -1)
        for place, standing in enumerate(_STANDINGS, start=1)
    )


@dataclass(frozen=True)
class VoucherRules:
    """The voucher: iterations, the offer, the choice, waiting lists, the yearly update."""

    voucher_offer_working_days: Annotated[int, Whole(1, 30)] = 2
    """Working days to confirm an offered voucher (VX-10)."""

    voucher_restore_calendar_days: Annotated[int, Whole(1, 365)] = 28
    """Calendar days in which an inactive application may be restored (VX-11)."""

    voucher_restore_limit: Annotated[int, Whole(0, 9)] = 1
    """How often one application may be restored (VX-11, R-69)."""

    voucher_restore_reminder_days: Annotated[tuple[int, ...], ManyOf(Whole(1, 60))] = (7, 1)
    """Days before the end of that time at which the family is reminded (N-46)."""

    restore_keeps_ts: bool = True
    """Whether a restored application stands by its first moment, or at the end (A-49)."""

    voucher_active_working_days: Annotated[int, Whole(1, 30)] = 5
    """Working days to choose, bring documents and sign with an active voucher (VX-12)."""

    voucher_extension_max_days: Annotated[int, Whole(0, 90)] = 30
    """Calendar days by which that time may be extended once (VX-15)."""

    voucher_pause_calendar_days: Annotated[int, Whole(1, 90)] = 30
    """Calendar days for which a waiting list stops the clock of an unused voucher (A-48, R-71)."""

    voucher_hold_calendar_days: Annotated[int, Whole(1, 14)] = 2
    """Calendar days for which a place is held for the first of its waiting list (9.3 row 11)."""

    voucher_absence_days: Annotated[int, Whole(0, 365)] = 0
    """Days of absence that cancel a voucher; 0 cancels none (VX-18, 9.3 row 18)."""

    iteration_at: Annotated[time, WallClock()] = time(3)
    """When vouchers are given each night (R-6)."""

    iterate_on_place: bool = False
    """Whether a published place starts an iteration at once (R-6)."""

    iteration_budget: Annotated[int, Whole(0, 99999)] = 0
    """Vouchers that a territory may give in a month; 0 sets no cap (rulebook 7.1(3))."""

    update_on: Annotated[DayOfYear, MonthDay()] = _UPDATE_DAY
    """The day of the yearly update of cohorts and categories (VX-6, R-7)."""

    update_at: Annotated[time, WallClock()] = time(23)
    """The hour of that update (R-7)."""

    voucher_categories: Annotated[
        tuple[VoucherCategory, ...], Table(VoucherCategory, key=("cohort", "standing"))
    ] = shipped_categories()
    """The queues of a voucher territory, in the order in which people read them (A-46)."""
