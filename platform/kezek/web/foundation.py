"""Lays what every page stands on: called once by the app factory before any audience opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from jinja2 import StrictUndefined

from kezek.adapters.doorbell import Doorbell
from kezek.web import (
    assets,
    errors,
    frame,
    health,
    htmx,
    i18n,
    idempotency,
    kit,
    labels,
    live,
    navigation,
    quick_taps,
    reader,
    security,
    tenant,
)
from kezek.web.bodies import CountingRequest
from kezek.web.late_rules import LateRule
from kezek.web.reader import Readers
from kezek.web.tenant import TenantDirectory


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the front door needs from the rest of the house."""

    env: str
    """`demo`, `test` or `production`."""
    tenants: TenantDirectory
    doorbell: Doorbell
    translations_dir: str
    redis_url: str = ""
    """For rate limits; without it each process counts on its own."""
    secure_cookies: bool = True
    readers: Readers | None = None
    """How the login room tells who reads; without it everybody is a stranger."""
    statuses: Mapping[type[Exception], int] = field(default_factory=dict)
    """What exceptions of other rooms mean here: 404 for what is not found, 503 for what is gone."""


def lay_foundation(app: Flask, ground: Ground) -> None:
    """Makes the app ready for its audiences; the order matters, routes need the slug first."""
    app.url_rule_class = LateRule
    app.request_class = CountingRequest
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    tenant.init_app(app, ground.tenants)
    quick_taps.init_app(app)
    security.init_app(app, redis_url=ground.redis_url, secure_cookies=ground.secure_cookies)
    htmx.init_app(app)
    reader.init_app(app, ground.readers)
    i18n.init_app(app, ground.translations_dir)
    frame.init_app(app, is_demo=ground.env != "production")
    navigation.init_app(app)
    assets.init_app(app, is_watched=ground.env != "production")
    health.init_app(app)
    live.init_app(app, ground.doorbell)
    errors.init_app(app, ground.statuses)
    app.jinja_env.globals.update(labels.GLOBALS, token_for=idempotency.token_for)
    if ground.env != "production":
        kit.init_app(app)
