"""Passwords of staff: kept as salted scrypt, checked in one time whether there is one or not."""

from werkzeug.security import check_password_hash, generate_password_hash

METHOD = "scrypt:32768:8:1"
"""How much work a guess is, for us as for a thief. Tests, which prove no strength, use less."""


def password_hash(password: str) -> str:
    """What is stored of a password."""
    return generate_password_hash(password, METHOD)


def is_password(stored: str | None, password: str) -> bool:
    """Whether this is the password; never, but no sooner, where nothing is stored."""
    is_right = check_password_hash(stored or _nobodys(), password)
    return is_right and stored is not None


def _nobodys() -> str:
    # Checked where there is no account, so that an answer takes as long as for a wrong password.
    # No password is known to give these digits; to compute one would cost every start its work.
    return f"{METHOD}$nobody${'0' * 128}"
