"""The door of other systems counts the calls of each party, and nobody uses up another's."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from kezek.adapters.exchange.envelopes import Envelope
from kezek.web.exchange import door
from kezek.web.security import limiter

NOON = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)


def test_each_party_has_calls_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "CALLS", "2/minute")
    app = Flask(__name__)
    app.config.update(RATELIMIT_STORAGE_URI="memory://")
    limiter.init_app(app)
    app.add_url_rule("/numbers", "numbers", lambda: "", methods=["POST"])

    told = [_may(app, one) for one in ("egov", "egov", "egov", "nobd")]

    assert told == [True, True, False, True]


def _may(app: Flask, party: str) -> bool:
    with app.test_request_context("/numbers", method="POST"):
        return door._may_call(Envelope(party, "1", NOON))
