"""«Кезекті тексеру»: a number in any typing, its state and its numbers, and nothing personal."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from kezek.core.numbers import CHECK_LETTERS, NumberFault, application_number
from kezek.web.check_words import FAULTS, MEANING
from kezek.web.security import limiter
from tests.factories.regions import House, open_front
from tests.web.square import Square, words


@pytest.mark.parametrize(
    "typed",
    ["{0}", "  {0} ", "{1}", "{2}", "{3}"],
    ids=["as it is", "blanks around", "small without dashes", "blanks inside", "cyrillic"],
)
def test_a_number_in_any_typing_is_found(square: Square, typed: str) -> None:
    number = square.apply(square.garden()).number
    cyrillic = number.translate(str.maketrans("EMACKHTXP", "ЕМАСКНТХР"))
    forms = (number, number.lower().replace("-", ""), number.replace("-", " "), cyrillic)

    page = square.see("check/", number=typed.format(*forms))

    assert page.status_code == 200
    assert f"{number} өтініші" in words(page)


def test_its_numbers_stand_with_what_they_count(square: Square) -> None:
    first, second = square.garden("Бірінші"), square.garden("Екінші")
    square.apply(first)
    own = square.apply(first, second)
    square.leave_under_review(first)

    said = words(square.see("check/", number=own.number, reader="ru")).replace("\u00a0", " ")

    assert "Номер 2 Бірінші, дети 2022 года рождения" in said
    assert "Номер 1 Екінші, дети 2022 года рождения" in said
    assert "В этой очереди стоит 2 заявления." in said or "2 заявления" in said
    assert "1 заявление" in said


def test_the_last_change_is_a_sum_that_closes(square: Square) -> None:
    garden = square.garden()
    square.apply(garden)
    own = square.apply(garden)
    square.apply(garden, category=10)

    said = words(square.see("check/", number=own.number, reader="ru"))

    assert re.search(r"2 .* \+1 .* 3", said)
    assert "имеет льготу" in said or "льгот" in said


def test_a_number_leads_to_its_line_in_the_queue(square: Square) -> None:
    garden = square.garden()
    square.fill(garden, 60)
    own = square.apply(garden)

    page = square.see("check/", number=own.number)

    found = re.search(r'href="(/demo/kindergartens/[^"]+)#([^"]+)"', page.text)
    assert found is not None
    assert found[2] == own.number
    board = square.client.get(found[1].replace("&amp;", "&"))
    assert f'<li id="{own.number}">' in board.text


def test_an_offered_application_has_no_number_now(square: Square) -> None:
    garden = square.garden()
    own = square.apply(garden)
    square.publish(garden)

    said = words(square.see("check/", number=own.number))

    assert "Орын ұсынылды, отбасы жеке кабинетінде жауап береді." in said
    assert "Қазір нөмірі жоқ" in said or "нөмір" in said


def test_nothing_personal_is_told(square: Square) -> None:
    own = square.apply(square.garden(), category=10)

    text = square.see("check/", number=own.number).text

    for secret in ("Серікова", "Айша", "77010000002", "14 наурыз", "көп балалы"):
        assert secret not in text


@pytest.mark.parametrize(
    ("number", "status", "sentence"),
    [
        ("", 422, "Өтініш нөмірін енгізіңіз."),
        ("сәлем", 422, "Бұл өтініш нөмірі емес."),
        ("DEM-26-000000-A", 422, "Бұл өтініш нөмірі емес."),
        ("DEM-26-999999-{wrong}", 422, "Бұл нөмірде қате бар"),
        ("DEM-26-999999-{right}", 404, "Мұндай нөмірлі өтініш жоқ."),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong(
    square: Square, number: str, status: int, sentence: str
) -> None:
    right = check_letter("DEM-26-999999")
    wrong = next(letter for letter in CHECK_LETTERS if letter != right)

    page = square.see("check/", number=number.format(right=right, wrong=wrong))

    assert page.status_code == status
    assert sentence in words(page)
    assert 'id="number-error"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert "Нөмірім қайда?" in words(page)


def test_another_regions_number_leads_there(house: House) -> None:
    own = Square(house, "demo").apply(Square(house, "demo").garden())

    page = Square(house, "saran").see("check/", number=own.number)

    assert page.status_code == 404
    found = re.search(r'href="(/demo/check/\?number=[^"]+)"', page.text)
    assert found is not None
    assert own.number in house.app.test_client().get(found[1]).text


def test_a_region_tells_nothing_of_anothers_application(house: House) -> None:
    own = Square(house, "demo").apply(Square(house, "demo").garden())

    text = Square(house, "saran").see("check/", number=own.number).text

    assert 'id="check-answer"' not in text


class TestLive:
    def test_an_open_answer_follows_its_queues(self, square: Square) -> None:
        garden = square.garden()
        first, own = square.apply(garden), square.apply(garden)
        page = square.see("check/", number=own.number, reader="ru")
        follow = re.search(r'hx-get="(/demo/check/[^"?]+)"', page.text)
        assert follow is not None
        assert f"sse:queue-{square.queue_of(own)} delay:1s" in page.text
        seen = {"If-None-Match": square.part(follow[1], "check-answer").headers["ETag"]}
        assert square.part(follow[1], "check-answer", **seen).status_code == 304

        square.publish(garden)

        part = square.part(follow[1], "check-answer", **seen)
        assert part.status_code == 200
        assert "Нөмірі" in part.text or "1" in part.text
        assert first.number not in part.text

    def test_one_that_left_its_queues_loads_the_page_anew(self, square: Square) -> None:
        garden = square.garden()
        own = square.apply(garden)
        page = square.see("check/", number=own.number)
        follow = re.search(r'hx-get="(/demo/check/[^"?]+)"', page.text)
        assert follow is not None

        square.publish(garden)
        square.accept(own)

        answer = square.part(follow[1], "check-answer")
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")

    def test_what_has_ended_asks_no_more(self, square: Square) -> None:
        garden = square.garden()
        own = square.apply(garden)
        square.publish(garden)
        square.decline(own)

        page = square.see("check/", number=own.number)

        assert "Өтініш жабылды." in words(page)
        assert "data-live" not in page.text

    def test_a_made_up_token_is_404(self, square: Square) -> None:
        own = square.apply(square.garden())

        assert square.see(f"check/{own.number}").status_code == 404


def test_numbers_are_not_tried_one_after_another(house: House) -> None:
    square = Square(house)
    own = square.apply(square.garden())
    page = square.see("check/", number=own.number)
    follow = re.search(r'hx-get="(/demo/check/[^"?]+)"', page.text)
    assert follow is not None
    limiter.enabled = True
    try:
        stranger = FlaskClient(house.app, house.app.response_class)
        path = f"/demo/check/?number={own.number}"
        answers = [stranger.get(path).status_code for _ in range(31)]
        assert answers[-1] == 429
        assert set(answers[:-1]) == {200}
        # The empty page stays open, and so does one that shows an answer.
        assert square.see("check/").status_code == 200
        assert square.part(follow[1], "check-answer").status_code == 200
    finally:
        limiter.enabled = False
        limiter.reset()


def test_every_state_and_fault_has_its_words() -> None:
    assert set(MEANING) == set(State)
    assert set(FAULTS) == set(NumberFault)


def check_letter(body: str) -> str:
    prefix, year, serial = body.split("-")
    return application_number(prefix, int(year), int(serial))[-1]


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_public_check")
    with open_front(settings, "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_public_check")


@pytest.fixture
def square(house: House) -> Square:
    return Square(house)
