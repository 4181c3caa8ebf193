"""An application for a voucher: a territory and a language, no kindergartens (row 1, V-17)."""

from dataclasses import replace

from kezek.core.applications import Application, ArchiveReason, State
from kezek.core.cohorts import cohort_of
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import intake
from kezek.core.modes.linear.steps import archive, enter_queue
from kezek.core.modes.voucher.clock import let_go, spent, voucher_of
from kezek.core.notices import Notice
from kezek.core.triggers import Reject, Submit
from kezek.core.turns import Standing

WITH_VOUCHER = frozenset({State.VOUCHER_ACTIVE, State.PLACE_CHOSEN, State.WAITLISTED})
"""States in which a second check may still find a voucher unfounded (L-14.1, R-35)."""


def submit(draft: Draft, trigger: Submit) -> None:
    """A new application, with its cohort (R-7): into its category, or to the specialist.

    A place that the child had before by privilege does not cost it here: L-23.1 is of the linear
    mode (G-01). Raises Refusal: without consent, with kindergartens, not of the age.
    """
    intake.need_consent(trigger)
    if trigger.chosen:
        raise Refusal(Code.INVALID_CHOICE, "no_choices")
    one = trigger.application
    cohort = cohort_of(one.born_on, draft.settings, draft.calendar, draft.now)
    counted = replace(trigger, application=replace(one, cohort=cohort), lost_privilege=False)
    intake.take_in(draft, counted, intake.age_terms)


def reject(draft: Draft, application: Application, trigger: Reject) -> None:
    """As in the linear mode; a voucher that was given on it is annulled (row 25, R-35)."""
    if application.state in WITH_VOUCHER:
        _annul(draft, application, trigger)
    else:
        intake.reject(draft, application, trigger)


def _annul(draft: Draft, application: Application, trigger: Reject) -> None:
    told = [Notice("N-24", application.id, {"reason": trigger.reason})]
    if application.referral is not None:
        kindergarten = application.referral.kindergarten
        told.append(Notice("N-24", application.id, to_kindergarten=kindergarten))
    places = let_go(draft, application)
    changed = replace(application, voucher=spent(voucher_of(application)))
    if trigger.whole:
        archive(
            draft,
            changed,
            ArchiveReason.DOCUMENTS_UNRELIABLE,
            "L-14.1",
            places=places,
            notices=told,
        )
        return
    enter_queue(
        draft,
        replace(changed, standing=Standing.G, claimed=Standing.G),
        "voucher:annulled",
        "L-14.1",
        cause=Cause.RETURNED_AHEAD,
        places=places,
        notices=[*told, Notice("N-07", application.id)],
    )
