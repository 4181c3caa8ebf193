"""A voucher in a family's hands, waiting lists, admission, transfer: rules switched off."""

from dataclasses import replace
from typing import Any

from kezek.core.applications import ArchiveReason, State, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.modes import switch
from kezek.core.modes.linear import admission as shared_admission
from kezek.core.modes.linear import steps, upkeep
from kezek.core.modes.voucher import (
    admission,
    choice,
    clock,
    extension,
    kindergartens,
    lifecycle,
    lists,
    offers,
    transfer,
)
from kezek.core.triggers import (
    AskExtension,
    BeginTransfer,
    Choose,
    EndContract,
    GrantExtension,
    JoinWaitingList,
    RefuseAdmission,
    SubmitDocuments,
    Withdraw,
)
from kezek.usecases import due as due_usecase
from kezek.usecases import switching
from mutations.tools import (
    act,
    allowed,
    among,
    attr,
    barred,
    due,
    gives,
    gives_argument,
    mutation,
    nothing,
    setting,
    untold,
)

HERE = lifecycle
extended = extension.extended_by_calendar_days


def _day_short(deadline: Any, days: int, calendar: Any) -> Any:
    return extended(deadline, days - 1, calendar)


def _same_again_refused(draft: Any, one: Any, trigger: Any) -> None:
    if one.referral is not None and one.referral.kindergarten == trigger.chosen.id:
        raise Refusal(Code.WRONG_STATE, "chosen")
    choice.choose(draft, one, trigger)


def _listed_instead(draft: Any, one: Any, trigger: Any) -> None:
    try:
        choice.choose(draft, one, trigger)
    except Refusal:
        lists.join(draft, one, trigger)


def _only_where_none_is_free(draft: Any, one: Any, trigger: Any) -> None:
    if kindergartens.free_place(draft, one, trigger.chosen.id) is not None:
        raise Refusal(Code.INVALID_CHOICE, "free")
    lists.join(draft, one, trigger)


def _lists_end_with_the_pause(draft: Any, one: Any) -> None:
    lists.pause_over(draft, replace(one, voucher=replace(one.voucher, lists=())))


def _kept_for_good(draft: Any, one: Any) -> None:
    left = steps.without_term(one, TermKind.HOLD_END)
    draft.record("hold:goes-on", "VX-14", applications=[replace(one, terms=left)])


def _by_submission(one: Any, _: Any) -> Any:
    return one.rank


def _ended(draft: Any, one: Any) -> None:
    places = clock.let_go(draft, one)
    steps.archive(
        draft,
        replace(one, voucher=clock.spent(one.voucher)),
        ArchiveReason.OTHER,
        "A-45",
        places=places,
    )


def _uses_the_right(voucher: Any) -> Any:
    return replace(answered(voucher), extended=True)


answered = extension._answered


def _never_again(voucher: Any) -> Any:
    return replace(spent(voucher), restored=0)


spent = clock.spent


def _not_moved(voucher: Any, *_: Any) -> Any:
    return voucher


def _missing_as_for_health(draft: Any, one: Any, trigger: Any) -> None:
    admission.refuse_admission(draft, one, replace(trigger, reason="contraindication"))


def _five_days_go_on(draft: Any, one: Any, trigger: Any) -> None:
    end = one.term(TermKind.VOUCHER_END)
    admission.submit_documents(draft, one, trigger)
    after = draft.application(one.id)
    draft.record("clock:goes-on", "VX-12", applications=[replace(after, terms=(*after.terms, end))])


def _lapses_in_the_check(draft: Any, one: Any) -> None:
    offers.lapse(draft, one)


def _stays_for_good(draft: Any, one: Any, kind: str, told: Any) -> None:
    _ = (draft, one, kind, told)


def _from_anywhere(draft: Any, one: Any, trigger: Any) -> None:
    if one.referral is None:
        choice.choose(draft, one, trigger)
        return
    transfer.begin(draft, one, trigger)


EVERYBODY = frozenset(State)

