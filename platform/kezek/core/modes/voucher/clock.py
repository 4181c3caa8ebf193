"""The five working days of a voucher: they run, stop for a waiting list, and go on (R-70)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from kezek.core.applications import Application, Term, TermKind
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.steps import lasting_terms
from kezek.core.places import Place
from kezek.core.terms import calendar_days_after, valid_through_on, working_days_after
from kezek.core.vouchers import Voucher


def voucher_of(application: Application) -> Voucher:
    """What the application keeps of its voucher; an empty one before it was offered any."""
    return application.voucher or Voucher()


def started(draft: Draft, voucher: Voucher, working_days: int) -> Voucher:
    """The clock runs from now on, for so many working days (VX-12)."""
    return replace(
        voucher,
        active_at=draft.now,
        due_at=working_days_after(draft.now, working_days, draft.calendar),
        days_left=None,
        paused_at=None,
    )


def stopped(draft: Draft, voucher: Voucher) -> Voucher:
    """The clock stands; what is left of it is kept in working days (R-70)."""
    return replace(
        voucher,
        due_at=None,
        active_at=None,
        days_left=_days_left(draft, voucher),
        paused_at=draft.now,
    )


def _days_left(draft: Draft, voucher: Voucher) -> int:
    """From the day of joining, which counts, to the last day; never more than the term has."""
    assert voucher.due_at is not None
    assert voucher.active_at is not None
    begins_on = draft.calendar.local_day(voucher.active_at) + timedelta(days=1)
    first = max(draft.calendar.local_day(draft.now), begins_on)
    last = valid_through_on(voucher.due_at, draft.calendar)
    return draft.calendar.working_days_between(first, last) if first <= last else 0


def resumed(draft: Draft, voucher: Voucher) -> Voucher:
    """The clock goes on from the next day; nothing changes where it did not stand (R-70)."""
    if voucher.paused_at is None:
        return voucher
    stood = draft.calendar.local_day(draft.now) - draft.calendar.local_day(voucher.paused_at)
    going = started(draft, voucher, voucher.days_left or 0)
    return replace(going, pause_used=voucher.pause_used + stood.days)


def pause_left(draft: Draft, voucher: Voucher) -> int:
    """Calendar days for which the clock may still stand: thirty in all (A-48)."""
    return max(0, draft.settings.voucher_pause_calendar_days - voucher.pause_used)


def with_voucher(draft: Draft, application: Application, voucher: Voucher) -> Application:
    """The application with this voucher and exactly the spans that it makes run."""
    return replace(
        application,
        voucher=voucher,
        terms=(
            *lasting_terms(application),
            *_clock_terms(draft, voucher),
            *_hold_terms(voucher),
            *_alarm(application, voucher),
        ),
    )


def _clock_terms(draft: Draft, voucher: Voucher) -> list[Term]:
    if voucher.paused_at is not None:
        days = pause_left(draft, voucher)
        ends_at = calendar_days_after(voucher.paused_at, days, draft.calendar)
        return [Term(ends_at, TermKind.PAUSE_END, voucher.paused_at)]
    if voucher.due_at is None or voucher.due_at <= draft.now:
        return []
    began_at = voucher.active_at or draft.now
    terms = [Term(voucher.due_at, TermKind.VOUCHER_END, began_at)]
    remind_at = _reminder_at(draft, valid_through_on(voucher.due_at, draft.calendar))
    if remind_at > draft.now:
        terms.append(Term(remind_at, TermKind.VOUCHER_END_REMINDER, began_at))
    return terms


def _reminder_at(draft: Draft, last_day: date) -> datetime:
    """The beginning of the last working day of the term (N-20)."""
    while not draft.calendar.is_working_day(last_day):
        last_day -= timedelta(days=1)
    return draft.calendar.start_of_day(last_day)


def _hold_terms(voucher: Voucher) -> list[Term]:
    hold = voucher.hold
    return [Term(hold.due_at, TermKind.HOLD_END, hold.made_at)] if hold else []


def _alarm(application: Application, voucher: Voucher) -> list[Term]:
    term = application.term(TermKind.EXTENSION_ALARM)
    return [term] if term is not None and voucher.extension_asked_days is not None else []


def kept_places(draft: Draft, application: Application) -> list[Place]:
    """Every place that a voucher without a contract keeps for the child."""
    found = [application.referral.place] if application.referral else []
    if application.voucher is not None and application.voucher.hold is not None:
        found.append(application.voucher.hold.place)
    return [draft.place(one) for one in found]


def let_go(draft: Draft, application: Application) -> list[Place]:
    """The same places, waiting for a child again."""
    return [draft.freed(place) for place in kept_places(draft, application)]


def spent(voucher: Voucher) -> Voucher:
    """What stays of a voucher that was not used: its offers and its restorings (VX-11)."""
    return Voucher(given_at=voucher.given_at, restored=voucher.restored)
