"""Applying for a voucher, iterations, the offer, the yearly update: rules switched off."""

from collections import Counter
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from kezek.core import lookback, moves
from kezek.core.applications import SHOWN, ArchiveReason, State, TermKind
from kezek.core.happenings import Happening
from kezek.core.mode_rules import VoucherCategory
from kezek.core.modes import entering
from kezek.core.modes.contract import Rules
from kezek.core.modes.linear import intake as shared_intake
from kezek.core.modes.linear import steps, vacancies
from kezek.core.modes.voucher import intake, iteration, lifecycle, offers, yearly
from kezek.core.places import PlaceState
from kezek.core.queues import CategoryKey, QueueType
from kezek.core.rules import TenantRules
from kezek.core.terms import calendar_days_after
from kezek.core.territories import Mode
from kezek.core.triggers import (
    Accept,
    ChangeChoices,
    Decline,
    Outage,
    Recall,
    Reject,
    Submit,
)
from kezek.db.claims import Claim
from kezek.scenarios import verbs
from kezek.usecases import applications, voucher_world
from mutations.tools import (
    act,
    allowed,
    among,
    attr,
    due,
    gives,
    known_here,
    mutation,
    nothing,
    other,
    running_terms_move,
    setting,
    untold,
    whole,
)

HERE = lifecycle
TABLE = TenantRules().voucher_categories
_capacity, draw = iteration._capacity, iteration.draw


def _table(*more: VoucherCategory, **changed: Any) -> list[dict[str, Any]]:
    """The usual table of categories as a region writes it, every row changed so."""
    rows = [
        {
            "cohort": one.cohort,
            "standing": one.standing,
            "order": one.order,
            "min_age_months": one.min_age_months,
            "weight": one.weight,
            "issued_last": one.issued_last,
        }
        for one in (*TABLE, *more)
    ]
    return [row | changed for row in rows]


EVERY_COHORT = [
    replace(
        TABLE[0], cohort=cohort, standing=standing, order=order, min_age_months=0, issued_last=False
    )
    for order, (cohort, standing) in enumerate(
        ((cohort, standing) for cohort in (0, 7) for standing in "OPG"), start=30
    )
]


def _submitted(**changed: Any) -> Any:
    return lambda draft, trigger: intake.submit(draft, replace(trigger, **changed))


def _by_the_calendar_year(born_on: Any, _: Any, calendar: Any, now: Any) -> int:
    year: int = calendar.local_day(now).year
    return year - int(born_on.year)


def _any_capacity(draft: Any, territory: Any) -> Any:
    found = _capacity(draft, territory)
    return Counter({seats: sum(found.values()) for seats in _every_seat(draft)})


def _every_seat(draft: Any) -> Any:
    cohorts = {one.cohort for one in draft.applications() if one.cohort is not None}
    return [(cohort, kind) for cohort in cohorts for kind in QueueType]


def _all_wanted(rules: Any, today: Any, territories: Any, free: Any) -> Any:
    plenty = Counter({year: sum(free.values()) for year in range(2015, 2031)})
    return wanted(rules, today, territories, plenty)


wanted = voucher_world._wanted


def _as_in_the_linear_mode(draft: Any, trigger: Any) -> None:
    def lost(draft: Any, seen: Any, terms_of: Any) -> None:
        take_in(draft, replace(seen, lost_privilege=trigger.lost_privilege), terms_of)

    with patch.object(shared_intake, "take_in", lost):
        intake.submit(draft, trigger)


take_in = shared_intake.take_in


def _any_kind(draft: Any, territory: Any) -> Any:
    found = _capacity(draft, territory)
    return Counter(
        {(cohort, kind): count for (cohort, _), count in found.items() for kind in QueueType}
    )


def _lasting_only(draft: Any, territory: Any) -> Any:
    known = draft.free_places
    draft.free_places = lambda: [one for one in known() if not one.is_temporary]
    try:
        return _capacity(draft, territory)
    finally:
        draft.free_places = known


def _draw_without_storing(queue: Any, **who: Any) -> Any:
    slot, _ = draw(queue, **who)
    return slot, queue.count


def _one_count(territory: Any, _: int) -> CategoryKey:
    return CategoryKey(territory, 3)


def _first_territory_only(draft: Any, territory: Any) -> None:
    if territory == "city":
        iteration.iterate(draft, territory)


