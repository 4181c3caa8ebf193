"""Passwords of staff: kept as salted scrypt, checked in one time whether there is one or not."""

from werkzeug.security import check_password_hash, generate_password_hash

_METHOD = "scrypt:32768:8:1"

# Checked where there is no account, so that an answer takes as long as for a wrong password.
_NOBODY = generate_password_hash("nobody's", _METHOD)


def password_hash(password: str) -> str:
    """What is stored of a password."""
    return generate_password_hash(password, _METHOD)


def is_password(stored: str | None, password: str) -> bool:
    """Whether this is the password; never, but no sooner, where nothing is stored."""
    is_right = check_password_hash(stored or _NOBODY, password)
    return is_right and stored is not None
