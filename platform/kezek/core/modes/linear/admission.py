"""From the papers to the signed contract, and its end (rows 26, 28 to 36; L-22, L-28)."""

from dataclasses import replace

from kezek.core.applications import (
    Application,
    ArchiveReason,
    State,
    Term,
    TermKind,
)
from kezek.core.errors import Code, Refusal
from kezek.core.events import Cause
from kezek.core.groups import Group
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear.offers import referral_terms
from kezek.core.modes.linear.pupils import need_own_place, vacated
from kezek.core.modes.linear.referrals import live_referral
from kezek.core.modes.linear.steps import (
    archive,
    enter_queue,
    lasting_terms,
    without_term,
)
from kezek.core.notices import Notice
from kezek.core.places import Place, PlaceState
from kezek.core.terms import calendar_days_after, moved_by_whole_days, working_days_after
from kezek.core.triggers import (
    Admit,
    EndContract,
    RefuseAdmission,
    ReviewRefusal,
    Sign,
    SubmitDocuments,
)


def submit_documents(draft: Draft, application: Application, trigger: SubmitDocuments) -> None:
    """Registered the day they arrive, checked within one working day (row 26, R-40)."""
    referral = live_referral(application)
    check_due_at = working_days_after(
        draft.now, draft.settings.admission_check_working_days, draft.calendar
    )
    draft.record(
        "documents:submitted",
        "L-22.6",
        applications=[
            replace(
                application,
                state=State.ADMISSION,
                referral=replace(
                    referral,
                    documents_at=draft.now,
                    check_due_at=check_due_at,
                    documents_complete=trigger.complete,
                    vaccinated=trigger.vaccinated,
                    extension_asked_days=None,
                    lapses_when_answered=False,
                    refusal=None,
                ),
                terms=(
                    *lasting_terms(application),
                    Term(check_due_at, TermKind.ADMISSION_ALARM, draft.now),
                ),
            )
        ],
        notices=[Notice("N-25", application.id, {"due_at": check_due_at.isoformat()})],
    )


def exceeds_threshold(draft: Draft, application: Application, group: Group) -> bool:
    """Whether this child, being without planned vaccinations, may be refused for it (A-19)."""
    if live_referral(application).vaccinated:
        return False
    return group.would_exceed(draft.settings.immunity_percent)


def admit(draft: Draft, application: Application, trigger: Admit) -> None:
    """The papers are in order: the contract goes out to be signed (row 28, R-42, A-32)."""
    application = as_found(application, trigger.vaccinated)
    referral = live_referral(application)
    if not referral.documents_complete:
        raise Refusal(Code.WRONG_STATE, "incomplete")
    if exceeds_threshold(draft, application, trigger.group):
        raise Refusal(Code.WRONG_STATE, "immunity")
    sign_by = max(
        referral.expires_at,
        calendar_days_after(draft.now, draft.settings.contract_sign_days, draft.calendar),
    )
    draft.record(
        "contract:sent",
        "L-22.10",
        applications=[
            replace(
                application,
                state=State.CONTRACT,
                terms=(
                    *lasting_terms(application),
                    Term(sign_by, TermKind.CONTRACT_SIGN, draft.now),
                ),
            )
        ],
        notices=[Notice("N-29", application.id, {"due_at": sign_by.isoformat()})],
    )


def refuse_admission(draft: Draft, application: Application, trigger: RefuseAdmission) -> None:
    """Papers missing: to be mended while the term runs (row 29); else a review (row 30)."""
    application = as_found(application, trigger.vaccinated)
    if trigger.reason == "incomplete":
        _papers_missing(draft, application, trigger.papers)
        return
    if trigger.reason == "immunity" and not exceeds_threshold(draft, application, trigger.group):
        raise Refusal(Code.WRONG_STATE, "immunity_not_exceeded")
    referral = live_referral(application)
    alarm_at = working_days_after(
        draft.now, draft.settings.refusal_review_working_days, draft.calendar
    )
    draft.record(
        "admission:refused",
        # A rule stands open in the journal: which ground of health it was is the family's (D-10).
        "L-28.0",
        applications=[
            replace(
                application,
                state=State.ADMISSION_REFUSED,
                referral=replace(referral, refusal=trigger.reason, refusal_reviewed=False),
                terms=(
                    *lasting_terms(application),
                    Term(alarm_at, TermKind.REFUSAL_REVIEW_ALARM, draft.now),
                ),
            )
        ],
        notices=[
            Notice("N-27", application.id, {"reason": trigger.reason}),
            Notice("N-27", application.id, {"reason": trigger.reason}, to_staff=True),
        ],
        reason=trigger.reason,
    )


def as_found(application: Application, vaccinated: bool | None) -> Application:
    """With what the kindergarten has read in the card; its finding prevails (L-22.6, R-44)."""
    if vaccinated is None:
        return application
    return replace(application, referral=replace(live_referral(application), vaccinated=vaccinated))


