"""Names stand in the order of the Kazakh alphabet, whatever signs stand around them."""

from random import Random

from kezek.core.kazakh_order import ALPHABET, name_key


def test_every_letter_has_its_place() -> None:
    shuffled = list(ALPHABET + ALPHABET.upper())
    Random(1).shuffle(shuffled)

    assert "".join(sorted(shuffled, key=lambda one: name_key(one)[0])).lower() == "".join(
        letter * 2 for letter in ALPHABET
    )


def test_names_as_people_look_for_them() -> None:
    names = ["Ясли", "«Өрнек»", "Балдәурен", "«Әсем»", "Айгүл", "№ 12 «Ай»", "Order", "«Оқжетпес»"]

    assert sorted(names, key=name_key) == [
        "№ 12 «Ай»",
        "Order",
        "Айгүл",
        "«Әсем»",
        "Балдәурен",
        "«Оқжетпес»",
        "«Өрнек»",
        "Ясли",
    ]


def test_every_pair_of_names_has_one_order() -> None:
    assert name_key("«Ай»") != name_key("Ай")
