"""ADMIN: the region's administrator: how places are given, and what is set to change.

It knows use cases, reads and the kit of pages, and no other audience. Every view names its
permission.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.admin import (
    calls,
    late,
    modes,
    rehearsals,
    signed,
    staff,
    staff_account,
    states,
    switches,
    views,
)
from kezek.web.admin.room import blueprint
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.words import mark

ROOMS = (modes, switches, signed, states, rehearsals, staff, staff_account, views)
"""Each has put its pages on the one blueprint by being imported."""


def open_rooms(app: Flask) -> None:
    """Opens the rooms of the region's administrator."""
    app.register_blueprint(blueprint)
    app.register_blueprint(late.blueprint)
    app.register_blueprint(calls.blueprint)
    add_home(app, Role.ADMIN, "admin.index")
    add_link(app, "admin", "admin.index", mark("Territories"), "place")
    add_link(app, "admin", "admin.rehearsals", mark("Rehearsals"), "search")
    add_link(app, "admin", "admin.staff", mark("People"), "child")
    add_link(app, "admin", "admin.states", mark("States"), "list")
    add_link(app, "admin", "admin_late.index", mark("Late work"), "clock")
    add_link(app, "admin", "admin_calls.index", mark("Hotline"), "phone")
