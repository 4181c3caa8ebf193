"""A voucher later on: more days, restored once, a child that is admitted, moves, or gives it up."""

import re
import uuid
from collections.abc import Iterator
from io import BytesIO

import pytest

from kezek.adapters.scratch import Scratch
from tests.factories.papers import PDF
from tests.factories.regions import House
from tests.web.browsing import hidden, send
from tests.web.cabinet import plain, shared_house
from tests.web.holder import Holder, card_of, listed, press, there


class TestTime:
    def test_more_days_are_asked_for_with_a_paper(self, holder: Holder) -> None:
        page = holder.active().get(holder.of(holder.id, "voucher/time/"))
        answer = send(
            holder.client, page, "extension", days="10", files=(BytesIO(PDF), "paper.pdf")
        )

        assert answer.status_code == 303
        assert "Сұралған күн саны: 10" in plain(holder.get(answer.location))

    def test_without_a_paper_nothing_is_asked(self, holder: Holder) -> None:
        page = holder.active().get(holder.of(holder.id, "voucher/time/"))

        answer = send(holder.client, page, "extension", days="10")

        assert answer.status_code == 422
        voucher = holder.application(holder.id).voucher
        assert voucher is not None
        assert voucher.extension_asked_days is None


class TestRestoring:
    def test_once(self, holder: Holder) -> None:
        cabinet = plain(holder.inactive().get(holder.url()))
        press(holder, "voucher/restoration", "restoration")

        assert "Қалпына келтірудің соңғы мерзімі" in cabinet
        assert holder.state(holder.id) == "QUEUED"

    def test_the_second_silence_is_the_last_and_says_so(self, holder: Holder) -> None:
        holder.inactive()
        page = holder.get(holder.of(holder.id, "voucher/restoration"))
        send(holder.client, page, "restoration")
        holder.offer_again()
        offer = plain(holder.get(holder.of(holder.id, "voucher/")))
        holder.pass_time(days=5)

        again = holder.client.post(
            holder.of(holder.id, "voucher/restoration"),
            data={**hidden(page, "restoration"), "intent": str(uuid.uuid4())},
        )

        assert "Оны екінші рет қалпына келтіруге болмайды." in offer
        assert holder.state(holder.id) == "ARCHIVED(not_restored)"
        assert again.status_code == 409


class TestAdmitted:
    def test_the_way_to_the_contract(self, holder: Holder) -> None:
        contract = plain(holder.with_contract().get(holder.of(holder.id, "contract/")))

        assert "Шартқа қол қоюдың соңғы мерзімі" in contract
        assert "ваучер" in contract

    def test_an_admitted_child_may_move(self, holder: Holder) -> None:
        other = holder.garden(f"Тұлпар-{holder.phone[-6:]}")
        holder.enrolled().publish(other)

        card = card_of(listed(holder, "Тұлпар"), other)
        answer = press(holder, there(other, "transfer"), "transfer")
        page = plain(holder.get(holder.of(holder.id)))

        assert "Осы балабақшаға ауыстыру" in card
        assert answer.location == holder.of(holder.id, "admission/")
        assert holder.state(holder.id) == "TRANSFER"
        assert re.search(r"Қайдан: Балдырған-\d+\. Қайда: Тұлпар-\d+\.", page)

    def test_the_papers_of_a_move_go_to_the_new_kindergarten(self, holder: Holder) -> None:
        other = holder.garden(f"Тұлпар-{holder.phone[-6:]}")
        holder.moving(other)
        holder.hand_in(holder.id)
        waits = plain(holder.get(holder.of(holder.id, "admission/")))
        holder.admit(holder.id)
        contract = plain(holder.get(holder.of(holder.id, "contract/")))

        assert "Тұлпар" in waits
        assert "Тұлпар" in contract
        assert "Шартқа қол қоюдың соңғы мерзімі" in contract

    def test_a_move_is_signed_by_the_code_and_by_nothing_else(self, holder: Holder) -> None:
        other = holder.garden(f"Тұлпар-{holder.phone[-6:]}")
        holder.moving(other)
        holder.hand_in(holder.id)
        holder.admit(holder.id)
        page = holder.get(holder.of(holder.id, "contract/"))
        asked = send(holder.client, page, holder.of(holder.id, "contract/code"))
        wrong = send(holder.client, holder.get(asked.location), "signature", code="000000")
        before = holder.state(holder.id)
        page = holder.get(asked.location)
        answer = send(holder.client, page, "signature", code=holder.last_code())

        assert (wrong.status_code, before) == (422, "TRANSFER")
        assert answer.status_code == 303
        referral = holder.application(holder.id).referral
        assert holder.state(holder.id) == "ENROLLED"
        assert referral is not None
        assert referral.kindergarten == other

    def test_an_admitted_child_waits_without_a_clock(self, holder: Holder) -> None:
        page = plain(holder.enrolled().get(holder.of(holder.id, there(holder.full, "list"))))
        press(holder, there(holder.full, "list"), "list")

        assert "Балаңыз қазіргі балабақшасында қалады" in page
        assert holder.state(holder.id) == "ENROLLED"
        assert "Күту парақтары" in plain(holder.get(holder.of(holder.id)))

    def test_giving_the_voucher_up_is_said_before(self, holder: Holder) -> None:
        page = plain(holder.enrolled().get(holder.of(holder.id, "contract/end")))
        press(holder, "contract/end", "end-contract")

        assert "Ваучер жойылады, өтініш архивке жіберіледі." in page
        assert "Ваучер жойылды." in plain(holder.get(holder.of(holder.id)))

    def test_a_voucher_in_hand_can_be_given_up(self, holder: Holder) -> None:
        page = plain(holder.chosen().get(holder.of(holder.id, "withdrawal")))
        press(holder, "withdrawal", "withdraw")

        assert "Сізге сақталған орын келесі балаға беріледі." in page
        assert holder.state(holder.id) == "ARCHIVED(withdrawn)"


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_voucher_in_use", "pavlodar", "demo") as opened:
        yield opened


@pytest.fixture
def holder(house: House) -> Holder:
    return Holder(house)
