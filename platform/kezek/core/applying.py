"""What an application must satisfy in every mode: the list, and the age of the child (G-01)."""

from collections.abc import Sequence
from datetime import date

from kezek.core.applications import MAX_CHOICES
from kezek.core.errors import Code, Refusal
from kezek.core.people import birthday
from kezek.core.queues import QueueType
from kezek.core.rules import TenantRules
from kezek.core.triggers import Chosen


def check_list(chosen: Sequence[Chosen], *, territory: str, queue_type: QueueType) -> None:
    """One to four different kindergartens of this queue and territory (R-25, R-27).

    Raises Refusal(invalid_choice) with the reason.
    """
    ids = [one.id for one in chosen]
    if not 1 <= len(ids) <= MAX_CHOICES:
        raise Refusal(Code.INVALID_CHOICE, "count", most=MAX_CHOICES)
    if len(set(ids)) != len(ids):
        raise Refusal(Code.INVALID_CHOICE, "repeated")
    for one in chosen:
        if one.queue_type is not queue_type:
            raise Refusal(Code.INVALID_CHOICE, "queue_type")
        if one.is_private:
            raise Refusal(Code.INVALID_CHOICE, "private")
        if one.territory != territory:
            raise Refusal(Code.INVALID_CHOICE, "territory")
        if not one.has_groups:
            raise Refusal(Code.INVALID_CHOICE, "no_groups")


def age_limit_on(born_on: date, settings: TenantRules) -> date:
    """The day on which the upper age ends an application (L-11.2, A-08)."""
    reached = birthday(born_on, settings.max_age_years)
    return date(reached.year, 1, 1) if settings.age_out == "year_end" else reached


def check_age(born_on: date, today: date, settings: TenantRules, *, has_pmpk: bool) -> None:
    """Born, and not yet at the upper age, unless the ПМПК exempts (L-11.1, A-08).

    Raises Refusal(not_eligible_age).
    """
    if born_on > today:
        raise Refusal(Code.NOT_ELIGIBLE_AGE, "not_born")
    if not has_pmpk and today >= age_limit_on(born_on, settings):
        raise Refusal(Code.NOT_ELIGIBLE_AGE, "too_old", years=settings.max_age_years)
