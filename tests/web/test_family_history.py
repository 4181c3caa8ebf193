"""The history of a number: every change with its causes, and sums that close."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.children import ChildWish
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.db.history import moves_of_queue
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.reads.history import last_change
from kezek.reads.numbers import ShownChange, shown_change, shown_numbers
from kezek.usecases.applications import submit, withdraw
from kezek.usecases.children import add_child
from tests.factories.families import made_up_iin
from tests.factories.regions import MORNING, House
from tests.factories.waiting import wish
from tests.web.cabinet import BORN_ON, Cabinet, history_of, plain, queues_of, shared_house


class TestHistory:
    def test_every_change_stands_with_its_causes_and_rules(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        first = cabinet.ahead(garden)
        one = cabinet.queue(garden)
        cabinet.pass_time(days=1)
        cabinet.ahead(garden, category=10)
        cabinet.pass_time(days=1)
        cabinet.house.within(withdraw, cabinet.region, "family", first.id)

        page = plain(cabinet.get(history_of(cabinet, one)))

        assert "3 → 2" in page
        assert "2 → 3" in page
        assert "Кезекке тұрдыңыз, нөміріңіз: 2" in page
        assert page.count("ережелер нұсқасы: 1") == 3
        assert "Алдыңызға 1 өтініш қосылды" in page

    def test_the_causes_of_every_change_sum_to_the_difference(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        others = [cabinet.ahead(garden, category=13 if at % 3 else 10) for at in range(6)]
        one = cabinet.queue(garden)
        cabinet.house.within(withdraw, cabinet.region, "family", others[1].id)
        cabinet.publish(garden, 2)
        cabinet.ahead(garden, category=11)

        page = cabinet.get(history_of(cabinet, one)).text

        sums = re.findall(r'<table class="sum">.*?</table>', page, re.DOTALL)
        assert sums
        for table in sums:
            before, *amounts, after = map(int, figures(table))
            assert before + sum(amounts) == after

    def test_the_last_change_is_that_of_the_whole_history(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        others = [cabinet.ahead(garden, category=13 if at % 4 else 10) for at in range(8)]
        one = cabinet.queue(garden)
        cabinet.house.within(withdraw, cabinet.region, "family", others[3].id)
        cabinet.publish(garden, 2)
        cabinet.ahead(garden)
        cabinet.ahead(garden)

        whole, shown = cabinet.house.within(last_changes, cabinet.region, one)

        assert whole is not None
        assert shown == whole

    def test_before_its_check_an_application_has_an_empty_history(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        waiting = cabinet.ahead(garden, category=1, is_proved=False)
        identity = Identity(iin=made_up_iin(BORN_ON, next(cabinet.house.serials)))
        child = cabinet.house.within(
            add_child, cabinet.region, cabinet.actor, ChildWish(identity, "Айша", BORN_ON)
        )
        sent = replace(wish(child, garden, category=1), proof_accepted=False)
        one = cabinet.house.within(submit, cabinet.region, cabinet.actor.tag, sent).id
        assert cabinet.state(one) == cabinet.state(waiting.id) == "UNDER_REVIEW"

        link = re.search(r'href="([^"]+/history/[^"]+)"', cabinet.get(cabinet.url()).text)

        assert link is not None
        assert "Әзірге ештеңе өзгерген жоқ" in plain(cabinet.get(link[1]))

    def test_a_queue_in_which_it_never_stood_is_no_page(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        other = cabinet.queue(cabinet.garden(), child="Дамир")
        (queue,) = cabinet.house.within(queues_of, cabinet.region, other)

        assert cabinet.client.get(cabinet.of(one, f"history/{queue}")).status_code == 404
        assert cabinet.client.get(cabinet.of(one, f"history/{uuid.uuid4()}")).status_code == 404


def figures(table: str) -> list[str]:
    found = re.findall(r"<td>(.*?)</td>", table, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", one).replace("−", "-") for one in found]


def last_changes(tenant_id: int, application_id: uuid.UUID) -> list[ShownChange | None]:
    """The last change by a replay of all moves, and as pages find it."""
    (queue_id,) = queues_of(tenant_id, application_id)
    with read_scope(tenant_id) as session:
        row = session.scalars(select(QueueRow).where(QueueRow.id == queue_id)).one()
        moves = moves_of_queue(session, queue_id)
        whole = last_change(row.key, ApplicationId(application_id), moves)
        assert whole is not None
        (number,) = shown_numbers(session, application_id, "kk", MORNING)
        return [shown_change(whole), number.change]


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_cabinet_history", "demo") as opened:
        yield opened
