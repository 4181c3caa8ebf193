"""What guards every page: CSRF tokens, the content policy, headers, cookies and rate limits."""

from flask import Flask, Response, abort, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from redis.backoff import NoBackoff
from redis.retry import Retry

from kezek.web.sessions import RegionalSessions

CODE_LIMIT = "5/minute;20/hour"
"""Asking for a code by SMS: each costs money and wakes somebody up."""
SIGN_IN_LIMIT = "60/minute;600/hour"
"""Entering a code or a password. A department comes to work behind one address at nine; guessing
is stopped by the account's own pauses and by the tries that each code has."""
LOOKUP_LIMIT = "30/minute"
"""Checking an application by its number, so that numbers are not tried one after another."""
WRITE_LIMIT = "60/minute"
"""Any other act; many families share one address of a mobile operator."""

_MEGABYTE = 1024 * 1024
_MAX_BODY = 24 * _MEGABYTE
"""Four documents of five megabytes and the form around them."""

_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_TWO_YEARS = "max-age=63072000; includeSubDomains"

_REDIS_PATIENCE = {
    # By default a Redis that is gone would hold every page for four seconds.
    "retry": Retry(NoBackoff(), 0),
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.25,
}

csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


def init_app(app: Flask, *, redis_url: str, secure_cookies: bool) -> None:
    """Puts the guards before every page of the app."""
    app.config.update(
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A token lives as long as its session: a parent may fill a form in for an evening.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_FORM_MEMORY_SIZE=_MEGABYTE,
    )
    app.config["MAX_CONTENT_LENGTH"] = app.config.get("MAX_CONTENT_LENGTH") or _MAX_BODY
    app.session_interface = RegionalSessions()
    app.before_request(_measure)
    csrf.init_app(app)
    _limit(app, redis_url)
    app.before_request(_refuse_zero_signs)
    app.after_request(_guard)


def _limit(app: Flask, redis_url: str) -> None:
    """Counts in Redis, so that all processes count together; without it each counts alone."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", redis_url or "memory://")
    if app.config["RATELIMIT_STORAGE_URI"].startswith(("redis", "unix")):
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", dict(_REDIS_PATIENCE))
    app.config.setdefault("RATELIMIT_KEY_PREFIX", "kezek:limit")
    app.config.setdefault("RATELIMIT_SWALLOW_ERRORS", True)
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", True)
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    limiter.init_app(app)


def _measure() -> None:
    """Only documents may be large; other forms are read into memory at once.

    A room that has said less for its own routes is left at that.
    """
    if request.mimetype != "multipart/form-data":
        request.max_content_length = min(request.max_content_length or _MEGABYTE, _MEGABYTE)


def _refuse_zero_signs() -> None:
    """No keyboard types the sign zero, and neither the database nor the journal can hold it.

    What an address asks is not kept: a page answers it as it answers any other strange question.
    """
    for name, values in request.form.lists():
        if any("\0" in text for text in (name, *values)):
            abort(400)


def with_frames(response: Response) -> Response:
    """Lets this page show files of this very site in frames: PDFs beside a specialist's form."""
    response.headers["Content-Security-Policy"] = f"{_POLICY}; frame-src 'self'"
    return response


def with_signer(response: Response, signer_url: str) -> Response:
    """Lets this page speak to NCALayer on the reader's own computer, and to nobody else."""
    policy = _POLICY.replace("connect-src 'self'", f"connect-src 'self' {signer_url}")
    response.headers["Content-Security-Policy"] = policy
    return response


def _guard(response: Response) -> Response:
    """Adds the headers, and keeps pages of signed-in people out of every cache."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", _TWO_YEARS)
    if "Cache-Control" not in response.headers:
        is_private = request.endpoint is not None and bool(session)
        response.headers["Cache-Control"] = "private, no-store" if is_private else "no-cache"
    return response
