"""The thirteen categories: class, proof, who looks at it, how long a document holds."""

from __future__ import annotations

from datetime import date

import pytest

from kezek.core.documents import (
    DOCUMENTS,
    DocumentSource,
    Validity,
    document,
    is_current,
    suits_contract,
    valid_through_on,
)
from kezek.core.queues import QueueType
from kezek.core.standing import (
    CATEGORIES,
    category,
    needs_staff,
    proofs_of,
    standing_of,
    uploads_of,
)
from kezek.core.turns import Standing


def test_annex_1_has_thirteen_categories_four_eight_and_one() -> None:
    assert [one.code for one in CATEGORIES] == list(range(1, 14))
    classes = "".join(one.standing for one in CATEGORIES)
    assert classes == "OOOO" + "PPPPPPPP" + "G"


def test_names_stand_in_both_languages() -> None:
    assert all(one.kk and one.ru for one in CATEGORIES)
    assert all(one.kk and one.ru for one in DOCUMENTS)


@pytest.mark.parametrize(
    ("codes", "standing"),
    [
        ([13], Standing.G),
        ([], Standing.G),
        ([10], Standing.P),
        ([10, 1], Standing.O),
        ([13, 12], Standing.P),
    ],
)
def test_several_ticks_give_the_highest_class(codes: list[int], standing: Standing) -> None:
    assert standing_of(codes) is standing


def test_a_number_that_annex_1_lacks_is_refused() -> None:
    with pytest.raises(KeyError):
        standing_of([14])
    with pytest.raises(KeyError):
        category(0)


@pytest.mark.parametrize(
    ("codes", "queue_type", "documents"),
    [
        ([1], QueueType.GENERAL, ["DOC-03"]),
        ([11, 12], QueueType.GENERAL, ["DOC-04", "DOC-05"]),
        ([5], QueueType.SPECIAL, ["DOC-06"]),
        ([13], QueueType.SPECIAL, ["DOC-06"]),
        ([13], QueueType.SANATORIUM, ["DOC-07", "DOC-08"]),
        ([10], QueueType.GENERAL, ["DOC-11"]),
        ([13], QueueType.GENERAL, []),
    ],
)
def test_each_right_has_its_proof(
    codes: list[int], queue_type: QueueType, documents: list[str]
) -> None:
    assert [one.code for one in proofs_of(codes, queue_type)] == documents


def test_what_registers_hold_is_not_asked_of_the_parent() -> None:
    assert uploads_of([10], QueueType.GENERAL) == ()
    uploads = uploads_of([10, 11], QueueType.SANATORIUM)
    assert [one.code for one in uploads] == ["DOC-04", "DOC-05", "DOC-07", "DOC-08"]


@pytest.mark.parametrize(
    ("codes", "queue_type", "p_check", "expected"),
    [
        ([1], QueueType.GENERAL, "registry", True),
        ([10], QueueType.GENERAL, "registry", False),
        ([10], QueueType.GENERAL, "staff", True),
        ([12], QueueType.GENERAL, "registry", True),
        ([12, 10], QueueType.GENERAL, "registry", False),
        ([10, 1], QueueType.GENERAL, "registry", True),
        ([13], QueueType.GENERAL, "staff", False),
        ([13], QueueType.SPECIAL, "registry", True),
        ([13], QueueType.SANATORIUM, "registry", True),
    ],
)
def test_staff_look_at_what_no_register_can_confirm(
    codes: list[int], queue_type: QueueType, p_check: str, expected: bool
) -> None:
    assert needs_staff(codes, queue_type, p_check) is expected


def test_the_twenty_documents_of_the_rulebook_are_known() -> None:
    assert [one.code for one in DOCUMENTS] == [f"DOC-{number:02}" for number in range(1, 21)]
    assert document("DOC-15").source is DocumentSource.SYSTEM
    with pytest.raises(KeyError):
        document("DOC-21")


def test_a_certificate_from_work_holds_one_month_from_its_issue() -> None:
    certificate = document("DOC-03")
    assert valid_through_on(certificate, date(2026, 9, 7)) == date(2026, 10, 7)
    assert valid_through_on(certificate, date(2026, 1, 31)) == date(2026, 2, 28)
    assert is_current(certificate, date(2026, 9, 7), date(2026, 10, 7))
    assert not is_current(certificate, date(2026, 9, 7), date(2026, 10, 8))
    assert not is_current(certificate, date(2026, 9, 7), date(2026, 9, 6))


def test_a_diploma_has_no_term() -> None:
    diploma = document("DOC-05")
    assert diploma.validity is Validity.NO_TERM
    assert valid_through_on(diploma, date(1999, 6, 30)) is None
    assert is_current(diploma, date(1999, 6, 30), date(2026, 9, 7))


@pytest.mark.parametrize(
    ("issued_on", "suits"),
    [
        (date(2026, 9, 4), True),
        (date(2026, 9, 7), True),
        (date(2026, 9, 3), False),
        (date(2026, 9, 8), False),
    ],
)
def test_the_health_certificate_is_from_the_three_days_before_the_contract(
    issued_on: date, suits: bool
) -> None:
    assert suits_contract(issued_on, date(2026, 9, 7), 3) is suits
