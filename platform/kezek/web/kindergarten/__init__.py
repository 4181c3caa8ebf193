"""KINDERGARTEN: the desk of a kindergarten's staff; it sees its own places and children alone.

Each room is a module with a blueprint; it knows use cases, reads and the kit of pages, and no
other audience. Every view names its permission, and what it is about.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.kindergarten import (
    arrivals,
    bulletin,
    calendar,
    contracts,
    desk,
    groups,
    places,
    printed,
    pupils,
    recalls,
    signatures,
    waiting,
    year_end,
    year_end_signed,
)
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.words import mark

ROOMS = (
    desk,
    groups,
    places,
    bulletin,
    recalls,
    waiting,
    arrivals,
    contracts,
    printed,
    signatures,
    pupils,
    calendar,
    year_end,
    year_end_signed,
)
"""In the order in which a day goes."""


def open_rooms(app: Flask) -> None:
    """Opens the rooms of kindergartens."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    add_home(app, Role.KINDERGARTEN, "kindergarten_desk.index")
    add_link(app, "kindergarten", "kindergarten_desk.index", mark("What waits"), "bell")
    add_link(app, "kindergarten", "kindergarten_groups.index", mark("Groups"), "box")
    add_link(app, "kindergarten", "kindergarten_places.index", mark("Places"), "place")
    add_link(app, "kindergarten", "kindergarten_pupils.index", mark("Children"), "child")
    add_link(app, "kindergarten", "kindergarten_calendar.index", mark("Calendar"), "calendar")
    add_link(app, "kindergarten", "kindergarten_year_end.index", mark("August"), "star")
