"""OFFICE: the desk of the education department's specialists, each for its own territories.

Each room is a module with a blueprint; it knows use cases, reads and the kit of pages, and no
other audience. Every view names its permission, and what it is about.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.core.modes.registry import gives_vouchers, has_bulletin
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.office import (
    assisted,
    assisted_paper,
    batches,
    complaints,
    desk,
    doubles,
    families,
    hands,
    iterations,
    late,
    review,
    stop_list,
    tasks,
)
from kezek.web.words import mark

ROOMS = (
    desk,
    review,
    complaints,
    families,
    assisted,
    assisted_paper,
    iterations,
    hands,
    batches,
    late,
    doubles,
    stop_list,
    tasks,
)
"""In the order in which a day goes."""


def open_rooms(app: Flask) -> None:
    """Opens the rooms of specialists."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    add_home(app, Role.OFFICE, "office_desk.index")
    add_link(app, "office", "office_desk.index", mark("What waits"), "bell")
    add_link(app, "office", "office_complaints.index", mark("Complaints"), "warning")
    add_link(app, "office", "office_families.index", mark("Families"), "child")
    add_link(
        app,
        "office",
        "office_iterations.index",
        mark("Vouchers"),
        "gift",
        where=gives_vouchers,
    )
    add_link(
        app,
        "office",
        "office_stop_list.index",
        mark("Stop-list"),
        "pause",
        where=has_bulletin,
    )
    add_link(app, "office", "office_doubles.index", mark("Entered twice"), "queue")
    add_link(app, "office", "office_late.index", mark("Late work"), "clock")
