"""OPERATOR: who runs the whole deployment: regions, health, jobs, switches, outages, the audit.

It knows use cases, reads and the kit of pages, and no other audience. Every view names its
permission; those of high risk ask for the password once more.
"""

from flask import Flask

from kezek.web.navigation import add_link
from kezek.web.operator import (
    audit,
    door,
    erasure,
    health,
    jobs,
    monitoring,
    outages,
    people,
    regions,
    shared_hotline,
    stops,
    switches,
)
from kezek.web.operator.room import blueprint
from kezek.web.words import mark

ROOMS = (
    *(door, regions, stops, erasure, health, jobs, monitoring),
    *(switches, outages, audit, people, shared_hotline),
)
"""Each has put its pages on the one blueprint by being imported."""

_LINKS = (
    ("operator.regions", mark("Regions"), "place"),
    ("operator.health", mark("Health"), "shield"),
    ("operator.jobs", mark("Jobs"), "warning"),
    ("operator.monitoring", mark("Monitoring"), "history"),
    ("operator.switches", mark("Switches"), "pause"),
    ("operator.outages", mark("Outages"), "clock"),
    ("operator.audit", mark("Audit"), "history"),
    ("operator.people", mark("People"), "child"),
)


def open_rooms(app: Flask) -> None:
    """Opens the rooms of those who run the deployment."""
    app.register_blueprint(blueprint)
    for endpoint, text, icon in _LINKS:
        add_link(app, "operator", endpoint, text, icon)
    add_link(app, "shared_hotline", "operator.shared_hotline", mark("Look up"), "search")
    add_link(app, "shared_hotline", "operator.people", mark("My sessions"), "lock")
