"""Terms that begin from now on: how long each would be, under one set of rules or another (R-9)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.core.applications import TermKind
from kezek.core.days import CalendarMissing
from kezek.core.modes.contract import Rules
from kezek.core.terms import (
    block_working_days_after_lapse,
    calendar_days_after,
    expires_at,
    hours_after,
    months_after,
    working_days_after,
)

End = Callable[[Rules, datetime], datetime]
"""The first moment that is too late for a term that begins now."""


def _working_days(setting: str) -> End:
    return lambda rules, now: working_days_after(now, rules.settings.get(setting), rules.calendar)


def _calendar_days(setting: str) -> End:
    return lambda rules, now: calendar_days_after(now, rules.settings.get(setting), rules.calendar)


def _months(setting: str) -> End:
    return lambda rules, now: months_after(now, rules.settings.get(setting), rules.calendar)


def _hours(setting: str) -> End:
    return lambda rules, now: hours_after(now, rules.settings.get(setting))


def _block(setting: str) -> End:
    """A block after a term whose last day is today."""

    def end(rules: Rules, now: datetime) -> datetime:
        lapsed = expires_at(rules.calendar.local_day(now), rules.calendar)
        return block_working_days_after_lapse(lapsed, rules.settings.get(setting), rules.calendar)

    return end


def _benefit_papers(rules: Rules, now: datetime) -> datetime:
    """The later of two: working days, and calendar days from outside (A-38)."""
    return max(
        _working_days("benefit_due_wd")(rules, now), _calendar_days("benefit_outer_cd")(rules, now)
    )


@dataclass(frozen=True, slots=True)
class Example:
    """A kind of term and how its end is found."""

    settings: tuple[str, ...]
    end: End


EXAMPLES: Mapping[TermKind, Example] = {
    TermKind.REVIEW_ALARM: Example(("review_working_days",), _working_days("review_working_days")),
    TermKind.OFFER_ANSWER: Example(("offer_days",), _calendar_days("offer_days")),
    TermKind.OFFER_REMINDER: Example(("offer_reminder_h",), _hours("offer_reminder_h")),
    TermKind.SUSPENSION: Example(("suspension_working_days",), _block("suspension_working_days")),
    TermKind.INTEREST_ANSWER: Example(("reconfirm_days",), _calendar_days("reconfirm_days")),
    TermKind.INTEREST_REMINDER: Example(("reconfirm_reminder_h",), _hours("reconfirm_reminder_h")),
    TermKind.YEARLY_ANSWER: Example(("yearly_answer_months",), _months("yearly_answer_months")),
    TermKind.REFERRAL_END: Example(
        ("referral_working_days",), _working_days("referral_working_days")
    ),
    TermKind.EXTENSION_ALARM: Example(
        ("extension_answer_working_days",), _working_days("extension_answer_working_days")
    ),
    TermKind.ADMISSION_ALARM: Example(
        ("admission_check_working_days",), _working_days("admission_check_working_days")
    ),
    TermKind.REFUSAL_REVIEW_ALARM: Example(
        ("refusal_review_working_days",), _working_days("refusal_review_working_days")
    ),
    TermKind.CONTRACT_SIGN: Example(("contract_sign_days",), _calendar_days("contract_sign_days")),
    TermKind.STOP_LIST: Example(("stop_list_working_days",), _block("stop_list_working_days")),
    TermKind.BENEFIT_PAPERS: Example(("benefit_due_wd", "benefit_outer_cd"), _benefit_papers),
    TermKind.VOUCHER_ANSWER: Example(
        ("voucher_offer_working_days",), _working_days("voucher_offer_working_days")
    ),
    TermKind.VOUCHER_END: Example(
        ("voucher_active_working_days",), _working_days("voucher_active_working_days")
    ),
    TermKind.RESTORE_END: Example(
        ("voucher_restore_calendar_days",), _calendar_days("voucher_restore_calendar_days")
    ),
    TermKind.PAUSE_END: Example(
        ("voucher_pause_calendar_days",), _calendar_days("voucher_pause_calendar_days")
    ),
    TermKind.HOLD_END: Example(
        ("voucher_hold_calendar_days",), _calendar_days("voucher_hold_calendar_days")
    ),
}
"""Every term whose length a region sets, or whose end its calendar moves."""

OF_SETTING: Mapping[str, TermKind] = {
    setting: kind for kind, one in EXAMPLES.items() for setting in one.settings
}


@dataclass(frozen=True, slots=True)
class BegunTerm:
    """A term that would begin now: its end under the rules before and after, and who has one.

    A term that runs already keeps its end whatever the rules become (R-9).
    """

    kind: TermKind
    before: datetime | None
    """Nothing where the calendar of its year is not loaded (R-90)."""
    after: datetime | None
    running: int


def begun_terms(
    before: Rules, after: Rules, running: Mapping[TermKind, int], now: datetime
) -> tuple[BegunTerm, ...]:
    """The terms that the change makes longer or shorter, by what a term of now would be."""
    found = (
        BegunTerm(kind, _end(one, before, now), _end(one, after, now), running.get(kind, 0))
        for kind, one in EXAMPLES.items()
    )
    return tuple(one for one in found if one.before != one.after)


def _end(example: Example, rules: Rules, now: datetime) -> datetime | None:
    try:
        return example.end(rules, now)
    except CalendarMissing:
        return None
