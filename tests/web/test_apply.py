"""«Кезекке өтініш беру» as a parent walks it: without a script, with mistakes, twice."""

import re
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages
from tests.web.parents import Parent

APPLY = "/demo/family/apply/"


class TestWay:
    def test_from_the_child_to_the_number_without_a_script(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        children = parent.client.get("/demo/family/children/")
        assert f"{APPLY}?child={parent.child_id}" in children.text

        assert parent.agree().location == parent.url("territory")
        assert parent.say_where().location == parent.url("kindergartens")
        assert parent.choose(gardens[1], gardens[0]).location == parent.url("benefits")
        assert parent.tick().location == parent.url("review")

        review = parent.get("review")
        assert "Серікова Әлия" in review.text
        assert review.text.index("Балдәурен") < review.text.index("Айгөлек")
        sent = send(parent.client, review, "step-send")

        assert sent.status_code == 303
        page = parent.client.get(sent.location)
        assert re.search(r"DEM-26-\d{6}-[A-Z]", page.text)
        assert len(parent.applications()) == 1

    def test_without_a_child_in_the_address_the_child_is_chosen(self, parent: Parent) -> None:
        page = parent.client.get(APPLY)
        agreed = send(parent.client, page, "step-consent", agree="y")

        assert agreed.location == f"{APPLY}child"
        chosen = send(
            parent.client,
            parent.client.get(agreed.location),
            "step-child",
            child=parent.child_id,
            full_name="Серікова Әлия",
            address="Сәтбаев 5",
        )
        assert chosen.location == parent.url("territory")

    @pytest.mark.parametrize("step", ["kindergartens", "benefits", "documents/", "review"])
    def test_who_comes_too_early_is_led_to_what_is_missing(self, parent: Parent, step: str) -> None:
        assert parent.get(step).location.startswith(APPLY)
        parent.agree()

        assert parent.get(step).location == parent.url("territory")

    def test_steps_may_be_gone_back_to(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.fill(gardens[0])

        for step in ("territory", "kindergartens", "benefits", "review"):
            assert parent.get(step).status_code == 200

    def test_a_queue_of_the_three_is_chosen(self, parent: Parent, house: House) -> None:
        special = house.within(kindergarten, parent.region, "Арнайы", kind="special")
        parent.agree()
        parent.say_where(queue_type="special")

        assert parent.choose(special).location == parent.url("benefits")
        assert parent.tick().location == parent.url("documents/")


class TestMistakes:
    def test_without_consent_it_does_not_go_on(self, parent: Parent) -> None:
        page = parent.begin()

        refused = send(parent.client, page, "step-consent")

        assert refused.status_code == 422
        assert 'id="agree-error"' in refused.text
        assert not parent.has_draft()

    def test_nothing_chosen_is_said_beside_each_box(self, parent: Parent) -> None:
        parent.agree()

        refused = send(parent.client, parent.get("territory"), "step-territory")

        assert refused.status_code == 422
        assert 'id="language-error"' in refused.text
        assert 'id="territory-error"' in refused.text

    @pytest.mark.parametrize("choices", [0, 5])
    def test_one_to_four_kindergartens(
        self, parent: Parent, gardens: list[uuid.UUID], choices: int
    ) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens")
        action = parent.url("kindergartens")

        refused = send(
            parent.client, page, action, choice=[str(one) for one in gardens[:choices]] or "none"
        )

        assert refused.status_code == 422
        assert "Кемінде бір" in refused.text
        assert parent.get("benefits").location == action

    def test_a_repeated_kindergarten_is_refused(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens")
        twice = [str(gardens[0])] * 2

        refused = send(parent.client, page, parent.url("kindergartens"), choice=twice)

        assert refused.status_code == 422

    def test_an_unknown_kindergarten_is_not_there(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens")

        answer = send(parent.client, page, parent.url("kindergartens"), choice=str(uuid.uuid4()))

        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "boxes",
        [
            {"planned-day": "x"},
            {"none": "y", "first_priority": "11"},
            {"none": "y", "planned": "x"},
        ],
        ids=["nothing", "both", "no day"],
    )
    def test_benefits_are_one_answer(
        self, parent: Parent, gardens: list[uuid.UUID], boxes: dict[str, str]
    ) -> None:
        parent.agree()
        parent.say_where()
        parent.choose(gardens[0])

        assert parent.tick(**boxes).status_code == 422

    def test_the_planned_day_lies_ahead(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.agree()
        parent.say_where()
        parent.choose(gardens[0])

        refused = parent.tick(none="y", planned=["7", "9", "2026"])

        assert refused.status_code == 422
        assert 'id="planned-error"' in refused.text

    def test_a_child_of_six_is_told_early_and_refused_without_the_conclusion(
        self, house: House, gardens: list[uuid.UUID]
    ) -> None:
        parent = Parent(house, born_on=date(2020, 8, 1))
        parent.agree()
        assert "ПМПК" in parent.get("territory").text
        parent.say_where()
        parent.choose(gardens[0])

        refused = parent.tick(none="y")
        assert refused.status_code == 422
        assert 'id="first_priority-error"' in refused.text
        assert parent.tick(first_priority="5").location == parent.url("documents/")

    def test_a_name_and_an_address_are_asked_for(self, parent: Parent) -> None:
        agreed = send(parent.client, parent.client.get(APPLY), "step-consent", agree="y")

        refused = send(
            parent.client,
            parent.client.get(agreed.location),
            "step-child",
            full_name="",
            address="",
        )

        assert refused.status_code == 422
        for box in ("child", "full_name", "address"):
            assert f'id="{box}-error"' in refused.text

    def test_the_refused_form_alone_is_given_to_htmx(self, parent: Parent) -> None:
        page = parent.begin()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page.text)
        assert token is not None

        answer = parent.client.post(
            f"{APPLY}?child={parent.child_id}",
            data={"csrf_token": token[1]},
            headers={"HX-Request": "true", "HX-Target": "apply-step"},
        )

        assert answer.status_code == 422
        assert answer.text.lstrip().startswith('<section id="apply-step"')


class TestTwice:
    def test_pressed_twice_it_is_sent_once(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.fill(gardens[0])
        review = parent.get("review")

        first = send(parent.client, review, "step-send")
        second = send(parent.client, review, "step-send")

        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location
        assert len(parent.applications()) == 1

    def test_from_a_second_tab_the_existing_number_is_shown(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        one, two = parent.get("review"), parent.get("review")
        number = _number(parent.client.get(send(parent.client, one, "step-send").location))

        answer = send(parent.client, two, "step-send")

        assert answer.status_code == 409
        assert number in answer.text
        assert len(parent.applications()) == 1

    def test_the_back_button_after_sending_leads_to_the_number(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        number = _number(parent.client.get(_sent(parent)))

        for step in ("territory", "kindergartens", "benefits", "review"):
            led = parent.get(step)
            assert led.location == parent.url("queued")
        assert number in parent.get("queued").text
        assert parent.begin().location == parent.url("queued")

    def test_an_old_form_of_a_step_changes_nothing_after_sending(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        old = parent.get("benefits")
        _sent(parent)

        late = send(parent.client, old, "step-benefits", first_priority="10")

        assert late.location == parent.url("queued")

    def test_what_another_tab_changed_is_what_is_sent(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        review = parent.get("review")
        parent.choose(gardens[1])

        send(parent.client, review, "step-send")

        assert _choices(parent) == [gardens[1]]


class TestWhose:
    @pytest.mark.parametrize(
        "step", ["territory", "kindergartens", "benefits", "documents/", "review", "queued"]
    )
    def test_another_familys_child_is_not_there(
        self, parent: Parent, house: House, step: str
    ) -> None:
        parent.agree()
        stranger = Parent(house)

        assert stranger.client.get(parent.url(step)).status_code == 404
        assert stranger.client.get(f"{APPLY}?child={parent.child_id}").status_code == 404
        unknown = parent.url(step).replace(str(parent.child_id), str(uuid.uuid4()))
        assert stranger.client.get(unknown).status_code == 404

    def test_another_familys_child_cannot_be_sent(
        self, parent: Parent, house: House, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        stranger = Parent(house)
        stranger.fill(gardens[0])
        form = form_of(stranger.get("review"), "step-send")

        answer = stranger.client.post(parent.url("review"), data=_hidden(form))

        assert answer.status_code == 404
        assert len(parent.applications()) == 0

    def test_another_familys_application_is_not_there(
        self, parent: Parent, house: House, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        sent = _sent(parent)
        stranger = Parent(house)

        assert stranger.client.get(sent).status_code == 404
        application = sent.rpartition("/")[2]
        for page in ("choices", "planned-age", "withdrawal"):
            url = f"/demo/family/applications/{application}/{page}"
            assert stranger.client.get(url).status_code == 404
            assert parent.client.get(url).status_code == 200

    def test_a_stranger_is_led_to_the_door(self, house: House) -> None:
        answer = check_pages(house.app).get(APPLY)

        assert answer.location == f"/demo/family/sign-up?next={APPLY}"

    def test_under_another_region_it_is_not_there(self, parent: Parent) -> None:
        elsewhere = parent.url("territory").replace("/demo/", "/pavlodar/")

        assert parent.client.get(elsewhere).status_code == 303


class TestBoard:
    def test_places_and_queue_stand_beside_each(self, parent: Parent, house: House) -> None:
        garden = house.within(kindergarten, parent.region, "Шұғыла")
        other = Parent(house)
        other.fill(garden)
        other.send()
        parent.agree()
        parent.say_where()

        card = _card(parent.get("kindergartens", q="шугыла"), garden)

        assert re.findall(r"<dd\s*>(\d+)</dd>", card) == ["0", "1"]

    def test_choosing_is_a_link_that_can_be_taken_back(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.agree()
        parent.say_where()
        first = parent.client.get(_link(parent.get("kindergartens"), f"pick-{gardens[2]}"))
        second = parent.client.get(_link(first, f"pick-{gardens[0]}"))
        higher = parent.client.get(_link(second, f"up-{gardens[0]}"))
        dropped = parent.client.get(_link(higher, f"drop-{gardens[0]}"))

        assert _chosen(first) == [gardens[2]]
        assert _chosen(second) == [gardens[2], gardens[0]]
        assert _chosen(higher) == [gardens[0], gardens[2]]
        assert _chosen(dropped) == [gardens[2]]
        emptied = parent.client.get(_link(dropped, f"drop-{gardens[2]}"))
        assert _chosen(emptied) == []

    def test_a_fifth_cannot_be_picked(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens", choice=gardens[:4])

        assert len(_chosen(page)) == 4
        assert f"pick-{gardens[4]}" not in page.text

    def test_the_emptied_choice_stays_empty_when_it_is_refused(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        emptied = parent.client.get(_link(parent.get("kindergartens"), f"drop-{gardens[0]}"))

        refused = send(parent.client, emptied, parent.url("kindergartens"))

        assert refused.status_code == 422
        assert _chosen(refused) == []

    @pytest.mark.parametrize("typed", ["балдаурен", "БАЛДӘУРЕН", "Балд"])
    def test_a_name_is_found_on_either_keyboard(
        self, parent: Parent, gardens: list[uuid.UUID], typed: str
    ) -> None:
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens", q=typed).text

        assert f"name-{gardens[1]}" in page
        assert f"name-{gardens[0]}" not in page

    def test_one_without_groups_is_listed_and_cannot_be_picked(
        self, parent: Parent, house: House
    ) -> None:
        bare = house.within(kindergarten, parent.region, "Қарлығаш", groups=())
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens", q="карлыгаш")

        assert f"name-{bare}" in page.text
        assert f"pick-{bare}" not in page.text
        forced = send(parent.client, page, parent.url("kindergartens"), choice=str(bare))
        assert forced.status_code == 422

    def test_what_is_made_up_is_marked(self, parent: Parent, house: House) -> None:
        garden = house.within(kindergarten, parent.region, "Құлыншақ", is_demo=True)
        parent.agree()
        parent.say_where()

        assert 'class="demo"' in _card(parent.get("kindergartens", q="құлын"), garden)

    def test_only_those_of_the_territory_and_the_queue(self, parent: Parent, house: House) -> None:
        elsewhere = house.within(kindergarten, parent.region, "Ауыл", territory="village")
        special = house.within(kindergarten, parent.region, "Арнайы", kind="special")
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens").text

        assert f"name-{elsewhere}" not in page
        assert f"name-{special}" not in page

    def test_a_long_list_comes_in_pages(self, house: House) -> None:
        parent = Parent(house, "pavlodar")
        for at in range(45):
            house.within(kindergarten, parent.region, f"Бақша {at:02}", territory="aksu")
        parent.agree()
        parent.say_where("aksu")

        third = parent.get("kindergartens", page=3)

        assert third.text.count("<article") == 5

    @pytest.mark.parametrize("order", ["name", "free", "queue"])
    def test_the_list_is_sorted_as_wished(self, parent: Parent, house: House, order: str) -> None:
        for name in ("Қызғалдақ", "Жанар"):
            house.within(kindergarten, parent.region, f"{name} {order}")
        waited_for = house.within(kindergarten, parent.region, f"Асыл {order}")
        other = Parent(house)
        other.fill(waited_for)
        other.send()
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens", q=order, order=order).text

        found = re.findall(rf"<h3[^>]*>(\w+) {order}</h3>", page)
        first, last = ("Жанар", "Асыл") if order == "queue" else ("Асыл", "Қызғалдақ")
        assert (found[0], found[-1]) == (first, last)


class TestChanges:
    def test_other_kindergartens_keep_the_moment(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "choices")
        page = parent.client.get(url, query_string={"choice": [gardens[2], gardens[1]]})

        answer = send(parent.client, page, url)

        assert answer.status_code == 303
        assert _choices(parent) == [gardens[2], gardens[1]]
        assert send(parent.client, page, url).status_code == 303

    def test_no_kindergarten_at_all_is_refused(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "choices")

        refused = send(parent.client, parent.client.get(url), url, choice="none")

        assert refused.status_code == 422
        assert _choices(parent) == [gardens[0]]

    def test_the_planned_day_is_set_and_lifted(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "planned-age")

        late = send(parent.client, parent.client.get(url), "plan", planned=["7", "9", "2026"])
        set_ = send(parent.client, parent.client.get(url), "plan", planned=["1", "3", "2027"])
        assert (late.status_code, set_.status_code) == (422, 303)
        assert _state(parent) == "DEFERRED"
        send(parent.client, parent.client.get(url), "plan", planned=["", "", ""])
        assert _state(parent) == "QUEUED"

    def test_it_is_taken_back_once(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        url = _changed(parent, gardens[0], "withdrawal")
        page = parent.client.get(url)

        first = send(parent.client, page, url)
        second = send(parent.client, page, url)

        assert (first.status_code, second.status_code) == (303, 303)
        assert _state(parent) == "ARCHIVED"
        again = parent.client.get(url)
        assert url not in re.findall(r'<form[^>]*action="([^"]*)"', again.text)

    def test_what_is_over_is_not_taken_back_once_more(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "withdrawal")
        one, two = parent.client.get(url), parent.client.get(url)
        send(parent.client, one, url)

        assert send(parent.client, two, url).status_code == 409


class TestSent:
    def test_the_number_and_the_numbers_are_shown(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0], gardens[1])

        page = parent.client.get(_sent(parent)).text

        assert "Өтініш нөмірін сақтаңыз" in page
        assert "Айгөлек" in page

    def test_it_is_said_in_russian_too(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.client.get("/demo/language/ru")
        parent.fill(gardens[0])

        assert "Сохраните номер заявления" in parent.client.get(_sent(parent)).text


def _sent(parent: Parent) -> str:
    """Sends what is filled in and gives the address of the page with its number."""
    return parent.send().location


def _changed(parent: Parent, garden: uuid.UUID, page: str) -> str:
    """The address of a change to an application that was just sent."""
    parent.fill(garden)
    application = _sent(parent).rpartition("/")[2]
    return f"/demo/family/applications/{application}/{page}"


def _number(page: TestResponse) -> str:
    found = re.search(r"DEM-26-\d{6}-[A-Z]", page.text)
    assert found is not None
    return found[0]


def _choices(parent: Parent) -> list[uuid.UUID]:
    (row,) = parent.applications()
    return row.choices


def _state(parent: Parent) -> str:
    (row,) = parent.applications()
    return row.state


def _link(page: TestResponse, id_: str) -> str:
    found = re.search(rf'<a id="{id_}"[^>]*href="([^"#]*)', page.text)
    assert found is not None, id_
    return found[1].replace("&amp;", "&")


def _card(page: TestResponse, garden: uuid.UUID) -> str:
    found = re.search(rf"<article[^>]*name-{garden}.*?</article>", page.text, re.DOTALL)
    assert found is not None
    return found[0]


def _chosen(page: TestResponse) -> list[uuid.UUID]:
    """What the form of the board would keep."""
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page.text, re.DOTALL)
    found = [re.findall(r'name="choice" type="hidden" value="([^"]*)"', form) for form in forms]
    (chosen,) = [ids for ids in found if ids]
    return [] if chosen == ["none"] else [uuid.UUID(one) for one in chosen]


def _hidden(form: str) -> dict[str, str]:
    return dict(
        re.findall(r'<input name="(csrf_token|intent)" type="hidden" value="([^"]*)"', form)
    )


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    names = ("Айгөлек", "Балдәурен", "Ақбота", "Еркемай", "Тұлпар")
    return [house.within(kindergarten, house["demo"], name) for name in names]


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with open_front(shared_scratch.new_database("kezek_apply"), "demo", "pavlodar") as opened:
        yield opened
    shared_scratch.drop_database("kezek_apply")
