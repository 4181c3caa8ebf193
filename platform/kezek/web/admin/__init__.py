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
from kezek.web.navigation import add_link
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


def open_rooms(app: Flask) -> None:
    """Opens the rooms of the region's administrator."""
    app.register_blueprint(blueprint)
    app.register_blueprint(late.blueprint)
    app.register_blueprint(calls.blueprint)
    app.register_blueprint(registry.blueprint)
    add_home(app, Role.ADMIN, "admin.index")
    add_link(app, "admin", "admin.index", mark("Territories"), "place")
    add_link(app, "admin", "admin.settings", mark("Settings"), "list")
    add_link(app, "admin", "registry.index", mark("Kindergartens"), "kindergarten")
    add_link(app, "admin", "admin.rehearsals", mark("Rehearsals"), "search")
    add_link(app, "admin", "admin.staff", mark("People"), "child")
    add_link(app, "admin", "admin.states", mark("States"), "list")
    add_link(app, "admin", "admin_late.index", mark("Late work"), "clock")
    add_link(app, "admin", "admin_calls.index", mark("Hotline"), "phone")
    app.jinja_env.globals.update(
        month_names=time_words.month_names,
        month_name=time_words.month_name,
        week_days=time_words.week_days,
    )