MUTATIONS = among(
    "voucher",
    (
        # the five days
        mutation(
            "nine days to choose", "A-45 VX-12 R-69 R-70", setting(voucher_active_working_days=9)
        ),
        mutation(
            "the five days end all",
            "VX-12 A-45 R-69",
            due(TermKind.VOUCHER_END, _ended, room=HERE),
        ),
        mutation(
            "five days everywhere",
            "A-45 VX-10 VX-11 VX-12",
            setting(
                voucher_active_working_days=5,
                voucher_offer_working_days=2,
                voucher_restore_calendar_days=28,
            ),
        ),
        mutation(
            "the five days run in the check",
            "VX-12 R-77",
            act(SubmitDocuments, _five_days_go_on, room=HERE),
            due(TermKind.VOUCHER_END, _lapses_in_the_check, EVERYBODY, HERE),
        ),
        mutation(
            "nobody hears what to do now", "VX-12 L-22.6 L-22.10 V-12", untold("N-47", "N-25")
        ),
        # more days
        mutation(
            "an extension is a day short",
            "VX-15 L-25.2",
            attr(extension, "extended_by_calendar_days", _day_short),
        ),
        mutation(
            "thirty days at most everywhere", "VX-15 R-37", setting(voucher_extension_max_days=30)
        ),
        mutation(
            "days are asked for after the choice only",
            "VX-15",
            barred(AskExtension, State.VOUCHER_ACTIVE, room=HERE),
        ),
        mutation(
            "a waiting request is answered in the check",
            "R-40 VX-15",
            act(SubmitDocuments, shared_admission.submit_documents, room=HERE),
            allowed(GrantExtension, State.ADMISSION, room=HERE),
        ),
        mutation(
            "a refusal uses the right", "R-39 VX-15", attr(extension, "_answered", _uses_the_right)
        ),
        mutation(
            "a waiting request holds nothing",
            "VX-15 A-17 R-39",
            due(TermKind.VOUCHER_END, offers.lapse, room=HERE),
        ),
        mutation("restored is forgotten", "R-69 A-45", attr(offers, "spent", _never_again)),
        # the choice
        mutation(
            "chosen before the voucher",
            "R-30 VX-12",
            allowed(Choose, State.QUEUED, State.VOUCHER_OFFERED, room=HERE),
        ),
        mutation("a choice is final", "V-12 R-74", barred(Choose, State.PLACE_CHOSEN, room=HERE)),
        mutation("the same choice is refused", "R-75", act(Choose, _same_again_refused, room=HERE)),
        mutation("any kindergarten", "R-27 VX-17", attr(kindergartens, "check_list", nothing)),
        mutation(
            "who finds no place is put on the list",
            "V-12 VX-14",
            act(Choose, _listed_instead, room=HERE),
        ),
        mutation("kept places stay kept", "R-73 R-74", attr(choice, "kept_places", gives([]))),
        # waiting lists
        mutation("lists are not served", "R-74 R-6 V-14", attr(lists, "_first_for", gives(None))),
        mutation("lists by submission", "V-14 A-48", attr(lists, "_turn", _by_submission)),
        mutation(
            "the clock goes on",
            "V-14 VX-14 R-70",
            attr(lists, "_stops_the_clock", gives(value=False)),
        ),
        mutation(
            "who waits on a list chooses nothing else",
            "V-14 R-70",
            barred(Choose, State.WAITLISTED, room=HERE),
        ),
        mutation(
            "an enrolled child waits on no list",
            "V-14 R-81",
            barred(JoinWaitingList, State.ENROLLED, room=HERE),
        ),
        mutation(
            "no list where a place is free",
            "R-72",
            act(JoinWaitingList, _only_where_none_is_free, room=HERE),
        ),
        mutation(
            "a kept place is kept for good",
            "V-14 VX-14",
            due(TermKind.HOLD_END, _kept_for_good, room=HERE),
        ),
        mutation(
            "a place is kept for nine days", "VX-14 R-6", setting(voucher_hold_calendar_days=9)
        ),
        mutation(
            "a place is kept for two days everywhere",
            "VX-14",
            setting(voucher_hold_calendar_days=2),
        ),
        mutation(
            "the clock stands for ninety days",
            "R-71 A-48 R-70",
            setting(voucher_pause_calendar_days=90),
        ),
        mutation(
            "lists end with the pause",
            "R-71 A-48",
            due(TermKind.PAUSE_END, _lists_end_with_the_pause, room=HERE),
        ),
        # admission and the contract
        mutation(
            "the department reviews refusals",
            "R-76 L-28.2 L-28.3 A-19",
            act(RefuseAdmission, shared_admission.refuse_admission, room=HERE),
        ),
        mutation(
            "everybody lacks vaccinations",
            "R-43 A-19",
            attr(shared_admission, "exceeds_threshold", gives(value=True)),
        ),
        mutation(
            "missing papers give fresh days",
            "R-76 R-69 VX-16",
            act(RefuseAdmission, _missing_as_for_health, room=HERE),
        ),
        mutation(
            "a slow kindergarten costs the family days",
            "R-41 R-76",
            attr(admission, "moved_by_whole_days", gives_argument(0)),
        ),
        mutation(
            "an outage in the check is lost",
            "R-11 R-76",
            attr(upkeep, "_moved_voucher", _not_moved),
        ),
        mutation(
            "an unsigned contract ends all",
            "R-77 A-32",
            due(TermKind.CONTRACT_SIGN, _ended, room=HERE),
        ),
        mutation(
            "the voucher outlives the contract",
            "R-82 VX-4",
            act(EndContract, shared_admission.end_contract, room=HERE),
        ),
        mutation(
            "nobody withdraws with a voucher",
            "R-78 L-15.0",
            barred(Withdraw, State.WAITLISTED, State.PLACE_CHOSEN, room=HERE),
        ),
        # transfer
        mutation(
            "a transfer without a contract",
            "V-14 R-81",
            act(BeginTransfer, _from_anywhere, State.VOUCHER_ACTIVE, room=HERE),
        ),
        mutation("a refused transfer goes on", "R-81", attr(transfer, "_stay", _stays_for_good)),
        # the switch, seen from here
        mutation(
            "no switch is carried out",
            "R-10 R-83 G-13",
            attr(due_usecase, "carry_out_switch", nothing),
        ),
        mutation(
            "a switch takes vouchers along",
            "R-10 R-9",
            attr(switch, "CROSSES", EVERYBODY),
            attr(switching, "SHOWN", EVERYBODY),
        ),
        mutation(
            "who returns comes into the old mode",
            "R-84 R-10 G-13",
            attr(steps, "as_it_enters", gives_argument(0)),
        ),
    ),
)
