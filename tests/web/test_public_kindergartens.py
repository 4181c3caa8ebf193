"""The list of kindergartens: found however it is typed, sifted, in the order of the alphabet."""

import re
import uuid
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.regions import Words
from kezek.usecases.registry.keeping import close_kindergarten
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.web.checked import check_pages
from tests.web.square import Square, words


def test_names_are_found_however_they_are_typed(square: Square) -> None:
    wanted = square.garden("Ясли-сад «Ертостик»", name_kk="«Ертөстік» бөбекжайы № 12")
    square.garden("Детский сад «Карлыгаш»", name_kk="«Қарлығаш» балабақшасы")

    for typed in ("Ертөстік", "ертостик", "ЕРТОСТИК 12", "ясли ерто", "№12 бобекжайы"):
        assert found(square.see("kindergartens/", name=typed)) == {wanted}


def test_names_stand_in_the_order_of_the_kazakh_alphabet(square: Square) -> None:
    names = ["Яуыз", "Өркен", "Орда", "Әсем", "Бөбек", "Айгүл", "№ 3"]
    for name in names:
        square.garden(f"Сад «{name}»", name_kk=f"«{name}» зерен", territory="village")

    page = square.see("kindergartens/", territory="village", name="зерен")

    assert re.findall(r">«([^»]+)» зерен</a>", page.text) == [
        "№ 3",
        "Айгүл",
        "Әсем",
        "Бөбек",
        "Орда",
        "Өркен",
        "Яуыз",
    ]


def test_only_those_of_a_territory_and_a_language(square: Square) -> None:
    here = square.garden("Алма қытзу", groups=[(2022, "ru")], territory="village")
    there = square.garden("Алмұрт қытзу", groups=[(2022, "kk")])

    def asked(**words: str) -> set[uuid.UUID]:
        return found(square.see("kindergartens/", name="қытзу", **words))

    assert asked(territory="village") == {here}
    assert asked(language="kk") == {there}
    assert asked(language="kk", territory="village") == set()
    assert asked(territory="atlantis") == set()


def test_only_those_with_free_places(square: Square) -> None:
    wanted = square.garden("Бос мүк")
    offered = square.garden("Ұсынылған мүк")
    square.apply(offered)
    for garden in (wanted, offered):
        square.publish(garden)

    page = square.see("kindergartens/", free="yes", name="мүк")

    assert found(page) == {wanted}
    assert "Бос орындар 1" in figures(page)


def test_one_without_groups_is_listed_and_cannot_be_chosen(square: Square) -> None:
    square.garden("Топсыз тал", groups=[])

    said = words(square.see("kindergartens/", name="Топсыз тал"))

    assert "Әзірге таңдауға болмайды: топтары енгізілмеген" in said


@pytest.mark.parametrize(
    ("language", "said"), [("kk", ("жабылған", "Күрделі жөндеу")), ("ru", ("закрыт", "Капремонт"))]
)
def test_a_closed_one_says_since_when_why_and_where_its_queue_is(
    house: House, language: str, said: tuple[str, str]
) -> None:
    garden = house.within(kindergarten, house["demo"], f"Жабық {language}")
    told = Words("Күрделі жөндеу", "Капремонт")
    house.within(close_kindergarten, house["demo"], "admin:1", garden, "Приказ № 5", told)
    client = check_pages(house.app)
    client.set_cookie("kezek_lang", language)

    page = client.get(f"/demo/kindergartens/{garden}")
    queue = client.get(f"/demo/kindergartens/{garden}/2022/kk")

    assert page.status_code == queue.status_code == 200
    for one in (*said, "2026"):
        assert one in page.text
    assert "Приказ № 5" not in page.text, "staff's reason is not for everybody"
    assert 'id="kindergarten-cohorts"' not in page.text
    assert "/demo/kindergartens/?territory=city" in page.text


def test_a_private_one_takes_nobody_from_the_queue(square: Square) -> None:
    square.garden("Жеке тас", ownership="private")

    said = words(square.see("kindergartens/", name="Жеке тас", reader="ru"))

    assert "Не принимает детей из государственной очереди" in said


def test_those_of_a_voucher_territory_open_with_the_voucher(house: House) -> None:
    square = Square(house, "pavlodar")
    square.garden("Ваучерлік", territory="pavlodar")

    said = words(square.see("kindergartens/", name="Ваучерлік"))

    assert "Ваучермен таңдалады" in said


def test_a_name_known_in_russian_only_is_marked_and_counted(square: Square) -> None:
    square.garden("Ясли «Русские»")

    kazakh = square.see("kindergartens/", name="Русские")
    russian = square.see("kindergartens/", name="Русские", reader="ru")

    assert 'lang="ru">Ясли «Русские»</a>' in kazakh.text
    assert "(атауы әзірге тек орыс тілінде)" in words(kazakh)
    assert re.search(r"\d+ балабақшаның қазақша атауы әзірге белгісіз", words(kazakh))
    assert "lang=" not in russian.text.partition("Ясли «Русские»")[0].rpartition("<h3")[2]


def test_made_up_ones_are_marked(square: Square) -> None:
    square.garden("Ойдан құм", is_demo=True)

    assert 'class="demo"' in square.see("kindergartens/", name="Ойдан құм").text


def test_pages_of_twenty_five(square: Square) -> None:
    for serial in range(27):
        square.garden(f"Толқын {serial}", territory="village")

    pages = [
        found(square.see("kindergartens/", name="Толқын", page=page)) for page in (1, 2, 3, "x")
    ]

    assert [len(page) for page in pages] == [25, 2, 2, 25]
    assert pages[0].isdisjoint(pages[1])
    first = square.see("kindergartens/", name="Толқын", territory="village")
    assert "name=%D0%A2%D0%BE%D0%BB" in first.text
    assert "territory=village" in first.text


def test_waiting_children_are_counted_kindergarten_by_kindergarten(square: Square) -> None:
    garden = square.garden("Кезек қар", groups=[(2022, "kk"), (2021, "kk")])
    for _ in range(3):
        square.apply(garden)

    assert "Кезектерде 3" in figures(square.see("kindergartens/", name="Кезек қар"))


def test_a_sifted_list_is_304_until_something_changes(square: Square) -> None:
    garden = square.garden("Тыныш шық")
    path = "/demo/kindergartens/?name=%D0%A2%D1%8B%D0%BD%D1%8B%D1%88"
    seen = {"If-None-Match": square.part(path, "found-kindergartens").headers["ETag"]}
    assert square.part(path, "found-kindergartens", **seen).status_code == 304

    square.publish(garden)

    assert square.part(path, "found-kindergartens", **seen).status_code == 200


def found(page: TestResponse) -> set[uuid.UUID]:
    """The kindergartens of the list."""
    return {
        uuid.UUID(one)
        for one in re.findall(r'href="/\w+/kindergartens/([0-9a-f-]{36})"', page.text)
    }


def figures(page: TestResponse) -> str:
    return words(page).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_public_list")
    with open_front(settings, "demo", "pavlodar") as opened:
        yield opened
    shared_scratch.drop_database("kezek_public_list")


@pytest.fixture
def square(house: House) -> Square:
    return Square(house)
