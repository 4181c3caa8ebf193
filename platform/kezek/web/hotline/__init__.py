"""HOTLINE: the region's support number; a number in, one plain sentence out.

Each room is a module with a blueprint; it knows use cases, reads and the kit of pages, and no
other audience. What a caller's data are stays covered until the caller reads a code back.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.hotline import answer, calls, disclosure, lookup, notices, tasks, undelivered
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.words import mark

ROOMS = (lookup, answer, disclosure, notices, calls, tasks, undelivered)


def open_rooms(app: Flask) -> None:
    """Opens the rooms of the hotline."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    add_home(app, Role.HOTLINE, "hotline.index")
    add_link(app, "hotline", "hotline.index", mark("Look up"), "search")
    add_link(app, "hotline", "hotline_undelivered.index", mark("To be called"), "phone")
    add_link(app, "hotline", "hotline_tasks.index", mark("Handed over"), "paper")
