"""What a family has said so far: the next step, the papers asked for, and what is still missing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from kezek.core.consent import TEXTS, VERSION, Consent, consent_text
from kezek.core.queues import QueueType
from kezek.core.turns import Standing
from kezek.core.wishes import (
    Attached,
    Draft,
    Step,
    from_data,
    missing_papers,
    needs_issue_date,
    papers_of,
    takes_issue_date,
    tidy_categories,
    to_data,
)

CONSENT = Consent(VERSION, "kk", datetime(2026, 9, 7, 4, 0, 0, 123000, tzinfo=UTC))
TODAY = date(2026, 9, 7)
WHOLE = Draft(
    consent=CONSENT,
    territory="city",
    language="kk",
    queue_type=QueueType.SANATORIUM,
    choices=(UUID(int=1), UUID(int=2)),
    categories=(10, 11),
    planned_from=date(2027, 1, 10),
)


@pytest.mark.parametrize(
    ("draft", "step"),
    [
        (Draft(), Step.CONSENT),
        (Draft(consent=CONSENT), Step.TERRITORY),
        (Draft(consent=CONSENT, territory="city"), Step.TERRITORY),
        (Draft(consent=CONSENT, territory="city", language="kk"), Step.KINDERGARTENS),
        (replace(WHOLE, categories=()), Step.BENEFITS),
        (WHOLE, Step.REVIEW),
        (replace(WHOLE, consent=None), Step.CONSENT),
    ],
)
def test_the_next_step_is_the_first_that_is_missing(draft: Draft, step: Step) -> None:
    assert draft.next_step(asks_for_kindergartens=True) is step


def test_where_no_kindergarten_is_asked_for_the_benefits_come_next() -> None:
    draft = Draft(consent=CONSENT, territory="city", language="kk")
    assert draft.next_step(asks_for_kindergartens=False) is Step.BENEFITS


@pytest.mark.parametrize("draft", [Draft(), WHOLE])
def test_what_is_stored_comes_back_the_same(draft: Draft) -> None:
    assert from_data(to_data(draft)) == draft


@pytest.mark.parametrize(
    ("ticked", "kept"),
    [
        ((13,), (13,)),
        ((13, 11), (11,)),
        ((11, 3, 11), (3, 11)),
        ((), ()),
    ],
)
def test_none_of_these_stands_only_alone(ticked: tuple[int, ...], kept: tuple[int, ...]) -> None:
    assert tidy_categories(ticked) == kept


def test_annex_1_has_thirteen_statements() -> None:
    with pytest.raises(KeyError):
        tidy_categories((14,))


@pytest.mark.parametrize(
    ("categories", "queue_type", "required", "helpful"),
    [
        ((13,), QueueType.GENERAL, [], []),
        ((1,), QueueType.GENERAL, ["DOC-03"], []),
        ((5,), QueueType.GENERAL, ["DOC-06"], []),
        ((10,), QueueType.GENERAL, [], ["DOC-11"]),
        ((6, 7, 11), QueueType.GENERAL, ["DOC-04", "DOC-05"], ["DOC-11"]),
        ((11, 12), QueueType.GENERAL, ["DOC-04", "DOC-05"], []),
        ((13,), QueueType.SPECIAL, ["DOC-06"], []),
        ((5,), QueueType.SPECIAL, ["DOC-06"], []),
        ((13,), QueueType.SANATORIUM, ["DOC-07", "DOC-08"], []),
    ],
)
def test_each_paper_is_asked_for_once(
    categories: tuple[int, ...], queue_type: QueueType, required: list[str], helpful: list[str]
) -> None:
    papers = papers_of(Draft(categories=categories, queue_type=queue_type), has_iins=True)

    assert [one.document.code for one in papers if one.is_required] == required
    assert [one.document.code for one in papers if not one.is_required] == helpful


def test_without_iins_a_family_shows_its_own_papers() -> None:
    papers = papers_of(Draft(categories=(13,)), has_iins=False)

    assert [one.document.code for one in papers] == ["DOC-09", "DOC-10"]


@pytest.mark.parametrize(
    ("attached", "missing"),
    [
        ([], ["DOC-04", "DOC-05"]),
        ([Attached("DOC-05", None)], ["DOC-04"]),
        ([Attached("DOC-05", None), Attached("DOC-04", None)], ["DOC-04"]),
        ([Attached("DOC-05", None), Attached("DOC-04", date(2026, 8, 6))], ["DOC-04"]),
        ([Attached("DOC-05", None), Attached("DOC-04", date(2026, 8, 7))], []),
        (
            [
                Attached("DOC-04", date(2026, 8, 1)),
                Attached("DOC-04", date(2026, 9, 1)),
                Attached("DOC-05", None),
            ],
            [],
        ),
    ],
    ids=["none", "one", "no day", "a month and a day", "a month", "an old and a new one"],
)
def test_a_paper_counts_while_it_holds(attached: list[Attached], missing: list[str]) -> None:
    papers = papers_of(Draft(categories=(11,)), has_iins=True)

    assert [one.code for one in missing_papers(papers, attached, TODAY)] == missing


def test_a_paper_that_only_helps_is_never_missing() -> None:
    papers = papers_of(Draft(categories=(10,)), has_iins=True)

    assert missing_papers(papers, [], TODAY) == ()


def test_the_day_of_issue_is_asked_where_a_term_counts_from_it() -> None:
    asked = [code for code in ("DOC-03", "DOC-04", "DOC-14") if needs_issue_date(code)]

    assert asked == ["DOC-03", "DOC-04", "DOC-14"]
    assert not needs_issue_date("DOC-05")
    assert takes_issue_date("DOC-06")
    assert not needs_issue_date("DOC-06")
    assert not takes_issue_date("DOC-05")


@pytest.mark.parametrize(
    ("categories", "queue_type", "has_pmpk"),
    [
        ((13,), QueueType.GENERAL, False),
        ((5,), QueueType.GENERAL, True),
        ((13,), QueueType.SPECIAL, True),
        ((), QueueType.SANATORIUM, False),
    ],
)
def test_the_conclusion_stands_only_where_a_specialist_looks(
    categories: tuple[int, ...], queue_type: QueueType, has_pmpk: bool
) -> None:
    assert Draft(categories=categories, queue_type=queue_type).has_pmpk is has_pmpk


def test_the_highest_class_is_claimed() -> None:
    assert Draft(categories=(2, 11)).standing is Standing.O
    assert Draft().standing is Standing.G


def test_the_consent_says_the_same_in_both_languages() -> None:
    assert consent_text("de") is TEXTS["kk"]
    assert len(TEXTS["kk"].points) == len(TEXTS["ru"].points) == 2
    assert "трансшекаралық" in TEXTS["kk"].points[1]
    assert "трансграничную" in TEXTS["ru"].points[1]
