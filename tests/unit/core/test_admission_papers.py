"""Which papers a referred child comes with, and which of them still hold (L-A6.8, L-28.1, A-20)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kezek.core.admission_papers import (
    PaperFile,
    PaperState,
    admission_papers,
    asked_papers,
    is_certificate_too_old,
    is_complete,
)
from kezek.core.applications import Application, State
from kezek.core.ids import ApplicationId, ChildId, GuardianId, TerritorySlug
from kezek.core.queues import QueueType
from kezek.core.turns import Standing

TODAY = date(2026, 9, 14)
DAYS = 3
FOR_ALL = ["DOC-12", "DOC-13", "DOC-14"]


@pytest.mark.parametrize(
    ("categories", "standing", "queue_type", "asked"),
    [
        ((13,), Standing.G, QueueType.GENERAL, FOR_ALL),
        ((3,), Standing.O, QueueType.GENERAL, [*FOR_ALL, "DOC-03"]),
        ((11,), Standing.P, QueueType.GENERAL, [*FOR_ALL, "DOC-04", "DOC-05"]),
        ((10,), Standing.P, QueueType.GENERAL, FOR_ALL),
        ((11,), Standing.G, QueueType.GENERAL, FOR_ALL),
        ((13,), Standing.G, QueueType.SPECIAL, [*FOR_ALL, "DOC-06"]),
        ((13,), Standing.G, QueueType.SANATORIUM, FOR_ALL),
    ],
    ids=[
        "everybody",
        "a serviceman's child shows the certificate again",
        "a teacher's child shows certificate and diploma again",
        "a large family is in the registers",
        "a benefit that was lost asks for nothing",
        "a special kindergarten needs the conclusion",
        "a sanatorium needs nothing more",
    ],
)
def test_what_is_asked_for(
    categories: tuple[int, ...], standing: Standing, queue_type: QueueType, asked: list[str]
) -> None:
    one = application(categories, standing, queue_type)

    assert [paper.code for paper in asked_papers(one)] == asked


@pytest.mark.parametrize(
    ("age", "state"),
    [(0, PaperState.READY), (3, PaperState.READY), (4, PaperState.EXPIRED)],
)
def test_the_certificate_of_health_is_at_most_three_days_old(age: int, state: PaperState) -> None:
    assert state_of("DOC-14", TODAY - timedelta(days=age)) is state


@pytest.mark.parametrize(
    ("issued_on", "state"),
    [
        (date(2026, 8, 14), PaperState.READY),
        (date(2026, 8, 13), PaperState.EXPIRED),
        (None, PaperState.EXPIRED),
    ],
    ids=["a month ago", "a day more", "no day told"],
)
def test_a_certificate_of_work_holds_for_a_month(issued_on: date | None, state: PaperState) -> None:
    assert state_of("DOC-03", issued_on, application((3,), Standing.O)) is state


def test_of_several_files_the_best_counts() -> None:
    files = [PaperFile("DOC-14", TODAY - timedelta(days=9)), PaperFile("DOC-14", TODAY)]

    papers = admission_papers(application(), files, TODAY, DAYS)

    assert papers[2].state is PaperState.READY


def test_papers_are_complete_when_each_is_there_and_holds() -> None:
    whole = [PaperFile("DOC-12", None), PaperFile("DOC-13", None), PaperFile("DOC-14", TODAY)]

    assert is_complete(admission_papers(application(), whole, TODAY, DAYS))
    for missing in whole:
        rest = [file for file in whole if file is not missing]
        assert not is_complete(admission_papers(application(), rest, TODAY, DAYS))


@pytest.mark.parametrize(
    ("ages", "is_too_old"),
    [((), False), ((3,), False), ((4,), True), ((9, 1), False)],
    ids=["seen on paper by the kindergarten", "just in time", "aged", "a new one beside the old"],
)
def test_before_the_signature_the_certificate_is_looked_at_again(
    ages: tuple[int, ...], is_too_old: bool
) -> None:
    files = [PaperFile("DOC-14", TODAY - timedelta(days=age)) for age in ages]

    assert is_certificate_too_old([*files, PaperFile("DOC-12", None)], TODAY, DAYS) is is_too_old


def state_of(code: str, issued_on: date | None, one: Application | None = None) -> PaperState:
    papers = admission_papers(one or application(), [PaperFile(code, issued_on)], TODAY, DAYS)
    return next(paper.state for paper in papers if paper.document.code == code)


def application(
    categories: tuple[int, ...] = (13,),
    standing: Standing = Standing.G,
    queue_type: QueueType = QueueType.GENERAL,
) -> Application:
    return Application(
        id=ApplicationId(UUID(int=1)),
        number="DEM-26-000001-X",
        serial=1,
        child=ChildId(UUID(int=2)),
        guardian=GuardianId(UUID(int=3)),
        territory=TerritorySlug("city"),
        queue_type=queue_type,
        born_on=date(2022, 3, 14),
        language="kk",
        choices=(),
        categories=categories,
        standing=standing,
        claimed=standing,
        submitted_at=datetime(2026, 9, 1, tzinfo=UTC),
        state=State.REFERRED,
    )
