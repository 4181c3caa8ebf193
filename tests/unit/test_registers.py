"""What the twins of the state's registers answer, and the secrets of codes and passwords."""

import uuid

import pytest
from werkzeug.security import check_password_hash

from kezek.adapters import passwords
from kezek.adapters.code_messages import bound_message, code_message
from kezek.adapters.one_time import digits_hash, is_same, new_digits
from kezek.adapters.passwords import METHOD, is_password, password_hash
from kezek.adapters.registers import Answer, DemoRegisters, NullRegisters, registers_for
from kezek.core.people import iin_fault

MOTHER = "900520400011"
KNOWN, UNKNOWN = "220314600206", "220314600011"


def test_the_demo_shows_both_ways() -> None:
    demo = DemoRegisters()

    assert demo.is_parent(MOTHER, KNOWN) is Answer.CONFIRMED
    assert demo.is_parent(MOTHER, UNKNOWN) is Answer.UNKNOWN
    assert demo.holds_phone(MOTHER, "+77010000002") is Answer.CONFIRMED
    assert demo.holds_phone(MOTHER, "+77010000001") is Answer.UNKNOWN
    assert {iin_fault(KNOWN), iin_fault(UNKNOWN)} == {None}


@pytest.mark.parametrize("category", range(1, 14))
def test_state_systems_know_five_categories_and_no_others(category: int) -> None:
    answer = DemoRegisters().has_benefit(category, MOTHER, KNOWN)

    assert answer is (Answer.CONFIRMED if category in {6, 7, 8, 9, 10} else Answer.UNKNOWN)
    assert DemoRegisters().has_benefit(category, MOTHER, UNKNOWN) is Answer.UNKNOWN


def test_nothing_confirms_an_empty_number() -> None:
    assert DemoRegisters().is_parent("", "") is Answer.UNKNOWN
    assert DemoRegisters().holds_phone("", "") is Answer.UNKNOWN


def test_in_production_no_register_is_joined() -> None:
    registers = registers_for("production")

    assert isinstance(registers, NullRegisters)
    assert registers.holds_phone(MOTHER, "+77010000002") is Answer.UNKNOWN
    assert registers.is_parent(MOTHER, KNOWN) is Answer.UNKNOWN
    assert registers.has_benefit(10, MOTHER, KNOWN) is Answer.UNKNOWN
    assert isinstance(registers_for("demo"), DemoRegisters)


def test_a_code_has_six_digits_and_is_seldom_the_same() -> None:
    codes = {new_digits() for _ in range(50)}

    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 45


def test_the_hash_of_a_code_depends_on_all_of_it() -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    kept = digits_hash("secret", one, "123456")

    assert is_same(kept, digits_hash("secret", one, "123456"))
    assert not is_same(kept, digits_hash("secret", one, "123457"))
    assert not is_same(kept, digits_hash("secret", other, "123456"))
    assert not is_same(kept, digits_hash("other", one, "123456"))


def test_a_password_is_kept_as_a_hash_of_its_own() -> None:
    kept = password_hash("a long enough one")

    assert "long" not in kept
    assert kept != password_hash("a long enough one")
    assert is_password(kept, "a long enough one")
    assert not is_password(kept, "a long enough two")
    assert not is_password(None, "a long enough one")


def test_a_guess_costs_as_much_in_service_as_is_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    """By OWASP: 32 MiB for each; and as much where there is no account."""
    monkeypatch.setattr(passwords, "METHOD", METHOD)  # as it was before tests were begun
    asked: list[str] = []

    def check(stored: str, password: str) -> bool:
        asked.append(stored)
        return check_password_hash(stored, password)

    monkeypatch.setattr(passwords, "check_password_hash", check)
    kept = password_hash("a long enough one")

    assert is_password(kept, "a long enough one")
    assert not is_password(None, "a long enough one")
    assert [stored.split("$")[0] for stored in asked] == ["scrypt:32768:8:1"] * 2


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_message_fits_into_two_parts(language: str) -> None:
    """A part of a Cyrillic message has 67 letters; more than two cost more than a code is worth."""
    assert "123456" in code_message("123456", language)
    assert len(code_message("123456", language)) <= 2 * 67
    assert len(bound_message(language)) <= 3 * 67
