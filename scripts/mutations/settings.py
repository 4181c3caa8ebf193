"""Settings of the linear queue that are not listened to, and acts that it does not know."""

from dataclasses import replace
from typing import Any

from kezek.core.applications import State
from kezek.core.modes.linear import intake, lifecycle
from kezek.core.modes.voucher import lifecycle as voucher
from kezek.core.triggers import BeginTransfer, ChangeChoices, JoinWaitingList, Submit, Withdraw
from mutations.tools import barred, mutation, other, patched_rows, setting


def _list_before_age(draft: Any, trigger: Submit) -> None:
    intake.check_choices(trigger.application, trigger.chosen)
    intake.submit(draft, trigger)


def _row(of: type) -> Any:
    return replace(voucher.ACTS[of], states=frozenset(State))


MUTATIONS = (
    mutation(
        "a day to check papers everywhere",
        "L-22.6 R-41",
        setting(admission_check_working_days=1),
    ),
    mutation("sixty and seven days everywhere", "L-11.2 N-32", setting(age_notice_days=[60, 7])),
    mutation("a day to give back everywhere", "L-25.1 A-16", setting(cancel_hours=24)),
    mutation("thirty days at most everywhere", "L-25.2 R-37", setting(extension_max_days=30)),
    mutation("ten per cent everywhere", "L-22.8 A-19", setting(immunity_percent=10)),
    mutation("asked again after a day everywhere", "A-06", setting(reconfirm_reminder_h=24)),
    mutation(
        "reminded on the last day everywhere",
        "L-22.3 N-20",
        setting(referral_reminder_working_days=1),
    ),
    mutation(
        "ten days of suspension everywhere",
        "L-15.7 G-05a",
        setting(suspension_working_days=10),
    ),
    mutation(
        "a month to answer everywhere",
        "L-15.2 L-15.3 A-07",
        setting(yearly_answer_months=1, yearly_repeat_answer_months=1),
    ),
    mutation(
        "asked after eleven months everywhere",
        "L-15.1 A-07 R-53",
        setting(yearly_first_months=11, yearly_period_months=12),
    ),
    mutation("kindergartens before age", "R-30 L-11.1", other(Submit, _list_before_age)),
    mutation(
        "waiting lists and transfers are known",
        "A-48 L-12.1 R-30",
        patched_rows(
            lifecycle.ACTS,
            {one: _row(one) for one in (JoinWaitingList, BeginTransfer)},
        ),
    ),
    mutation(
        "the stop-list locks everything",
        "A-40 R-28 R-55",
        barred(ChangeChoices, State.STOP_LIST),
        barred(Withdraw, State.STOP_LIST),
    ),
)