def _turn_given_back(draft: Any, one: Any, trigger: Any) -> None:
    offers.decline(draft, one, trigger)
    queue = draft.queue(CategoryKey(one.territory, one.cohort))
    draft.record("count:given-back", "R-6", queues=[replace(queue, count=queue.ratio)])


def _lapsed(draft: Any, one: Any, _: Any) -> None:
    offers.lapse(draft, one)


def _silence_ends_all(draft: Any, one: Any) -> None:
    steps.archive(draft, one, ArchiveReason.NO_ANSWER, "VX-10")


def _happens(happening: Happening, does: Any) -> Any:
    return lambda: patch.dict(lifecycle._HAPPENS, {happening: does})


def _counts_move_too(draft: Any, territory: Any) -> None:
    before = {one.cohort: draft.queue(CategoryKey(territory, one.cohort)) for one in TABLE}
    yearly.update(draft, territory)
    moved = [
        replace(draft.queue(CategoryKey(territory, cohort + 1)), count=queue.count)
        for cohort, queue in before.items()
        if queue.version
    ]
    draft.record("counts:moved", "R-18", queues=moved)


MUTATIONS = among(
    "voucher",
    (
        # applying
        mutation("consent is not asked for", "R-92", other(Submit, _submitted(consent=True), HERE)),
        mutation(
            "named kindergartens are passed over",
            "V-17 R-25",
            other(Submit, _submitted(chosen=()), HERE),
        ),
        mutation(
            "the cohort is that of the calendar year",
            "V-15 V-17 VX-5 R-7",
            attr(intake, "cohort_of", _by_the_calendar_year),
        ),
        mutation(
            "a child may have two applications",
            "G-40 R-22",
            attr(applications, "_need_no_other", nothing),
            attr(applications, "_claim", gives(Claim.GRANTED)),
        ),
        mutation(
            "any number is a number of a person", "L-A1.1", attr(verbs, "iin_fault", gives(None))
        ),
        mutation("any age may apply", "L-11.2 A-08", attr(shared_intake, "check_age", nothing)),
        mutation(
            "nobody looks at an application",
            "L-6.1 L-6.4 VX-5",
            attr(shared_intake, "needs_review", gives(value=False)),
        ),
        mutation(
            "an application is never refused as a whole",
            "L-5.6 L-14.1 A-14",
            act(Reject, whole(intake.reject, whole=False), room=HERE),
        ),
        mutation(
            "a refused benefit ends all",
            "L-14.1 R-35 A-14",
            act(Reject, whole(intake.reject, whole=True), room=HERE),
        ),
        mutation(
            "a benefit is not looked at again", "R-19 L-13.3 R-12", act(Reject, nothing, room=HERE)
        ),
        mutation(
            "every territory is linear",
            "G-10 V-5 V-6",
            attr(applications, "mode_on", gives(Mode.LINEAR)),
            attr(Rules, "mode_of", gives(Mode.LINEAR)),
        ),
        mutation(
            "acts of other modes are known",
            "R-30",
            known_here(ChangeChoices, State.QUEUED, room=HERE),
        ),
        mutation("the upper age is eight", "L-11.2 A-08 R-78", setting(max_age_years=8)),
        mutation(
            "a planned age holds nothing",
            "R-1 L-16.6 A-10",
            attr(shared_intake, "planned_age_terms", gives([])),
        ),
        # the iteration
        mutation(
            "a place of any cohort",
            "R-6 A-63",
            attr(voucher_world, "_wanted", _all_wanted),
            attr(iteration, "_capacity", _any_capacity),
        ),
        mutation(
            "all children are of one cohort",
            "V-15 V-17 VX-5 R-7",
            attr(intake, "cohort_of", gives(5)),
            attr(entering, "cohort_of", gives(5)),
        ),
        mutation(
            "privilege is lost by a voucher",
            "L-23.1 G-01 VX-4",
            other(Submit, _as_in_the_linear_mode, HERE),
        ),
        mutation("a place of any kind", "A-29 R-27", attr(iteration, "_capacity", _any_kind)),
        mutation(
            "temporary places bring nothing",
            "R-6 R-51 L-23.3",
            attr(iteration, "_capacity", _lasting_only),
        ),
        mutation(
            "vouchers that look for a place do not count",
            "R-6 R-7",
            attr(iteration, "_looks_for_a_place", gives(value=False)),
        ),
        mutation(
            "the count is not stored",
            "R-6 L-10.3 A-02",
            attr(iteration, "draw", _draw_without_storing),
        ),
        mutation(
            "one count for all cohorts", "R-6 R-18", attr(iteration, "CategoryKey", _one_count)
        ),
        mutation("a refusal gives the turn back", "R-6", act(Decline, _turn_given_back, room=HERE)),
        mutation(
            "one territory in a night",
            "R-6 R-8",
            _happens(Happening.ITERATION, _first_territory_only),
        ),
        mutation(
            "the youngest wait for nobody",
            "VX-6 R-6",
            attr(iteration, "_somebody_waits", gives(value=False)),
        ),
        mutation(
            "any age for a voucher",
            "R-79 A-09 VX-6",
            setting(voucher_categories=_table(min_age_months=0)),
        ),
        mutation(
            "every cohort has a category",
            "R-80 A-08",
            setting(voucher_categories=_table(*EVERY_COHORT)),
        ),
        mutation(
            "the usual table everywhere", "A-46 R-80 A-47", setting(voucher_categories=_table())
        ),
        mutation("no least age of the region", "A-09", setting(min_offer_age_months=0)),
        mutation("one to three everywhere", "A-01 R-6", setting(ratio_g=3)),
        mutation("three at night everywhere", "R-6", setting(iteration_at="03:00")),
        mutation("no budget anywhere", "R-6 A-47", setting(iteration_budget=0)),
        mutation(
            "a place starts an iteration everywhere", "R-6 VX-5", setting(iterate_on_place=True)
        ),
        mutation("a place starts an iteration nowhere", "R-6", setting(iterate_on_place=False)),
        mutation(
            "held places are recalled",
            "R-46",
            attr(vacancies, "RECALLABLE", frozenset(PlaceState)),
        ),
        mutation("a recalled place stays", "R-46 V-14", other(Recall, nothing, HERE)),
        # the offer
        mutation(
            "a voucher is answered twice",
            "VX-10 R-30",
            allowed(Accept, State.VOUCHER_ACTIVE, room=HERE),
        ),
        mutation(
            "five days to answer", "VX-10 R-8 G-05a G-06", setting(voucher_offer_working_days=5)
        ),
        mutation(
            "the offer runs in calendar days",
            "VX-10 G-06 VX-12",
            attr(offers, "working_days_after", calendar_days_after),
        ),
        mutation("a refused voucher only lapses", "VX-13", act(Decline, _lapsed, room=HERE)),
        mutation(
            "silence ends all",
            "VX-10 VX-11 G-05a",
            due(TermKind.VOUCHER_ANSWER, _silence_ends_all, room=HERE),
        ),
        mutation("nobody is reminded of an offer", "VX-10 VX-11", untold("N-44")),
        # restoring
        mutation(
            "two weeks to restore", "VX-11 VX-10 G-05a", setting(voucher_restore_calendar_days=14)
        ),
        mutation(
            "restored as often as one likes", "R-69 VX-11 A-45", setting(voucher_restore_limit=9)
        ),
        mutation("restored once everywhere", "R-69 VX-11", setting(voucher_restore_limit=1)),
        mutation(
            "restored stands last everywhere", "VX-11 A-49 R-12", setting(restore_keeps_ts=False)
        ),
        mutation("restored keeps its turn everywhere", "A-49", setting(restore_keeps_ts=True)),
        mutation(
            "nobody hears that the time to restore ends",
            "VX-11 R-30",
            untold("N-46"),
        ),
        # the yearly update, what changes for all
        mutation("no yearly update", "VX-6 R-7", _happens(Happening.YEARLY_UPDATE, nothing)),
        mutation(
            "counts move with the children",
            "R-18 R-6",
            _happens(Happening.YEARLY_UPDATE, _counts_move_too),
        ),
        mutation(
            "who is away keeps the old cohort",
            "VX-6 VX-11",
            attr(yearly, "_SETTLED", frozenset(State) - SHOWN),
        ),
        mutation(
            "the update on 30 June everywhere",
            "VX-5 R-7",
            setting(update_on="06-30", update_at="23:00"),
        ),
        mutation("a change moves what runs", "R-9", running_terms_move),
        mutation("an outage moves nothing", "R-11 R-89 R-76", other(Outage, nothing, HERE)),
        mutation(
            "nobody is told why a number changed",
            "R-12 L-13.2",
            attr(moves, "amounts_of", gives(())),
            attr(lookback, "amounts_of", gives(())),
        ),
    ),
)
