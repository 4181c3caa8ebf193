"""After a place of the shared queue is taken, and what a region may set there: rules off."""

from dataclasses import replace
from typing import Any

from kezek.core import lookback, moves
from kezek.core.applications import ArchiveReason, State, TermKind
from kezek.core.events import Cause
from kezek.core.modes.indigo import benefits, lifecycle, misses, vacancies
from kezek.core.modes.linear import admission, intake, referrals, steps, upkeep
from kezek.core.places import PlaceState
from kezek.core.triggers import (
    EndContract,
    Outage,
    RefuseAdmission,
    Reject,
    ReviewRefusal,
    Sign,
    SubmitDocuments,
    Verify,
)
from mutations.tools import (
    act,
    allowed,
    among,
    attr,
    due,
    gives,
    mutation,
    nothing,
    other,
    setting,
    untold,
    whole,
    with_referral,
)

HERE = lifecycle


def _opens(place: Any, now: Any) -> Any:
    return replace(
        place, holder=None, slot=None, opened_at=now, state=PlaceState.OPEN, bulletin_on=None
    )


def _waits(place: Any, now: Any) -> Any:
    return replace(_opens(place, now), state=PlaceState.PUBLISHED)


def _place_gone(draft: Any, one: Any, _: Any) -> None:
    place = replace(draft.place(one.referral.place), state=PlaceState.RECALLED, holder=None)
    steps.archive(draft, one, ArchiveReason.OTHER, "L-12.1", places=[place], silent=True)


def _ended(draft: Any, one: Any) -> None:
    place = draft.freed(draft.place(one.referral.place))
    steps.archive(draft, one, ArchiveReason.REFERRAL_EXPIRED, "A-15", places=[place])


def _ended_by_way(_: Any, draft: Any, one: Any, *__: Any, **___: Any) -> None:
    _ended(draft, one)


def _back_without_harm(draft: Any, one: Any) -> None:
    steps.enter_queue(
        draft,
        one,
        "referral:lapsed",
        "R-65",
        cause=Cause.RETURNED_AHEAD,
        places=[draft.freed(draft.place(one.referral.place))],
    )


def _stands_last(draft: Any, one: Any) -> None:
    misses.stop_list_over(draft, replace(one, submitted_at=draft.now))


def _verified_with_the_old_days(draft: Any, one: Any, trigger: Any) -> None:
    if one.state is not State.BENEFIT_CHECK:
        intake.verify(draft, one, trigger)
        return
    draft.record(
        "benefit:confirmed",
        "I-3.13",
        applications=[replace(one, state=State.REFERRED)],
    )


def _confirmed_by_silence(draft: Any, one: Any) -> None:
    benefits.verify(draft, one, Verify(one.id))


def _missing_is_a_miss(draft: Any, one: Any, trigger: Any) -> None:
    if trigger.reason == "incomplete":
        misses.miss(draft, one)
    else:
        admission.refuse_admission(draft, one, trigger)


def _day_short(deadline: Any, days: int, calendar: Any) -> Any:
    return extended(deadline, days - 1, calendar)


extended = referrals.extended_by_calendar_days


def _referral_end(one: Any) -> Any:
    return one.referral.expires_at


def _outer_only(_: Any, outer: Any = None) -> Any:
    return outer if outer is not None else max(_)


def _whole_outage(due_at: Any, _: Any, began_at: Any, ended_at: Any, **__: Any) -> Any:
    return due_at + (ended_at - began_at) if began_at < due_at else due_at


def _past_midnight(ends_at: Any, began_at: Any, outage: Any, _: Any) -> Any:
    return upkeep._later(ends_at, began_at, outage, in_days=False)


