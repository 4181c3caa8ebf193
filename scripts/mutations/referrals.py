"""From the referral to the contract: rules switched off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kezek.core.applications import ArchiveReason, State, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.modes.linear import (
    admission,
    offers,
    referrals,
    steps,
    ways,
)
from kezek.core.terms import calendar_days_after
from kezek.core.triggers import (
    Admit,
    AskExtension,
    CancelReferral,
    RefuseAdmission,
    ReviewRefusal,
    SubmitDocuments,
)
from mutations.tools import (
    Mutation,
    act,
    allowed,
    attr,
    due,
    entry_stays,
    gives,
    gives_argument,
    mutation,
    setting,
    untold,
    with_referral,
)


def _a_day_short(deadline: Any, days: int, _: Any) -> Any:
    return deadline + timedelta(days=days - 1)


def _entry_ends_all(
    draft: Any, one: Any, _: Any, __: str, rule: str, *, place: Any, **___: Any
) -> None:
    steps.archive(draft, one, ArchiveReason.ADMISSION_REFUSED, rule, places=[steps.freed(place)])


def _limits_first(draft: Any, _: Any, trigger: Any) -> None:
    referrals.check_extension_days(trigger.days, draft.settings.extension_max_days)
    raise Refusal(Code.WRONG_STATE, "state")


def _request_kept(draft: Any, one: Any, trigger: Any) -> None:
    asked = one.referral.extension_asked_days
    admission.submit_documents(draft, one, trigger)
    after = draft.application(one.id)
    kept = replace(after.referral, extension_asked_days=asked)
    draft.record("documents:request-kept", "R-40", applications=[replace(after, referral=kept)])


def _complete_as_sent(draft: Any, one: Any, trigger: Any) -> None:
    if trigger.reason == "incomplete" and one.referral.documents_complete:
        raise Refusal(Code.WRONG_STATE, "complete")
    admission.refuse_admission(draft, one, trigger)


def _always_stands(draft: Any, one: Any, trigger: Any) -> None:
    admission.review_refusal(draft, one, replace(trigger, stands=True))


MUTATIONS: tuple[Mutation, ...] = (
    mutation("a referral is cancelled any number of times", "A-16", setting(cancel_limit=9)),
    mutation("a referral is cancelled for ten days", "L-25.1 R-30", setting(cancel_hours=240)),
    mutation(
        "a cancelled kindergarten stays on the list",
        "L-25.1 A-16 R-33",
        attr(ways, "return_without", entry_stays),
    ),
    mutation(
        "a referral runs in calendar days",
        "L-22.3 G-03 G-04",
        attr(offers, "working_days_after", calendar_days_after),
    ),
    mutation("no warning of the last day", "L-22.3 N-20", untold("N-20")),
    mutation("ninety days may be asked for", "R-37 L-25.2", setting(extension_max_days=90)),
    mutation(
        "an extension every time",
        "A-17 L-25.2 R-36",
        act(AskExtension, with_referral(referrals.ask_extension, extended=False)),
    ),
    mutation(
        "a second request beside the first",
        "R-38",
        act(AskExtension, with_referral(referrals.ask_extension, extension_asked_days=None)),
    ),
    mutation(
        "a waiting request holds nothing",
        "A-17 R-39",
        due(TermKind.REFERRAL_END, referrals.expire),
    ),
    mutation(
        "an extension is a day short",
        "A-17 L-25.2",
        attr(
            referrals,
            "extended_by_calendar_days",
            _a_day_short,
        ),
    ),
    mutation("a lapsed referral leads back", "A-15", setting(linear_expiry="requeue")),
    mutation("a stop-list of one day", "R-55", setting(stop_list_working_days=1)),
    mutation(
        "incomplete papers are enough",
        "R-42 L-22.7",
        act(Admit, with_referral(admission.admit, documents_complete=True)),
    ),
    mutation(
        "vaccinations are nobody's concern",
        "A-19 L-22.8 L-28.3",
        attr(admission, "exceeds_threshold", gives(value=False)),
    ),
    mutation(
        "everybody lacks vaccinations",
        "R-43 A-19",
        attr(admission, "exceeds_threshold", gives(value=True)),
    ),
    mutation(
        "an upheld refusal ends all",
        "A-18 L-28.3 R-33",
        attr(ways, "return_without", _entry_ends_all),
    ),
    mutation("a contract waits for a month", "A-32", setting(contract_sign_days=30)),
    mutation("the earlier of two terms", "A-32", attr(admission, "max", min)),
    mutation(
        "a slow kindergarten costs the family days",
        "R-41 A-32",
        attr(admission, "moved_by_whole_days", gives_argument(0)),
    ),
    mutation("a lapsed referral always ends all", "A-15", setting(linear_expiry="archive")),
    mutation(
        "a referral is cancelled while its papers are checked",
        "L-25.1 R-30",
        allowed(CancelReferral, State.ADMISSION, State.CONTRACT, State.ENROLLED),
    ),
    mutation(
        "limits are looked at before the state",
        "R-30 L-25.2",
        act(AskExtension, _limits_first, State.QUEUED),
    ),
    mutation("papers keep a waiting request", "R-40", act(SubmitDocuments, _request_kept)),
    mutation("nobody hears that papers came", "L-22.5 L-22.6", untold("N-25")),
    mutation(
        "papers are complete when the parent says so",
        "R-44",
        act(RefuseAdmission, _complete_as_sent),
    ),
    mutation(
        "a contraindication leaves the other queues",
        "L-28.2 A-18",
        act(ReviewRefusal, with_referral(admission.review_refusal, refusal="immunity")),
    ),
    mutation("every refusal stands", "L-16.1 A-18 R-45", act(ReviewRefusal, _always_stands)),
)
