"""Opens the doors: lays the ground, then lets each audience's room open its own."""

from flask import Flask

from kezek.adapters.services import Services
from kezek.reads.tenants import Directory
from kezek.usecases.deciding import NotFound
from kezek.web import (
    admin,
    approvals,
    delivery_reports,
    exchange,
    family,
    gate,
    health,
    hotline,
    kindergarten,
    login,
    office,
    open_data,
    operator,
    own_sessions,
    public,
    receipt_keys,
    staff_login,
    statistics,
    telegram,
    turned_off,
)
from kezek.web.deployment_login import with_operators
from kezek.web.foundation import Ground, lay_foundation
from kezek.wiring import UNAVAILABLE, ask_database


def open_doors(app: Flask, services: Services) -> None:
    """Makes every page of the deployment reachable."""
    settings = services.settings
    lay_foundation(
        app,
        Ground(
            env=settings.env,
            tenants=Directory(app),
            doorbell=services.doorbell,
            translations_dir=str(settings.translations_dir),
            redis_url=settings.redis_url,
            secure_cookies=settings.secure_cookies,
            readers=with_operators(login.readers()),
            statuses={NotFound: 404} | dict.fromkeys(UNAVAILABLE, 503),
        ),
    )
    health.add_check(app, "database", ask_database)
    turned_off.init_app(app)
    login.init_app(app)
    gate.init_app(app, needs_two_step=settings.needs_two_step)
    staff_login.open_rooms(app, shows_codes=settings.shows_sent_codes)
    app.register_blueprint(own_sessions.blueprint)
    app.register_blueprint(receipt_keys.blueprint)
    app.register_blueprint(delivery_reports.blueprint)
    app.register_blueprint(telegram.blueprint)
    public.open_rooms(app)
    family.open_rooms(app)
    kindergarten.open_rooms(app)
    office.open_rooms(app)
    hotline.open_rooms(app)
    admin.open_rooms(app)
    operator.open_rooms(app)
    approvals.open_rooms(app)
    statistics.open_rooms(app)
    open_data.open_rooms(app)
    exchange.open_rooms(app)
