"""A kindergarten's page with its live queue: the order of the rule, and nobody's name."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases.applications import plan_age
from tests.factories.regions import House, open_front
from tests.web.square import Square, board, words

OUT_OF_TURN, FIRST_PRIORITY = 1, 10


def test_the_queue_stands_in_the_order_of_the_rule(square: Square) -> None:
    garden = square.garden()
    general = [square.apply(garden) for _ in range(4)]
    priority = [square.apply(garden, category=FIRST_PRIORITY) for _ in range(2)]
    privileged = square.apply(garden, category=OUT_OF_TURN)

    page = square.see(f"kindergartens/{garden}")

    order = [privileged, priority[0], *general[:3], priority[1], general[3]]
    letters = "OPGGGPG"
    assert board(page) == [
        (place, one.number, letter)
        for place, (one, letter) in enumerate(zip(order, letters, strict=True), start=1)
    ]


def test_a_board_says_of_which_queue_as_of_when_and_without_what(square: Square) -> None:
    garden = square.garden("Айгөлек", name_kk="«Айгөлек» балабақшасы")
    square.apply(garden)
    square.leave_under_review(garden)

    said = words(square.see(f"kindergartens/{garden}"))

    assert "Кезек: 2022 жылы туғандар · Қазақ тілі" in said
    assert "«Айгөлек» балабақшасы" in said
    assert "Бұл кезекте 1 өтініш тұр." in said
    assert "1 өтініш әлі тексеріліп жатыр, ол есепке алынбаған." in said
    assert f"қыркүйек, {square.clock_says()} жағдайы бойынша" in said


def test_a_child_that_waits_for_its_age_keeps_its_number(square: Square) -> None:
    garden = square.garden()
    first, second = square.apply(garden), square.apply(garden)
    square.house.within(plan_age, square.region, "family", first.id, square.today(days=200))

    page = square.see(f"kindergartens/{garden}", reader="ru")

    assert [application for _, application, _ in board(page)] == [first.number, second.number]
    assert words(page).count("Ждет запланированного возраста и сохраняет номер") == 1


def test_an_offered_application_is_shown_in_no_queue(square: Square) -> None:
    garden, other = square.garden("А"), square.garden("Б")
    first, second = square.apply(garden, other), square.apply(garden, other)

    square.publish(garden)

    for one in (garden, other):
        assert board(square.see(f"kindergartens/{one}")) == [(1, second.number, "G")]
    assert first.number not in square.see(f"kindergartens/{garden}").text


def test_each_year_and_language_has_its_own_queue(square: Square) -> None:
    garden = square.garden(groups=[(2022, "kk"), (2021, "ru")])
    square.apply(garden)

    other = square.see(f"kindergartens/{garden}/2021/ru")

    assert "Кезек: 2021 жылы туғандар · Орыс тілі" in words(other)
    assert board(other) == []
    assert "Қазір бұл кезекте ешкім жоқ" in words(other)


@pytest.mark.parametrize(
    "path",
    ["{garden}/2019/kk", "{garden}/2022/xx", "{garden}/2022/kk/x", "018f0000-0000-7000-8000-0"],
)
def test_a_queue_that_there_is_none_of_is_404(square: Square, path: str) -> None:
    garden = square.garden()

    path = f"/demo/kindergartens/{path.format(garden=garden)}"
    assert square.client.get(path).status_code == 404


@pytest.mark.parametrize("target", ["queue-board", "kindergarten-cohorts"])
def test_live_parts_of_nothing_are_404(square: Square, target: str) -> None:
    garden = square.garden()

    for path in (f"{uuid4()}/2022/kk", f"{garden}/99999999999/kk"):
        answer = square.part(f"/demo/kindergartens/{path}", target)
        assert answer.status_code == 404


def test_a_kindergarten_of_another_region_is_404(house: House) -> None:
    garden = Square(house, "demo").garden()

    assert Square(house, "saran").see(f"kindergartens/{garden}").status_code == 404


def test_pages_of_fifty_go_on_where_the_last_one_ended(square: Square) -> None:
    garden = square.garden()
    square.fill(garden, 120)

    pages = [
        board(square.see(f"kindergartens/{garden}/2022/kk", page=page)) for page in (1, 2, 3, 99)
    ]

    assert [len(page) for page in pages] == [50, 50, 20, 20]
    shown = [number for page in pages[:3] for number, _, _ in page]
    assert shown == list(range(1, 121))
    assert len({application for page in pages[:3] for _, application, _ in page}) == 120
    assert pages[3] == pages[2]


def test_nothing_personal_stands_on_the_page(square: Square) -> None:
    garden = square.garden()
    square.apply(garden, category=FIRST_PRIORITY)

    text = square.see(f"kindergartens/{garden}").text

    for secret in ("Серікова", "Айша", "Айгүл", "77010000002", "2022-03-14", "14 наурыз"):
        assert secret not in text


def test_made_up_kindergartens_are_marked(square: Square) -> None:
    garden = square.garden("Демо", is_demo=True)

    assert square.see(f"kindergartens/{garden}").text.count('class="demo"') == 2


def test_without_groups_nothing_can_be_chosen(square: Square) -> None:
    garden = square.garden(groups=[])

    said = words(square.see(f"kindergartens/{garden}", reader="ru"))

    assert "Пока нельзя выбрать: группы еще не внесены" in said
    assert "очереди в этот детский сад нет" in said


class TestLive:
    def test_the_board_asks_again_when_its_queue_rings(self, square: Square) -> None:
        garden = square.garden()
        application = square.apply(garden)

        page = square.see(f"kindergartens/{garden}")

        queue = square.queue_of(application)
        assert f"sse:queue-{queue}, refresh, every 60s" in page.text
        assert f"q={queue}" in page.text

    def test_an_unchanged_board_is_304(self, square: Square) -> None:
        garden = square.garden()
        square.apply(garden)
        path = f"/demo/kindergartens/{garden}/2022/kk?page=1"
        seen = {"If-None-Match": square.part(path, "queue-board").headers["ETag"]}

        assert square.part(path, "queue-board", **seen).status_code == 304

        square.apply(garden)
        again = square.part(path, "queue-board", **seen)
        assert again.status_code == 200
        assert len(board(again)) == 2

    def test_an_application_under_review_changes_the_board(self, square: Square) -> None:
        garden = square.garden()
        path = f"/demo/kindergartens/{garden}/2022/kk?page=1"
        square.apply(garden)
        seen = {"If-None-Match": square.part(path, "queue-board").headers["ETag"]}

        square.leave_under_review(garden)

        assert square.part(path, "queue-board", **seen).status_code == 200

    def test_an_unchanged_board_does_not_grow_old(self, square: Square) -> None:
        garden = square.garden()
        square.apply(garden)
        path = f"/demo/kindergartens/{garden}/2022/kk?page=1"
        seen = {"If-None-Match": square.part(path, "queue-board").headers["ETag"]}

        square.pass_time(minutes=6)

        assert square.clock_says() in square.part(path, "queue-board", **seen).text

    def test_groups_change_with_any_queue_of_the_kindergarten(self, square: Square) -> None:
        garden = square.garden(groups=[(2022, "kk"), (2021, "kk")])
        path = f"/demo/kindergartens/{garden}/2022/kk?page=1"
        seen = {"If-None-Match": square.part(path, "kindergarten-cohorts").headers["ETag"]}
        assert square.part(path, "kindergarten-cohorts", **seen).status_code == 304

        square.publish(garden, 3, year=2021)

        changed = square.part(path, "kindergarten-cohorts", **seen)
        assert "3 бос орын" in words(changed)

    def test_the_first_in_a_queue_has_the_page_loaded_anew(self, square: Square) -> None:
        garden = square.garden()
        page = square.see(f"kindergartens/{garden}/2022/kk")
        assert f"q=kindergarten-{garden}" in page.text
        path = f"/demo/kindergartens/{garden}/2022/kk?page=1&new="

        assert square.part(path, "queue-board").status_code == 200
        square.apply(garden)

        answer = square.part(path, "queue-board")
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_public_queue")
    with open_front(settings, "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_public_queue")


@pytest.fixture
def square(house: House) -> Square:
    return Square(house)
