"""A child is called by the given name."""

import pytest

from kezek.core.given_names import given_name


@pytest.mark.parametrize(
    ("full_name", "given"),
    [
        ("Нұрмұхамбетов Әбілмансұр Қайратұлы", "Әбілмансұр"),
        ("Айша Серікқызы", "Айша"),
        ("Иванова Мария", "Мария"),
        ("Иванова Мария Сергеевна", "Мария"),
        ("Пак Чан Сок", "Чан"),
        ("Амира", "Амира"),
        ("  Амира  ", "Амира"),
        ("", ""),
    ],
)
def test_the_given_name_is_found(full_name: str, given: str) -> None:
    assert given_name(full_name) == given
