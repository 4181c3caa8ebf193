"""The event stream: what it says, to whom, and when it refuses."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kezek.adapters.doorbell import LocalDoorbell
from kezek.web import live
from tests.web.kit_app import KOSTANAY, PAVLODAR, make_app


def test_a_bell_is_an_event_without_data(app: Flask, doorbell: LocalDoorbell) -> None:
    events = _open(app, "/pavlodar/live?q=7&q=9")

    doorbell.ring(PAVLODAR.id, ["9"])

    assert next(events) == "event: queue-9\ndata: 1\n\n"


def test_a_bell_of_another_region_is_not_heard(app: Flask, doorbell: LocalDoorbell) -> None:
    events = _open(app, "/pavlodar/live?q=7")

    doorbell.ring(KOSTANAY.id, ["7"])
    doorbell.ring(PAVLODAR.id, ["7"])

    assert next(events) == "event: queue-7\ndata: 1\n\n"
    doorbell.close()
    assert list(events)[:1] != ["event: queue-7\ndata: 1\n\n"]


def test_silence_is_broken_by_a_comment(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.01)

    assert next(_open(app, "/pavlodar/live?q=7")) == ": here\n\n"


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=a%20b", "q=a,b", "&".join(f"q={number}" for number in range(17))],
    ids=["none", "empty", "a blank", "a comma", "too many"],
)
def test_what_cannot_be_queues_is_400(app: Flask, query: str) -> None:
    assert app.test_client().get(f"/pavlodar/live?{query}").status_code == 400


def test_a_stream_is_kept_by_nobody(app: Flask) -> None:
    answer = _get(app, "/pavlodar/live?q=7")

    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()


def test_one_address_has_so_many_seats_and_gets_them_back(app: Flask) -> None:
    app.extensions["kezek.seats"] = live.Seats(in_all=10, per_address=2)
    first, second = (_get(app, "/pavlodar/live?q=7") for _ in range(2))

    assert _get(app, "/pavlodar/live?q=7").status_code == 429

    # One that was never read gives its seat back too.
    first.close()
    assert _get(app, "/pavlodar/live?q=7").status_code == 200
    second.close()


def test_a_process_that_stops_ends_its_streams(app: Flask) -> None:
    events = _open(app, "/pavlodar/live?q=7")

    live.end_streams(app)

    assert len(list(events)) <= 1
    assert _get(app, "/pavlodar/live?q=7").status_code == 503


def _get(app: Flask, path: str) -> TestResponse:
    return app.test_client().get(path)


def _open(app: Flask, path: str) -> Iterator[str]:
    events = (str(event, "utf-8") for event in _get(app, path).iter_encoded())
    assert next(events).startswith("retry: ")
    return events


@pytest.fixture
def doorbell() -> LocalDoorbell:
    return LocalDoorbell()


@pytest.fixture
def app(doorbell: LocalDoorbell) -> Flask:
    return make_app(doorbell=doorbell)
