"""The yearly update: every child goes into the cohort of the new year (R-7, R-79, VX-6)."""

from dataclasses import replace

from kezek.core.applications import ENDED, SHOWN, Application, State
from kezek.core.cohorts import cohort_of
from kezek.core.events import Cause
from kezek.core.ids import TerritorySlug
from kezek.core.modes.draft import Draft
from kezek.core.notices import Notice
from kezek.core.territories import Mode

_SETTLED = ENDED | {State.ENROLLED, State.ENROLLED_TEMP, State.TRANSFER}
"""States in which no category matters any more."""

_TOLD = SHOWN | {State.UNDER_REVIEW, State.INACTIVE}
"""Those whose category is still to bring them a voucher (N-50)."""


def update(draft: Draft, territory: TerritorySlug) -> None:
    """The eldest first: a queue is empty before the next cohort comes into it (row 19, R-18)."""
    concerned = [
        one
        for one in draft.applications()
        if one.territory == territory and one.mode is Mode.VOUCHER and one.state not in _SETTLED
    ]
    for one in sorted(concerned, key=lambda one: (one.birth_year, one.rank)):
        _move(draft, one)


def _move(draft: Draft, application: Application) -> None:
    cohort = cohort_of(application.born_on, draft.settings, draft.calendar, draft.now)
    if cohort == application.cohort:
        return
    moved = replace(application, cohort=cohort)
    told = [Notice("N-50", application.id, {"before": _code(application), "after": _code(moved)})]
    draft.record(
        "application:cohort-updated",
        "VX-6",
        Cause.COHORT_UPDATE,
        applications=[moved],
        notices=told if application.state in _TOLD else [],
    )


def _code(application: Application) -> str:
    return f"{application.cohort}-{application.standing}"
