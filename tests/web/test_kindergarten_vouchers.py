"""The desk of a kindergarten in a voucher territory: lists, chosen places, moves, the end."""

import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.usecases import vouchers
from kezek.usecases.rules_change import change_settings
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import form_of, send
from tests.web.cabinet import plain, shared_house
from tests.web.checked import check_pages
from tests.web.holder import Holder

DESK = "/pavlodar/kindergarten/"
CHILD = "Айша Серікқызы"


def child_url(holder: Holder) -> str:
    return f"{DESK}children/{holder.id}/"


def desk_of(holder: Holder, garden: uuid.UUID) -> FlaskClient:
    """A member of this kindergarten's staff before the desk."""
    login = f"garden-{garden}"
    holder.house.within(open_staff, holder.region, Role.KINDERGARTEN, login, kindergarten=garden)
    client = check_pages(holder.house.app)
    come_in(client, login, "pavlodar")
    return client


class TestWaitingList:
    def test_who_is_first_is_seen_without_a_name(self, holder: Holder) -> None:
        holder.waitlisted()
        other = Holder(holder.house).active()
        other.house.within(
            vouchers.join_waiting_list, other.region, other.actor.tag, other.id, holder.full
        )

        page = plain(desk_of(holder, holder.full).get(f"{DESK}waiting-list/"))

        first, second = (one.application(one.id).number for one in (holder, other))
        assert re.search(rf"1 {first} .* 2 {second}", page)
        assert CHILD not in page

    def test_another_kindergarten_sees_nothing_of_it(self, holder: Holder) -> None:
        holder.waitlisted()

        page = plain(desk_of(holder, holder.first).get(f"{DESK}waiting-list/"))

        assert holder.application(holder.id).number not in page

    def test_a_published_place_is_kept_for_the_first(self, holder: Holder) -> None:
        holder.waitlisted()
        desk = desk_of(holder, holder.full)
        boxes = {"birth_year": "2022", "language": "kk", "places": "1", "term": "permanent"}

        answer = send(desk, desk.get(f"{DESK}places/new"), "publish", **boxes)

        assert "хранится для первого в листе ожидания" in plain(desk.get(answer.location))


class TestArriving:
    def test_a_chosen_place_waits_for_papers(self, holder: Holder) -> None:
        page = plain(desk_of(holder, holder.chosen().first).get(DESK))

        assert "Дети, выбравшие ваш детский сад" in page
        assert CHILD in page

    def test_papers_contract_pupil(self, holder: Holder) -> None:
        holder.chosen().hand_in(holder.id)
        desk = desk_of(holder, holder.first)
        assert CHILD in plain(desk.get(DESK))

        answer = send(
            desk, desk.get(child_url(holder)), "check", vaccinated="yes", decision="admit"
        )

        assert answer.status_code == 303
        assert holder.state(holder.id) == "CONTRACT"

    def test_a_refusal_says_that_the_place_is_free(self, holder: Holder) -> None:
        holder.chosen().hand_in(holder.id)
        desk = desk_of(holder, holder.first)
        page = desk.get(child_url(holder))

        answer = send(desk, page, "check", vaccinated="yes", decision="contraindication")

        assert "Отказ сразу освобождает место" in plain(page)
        assert "Место снова свободно" in plain(desk.get(answer.location))
        assert holder.state(holder.id) == "VOUCHER_ACTIVE"

    def test_a_second_click_decides_once(self, holder: Holder) -> None:
        holder.chosen().hand_in(holder.id)
        desk = desk_of(holder, holder.first)
        page = desk.get(child_url(holder))

        first, second = (
            send(desk, page, "check", vaccinated="yes", decision="admit") for _ in range(2)
        )

        assert (first.status_code, second.status_code) == (303, 303)
        assert holder.state(holder.id) == "CONTRACT"

    def test_before_the_choice_and_elsewhere_a_child_is_not_seen(self, holder: Holder) -> None:
        holder.waitlisted()
        before = desk_of(holder, holder.full).get(child_url(holder))
        elsewhere = Holder(holder.house).chosen()
        stranger = desk_of(holder, holder.first).get(child_url(elsewhere))

        assert (before.status_code, stranger.status_code) == (404, 404)


