"""A family does not come: the stop-list, then out of the queue (9.2 rows 11 to 13, A-37, A-39)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kezek.core.applications import Application, ArchiveReason, State, Term, TermKind
from kezek.core.events import Cause
from kezek.core.ids import KindergartenId
from kezek.core.modes.draft import Draft
from kezek.core.modes.indigo import vacancies
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.modes.linear.steps import archive, enter_queue, lasting_terms
from kezek.core.notices import Notice, Value
from kezek.core.places import Place
from kezek.core.terms import block_working_days_after_lapse


class IndigoWays:
    """What the indigo mode does its own way in shared chapters."""

    def freed(self, place: Place, now: datetime) -> Place:
        """Into the next bulletin, with equal chances for everybody (A-61)."""
        return vacancies.freed(place, now)

    def lapse(self, draft: Draft, application: Application) -> None:
        """A missed referral, an unsigned contract, papers too late to mend (R-65, R-66)."""
        miss(draft, application)

    def send_back(
        self,
        draft: Draft,
        application: Application,
        kindergarten: KindergartenId,
        kind: str,
        rule: str,
        *,
        place: Place,
        notices: Iterable[Notice] = (),
    ) -> None:
        """To the shared queue by submission; there is no entry to one kindergarten (5.2(1))."""
        enter_queue(
            draft,
            application,
            kind,
            rule,
            cause=Cause.RETURNED_AHEAD,
            places=[draft.freed(place)],
            notices=(*notices, Notice("N-16", application.id)),
        )


def miss(draft: Draft, application: Application) -> None:
    """The referral is annulled: a first time blocks, the last one removes (I-3.11, I-3.12)."""
    struck = replace(application, strikes=application.strikes + 1)
    place = draft.freed(draft.place(live_referral(application).place))
    if struck.strikes >= draft.settings.max_misses:
        archive(
            draft,
            struck,
            ArchiveReason.TWO_MISSED_REFERRALS,
            "I-3.12",
            places=[place],
            notices=[Notice("N-41", application.id)],
        )
        return
    _stop_list(draft, struck, place)


def _stop_list(draft: Draft, application: Application, place: Place) -> None:
    lapsed_at = _lapsed_at(application)
    ends_at = block_working_days_after_lapse(
        lapsed_at, draft.settings.stop_list_working_days, draft.calendar
    )
    values: dict[str, Value] = {
        "due_at": ends_at.isoformat(),
        "left": draft.settings.max_misses - application.strikes,
    }
    draft.record(
        "referral:missed",
        "I-3.11",
        applications=[
            replace(
                application,
                state=State.STOP_LIST,
                referral=None,
                terms=(*lasting_terms(application), Term(ends_at, TermKind.STOP_LIST, lapsed_at)),
            )
        ],
        places=[place],
        notices=[Notice("N-40", application.id, values)],
    )


def _lapsed_at(application: Application) -> datetime:
    """The end of the term that was missed: the contract's while one waits to be signed (R-65)."""
    contract = application.term(TermKind.CONTRACT_SIGN)
    if application.state is State.CONTRACT and contract is not None:
        return contract.due_at
    return live_referral(application).expires_at


def stop_list_over(draft: Draft, application: Application) -> None:
    """Ten working days are over: back by submission (row 13, N-42, N-16)."""
    enter_queue(
        draft,
        application,
        "stop-list:over",
        "I-3.11",
        cause=Cause.RETURNED_AHEAD,
        notices=[Notice("N-42", application.id), Notice("N-16", application.id)],
    )
