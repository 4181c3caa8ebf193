"""ADMIN: the region's administrator: how places are given, and what is set to change.

It knows use cases, reads and the kit of pages, and no other audience. Every view names its
permission.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.admin import (
    branding,
    calls,
    change,
    late,
    letters,
    modes,
    names,
    region_calendar,
    region_channels,
    region_contacts,
    region_file,
    region_texts,
    registry,
    registry_exchange,
    registry_groups,
    rehearsals,
    settings_rooms,
    signed,
    staff,
    staff_account,
    states,
    switches,
    territories,
    time_words,
    versions,
    views,
)
from kezek.web.admin.room import blueprint
from kezek.web.login import add_home
from kezek.web.navigation import add_link, add_section
from kezek.web.words import mark

ROOMS = (modes, switches, signed, states, rehearsals, staff, staff_account, views)
"""Each has put its pages on the one blueprint by being imported."""


SETTINGS = (
    settings_rooms,
    territories,
    names,
    region_contacts,
    region_texts,
    letters,
    region_calendar,
    region_channels,
    branding,
    change,
    versions,
    region_file,
)
"""The rooms of the configuration, on the same blueprint."""


REGISTRY = (registry, registry_groups, registry_exchange)
"""The registry has a blueprint of its own."""

LINKS = (
    (
        "places",
        mark("Places"),
        "place",
        (("admin.index", mark("Territories")), ("admin.states", mark("States"))),
    ),
    (
        "settings",
        mark("Settings"),
        "list",
        (
            ("admin.settings", mark("All settings")),
            ("admin.change", mark("The change")),
            ("admin.rehearsals", mark("Rehearsals")),
            ("admin.versions", mark("Versions")),
        ),
    ),
    ("", mark("Kindergartens"), "kindergarten", (("registry.index", mark("Kindergartens")),)),
    (
        "people",
        mark("People"),
        "child",
        (
            ("admin.staff", mark("People who work here")),
            ("admin.views", mark("Who looked at whom")),
        ),
    ),
    (
        "work",
        mark("How work goes"),
        "clock",
        (("admin_late.index", mark("Late work")), ("admin_calls.index", mark("Hotline"))),
    ),
)
"""What an administrator goes by: twelve pages under seven words."""


def open_rooms(app: Flask) -> None:
    """Opens the rooms of the region's administrator."""
    app.register_blueprint(blueprint)
    app.register_blueprint(late.blueprint)
    app.register_blueprint(calls.blueprint)
    app.register_blueprint(registry.blueprint)
    add_home(app, Role.ADMIN, "admin.index")
    _add_links(app)
    app.jinja_env.globals.update(
        month_names=time_words.month_names,
        month_name=time_words.month_name,
        week_days=time_words.week_days,
    )


def _add_links(app: Flask) -> None:
    for section, text, icon, links in LINKS:
        if section:
            add_section(app, "admin", section, text, icon)
        for endpoint, word in links:
            add_link(app, "admin", endpoint, word, icon, section=section)
