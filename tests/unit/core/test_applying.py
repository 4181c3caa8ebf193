"""Who may apply, and which list of kindergartens is one (R-25, R-27, L-11.1)."""

from datetime import date
from uuid import UUID

import pytest

from kezek.core.applying import age_limit_on, check_age, check_list
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.core.queues import QueueType
from kezek.core.rules import TenantRules
from kezek.core.triggers import Chosen

RULES = TenantRules()
BY_YEAR = RULES.with_settings({"age_out": "year_end"})


def garden(number: int, **more: object) -> Chosen:
    given: dict[str, object] = {
        "id": KindergartenId(UUID(int=number)),
        "queue_type": QueueType.GENERAL,
        "territory": "city",
        "is_private": False,
        **more,
    }
    return Chosen(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 4])
def test_one_to_four_are_a_list(count: int) -> None:
    check_list([garden(at) for at in range(count)], territory="city", queue_type=QueueType.GENERAL)


@pytest.mark.parametrize(
    ("chosen", "detail"),
    [
        ([], "count"),
        ([garden(at) for at in range(5)], "count"),
        ([garden(1), garden(1)], "repeated"),
        ([garden(1, queue_type=QueueType.SPECIAL)], "queue_type"),
        ([garden(1, is_private=True)], "private"),
        ([garden(1, territory="village")], "territory"),
        ([garden(1), garden(2, has_groups=False)], "no_groups"),
    ],
)
def test_any_other_list_is_refused(chosen: list[Chosen], detail: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_list(chosen, territory="city", queue_type=QueueType.GENERAL)

    assert (refused.value.code, refused.value.detail) == (Code.INVALID_CHOICE, detail)


@pytest.mark.parametrize(
    ("rules", "limit"), [(RULES, date(2028, 3, 14)), (BY_YEAR, date(2028, 1, 1))]
)
def test_the_upper_age_is_a_birthday_or_the_start_of_its_year(
    rules: TenantRules, limit: date
) -> None:
    assert age_limit_on(date(2022, 3, 14), rules) == limit


@pytest.mark.parametrize(
    ("today", "has_pmpk"),
    [(date(2022, 3, 14), False), (date(2028, 3, 13), False), (date(2028, 3, 14), True)],
    ids=["born today", "six tomorrow", "with the conclusion"],
)
def test_a_child_may_apply(today: date, has_pmpk: bool) -> None:
    check_age(date(2022, 3, 14), today, RULES, has_pmpk=has_pmpk)


@pytest.mark.parametrize(
    ("today", "has_pmpk", "detail"),
    [
        (date(2022, 3, 13), False, "not_born"),
        (date(2022, 3, 13), True, "not_born"),
        (date(2028, 3, 14), False, "too_old"),
    ],
)
def test_a_child_may_not_apply(today: date, has_pmpk: bool, detail: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_age(date(2022, 3, 14), today, RULES, has_pmpk=has_pmpk)

    assert (refused.value.code, refused.value.detail) == (Code.NOT_ELIGIBLE_AGE, detail)
