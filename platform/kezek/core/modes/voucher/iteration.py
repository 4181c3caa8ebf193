"""An iteration: as many vouchers as there are free places of each cohort (7.1(3), R-6)."""

import sys
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kezek.core.applications import SHOWN, Application, State, deadline
from kezek.core.cohorts import reference_year
from kezek.core.events import Cause
from kezek.core.ids import TerritorySlug
from kezek.core.mode_rules import VoucherCategory
from kezek.core.modes.bars import Bar, age_bar
from kezek.core.modes.contract import Rules
from kezek.core.modes.draft import Draft
from kezek.core.modes.voucher.lists import serve_waiting_lists
from kezek.core.modes.voucher.offers import offered
from kezek.core.notices import Notice
from kezek.core.people import age_in_months
from kezek.core.queues import CategoryKey, Queue, QueueType
from kezek.core.rules import TenantRules
from kezek.core.turns import Slot, Standing, draw

Seats = tuple[int, QueueType]
"""A cohort and the type of its places: a general child has no use for a special group."""

_NO_CAP = sys.maxsize


def iterate(draft: Draft, territory: TerritorySlug, only_cohort: int | None = None) -> None:
    """Offers vouchers in a territory: waiting lists first, the last categories last (VX-6).

    `only_cohort` is the one whose place was published, where that starts an iteration (R-6).
    """
    serve_waiting_lists(draft)
    table = draft.settings.voucher_categories
    for is_last in (False, True):
        if is_last and _somebody_waits(draft, territory, table):
            return
        wanted = [
            one for one in table if one.issued_last is is_last and only_cohort in (None, one.cohort)
        ]
        _Round(draft, territory, wanted).give()


def _somebody_waits(
    draft: Draft, territory: TerritorySlug, table: Iterable[VoucherCategory]
) -> bool:
    """Whether any category that is not served last still has a child in it (VX-6)."""
    before = {one.code for one in table if not one.issued_last}
    return any(
        one.territory == territory
        and one.state in SHOWN
        and f"{one.cohort}-{one.standing}" in before
        for one in draft.applications()
    )


@dataclass(frozen=True, slots=True)
class _Turn:
    """The child that is next in a cohort, with the class drawn and the count to store."""

    application: Application
    slot: Slot | None
    queue: Queue


class _Round:
    """One iteration over some categories: cohorts take turns, each gives by its weight."""

    def __init__(
        self, draft: Draft, territory: TerritorySlug, categories: Sequence[VoucherCategory]
    ) -> None:
        self._draft = draft
        self._territory = territory
        ordered = sorted(categories, key=lambda one: one.order)
        self._cohorts = tuple(dict.fromkeys(one.cohort for one in ordered))
        self._weight = {(one.cohort, one.standing): one.weight for one in ordered}
        self._budget = _budget_left(draft, territory)
        self._free = _capacity(draft, territory)
        self._waiting = _waiting(draft, territory, ordered)

    def give(self) -> None:
        """Until no place, no child or no budget is left."""
        while sum(self._turn_of(cohort) for cohort in self._cohorts):
            pass

    def _turn_of(self, cohort: int) -> int:
        given = most = 0
        for turn in self._next_of(cohort):
            most = most or self._weight[(cohort, turn.application.standing.value)]
            self._offer(turn, cohort)
            given += 1
            if given == most:
                break
        return given

    def _next_of(self, cohort: int) -> Iterator[_Turn]:
        for queue_type in QueueType:
            while self._free[(cohort, queue_type)] > 0 and self._budget > 0:
                turn = self._head(cohort, queue_type)
                if turn is None:
                    break
                self._free[(cohort, queue_type)] -= 1
                self._budget -= 1
                yield turn

    def _head(self, cohort: int, queue_type: QueueType) -> _Turn | None:
        """Out of turn first; then one to three by the cohort's own count (R-6, R-18, A-29)."""
        queue = self._draft.queue(CategoryKey(self._territory, cohort))
        classes = {one: self._waiting[(cohort, queue_type, one)] for one in Standing}
        if classes[Standing.O]:
            return _Turn(classes[Standing.O].popleft(), None, queue)
        first, general = classes[Standing.P], classes[Standing.G]
        if not first and not general:
            return None
        if queue_type is not QueueType.GENERAL:
            both = [one for one in (first, general) if one]
            return _Turn(min(both, key=lambda one: one[0].rank).popleft(), None, queue)
        slot, count = draw(queue, has_first_priority=bool(first), has_general=bool(general))
        return _Turn(classes[Standing(slot)].popleft(), slot, replace(queue, count=count))

    def _offer(self, turn: _Turn, cohort: int) -> None:
        changed = offered(self._draft, turn.application)
        due_at = deadline(changed)
        assert due_at is not None, "a voucher without an end of its offer"
        self._draft.record(
            "voucher:offered",
            "VX-5",
            Cause.SERVED_AHEAD,
            applications=[changed],
            queues=[turn.queue],
            notices=[Notice("N-43", changed.id, {"due_at": due_at.isoformat()})],
            cohort=cohort,
            slot=str(turn.slot or ""),
        )


