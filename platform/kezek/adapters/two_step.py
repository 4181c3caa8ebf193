"""The second step of signing in: six digits of an authenticator app, by RFC 6238."""

import base64
import hmac
import io
import os
from datetime import datetime

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

_SECRET_BYTES = 20
_DIGITS = 6
_STEP_SECONDS = 30
_DRIFT = 1
"""Steps to either side that are taken: the telephone's clock may be half a minute off."""


def new_secret() -> str:
    """A fresh secret in the letters and digits that apps take."""
    return base64.b32encode(os.urandom(_SECRET_BYTES)).decode()


def right_step(secret: str, code: str, now: datetime, last_step: int | None = None) -> int | None:
    """The step for which this code is right, or nothing; a step at or before `last_step` is used.

    The step is kept: a code that somebody looked at over a shoulder opens nothing a second time.
    """
    typed = "".join(sign for sign in code if sign.isdigit())
    present = int(now.timestamp()) // _STEP_SECONDS
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        is_right = hmac.compare_digest(_code_of(secret, step), typed)
        if is_right and (last_step is None or step > last_step):
            return step
    return None


def code_at(secret: str, moment: datetime) -> str:
    """The code that the app shows at a moment."""
    return _code_of(secret, int(moment.timestamp()) // _STEP_SECONDS)


def address(secret: str, login: str, issuer: str) -> str:
    """What an app reads from the square: the secret, for whom, and by whom."""
    return _totp(secret).get_provisioning_uri(login, issuer)


def square(text: str) -> bytes:
    """The text as a square for a telephone's camera, an SVG image."""
    image = io.BytesIO()
    segno.make(text, error="m").save(image, kind="svg", scale=5, border=4, light="#fff")
    return image.getvalue()


def _code_of(secret: str, step: int) -> str:
    return _totp(secret).generate(step * _STEP_SECONDS).decode()


def _totp(secret: str) -> TOTP:
    # SHA-1 is what every authenticator app takes; as a keyed hash it is not broken.
    algorithm = SHA1()  # noqa: S303 - RFC 6238 names it, and no app takes another
    return TOTP(base64.b32decode(secret), _DIGITS, algorithm, _STEP_SECONDS, False)
