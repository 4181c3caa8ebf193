"""STATISTICS: figures for administrators and specialists, each with what it counts (N11, N14, N15).

Each subject is a module that makes figures out of a read; pages, sheets and pictures are made of
the figures, by one route and one template for all of them.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.navigation import add_link
from kezek.web.statistics import pages
from kezek.web.words import mark

ROOMS = (Role.ADMIN, Role.OFFICE)
"""Whose main links lead here."""


def open_rooms(app: Flask) -> None:
    """Opens the pages of statistics."""
    app.register_blueprint(pages.blueprint)
    for role in ROOMS:
        add_link(app, str(role), "statistics.index", mark("Statistics"), "list")
