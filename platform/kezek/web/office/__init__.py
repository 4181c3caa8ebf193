"""OFFICE: the desk of the education department's specialists, each for its own territories.

Each room is a module with a blueprint; it knows use cases, reads and the kit of pages, and no
other audience. Every view names its permission, and what it is about.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.core.modes.registry import gives_vouchers, has_bulletin
from kezek.web.login import add_home
from kezek.web.navigation import add_link, add_section
from kezek.web.office import (
    assisted,
    assisted_paper,
    batches,
    complaints,
    desk,
    doubles,
    erasure,
    families,
    hands,
    iterations,
    late,
    printed,
    registers,
    review,
    signatures,
    stop_list,
    tasks,
)
from kezek.web.words import mark

ROOMS = (
    desk,
    review,
    registers,
    printed,
    signatures,
    complaints,
    families,
    erasure,
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

LINKS = (
    ("office_desk.index", mark("What waits"), "work"),
    ("office_late.index", mark("Late work"), "work"),
    ("office_complaints.index", mark("Complaints"), "work"),
    ("office_families.index", mark("Find a family"), "families"),
    ("office_assisted.index", mark("Application at the counter"), "families"),
    ("office_doubles.index", mark("Entered twice"), "families"),
)
"""What a specialist goes by in every region, and under which word it stands."""


def open_rooms(app: Flask) -> None:
    """Opens the rooms of specialists."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    add_home(app, Role.OFFICE, "office_desk.index")
    add_section(app, "office", "work", mark("My work"), "bell")
    add_section(app, "office", "families", mark("Families"), "child")
    for endpoint, text, section in LINKS:
        add_link(app, "office", endpoint, text, "list", section=section)
    add_link(
        app,
        "office",
        "office_stop_list.index",
        mark("Stop-list"),
        "pause",
        section="families",
        where=has_bulletin,
    )
    vouchers = "office_iterations.index"
    add_link(app, "office", vouchers, mark("Vouchers"), "gift", where=gives_vouchers)
