"""An offer is answered, or silence answers it (rows 10 to 13, L-15.5 to L-15.9, A-25)."""

from dataclasses import replace
from datetime import datetime, timedelta

from kezek.core.applications import (
    Application,
    ArchiveReason,
    Offer,
    Referral,
    State,
    Term,
    TermKind,
)
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.steps import archive, enter_queue, freed, lasting_terms, return_without
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.terms import (
    block_working_days_after_lapse,
    calendar_days_after,
    hours_after,
    valid_through_on,
    working_days_after,
)
from kezek.core.triggers import Accept, Decline


def live_offer(application: Application) -> Offer:
    """The offer that the application has while OFFERED."""
    assert application.offer is not None, "OFFERED without an offer"
    return application.offer


def offered_place(draft: Draft, application: Application, answer: Accept | Decline) -> Place:
    """The place that is answered about.

    Raises Refusal(NO_LIVE_OFFER) when the parent read about another: one offer may end and the
    next begin at one moment, and a late answer to the first says nothing about the second (R-30).
    """
    place = draft.place(live_offer(application).place)
    if answer.place is not None and answer.place != place.id:
        raise Refusal(Code.NO_LIVE_OFFER, "another_offer")
    return place


def accept(draft: Draft, application: Application, answer: Accept) -> None:
    """Consent: a referral of five working days, the place held, out of all queues (row 10)."""
    place = offered_place(draft, application, answer)
    expires_at = working_days_after(draft.now, draft.settings.referral_working_days, draft.calendar)
    referral = Referral(
        place=place.id,
        kindergarten=place.key.kindergarten,
        issued_at=draft.now,
        expires_at=expires_at,
        cancel_until=hours_after(draft.now, draft.settings.cancel_hours),
        temporary_until=place.temporary_until,
    )
    values = {"due_at": expires_at.isoformat(), "kindergarten": str(place.key.kindergarten)}
    draft.record(
        "referral:issued",
        "L-22.3",
        applications=[
            replace(
                application,
                state=State.REFERRED,
                offer=None,
                referral=referral,
                terms=(*lasting_terms(application), *referral_terms(draft, expires_at)),
            )
        ],
        places=[replace(place, state=PlaceState.HELD)],
        notices=[
            Notice("N-18", application.id, values),
            Notice("N-19", application.id, to_kindergarten=place.key.kindergarten),
        ],
        place=str(place.id),
    )


def referral_terms(draft: Draft, expires_at: datetime) -> list[Term]:
    """The referral's end, and a reminder at the start of its last day (N-20)."""
    terms = [Term(expires_at, TermKind.REFERRAL_END, draft.now)]
    remind_at = _referral_reminder_at(draft, expires_at)
    if remind_at is not None and remind_at > draft.now:
        terms.append(Term(remind_at, TermKind.REFERRAL_REMINDER, draft.now))
    return terms


def _referral_reminder_at(draft: Draft, expires_at: datetime) -> datetime | None:
    """The beginning of the last working days of the term, as many as the region has set."""
    left = draft.settings.referral_reminder_working_days
    day = valid_through_on(expires_at, draft.calendar)
    if not left:
        return None
    while left > 1 or not draft.calendar.is_working_day(day):
        left -= draft.calendar.is_working_day(day)
        day -= timedelta(days=1)
    return draft.calendar.start_of_day(day)


def decline(draft: Draft, application: Application, answer: Decline) -> None:
    """Refusal: that entry ends, the place goes on (row 11, A-04); temporary: no harm (A-25)."""
    place = offered_place(draft, application, answer)
    if place.is_temporary:
        enter_queue(
            draft,
            application,
            "offer:declined",
            "A-25",
            cause=Cause.RETURNED_AHEAD,
            places=[freed(place)],
            notices=[Notice("N-16", application.id)],
        )
    elif draft.settings.refusal_scope == "application":
        archive(draft, application, ArchiveReason.OFFER_REFUSED, "L-15.6", places=[freed(place)])
    else:
        return_without(
            draft,
            replace(application, offer=None),
            place.key.kindergarten,
            "offer:declined",
            "L-15.6",
            place=place,
        )


def offer_lapsed(draft: Draft, application: Application) -> None:
    """Silence: suspended, the place goes on (row 12); temporary: no harm (A-25)."""
    offer = live_offer(application)
    place = draft.place(offer.place)
    if place.is_temporary:
        enter_queue(
            draft,
            application,
            "offer:lapsed",
            "A-25",
            cause=Cause.RETURNED_AHEAD,
            places=[freed(place)],
            notices=[Notice("N-16", application.id)],
        )
        return
    ends_at = block_working_days_after_lapse(
        offer.due_at, draft.settings.suspension_working_days, draft.calendar
    )
    draft.record(
        "offer:lapsed",
        "L-15.7",
        Cause.SUSPENDED_AHEAD,
        applications=[
            replace(
                application,
                state=State.SUSPENDED,
                offer=None,
                terms=(
                    *lasting_terms(application),
                    Term(ends_at, TermKind.SUSPENSION, offer.due_at),
                ),
            )
        ],
        places=[freed(place)],
        notices=[Notice("N-14", application.id, {"due_at": ends_at.isoformat()})],
        place=str(place.id),
    )


def remind_offer(draft: Draft, application: Application) -> None:
    """The repeat within the second 24 hours (L-16.3, N-13)."""
    offer = live_offer(application)
    _remind(draft, application, TermKind.OFFER_REMINDER, "L-16.3", "N-13", offer.due_at)


def suspension_over(draft: Draft, application: Application) -> None:
    """Ten working days are over: is the family still interested (row 13, A-06)."""
    due_at = calendar_days_after(draft.now, draft.settings.reconfirm_days, draft.calendar)
    terms = [Term(due_at, TermKind.INTEREST_ANSWER, draft.now)]
    remind_at = hours_after(draft.now, draft.settings.reconfirm_reminder_h)
    if remind_at < due_at:
        terms.append(Term(remind_at, TermKind.INTEREST_REMINDER, draft.now))
    draft.record(
        "interest:asked-after-silence",
        "L-15.7",
        applications=[
            replace(
                application,
                state=State.INTEREST_CHECK,
                terms=(*lasting_terms(application), *terms),
            )
        ],
        notices=[Notice("N-15", application.id, {"due_at": due_at.isoformat()})],
    )


def remind_interest(draft: Draft, application: Application) -> None:
    """The question is asked once more, after 24 hours (A-06)."""
    term = application.term(TermKind.INTEREST_ANSWER)
    assert term is not None
    _remind(draft, application, TermKind.INTEREST_REMINDER, "A-06", "N-15", term.due_at)


def interest_unanswered(draft: Draft, application: Application) -> None:
    """A second silence: the archive (row 15)."""
    archive(draft, application, ArchiveReason.NO_ANSWER, "L-15.9")


def _remind(
    draft: Draft,
    application: Application,
    kind: TermKind,
    rule: str,
    notice: str,
    due_at: datetime,
) -> None:
    left = tuple(term for term in application.terms if term.kind is not kind)
    draft.record(
        "term:reminded",
        rule,
        applications=[replace(application, terms=left)],
        notices=[Notice(notice, application.id, {"due_at": due_at.isoformat()})],
    )
