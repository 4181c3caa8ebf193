"""ADMIN: the region's administrator: how places are given, and what is set to change.

It knows use cases, reads and the kit of pages, and no other audience. Every view names its
permission.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.admin import modes, rehearsals, signed, states, switches
from kezek.web.admin.room import blueprint
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.words import mark

ROOMS = (modes, switches, signed, states, rehearsals)
"""Each has put its pages on the one blueprint by being imported."""


def open_rooms(app: Flask) -> None:
    """Opens the rooms of the region's administrator."""
    app.register_blueprint(blueprint)
    add_home(app, Role.ADMIN, "admin.index")
    add_link(app, "admin", "admin.index", mark("Territories"), "place")
    add_link(app, "admin", "admin.rehearsals", mark("Rehearsals"), "search")
    add_link(app, "admin", "admin.states", mark("States"), "list")
