"""Stages of a service follow from the states of an application (L-9.2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kezek.core.applications import Application, ArchiveReason, State
from kezek.core.events import Change
from kezek.core.service_stages import Service, Stage, again_at, stages_reached
from tests.builders import application

NOW = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after", "stages"),
    [
        (None, State.QUEUED, [Stage.RECEIVED, Stage.ACCEPTED]),
        (None, State.UNDER_REVIEW, [Stage.RECEIVED]),
        (State.UNDER_REVIEW, State.QUEUED, [Stage.ACCEPTED]),
        (State.UNDER_REVIEW, State.REFUSED, [Stage.REFUSED]),
        (State.QUEUED, State.DEFERRED, []),
        (State.QUEUED, State.OFFERED, [Stage.OFFERED]),
        (State.OFFERED, State.QUEUED, [Stage.RETURNED]),
        (State.OFFERED, State.REFERRED, [Stage.REFERRED]),
        (State.REFERRED, State.ADMISSION, [Stage.DOCUMENTS]),
        (State.ADMISSION, State.CONTRACT, [Stage.CONTRACT]),
        (State.CONTRACT, State.ENROLLED, [Stage.COMPLETED]),
        (State.ENROLLED, State.ARCHIVED, [Stage.CLOSED]),
        (State.VOUCHER_ACTIVE, State.WAITLISTED, []),
    ],
)
def test_a_stage_is_told_when_it_is_reached_and_not_before(
    before: State | None, after: State, stages: list[Stage]
) -> None:
    one = application()
    change = Change(
        None if before is None else replace(one, state=before), replace(one, state=after)
    )

    assert [reached.stage for reached in stages_reached([change])] == stages


def test_every_state_but_the_first_look_has_a_stage() -> None:
    silent = [
        state
        for state in State
        if not stages_reached([Change(_in(State.UNDER_REVIEW), _in(state))])
    ]

    assert silent == [State.UNDER_REVIEW]


def test_the_second_service_begins_with_the_documents() -> None:
    (queued,) = stages_reached([Change(_in(State.UNDER_REVIEW), _in(State.QUEUED))])
    (handed,) = stages_reached([Change(_in(State.REFERRED), _in(State.ADMISSION))])

    assert (queued.service, handed.service) == (Service.QUEUE, Service.ADMISSION)


def test_why_an_application_was_closed_is_a_word_of_the_contract() -> None:
    closed = replace(_in(State.ARCHIVED), reason=ArchiveReason.WITHDRAWN)
    (reached,) = stages_reached([Change(_in(State.QUEUED), closed)])

    assert reached.reason == "withdrawn"


def test_a_batch_is_tried_again_for_ever_and_at_least_every_hour() -> None:
    pauses = [again_at(attempts, NOW) - NOW for attempts in (1, 2, 3, 7, 1000)]

    assert pauses == [timedelta(minutes=m) for m in (1, 2, 4, 60, 60)]


def _in(state: State) -> Application:
    return replace(application(), state=state)
