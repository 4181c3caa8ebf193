"""What people do in a season, in every mode: each act finds somebody who can do it, by chance."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from kezek.core.applications import State
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.scenarios.season import Act, Season
from kezek.scenarios.season_acts import (
    FAMILY,
    GARDEN,
    OFFICE,
    WAITING,
    Step,
    apply,
    garden_with_place,
    iterate,
    name_kindergartens,
    on,
    outage,
    publish,
    recall,
    take,
)
from kezek.usecases import admission, answers, applications, referrals, standing, vouchers

S = State


def _with_garden(how: Callable[..., object]) -> Step:
    return lambda t, one, season: how(
        t, FAMILY, one.id, garden_with_place(season, one, "PUBLISHED")
    )


def _join(t: int, one: ApplicationRow, season: Season) -> None:
    """Any kindergarten of the part: mostly one without a place, and the family waits for it."""
    garden = season.dice.choice(season.gardens_in(one.territory))
    vouchers.join_waiting_list(t, FAMILY, one.id, garden)


def _leave(t: int, one: ApplicationRow, season: Season) -> None:
    """A list, or a place kept from one; mostly the family is on it."""
    voucher = one.voucher or {}
    known = [entry["kindergarten"] for entry in voucher.get("lists", ())]
    if voucher.get("hold"):
        known.append(voucher["hold"]["kindergarten"])
    garden = season.dice.choice(known or season.gardens_in(one.territory))
    vouchers.leave_waiting_list(t, FAMILY, one.id, UUID(str(garden)))


def _withdraw(t: int, one: ApplicationRow, _: Season) -> None:
    applications.withdraw(t, FAMILY, one.id)


def _papers(t: int, one: ApplicationRow, season: Season) -> None:
    admission.submit_documents(
        t,
        FAMILY,
        one.id,
        complete=season.dice.random() < 0.9,
        vaccinated=season.dice.random() < 0.8,
    )


def _refuse(t: int, one: ApplicationRow, season: Season) -> None:
    reason = season.dice.choice(("incomplete", "contraindication", "immunity"))
    admission.refuse_admission(t, GARDEN, one.id, reason=reason)


def _reject(t: int, one: ApplicationRow, season: Season) -> None:
    standing.reject(t, OFFICE, one.id, whole=season.dice.random() < 0.2)


def _plan(t: int, one: ApplicationRow, season: Season) -> None:
    today = season.stage.calendar.local_day(season.stage.clock.now())
    day = today + timedelta(days=season.dice.randint(1, 25))
    applications.plan_age(
        t, FAMILY, one.id, planned_from=day if season.dice.random() < 0.6 else None
    )


def _answer_interest(t: int, one: ApplicationRow, season: Season) -> None:
    interested = season.dice.random() < 0.8
    applications.answer_interest(t, FAMILY, one.id, interested=interested)


def _ask_days(t: int, one: ApplicationRow, season: Season) -> None:
    referrals.ask_extension(t, FAMILY, one.id, days=season.dice.randint(1, 31))


def _answer_days(t: int, one: ApplicationRow, season: Season) -> None:
    referrals.answer_extension(t, GARDEN, one.id, granted=season.dice.random() < 0.6)


def _review_refusal(t: int, one: ApplicationRow, season: Season) -> None:
    admission.review_refusal(t, OFFICE, one.id, stands=season.dice.random() < 0.5)


ASKS = (S.REFERRED, S.VOUCHER_ACTIVE, S.PLACE_CHOSEN)
LEAVES = (*WAITING, S.OFFERED, S.SUSPENDED, S.UNDER_REVIEW, S.STOP_LIST, S.VOUCHER_OFFERED)
LEAVES_LATER = (S.VOUCHER_ACTIVE, S.PLACE_CHOSEN, S.WAITLISTED, S.INACTIVE)
DOUBTED = (S.UNDER_REVIEW, S.QUEUED, S.REFERRED, S.BENEFIT_CHECK, S.VOUCHER_ACTIVE, S.WAITLISTED)
RUNNING = (S.VOUCHER_ACTIVE, S.WAITLISTED, S.PLACE_CHOSEN)

ACTS: dict[str, tuple[int, Act]] = {
    "apply": (30, apply),
    "publish": (13, publish),
    "recall": (2, recall),
    "outage": (1, outage),
    "name kindergartens": (5, name_kindergartens),
    "plan an age": (2, on((S.QUEUED, S.DEFERRED), _plan)),
    "withdraw": (3, on(LEAVES + LEAVES_LATER, _withdraw)),
    "answer interest": (6, on((S.INTEREST_CHECK,), _answer_interest)),
    "verify": (
        8,
        on((S.UNDER_REVIEW, S.BENEFIT_CHECK), lambda t, one, _: standing.verify(t, OFFICE, one.id)),
    ),
    "reject": (4, on(DOUBTED, _reject)),
    "cancel": (
        3,
        on((S.REFERRED, S.BENEFIT_CHECK), lambda t, one, _: referrals.cancel(t, FAMILY, one.id)),
    ),
    "ask for days": (4, on(ASKS, _ask_days)),
    "answer about days": (4, on(ASKS, _answer_days)),
    "documents": (12, on((S.REFERRED, S.PLACE_CHOSEN, S.TRANSFER), _papers)),
    "admit": (
        10,
        on((S.ADMISSION, S.TRANSFER), lambda t, one, _: admission.admit(t, GARDEN, one.id)),
    ),
    "refuse admission": (3, on((S.ADMISSION, S.TRANSFER), _refuse)),
    "review refusal": (3, on((S.ADMISSION_REFUSED,), _review_refusal)),
    "sign": (9, on((S.CONTRACT, S.TRANSFER), lambda t, one, _: admission.sign(t, FAMILY, one.id))),
    "end contract": (
        1,
        on(
            (S.ENROLLED, S.ENROLLED_TEMP),
            lambda t, one, _: admission.end_contract(t, GARDEN, one.id),
        ),
    ),
    # an offer of a place, or of a voucher
    "accept": (
        16,
        on((S.OFFERED, S.VOUCHER_OFFERED), lambda t, one, _: answers.accept(t, FAMILY, one.id)),
    ),
    "decline": (
        4,
        on((S.OFFERED, S.VOUCHER_OFFERED), lambda t, one, _: answers.decline(t, FAMILY, one.id)),
    ),
    # indigo
    "take": (10, take),
    # voucher
    "iterate": (2, iterate),
    "choose": (14, on(RUNNING, _with_garden(vouchers.choose))),
    "join a waiting list": (
        6,
        on((*RUNNING, S.ENROLLED), _join, Mode.VOUCHER),
    ),
    "leave a waiting list": (2, on((*RUNNING, S.ENROLLED), _leave, Mode.VOUCHER)),
    "restore": (4, on((S.INACTIVE,), lambda t, one, _: vouchers.restore(t, FAMILY, one.id))),
    "transfer": (5, on((S.ENROLLED,), _with_garden(vouchers.begin_transfer), Mode.VOUCHER)),
}
"""Each act with its weight; one that finds nobody to do it leaves its turn to another."""
