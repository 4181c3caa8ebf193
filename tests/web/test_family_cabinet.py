"""The cabinet: what waits, live numbers with their reasons, and walls around it all."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.children import ChildWish
from kezek.core.ids import ApplicationId
from kezek.core.people import Identity
from kezek.db.history import moves_of_queue
from kezek.db.queues import QueueEntryRow, QueueRow
from kezek.db.scope import read_scope
from kezek.reads.history import last_change
from kezek.reads.numbers import ShownChange, shown_change, shown_numbers
from kezek.settings import Settings
from kezek.usecases.accounts import StaffWish, open_staff_account
from kezek.usecases.applications import submit, withdraw
from kezek.usecases.children import add_child
from tests.factories.families import made_up_iin
from tests.factories.regions import MORNING, House, open_front
from tests.factories.waiting import wish
from tests.web.browsing import send
from tests.web.cabinet import BORN_ON, Cabinet, latin_words, plain, shared_house
from tests.web.checked import check_pages

PASSWORD = "a long enough one"


class TestHome:
    def test_a_number_says_of_what_as_of_when_and_without_what(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden("Айгөлек")
        cabinet.ahead(garden)
        cabinet.queue(garden)

        page = plain(cabinet.get(cabinet.url()))

        assert "Нөмір 2 Айгөлек, 2022 жылғы балалар, қазақ тілі" in page
        assert "Бұл кезекте 2 өтініш тұр." in page
        assert f"{cabinet.now()} жағдайы бойынша" in page
        assert "Тексеріліп жатқан өтініш жоқ" in page

    def test_applications_under_review_are_left_out_and_counted(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        cabinet.queue(garden)
        cabinet.ahead(garden, category=1, is_proved=False)

        page = plain(cabinet.get(cabinet.url()))

        assert "Нөмір 1" in page
        assert "1 өтініш әлі тексеріліп жатыр, ол есепке алынбаған." in page

    def test_the_last_change_is_a_sum_that_closes(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        first = cabinet.ahead(garden)
        cabinet.ahead(garden)
        cabinet.queue(garden)
        cabinet.house.within(withdraw, cabinet.region, "family", first.id)

        page = plain(cabinet.get(cabinet.url()))

        assert "3 → 2" in page
        assert "−1 Алдыңыздағы 1 отбасы өтінішін алып тастады" in page

    def test_what_happened_at_one_moment_is_told_together(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        first = cabinet.ahead(garden)
        cabinet.ahead(garden)
        cabinet.ahead(garden)
        cabinet.queue(garden)
        cabinet.house.within(withdraw, cabinet.region, "family", first.id)
        cabinet.publish(garden)

        page = plain(cabinet.get(cabinet.url()))

        assert "4 → 2" in page
        assert "−1 Алдыңыздағы 1 отбасы" in page
        assert "−1 Алдыңыздағы 1 балаға орын ұсынылды" in page

    def test_what_waits_for_an_answer_comes_first(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden("Тұлпар")
        cabinet.queue(cabinet.garden(), child="Дамир")
        offered = cabinet.queue(garden)
        cabinet.publish(garden)

        page = cabinet.get(cabinet.url())

        assert page.text.index("Сізден күтілетіні") < page.text.index("Дамир")
        assert re.search(r"2026 ж\. \d+ \w+, \w+, 23:59 Қалған уақыт: 2 күн", plain(page))
        assert f'href="{cabinet.of(offered, "offer/")}"' in page.text

    def test_the_yearly_question_waits_for_an_answer(self, later: Cabinet) -> None:
        asked = later.queue(later.garden())
        later.pass_time(days=340)
        later.come_in()

        page = later.get(later.url())

        assert "Жыл сайынғы сұрақ" in page.text
        assert f'href="{later.of(asked, "interest/")}"' in page.text

    def test_brothers_and_sisters_of_one_queue_are_shown_together(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden("Балдәурен")
        cabinet.queue(garden, child="Айша")
        alone = cabinet.get(cabinet.url())
        cabinet.queue(garden, child="Дамир")

        page = plain(cabinet.get(cabinet.url()))

        assert "бірге күтіп тұр" not in alone.text
        assert "Дамир, Айша бірге күтіп тұр: Балдәурен." in page

    def test_new_notices_lead_to_their_text(self, cabinet: Cabinet) -> None:
        cabinet.queue(cabinet.garden())

        page = cabinet.get(cabinet.url())

        assert "2 жаңа хабарлама" in plain(page)
        assert len(re.findall(r"/demo/family/notices/[0-9a-f-]{36}", page.text)) == 2

    def test_a_family_without_applications_is_shown_the_way(self, cabinet: Cabinet) -> None:
        page = cabinet.get(cabinet.url())

        assert "Өтініштеріңіз әзірге жоқ" in page.text
        assert 'href="/demo/family/children/"' in page.text

    def test_a_child_without_an_application_is_one_press_away_from_it(
        self, cabinet: Cabinet
    ) -> None:
        one = cabinet.queue(cabinet.garden())
        cabinet.house.within(withdraw, cabinet.region, cabinet.actor.tag, one)

        page = cabinet.get(cabinet.url()).text

        assert "Қазір қаралып жатқан өтініш жоқ" in page
        assert 'href="/demo/family/apply/"' in page

    def test_whoever_signs_in_begins_here(self, cabinet: Cabinet) -> None:
        assert cabinet.client.get("/demo/family/sign-up").location == cabinet.url()


class TestLive:
    def test_the_page_listens_to_its_queues_and_to_its_family(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden(), cabinet.garden())

        page = cabinet.get(cabinet.url()).text

        listened = set(re.findall(r"sse:queue-([0-9a-z-]+)", page))
        queues = {str(queue) for queue in cabinet.house.within(queues_of, cabinet.region, one)}
        assert listened == queues | {f"family-{cabinet.actor.guardian_id}"}
        assert f'hx-get="{cabinet.url("now")}"' in page
        assert "every 60s" in page

    @pytest.mark.parametrize("part", ["home", "application"])
    def test_nothing_is_sent_while_nothing_has_changed(self, cabinet: Cabinet, part: str) -> None:
        garden = cabinet.garden()
        ahead = cabinet.ahead(garden)
        one = cabinet.queue(garden)
        ask = asker(cabinet, part, one)
        first = ask(None)

        same = ask(first.headers["ETag"])
        cabinet.house.within(withdraw, cabinet.region, "family", ahead.id)
        other = ask(first.headers["ETag"])

        assert (first.status_code, same.status_code, other.status_code) == (200, 304, 200)
        assert same.text == ""
        assert first.text.strip().startswith("<div id=")
        assert "Нөмір</span> 1" in other.text

    def test_an_application_under_review_is_a_change_too(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        ask = asker(cabinet, "home", cabinet.queue(garden))
        first = ask(None)

        cabinet.ahead(garden, category=1, is_proved=False)

        assert ask(first.headers["ETag"]).status_code == 200


class TestApplicationPage:
    def test_it_says_everything_about_one_application(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden("Айгөлек"), child="Айша Серікқызы")

        page = plain(cabinet.get(cabinet.of(one)))

        number = cabinet.application(one).number
        for said in (number, "Айша Серікқызы", "2022 ж. 14 наурыз", "қазақ тілі", "Демо қала"):
            assert said in page
        assert "Өтініш жіберілді" in page
        assert "Негізі: № 133 бұйрық, 6-тармақ; ережелер нұсқасы: 1" in page

    def test_what_may_be_done_is_offered(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        one = cabinet.queue(garden)
        waiting = cabinet.get(cabinet.of(one)).text
        cabinet.refer(one, garden)

        referred = cabinet.get(cabinet.of(one)).text

        assert "Өтінішті алып тастау" in waiting
        assert "Өтінішті алып тастау" not in referred
        assert cabinet.of(one, "referral/") in referred

    def test_an_archived_application_says_why_and_leads_to_a_new_one(
        self, cabinet: Cabinet
    ) -> None:
        one = cabinet.queue(cabinet.garden())
        cabinet.house.within(withdraw, cabinet.region, cabinet.actor.tag, one)

        page = cabinet.get(cabinet.of(one)).text

        assert "Архивте" in page
        assert f"/demo/family/apply/?child={cabinet.application(one).child}" in page


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


class TestWalls:
    def test_another_familys_application_is_not_there(self, cabinet: Cabinet) -> None:
        garden = cabinet.garden()
        own, foreign = cabinet.queue(garden), cabinet.ahead(garden).id

        boxes = tokens(cabinet)
        for rule, method in routes(cabinet):
            for subject in (foreign, uuid.uuid4()):
                address = rule.replace("<application_id>", str(subject))
                answer = cabinet.client.open(address, method=method, data=boxes)
                assert answer.status_code == 404, (method, address)
        assert cabinet.state(own) == "QUEUED"

    def test_a_stranger_is_led_to_the_door(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        stranger = cabinet.house.app.test_client()

        for rule, method in routes(cabinet):
            if method == "GET":
                answer = stranger.get(rule.replace("<application_id>", str(one)))
                assert answer.status_code == 303
                assert answer.location.startswith("/demo/family/sign-up")

    def test_staff_read_it_at_their_own_desks(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        officer = staff(cabinet, Role.OFFICE)

        assert officer.get(cabinet.of(one)).status_code == 403

    def test_another_region_shows_nothing_of_it(self, cabinet: Cabinet) -> None:
        one = cabinet.queue(cabinet.garden())
        there = Cabinet(cabinet.house, "pavlodar")

        assert there.client.get(there.of(one)).status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_is_in_the_readers_language(cabinet: Cabinet, language: str) -> None:
    garden = cabinet.garden("Айгөлек")
    first = cabinet.ahead(garden)
    one, offered = cabinet.queue(garden, cabinet.garden()), cabinet.queue(garden, child="Дамир")
    cabinet.house.within(withdraw, cabinet.region, "family", first.id)
    cabinet.speak(language)

    pages = [cabinet.url(), cabinet.of(one), history_of(cabinet, one), cabinet.of(offered)]

    for address in pages:
        assert latin_words(cabinet.get(address)) == set(), address


def figures(table: str) -> list[str]:
    found = re.findall(r"<td>(.*?)</td>", table, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", one).replace("−", "-") for one in found]


def asker(cabinet: Cabinet, part: str, one: uuid.UUID) -> Callable[[str | None], TestResponse]:
    """Asks for the live part as the page does."""
    address = cabinet.url("now") if part == "home" else cabinet.of(one, "now")
    target = "cabinet-live" if part == "home" else "application-live"

    def ask(etag: str | None) -> TestResponse:
        headers = {"HX-Request": "true", "HX-Target": target}
        return cabinet.client.get(
            address, headers=headers | ({"If-None-Match": etag} if etag else {})
        )

    return ask


def queues_of(tenant_id: int, application_id: uuid.UUID) -> list[uuid.UUID]:
    with read_scope(tenant_id) as session:
        query = select(QueueEntryRow.queue_id).where(QueueEntryRow.application_id == application_id)
        return list(session.scalars(query.order_by(QueueEntryRow.preference)))


def history_of(cabinet: Cabinet, one: uuid.UUID) -> str:
    queue = cabinet.house.within(queues_of, cabinet.region, one)[0]
    return cabinet.of(one, f"history/{queue}")


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


ROOMS = (
    "family_application",
    "family_answers",
    "family_interest",
    "family_referrals",
    "family_admission",
    "family_contract",
    "family_history",
)


def routes(cabinet: Cabinet) -> list[tuple[str, str]]:
    """Every route of the rooms of one application, with its method."""
    found = []
    for rule in cabinet.house.app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in ROOMS:
            address = rule.rule.replace("<slug:slug>", "demo")
            address = address.replace("<uuid:application_id>", "<application_id>")
            address = re.sub("<uuid:queue_id>", str(uuid.UUID(int=1)), address)
            address = re.sub("<string[^>]*>", "DOC-12", address)
            found += [(address, method) for method in {"GET", "POST"} & set(rule.methods or ())]
    assert len(found) > 20
    return found


def tokens(cabinet: Cabinet) -> dict[str, str]:
    """The hidden boxes of some form, so that only the walls refuse."""
    page = cabinet.client.get("/demo/family/account/").text
    return dict(re.findall(r'name="(csrf_token|intent)" type="hidden" value="([^"]+)"', page))


def staff(cabinet: Cabinet, role: Role) -> FlaskClient:
    """Somebody of the staff, signed in."""
    wish = StaffWish(
        role=role,
        login=f"officer-{cabinet.phone[1:]}",
        password=PASSWORD,
        full_name="Маман",
        language="kk",
    )
    cabinet.house.within(open_staff_account, cabinet.region, "operator:test", wish)
    client = check_pages(cabinet.house.app)
    door = client.get("/demo/staff/sign-in")
    form = re.search(r'<form[^>]*id="([a-z-]+)"[^>]*method="post"', door.text)
    assert form is not None
    send(client, door, form[1], login=wish.login, password=PASSWORD)
    return client


@pytest.fixture
def cabinet(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_cabinet", "demo", "pavlodar") as opened:
        yield opened


@pytest.fixture
def later(new_database: Callable[[], Settings]) -> Iterator[Cabinet]:
    """A family in a house of its own, whose clock may go on by a year."""
    with open_front(new_database(), "demo") as opened:
        yield Cabinet(opened)
