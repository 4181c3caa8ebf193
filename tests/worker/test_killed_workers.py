"""Workers killed at random moments: no notice is lost, and none leaves under two keys."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import delete, func, select

from kezek.adapters.tenants import read_tenant
from kezek.core.applications import Application
from kezek.core.notices import Notice
from kezek.db.base import db
from kezek.db.outbox import OutboxRow
from kezek.db.people import GuardianRow, keep_contacts
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import Settings
from kezek.usecases.notices import record_notice
from kezek.usecases.regions import open_region
from kezek.usecases.rules_change import change_settings
from kezek.usecases.unit_of_work import act
from kezek.wiring import create_wiring
from tests.factories.kindergartens import kindergarten
from tests.factories.mail import MailBox, mail_server
from tests.factories.service import TICKER, WORKER, Service, in_service
from tests.factories.waiting import waiting

SEED = 1133
KILLS = 6
NOTICES_BEFORE_A_KILL = 15


def test_no_notice_is_lost_and_none_leaves_under_two_keys(region: "Region") -> None:
    dice = random.Random(SEED)
    region.service.provider.seconds = 0.03
    workers = [region.service.start(WORKER), region.service.start(WORKER)]
    for _ in range(KILLS):
        region.write(NOTICES_BEFORE_A_KILL)
        time.sleep(dice.uniform(0.3, 1.5))
        region.service.kill(workers.pop(dice.randrange(len(workers))))
        workers.append(region.service.start(WORKER))

    region.service.wait_for(region.is_all_sent, within=100)

    by_sms, by_mail = region.keys("sms"), region.keys("email")
    assert len(by_sms) >= KILLS * NOTICES_BEFORE_A_KILL
    assert len(by_sms) == len(by_mail) == region.notices()
    assert set(region.service.provider.references) == by_sms, "nothing lost, no key but its own"
    assert set(region.box.message_ids()) == by_mail
    came = len(region.service.provider.references) + len(region.box.message_ids())
    assert came - len(by_sms) - len(by_mail) <= region.unknown(), "twice only where it was counted"


@dataclass
class Region:
    """The demo region without quiet hours, with a family that is told by SMS and by letter."""

    id: int
    service: Service
    box: MailBox
    family: Application

    def write(self, count: int) -> None:
        """So many notices to the family."""
        with act(self.id, "test") as running:
            for _ in range(count):
                record_notice(running, Notice("N-04", self.family.id), running.now())

    def forget(self) -> None:
        """What the family was told of its application is not the matter here."""
        with tenant_scope(self.id) as session:
            session.execute(delete(OutboxRow))
        self.service.provider.references.clear()
        self.box.letters_raw.clear()

    def keys(self, channel: str) -> set[str]:
        """The key of each message that was sent by a channel."""
        with read_scope(self.id) as session:
            query = select(OutboxRow.id).where(
                OutboxRow.channel == channel, OutboxRow.outcome == "sent"
            )
            return {str(one) for one in session.scalars(query)}

    def notices(self) -> int:
        """How many notices left the house."""
        with read_scope(self.id) as session:
            query = select(func.count(func.distinct(OutboxRow.notice_id)))
            return session.scalar(query) or 0

    def unknown(self) -> int:
        """How many answers were lost."""
        with read_scope(self.id) as session:
            return session.scalar(select(func.sum(OutboxRow.unknown))) or 0

    def is_all_sent(self) -> bool:
        """Whether nothing waits."""
        with read_scope(self.id) as session:
            open_ones = select(func.count()).where(OutboxRow.settled_at.is_(None))
            return session.scalar(open_ones) == 0


@pytest.fixture
def region(
    new_database: Callable[[], Settings], redis_url: str, tmp_path: Path
) -> Iterator[Region]:
    """A region on the servers' own clocks; its provider and its mail server are the test's."""
    settings = new_database()
    app = create_wiring(settings)
    redis = Redis.from_url(redis_url)
    redis.flushall()
    redis.close()
    with mail_server() as box:
        more = {"KEZEK_SMTP_URL": box.url, "KEZEK_MAIL_FROM": "kezek@example.kz"}
        with app.app_context(), in_service(settings, redis_url, tmp_path, more) as service:
            tenant_id = open_region(read_tenant("demo"))
            change_settings(tenant_id, "test", {"quiet_hours": "off"})
            family = waiting(tenant_id, 20, kindergarten(tenant_id, "Балдәурен"))
            with tenant_scope(tenant_id) as session:
                row = session.scalars(
                    select(GuardianRow).where(GuardianRow.id == family.guardian)
                ).one()
                keep_contacts(session, row, replace(row.contacts, email="ana@example.kz"))
            made = Region(tenant_id, service, box, family)
            service.start(TICKER)
            first = service.start(WORKER)
            service.wait_for(made.is_all_sent, within=60)
            service.kill(first)
            made.forget()
            yield made
            db.session.remove()
            db.engine.dispose()
