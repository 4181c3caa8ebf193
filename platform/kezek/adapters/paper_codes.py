"""Codes that one keeps on paper: drawn from the system's randomness, told in groups of four."""

import hashlib
import hmac
import secrets
import uuid

MANY = 10
_LENGTH = 12
"""Digits, for the keyboard of a telephone; tries are counted, and the app's code has six."""
_GROUP = 4


def new_codes() -> tuple[str, ...]:
    """Ten, of forty random bits each."""
    return tuple(_grouped(_drawn()) for _ in range(MANY))


def is_paper_code(typed: str) -> bool:
    """Whether this may be such a code, and not the six digits of an app."""
    return len(_plain(typed)) == _LENGTH


def paper_code_hash(secret_key: str, account_id: uuid.UUID, typed: str) -> bytes:
    """What is kept of a code, however it was typed: nothing without the process's secret."""
    key = hashlib.sha256(f"kezek:paper-code:{secret_key}".encode()).digest()
    return hmac.digest(key, account_id.bytes + _plain(typed).encode(), "sha256")


def _drawn() -> str:
    return f"{secrets.randbelow(10**_LENGTH):0{_LENGTH}d}"


def _grouped(code: str) -> str:
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