MUTATIONS = among(
    "indigo",
    (
        # papers of a benefit
        mutation("the earlier of two terms", "A-38 R-56 I-3.13", attr(benefits, "max", min)),
        mutation("the outer term only", "A-38 G-06", attr(benefits, "max", _outer_only)),
        mutation("nobody hears of the papers", "A-38 N-38", untold("N-38")),
        mutation(
            "silence about the papers confirms them",
            "I-3.13 A-38",
            due(TermKind.BENEFIT_PAPERS, _confirmed_by_silence, room=HERE),
        ),
        mutation(
            "an unconfirmed benefit is a miss", "I-3.13 A-38", attr(benefits, "annul", misses.miss)
        ),
        mutation(
            "the days of the taking go on",
            "A-38 IX-6 R-56",
            act(Verify, _verified_with_the_old_days, room=HERE),
        ),
        mutation(
            "a benefit is confirmed twice", "R-23", allowed(Verify, State.REFERRED, room=HERE)
        ),
        mutation(
            "papers for admission come before",
            "R-58",
            allowed(SubmitDocuments, State.BENEFIT_CHECK, room=HERE),
        ),
        mutation(
            "a refused benefit ends all",
            "R-35 L-14.1 9.2 A-14 A-61",
            act(Reject, whole(benefits.reject, whole=True), room=HERE),
        ),
        mutation(
            "false papers cost only the benefit",
            "R-35 L-14.1 9.1",
            act(Reject, whole(benefits.reject, whole=False), room=HERE),
        ),
        # a place that is free again
        mutation("a freed place opens at once", "A-61 R-62", attr(vacancies, "freed", _opens)),
        mutation("a freed private place waits", "5.2 I-3.14", attr(vacancies, "freed", _waits)),
        mutation(
            "the place of an ended contract is gone",
            "R-34 A-61",
            act(EndContract, _place_gone, room=HERE),
        ),
        # missed referrals
        mutation("nobody is ever removed", "I-3.12 A-39", setting(max_misses=9)),
        mutation("one miss removes", "I-3.11 A-42 A-40", setting(max_misses=1)),
        mutation("one miss removes nobody", "A-39", setting(max_misses=2)),
        mutation("a stop-list of one day", "I-3.11 A-40 G-05a", setting(stop_list_working_days=1)),
        mutation(
            "the block counts from the referral",
            "R-65 G-05a",
            attr(misses, "_lapsed_at", _referral_end),
        ),
        mutation(
            "an unsigned contract is no miss",
            "R-65",
            due(TermKind.CONTRACT_SIGN, _back_without_harm, room=HERE),
        ),
        mutation(
            "papers too late end all", "R-66", attr(misses.IndigoWays, "lapse", _ended_by_way)
        ),
        mutation(
            "whoever was blocked stands last",
            "A-37 I-3.11",
            due(TermKind.STOP_LIST, _stands_last, room=HERE),
        ),
        mutation(
            "the stop-list blocks nothing",
            "A-40 I-3.11",
            allowed(lifecycle.Take, State.STOP_LIST, room=HERE),
        ),
        # the referral, admission, the contract
        mutation("a referral is given back for days", "L-25.1", setting(cancel_hours=240)),
        mutation("no referral is given back", "L-25.1 A-16", setting(cancel_limit=0)),
        mutation(
            "an extension is a day short",
            "L-25.2 A-17",
            attr(referrals, "extended_by_calendar_days", _day_short),
        ),
        mutation(
            "missing papers are a miss",
            "9.2 L-22.7",
            act(RefuseAdmission, _missing_is_a_miss, room=HERE),
        ),
        mutation(
            "a contraindication leads back",
            "9.2 L-28.2",
            act(
                ReviewRefusal,
                with_referral(admission.review_refusal, refusal="immunity"),
                room=HERE,
            ),
        ),
        mutation(
            "an upheld refusal ends all",
            "9.2 A-18 9.1",
            attr(misses.IndigoWays, "send_back", _ended_by_way),
        ),
        mutation("nobody hears that papers came", "9.2 L-22.6 L-22.10", untold("N-25")),
        mutation("both contracts hold", "A-42 I-3.10", act(Sign, admission.sign, room=HERE)),
        # outages, changes, reasons
        mutation("an outage moves nothing", "R-86 R-89 A-38", other(Outage, nothing, HERE)),
        mutation(
            "an outage counts before the term",
            "R-89 R-86",
            attr(upkeep, "moved_by_outage", _whole_outage),
        ),
        mutation(
            "an outage makes blocks longer",
            "R-89 R-87",
            attr(upkeep, "BLOCKS", frozenset()),
            attr(upkeep, "MOVED", upkeep.MOVED | upkeep.BLOCKS),
        ),
        mutation(
            "a window goes on after midnight",
            "R-86",
            attr(upkeep, "window_after", _past_midnight),
            attr(vacancies, "window_after", _past_midnight),
        ),
        mutation(
            "nobody is told why a number changed",
            "R-12 I-3.4",
            attr(moves, "amounts_of", gives(())),
            attr(lookback, "amounts_of", gives(())),
        ),
        # what a region has set is not listened to
        mutation("one to three everywhere", "A-01 R-5", setting(ratio_g=3)),
        mutation("bulletins on working days only", "A-35", setting(publication_days="working")),
        mutation("bulletins on every day", "A-35 G-06", setting(publication_days="daily")),
        mutation("half past eight everywhere", "A-35 R-88", setting(bulletin_cutoff="08:30")),
        mutation("five days to come everywhere", "L-22.3 I-3.11", setting(referral_working_days=5)),
        mutation(
            "ten days of stop-list everywhere", "I-3.11 A-40", setting(stop_list_working_days=10)
        ),
        mutation("one family for each place", "A-34", setting(priority_multiplier=1)),
        mutation(
            "two families for each place everywhere", "A-34 R-5", setting(priority_multiplier=2)
        ),
        mutation(
            "nine to eight everywhere", "A-35", setting(window_start="09:00", window_end="20:00")
        ),
        mutation("a window of one day everywhere", "A-35", setting(window_days=1)),
        mutation("open around the clock everywhere", "A-36", setting(open_hours="24h")),
        mutation(
            "open places in the own language everywhere", "A-36", setting(open_any_language=False)
        ),
        mutation(
            "open places in any language everywhere", "R-32 A-36", setting(open_any_language=True)
        ),
        mutation("five working days for papers everywhere", "A-38", setting(benefit_due_wd=5)),
        mutation("ten days for papers everywhere", "A-38", setting(benefit_outer_cd=10)),
        mutation("private places from three everywhere", "A-41", setting(private_min_age=3)),
        mutation("no freeze anywhere", "IX-7", setting(freeze_spans=[])),
        mutation("the yearly question everywhere", "9.2", setting(yearly_in_indigo=True)),
        mutation("the yearly question nowhere", "9.2 L-15.1", setting(yearly_in_indigo=False)),
        mutation("called at any age", "A-09 5.2", setting(min_offer_age_months=0)),
        mutation("two hours before the end everywhere", "N-35", setting(window_reminder_h=2)),
    ),
)
