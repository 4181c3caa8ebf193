"""What somebody typed into the one box is understood, or told what is wrong with it."""

from datetime import date

import pytest

from kezek.core.asking import Asked, AskFault, understand
from kezek.core.calls import LookupKey


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("PVL-26-004213-K", Asked(LookupKey.NUMBER, number="PVL-26-004213-K")),
        ("pvl 26 оо4213 к", Asked(LookupKey.NUMBER, number="PVL-26-004213-K")),
        ("900520400011", Asked(LookupKey.IIN, iin="900520400011")),
        ("900520 400 011", Asked(LookupKey.IIN, iin="900520400011")),
        ("8 701 123 45 67", Asked(LookupKey.PHONE, phone="+77011234567")),
        ("+7 (701) 123-45-67", Asked(LookupKey.PHONE, phone="+77011234567")),
        ("7011234567", Asked(LookupKey.PHONE, phone="+77011234567")),
        (
            "Серікова Айша 14.03.2022",
            Asked(LookupKey.NAME, name="Серікова Айша", born_on=date(2022, 3, 14)),
        ),
        (
            "2022-03-14 Нұр-Сұлтан",
            Asked(LookupKey.NAME, name="Нұр-Сұлтан", born_on=date(2022, 3, 14)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_meant(typed: str, asked: Asked) -> None:
    assert understand(typed) == asked


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", AskFault.EMPTY),
        ("   ", AskFault.EMPTY),
        ("PVL-26-004213-A", AskFault.NUMBER_LETTER),
        ("PVL-26-4213-K", AskFault.NUMBER_SHAPE),
        ("ПВЛ-26-004213-K", AskFault.NUMBER_SHAPE),
        ("900520400012", AskFault.IIN),
        ("Серікова Айша", AskFault.NAME_ALONE),
        ("Айша 31.02.2022", AskFault.NAME_ALONE),
        ("12345", AskFault.UNKNOWN),
        ("!!!", AskFault.UNKNOWN),
        ("дом 5", AskFault.UNKNOWN),
    ],
    ids=lambda value: str(value),
)
def test_what_is_wrong(typed: str, fault: AskFault) -> None:
    assert understand(typed).fault is fault


def test_a_name_that_lacks_its_date_is_kept_for_the_form() -> None:
    assert understand("Серікова  Айша").name == "Серікова Айша"
