"""The secrets of codes and passwords."""

import uuid

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from werkzeug.security import generate_password_hash

from kezek.adapters import passwords
from kezek.adapters.one_time import digits_hash, is_same, new_digits
from kezek.adapters.passwords import WORK, is_dated, is_password, password_hash


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
    """By OWASP: Argon2id, 19 MiB, two rounds; and as much where there is no account."""
    monkeypatch.setattr(passwords, "WORK", WORK)  # as it was before tests were begun
    asked: list[str] = []
    real = Argon2id.verify_phc_encoded

    class Watched:
        @staticmethod
        def verify_phc_encoded(password: bytes, stored: str) -> None:
            asked.append(stored)
            real(password, stored)

    kept = password_hash("a long enough one")
    monkeypatch.setattr(passwords, "Argon2id", Watched)

    assert is_password(kept, "a long enough one")
    assert not is_password(None, "a long enough one")
    assert [one.split("$")[1:4] for one in asked] == [["argon2id", "v=19", "m=19456,t=2,p=1"]] * 2


def test_a_password_of_before_still_opens_and_is_known_as_dated() -> None:
    """Until the change passwords were kept by scrypt."""
    old = generate_password_hash("a long enough one", "scrypt:256:1:1")

    assert is_password(old, "a long enough one")
    assert not is_password(old, "a long enough two")
    assert is_dated(old)
    assert not is_dated(password_hash("a long enough one"))
