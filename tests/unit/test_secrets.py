"""The secrets of codes and passwords."""

import uuid

import pytest
from werkzeug.security import check_password_hash

from kezek.adapters import passwords
from kezek.adapters.one_time import digits_hash, is_same, new_digits
from kezek.adapters.passwords import METHOD, is_password, password_hash


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