def _papers_missing(draft: Draft, application: Application, papers: str) -> None:
    """Back to the family if the term still runs, lengthened by the kindergarten's delay (R-41)."""
    referral = live_referral(application)
    expires_at = referral.expires_at
    if referral.check_due_at is not None and draft.now > referral.check_due_at:
        expires_at = moved_by_whole_days(expires_at, referral.check_due_at, draft.now)
    runs = expires_at > draft.now
    draft.record(
        "documents:refused",
        "L-22.7",
        applications=[
            replace(
                application,
                state=State.REFERRED,
                referral=replace(
                    referral, expires_at=expires_at, documents_at=None, check_due_at=None
                ),
                terms=(
                    *lasting_terms(application),
                    *(referral_terms(draft, expires_at) if runs else ()),
                ),
            )
        ],
        notices=[
            Notice("N-26", application.id, {"due_at": expires_at.isoformat(), "reason": papers})
        ],
    )
    if not runs:
        draft.ways.lapse(draft, draft.application(application.id))


def review_refusal(draft: Draft, application: Application, trigger: ReviewRefusal) -> None:
    """The department upholds or overturns the kindergarten's refusal (rows 31, 32, A-18, N-28)."""
    referral = live_referral(application)
    told = [
        Notice("N-28", application.id, {"stands": trigger.stands}),
        Notice(
            "N-28",
            application.id,
            {"stands": trigger.stands},
            to_kindergarten=referral.kindergarten,
        ),
    ]
    reviewed = replace(application, reviewed=True)
    if not trigger.stands:
        _overturn(draft, reviewed, told)
    elif referral.refusal == "contraindication":
        archive(
            draft,
            reviewed,
            ArchiveReason.ADMISSION_REFUSED,
            "L-16.1",
            places=[draft.freed(draft.place(referral.place))],
            notices=told,
        )
    else:
        draft.ways.send_back(
            draft,
            reviewed,
            referral.kindergarten,
            "admission:refusal-upheld",
            "L-16.1",
            place=draft.place(referral.place),
            notices=told,
        )


def _overturn(draft: Draft, application: Application, told: list[Notice]) -> None:
    referral = live_referral(application)
    check_due_at = working_days_after(
        draft.now, draft.settings.admission_check_working_days, draft.calendar
    )
    draft.record(
        "admission:refusal-overturned",
        "L-16.1",
        applications=[
            replace(
                application,
                state=State.ADMISSION,
                referral=replace(referral, refusal_reviewed=True, check_due_at=check_due_at),
                terms=(
                    *lasting_terms(application),
                    Term(check_due_at, TermKind.ADMISSION_ALARM, draft.now),
                ),
            )
        ],
        notices=told,
    )


def sign(draft: Draft, application: Application, _: Sign) -> None:
    """Signed: the place is filled, the child admitted (row 33, N-30)."""
    referral = live_referral(application)
    place = draft.place(referral.place)
    until = place.temporary_until
    terms = lasting_terms(application) if until else ()
    draft.record(
        "contract:signed",
        "L-22.10",
        applications=[
            replace(
                application,
                state=State.ENROLLED_TEMP if until else State.ENROLLED,
                terms=terms,
            )
        ],
        places=[replace(place, state=PlaceState.FILLED)],
        notices=[
            Notice("N-30", application.id, {"until": until.isoformat() if until else None}),
            Notice("N-30", application.id, to_staff=True),
        ],
    )


def end_contract(draft: Draft, application: Application, trigger: EndContract) -> None:
    """The contract ends: the place is a new vacancy with no slot (row 35, R-15, R-34, R-52).

    With a group that goes to school its place is closed (L-17.1).
    """
    if application.state is State.ENROLLED_TEMP:
        return_from_temporary(draft, application, draft.place(live_referral(application).place))
        return
    place = need_own_place(draft, application)
    archive(
        draft,
        application,
        ArchiveReason.OTHER,
        "L-12.1",
        silent=True,
        places=[vacated(draft, place, closes=trigger.closes_place)],
        because=str(trigger.because),
    )


def return_from_temporary(draft: Draft, application: Application, place: Place) -> None:
    """The pupil is back: the child returns to the queue by its submission (row 36, L-23.3)."""
    enter_queue(
        draft,
        application,
        "temporary:ended",
        "L-23.3",
        cause=Cause.RETURNED_AHEAD,
        places=[replace(place, state=PlaceState.RECALLED, holder=None)],
        notices=[Notice("N-31", application.id)],
    )


def alarm_admission(draft: Draft, application: Application) -> None:
    """The kindergarten has not decided within one working day (A-32, N-54)."""
    _alarm(draft, application, TermKind.ADMISSION_ALARM, "L-22.6", "admission")


def alarm_refusal_review(draft: Draft, application: Application) -> None:
    """The department has not reviewed a refusal within one working day (A-18, N-54)."""
    _alarm(draft, application, TermKind.REFUSAL_REVIEW_ALARM, "L-16.1", "refusal_review")


def _alarm(draft: Draft, application: Application, kind: TermKind, rule: str, about: str) -> None:
    draft.record(
        "admission:late",
        rule,
        applications=[replace(application, terms=without_term(application, kind))],
        notices=[Notice("N-54", application.id, {"about": about}, to_staff=True)],
    )