def _budget_left(draft: Draft, territory: TerritorySlug) -> int:
    """Vouchers that the month still allows: less those before and those of this decision."""
    most = draft.settings.iteration_budget
    if not most:
        return _NO_CAP
    made = sum(
        one.voucher is not None and draft.now in one.voucher.given_at
        for one in draft.applications()
        if one.territory == territory and one.state is State.VOUCHER_OFFERED
    )
    return most - draft.vouchers_given.get(territory, 0) - made


def _capacity(draft: Draft, territory: TerritorySlug) -> Counter[Seats]:
    """Published places of each cohort, less the vouchers that still look for one (R-6).

    Temporary places count like lasting ones: R-6 names every published place.
    """
    year = reference_year(draft.settings, draft.calendar, draft.now)
    capacity: Counter[Seats] = Counter(
        (year - place.key.birth_year, place.key.queue_type)
        for place in draft.free_places()
        if draft.territory_of(place) == territory
    )
    for one in draft.applications():
        if one.territory == territory and _looks_for_a_place(one):
            capacity[(year - one.birth_year, one.queue_type)] -= 1
    return capacity


def _looks_for_a_place(application: Application) -> bool:
    """Offered, or active without a place; on a waiting list it does not count (R-6)."""
    if application.state is State.VOUCHER_OFFERED:
        return True
    has_hold = application.voucher is not None and application.voucher.hold is not None
    return application.state is State.VOUCHER_ACTIVE and not has_hold


_Waiting = defaultdict[tuple[int, QueueType, Standing], deque[Application]]
"""Who waits in each category, the next first."""


def _waiting(
    draft: Draft, territory: TerritorySlug, categories: Iterable[VoucherCategory]
) -> _Waiting:
    """Those who may be offered a voucher, by submission: in line and old enough (R-79, A-09)."""
    today = draft.calendar.local_day(draft.now)
    least = {one.code: one.min_age_months for one in categories}
    found: _Waiting = defaultdict(deque)
    for one in sorted(draft.applications(), key=lambda one: one.rank):
        if one.state is not State.QUEUED or one.territory != territory:
            continue
        if one.cohort is not None and _bar(one, least, draft.settings, today) is None:
            found[(one.cohort, one.queue_type, one.standing)].append(one)
    return found


def bar(application: Application, rules: Rules, now: datetime) -> Bar | None:
    """What keeps a child from a voucher: no category in the table, or its age (R-79, A-09)."""
    least = {one.code: one.min_age_months for one in rules.settings.voucher_categories}
    return _bar(application, least, rules.settings, rules.calendar.local_day(now))


def _bar(
    application: Application, least: Mapping[str, int], settings: TenantRules, today: date
) -> Bar | None:
    months = least.get(f"{application.cohort}-{application.standing}")
    if months is None:
        return Bar.NO_CATEGORY
    if (by_age := age_bar(application, settings, today)) is not None:
        return by_age
    return Bar.TOO_YOUNG if age_in_months(application.born_on, today) < months else None
