"""What an operator sees of each way out: what waits, what was tried in vain, what is lost."""

from collections.abc import Callable, Iterator

import pytest

from kezek.core.delivery import Lane, Report
from kezek.db.health import ChannelHealth
from kezek.reads.deployment_health import health_page
from kezek.settings import Settings
from kezek.usecases.delivery_reports import take_report
from tests.factories.messages import EMAIL, Town, busy, watched_town, wrong_number


def test_a_way_that_nothing_has_gone_by_is_shown_too(town: Town) -> None:
    assert {one.channel: one for one in health_page().channels} == {
        "sms": ChannelHealth("sms"),
        "email": ChannelHealth("email"),
    }
    assert health_page().channels[0].failure_share is None


def test_what_waits_and_what_is_tried_in_vain_is_counted(town: Town) -> None:
    application = town.family(email=EMAIL)
    town.forget_messages()
    began_at = town.house.clock.now()
    town.note("N-04", application.id)
    town.sms.fails = [busy()]
    town.deliver()

    sms, mail = health_page().channels
    assert (sms.waiting, sms.oldest_at, sms.failing) == (1, began_at, 1)
    assert (mail.waiting, mail.oldest_at, mail.failing) == (0, None, 0)


def test_the_share_that_did_not_arrive_tells_whose_side_it_was(town: Town) -> None:
    application = town.family()
    town.forget_messages()
    town.wait(hours=25)
    for fails in ([], [], [wrong_number()], []):
        town.note("N-04", application.id)
        town.sms.fails = list(fails)
        town.deliver(Lane.NOTICES)
    last = town.messages()[-1]
    take_report(str(last.gateway_ref), Report.FAILED)

    sms = health_page().channels[0]
    assert (sms.taken, sms.refused, sms.failed) == (2, 1, 1)
    assert sms.failure_share == 0.5


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock."""
    with watched_town(new_database()) as made:
        yield made