class TestMoves:
    def test_both_kindergartens_see_their_side(self, holder: Holder) -> None:
        other = holder.garden("Тұлпар")
        holder.moving(other)
        old, new = desk_of(holder, holder.first), desk_of(holder, other)

        leaves, comes = plain(old.get(child_url(holder))), plain(new.get(child_url(holder)))

        assert "Ребенок переходит в другой детский сад." in leaves
        assert "Завершить договор" not in leaves
        assert "Ребенок переходит к вам из другого детского сада." in comes
        assert "Воспитанники, которые переходят в другой детский сад" in plain(old.get(DESK))
        assert "переходит к вам" in plain(new.get(DESK))

    def test_only_the_new_kindergarten_decides(self, holder: Holder) -> None:
        other = holder.garden("Тұлпар")
        holder.moving(other)
        holder.hand_in(holder.id)
        new, old = desk_of(holder, other), desk_of(holder, holder.first)
        page = new.get(child_url(holder))
        form = form_of(page, "check")
        stolen = dict(re.findall(r'name="(csrf_token|intent)"[^>]*value="([^"]*)"', form))

        refused = old.post(
            f"{child_url(holder)}check",
            data={**stolen, "vaccinated": "yes", "decision": "admit"},
        )
        answer = send(new, page, "check", vaccinated="yes", decision="admit")

        assert refused.status_code in (400, 404)
        assert answer.status_code == 303
        voucher = holder.application(holder.id).voucher
        assert voucher is not None
        assert voucher.transfer is not None
        assert voucher.transfer.contract_sent_at is not None

    def test_a_refused_move_leaves_everything_as_it_was(self, holder: Holder) -> None:
        other = holder.garden("Тұлпар")
        holder.moving(other)
        holder.hand_in(holder.id)
        desk = desk_of(holder, other)

        send(desk, desk.get(child_url(holder)), "check", vaccinated="no", decision="immunity")

        assert holder.state(holder.id) == "ENROLLED"
        assert desk.get(child_url(holder)).status_code == 404


class TestTheEnd:
    def test_the_reason_reaches_the_family(self, holder: Holder) -> None:
        desk = desk_of(holder, holder.enrolled().first)
        page = desk.get(f"{DESK}pupils/{holder.id}/contract-end")

        first, second = (send(desk, page, "end", because="graduated") for _ in range(2))

        assert "Ваучер ребенка аннулируют." in plain(page)
        # Once it is ended, the child is none of theirs any more.
        assert (first.status_code, second.status_code) == (303, 404)
        assert holder.state(holder.id) == "ARCHIVED(other)"
        assert "Ваучер жойылды" in plain(holder.get(holder.url("notices/")))

    def test_without_a_reason_nothing_ends(self, holder: Holder) -> None:
        desk = desk_of(holder, holder.enrolled().first)

        answer = send(desk, desk.get(f"{DESK}pupils/{holder.id}/contract-end"), "end")

        assert answer.status_code == 422
        assert holder.state(holder.id) == "ENROLLED"

    def test_by_default_no_absence_is_offered(self, holder: Holder) -> None:
        desk = desk_of(holder, holder.enrolled().first)

        page = desk.get(f"{DESK}pupils/{holder.id}/contract-end")

        assert 'value="absent"' not in page.text

    def test_another_kindergarten_ends_nothing(self, holder: Holder) -> None:
        desk = desk_of(holder, holder.enrolled().full)

        assert desk.get(f"{DESK}pupils/{holder.id}/contract-end").status_code == 404


class TestLongAbsence:
    """VX-18: only where the region has set its days."""

    def test_it_ends_the_voucher_after_the_days_that_are_set(self, strict: Holder) -> None:
        desk = desk_of(strict, strict.enrolled().first)
        began = strict.house.clock.now()
        strict.pass_time(days=31)
        come_in(desk, f"garden-{strict.first}", "pavlodar")
        page = desk.get(f"{DESK}pupils/{strict.id}/contract-end")

        early = send(desk, page, "end", **absence(began + timedelta(days=5)))
        unsure = send(desk, page, "end", because="absent", since=absence(began)["since"])
        answer = send(
            desk, desk.get(f"{DESK}pupils/{strict.id}/contract-end"), "end", **absence(began)
        )

        assert (early.status_code, unsure.status_code, answer.status_code) == (422, 422, 303)
        assert "30" in plain_of(early.text)
        assert strict.state(strict.id) == "ARCHIVED(other)"


def absence(began: datetime) -> dict[str, object]:
    day = began.date()
    return {
        "because": "absent",
        "since": [str(day.day), str(day.month), str(day.year)],
        "is_sure": "y",
    }


def plain_of(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_garden_vouchers", "pavlodar") as opened:
        yield opened


@pytest.fixture
def holder(house: House) -> Holder:
    return Holder(house)


@pytest.fixture(scope="module")
def strict_house(shared_scratch: Scratch) -> Iterator[House]:
    """A region in which thirty days of absence end a voucher."""
    with shared_house(shared_scratch, "kezek_absence", "pavlodar") as opened:
        opened.within(
            change_settings, opened["pavlodar"], "admin:test", {"voucher_absence_days": 30}
        )
        yield opened


@pytest.fixture
def strict(strict_house: House) -> Holder:
    return Holder(strict_house)
