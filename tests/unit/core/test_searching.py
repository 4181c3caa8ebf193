"""Names are found on either keyboard, and long lists come in pages."""

import pytest

from kezek.core.paging import page_of
from kezek.core.searching import folded, is_found

NAME = "«Балдәурен» бөбекжай-бақшасы № 12"


@pytest.mark.parametrize(
    "query", ["", "  ", "балд", "БАЛДӘУРЕН", "балдаурен", "бобекжай", "12", "№ 12", "бақшасы балд"]
)
def test_what_is_typed_finds_the_name(query: str) -> None:
    assert is_found(query, NAME, "Абай көшесі")


@pytest.mark.parametrize("query", ["айгөлек", "балд 13", "balda"])
def test_what_is_not_in_it_does_not(query: str) -> None:
    assert not is_found(query, NAME, "Абай көшесі")


def test_each_word_may_stand_in_another_text() -> None:
    assert is_found("абай 12", NAME, "Абай көшесі")


def test_kazakh_letters_are_folded_to_what_people_type() -> None:
    assert folded("Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё") == "аа гг кк нн оо уу уу хх ии ее"


@pytest.mark.parametrize(
    ("wished", "current", "items"),
    [(1, 1, [1, 2]), (3, 3, [5]), (9, 3, [5]), (0, 1, [1, 2]), (-4, 1, [1, 2])],
)
def test_a_page_that_there_is_none_of_is_the_nearest(
    wished: int, current: int, items: list[int]
) -> None:
    part, pages = page_of([1, 2, 3, 4, 5], wished, 2)

    assert (list(part), pages.current, pages.last) == (items, current, 3)
    assert (pages.first_item, pages.last_item, pages.total) == (items[0], items[-1], 5)


def test_an_empty_list_is_one_empty_page() -> None:
    nothing: list[str] = []

    part, pages = page_of(nothing, 1, 20)

    assert (list(part), pages.last, pages.shown) == ([], 1, (1,))


@pytest.mark.parametrize(
    ("current", "shown"),
    [
        (1, (1, 2, None, 10)),
        (5, (1, None, 4, 5, 6, None, 10)),
        (10, (1, None, 9, 10)),
        (3, (1, 2, 3, 4, None, 10)),
    ],
)
def test_far_pages_are_a_gap(current: int, shown: tuple[int | None, ...]) -> None:
    _, pages = page_of(range(100), current, 10)

    assert pages.shown == shown
