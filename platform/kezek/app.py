"""The whole app: what the wiring gives, and the front door."""

import os

from flask import Flask

from kezek.adapters.doorbell import Doorbell
from kezek.adapters.services import services
from kezek.clock import Clock
from kezek.settings import Settings
from kezek.web.doors import open_doors
from kezek.wiring import create_wiring, demand_weak_role


def from_environment() -> Flask:
    """The app as this process's environment describes it; what the web server is told to run."""
    app = create_app(Settings.from_env(os.environ))
    with app.app_context():
        demand_weak_role()
    return app


def create_app(
    settings: Settings, *, clock: Clock | None = None, doorbell: Doorbell | None = None
) -> Flask:
    """The app that the web server runs: database and services, then every audience's pages."""
    app = create_wiring(settings, clock=clock, doorbell=doorbell)
    with app.app_context():
        open_doors(app, services())
    return app
