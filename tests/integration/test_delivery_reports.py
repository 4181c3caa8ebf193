"""A provider tells what became of a message: believed when signed, once, and nothing else moves."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from kezek.adapters.services import services
from kezek.app import create_app
from kezek.core.delivery import DeliveryState, Lane, Report, state_of
from kezek.db.base import db
from kezek.settings import Settings
from kezek.usecases.delivery_reports import ask_providers, next_asking_at, take_report
from kezek.usecases.undelivered import escalate_undelivered
from tests.factories.families import family as signed_up_family
from tests.factories.messages import EMAIL, Town, watched_town

SECRET = "what the provider signs its reports with"


def test_a_delivered_message_says_so(town: Town) -> None:
    name = one_sent(town)

    assert take_report(name, Report.DELIVERED)
    row = town.message("N-04")
    assert (row.outcome, row.delivered_at) == ("delivered", town.house.clock.now())
    assert state_of(row.outcome, row.failure) is DeliveryState.DELIVERED


def test_a_report_that_comes_ten_times_changes_nothing_more(town: Town) -> None:
    name = one_sent(town)
    take_report(name, Report.DELIVERED)
    delivered_at = town.message("N-04").delivered_at
    town.wait(minutes=5)

    assert not any(take_report(name, one) for one in [Report.DELIVERED, *Report] * 2)
    assert town.message("N-04").delivered_at == delivered_at


def test_a_report_of_failure_that_was_wrong_is_mended_by_a_delivery(town: Town) -> None:
    name = one_sent(town)
    take_report(name, Report.EXPIRED)
    assert not take_report(name, Report.REFUSED), "it has ended; the family is not troubled"

    assert take_report(name, Report.DELIVERED)
    assert town.message("N-04").outcome == "delivered"
    assert town.notices("N-55") == []


def test_an_unknown_name_does_no_harm(town: Town) -> None:
    one_sent(town)

    for name in ("test:nothing", "mobizon:1", "generic:0197a1b2-0000-7000-8000-000000000000", ""):
        assert not take_report(name, Report.DELIVERED)
    assert town.message("N-04").outcome == "sent"


def test_a_number_that_takes_nothing_is_told_to_the_family_by_mail(town: Town) -> None:
    name = one_sent(town, email=EMAIL)

    take_report(name, Report.REFUSED)
    town.deliver()

    assert town.message("N-04").outcome == "refused"
    (told,) = town.notices("N-55")
    assert [row.channel for row in town.messages() if row.notice_id == told.id] == ["email"]


def test_what_was_taken_and_never_arrived_reached_nobody(town: Town) -> None:
    name = one_sent(town)
    town.wait(hours=25)
    take_report(name, Report.EXPIRED)

    assert escalate_undelivered(town.id) == 1
    assert escalate_undelivered(town.id) == 0


def test_a_report_may_outrun_the_answer(town: Town) -> None:
    application = town.family()
    town.forget_messages()
    town.note("N-04", application.id)
    row = town.message("N-04")

    assert take_report(f"generic:{row.id}", Report.DELIVERED)
    assert town.deliver().sent == 0
    assert town.message("N-04").outcome == "delivered"


def test_the_text_of_a_code_is_not_kept_for_its_report(town: Town) -> None:
    signed_up_family(town.id)
    town.deliver(Lane.CODES)
    (row,) = [row for row in town.messages() if row.notice_id is None]

    take_report(str(row.gateway_ref), Report.DELIVERED)

    (row,) = [row for row in town.messages() if row.notice_id is None]
    assert (row.outcome, row.text) == ("delivered", "")


def test_a_provider_that_tells_nothing_is_asked(town: Town) -> None:
    name = one_sent(town)
    asked = Asked({name: Report.DELIVERED})
    services().sms = asked

    assert next_asking_at(town.id) == town.house.clock.now() + timedelta(minutes=10)
    assert ask_providers(town.id) == 0
    town.wait(minutes=10)
    assert ask_providers(town.id) == 1

    assert asked.names == [name]
    assert town.message("N-04").outcome == "delivered"
    assert next_asking_at(town.id) is None


def test_it_is_asked_again_after_longer_and_longer(town: Town) -> None:
    name = one_sent(town)
    services().sms = asked = Asked({})
    for _ in range(27 * 6):
        town.wait(minutes=10)
        ask_providers(town.id)

    assert asked.names == [name] * 4
    assert next_asking_at(town.id) is None
    assert town.message("N-04").outcome == "sent"


def test_only_who_has_signed_is_heard(town: Town, client: FlaskClient) -> None:
    row_id = one_sent_by_generic(town)
    body = json.dumps({"key": str(row_id), "status": "delivered"}).encode()

    assert post(client, body, "").status_code == 403
    assert post(client, body, sign(body + b" ")).status_code == 403
    assert town.message("N-04").outcome == "sent"
    assert post(client, body, sign(body)).status_code == 204
    assert town.message("N-04").outcome == "delivered"
    assert post(client, body, sign(body)).status_code == 204


@pytest.mark.parametrize("told", [{"key": "x"}, {"key": 1, "status": "delivered"}, [], "x"])
def test_what_says_nothing_is_refused(town: Town, client: FlaskClient, told: Any) -> None:
    body = json.dumps(told).encode()

    assert post(client, body, sign(body)).status_code == 422


def test_a_webhook_of_mobizon_comes_in_by_its_own_door(town: Town, client: FlaskClient) -> None:
    told = {"eventId": 1, "attempt": 1, "eventCreateTs": "x", "eventType": "sms-delivery-report"}
    told |= {"data": {"messageId": 99, "status": "DELIVRD"}}
    words = f"1|1|x|{SECRET}".encode()

    unsigned = client.post("/gateways/sms/mobizon", json=told)
    signed = client.post(
        "/gateways/sms/mobizon",
        json=told | {"sign": hashlib.sha1(words, usedforsecurity=False).hexdigest()},
    )

    assert (unsigned.status_code, signed.status_code) == (403, 204)


class Asked:
    """A gateway that is asked what became of messages."""

    def __init__(self, told: dict[str, Report]) -> None:
        self.told = told
        self.names: list[str] = []

    def send(self, phone: str, text: str, key: str) -> str:
        """Takes it."""
        return f"test:{key}"

    def ask(self, names: list[str]) -> dict[str, Report]:
        """Remembers what it was asked."""
        self.names += names
        return {name: report for name, report in self.told.items() if name in names}


def one_sent(town: Town, *, email: str = "") -> str:
    """A family has been sent an SMS; the provider's name of it."""
    application = town.family(email=email)
    town.forget_messages()
    for row in town.messages():
        take_report(str(row.gateway_ref), Report.DELIVERED)
    town.note("N-04", application.id)
    town.deliver()
    name = town.message("N-04").gateway_ref
    assert name is not None
    return name


def one_sent_by_generic(town: Town) -> object:
    """A family has been sent an SMS; our own id of it."""
    one_sent(town)
    return town.message("N-04").id


def post(client: FlaskClient, body: bytes, signature: str) -> Any:
    """A report at the generic door."""
    headers = {"X-Kezek-Signature": signature, "Content-Type": "application/json"}
    return client.post("/gateways/sms/generic", data=body, headers=headers)


def sign(body: bytes) -> str:
    """As the provider signs."""
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


@pytest.fixture
def client(town: Town) -> Iterator[FlaskClient]:
    """Somebody outside, before a deployment with a secret."""
    settings = replace(services().settings, sms_report_secret=SECRET)
    app = create_app(settings, clock=town.house.clock)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock."""
    with watched_town(new_database()) as made:
        yield made
