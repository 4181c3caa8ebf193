"""PUBLIC: pages for everybody, without signing in and without personal data (D-10)."""

from flask import Flask

from kezek.web.navigation import add_link
from kezek.web.public import (
    bulletin,
    check,
    home,
    how_it_works,
    kindergarten_page,
    kindergartens,
    morning,
    outages,
    paper_check,
    protocol,
    region,
    rule_changes,
    shared_queues,
)
from kezek.web.public.room import blueprint
from kezek.web.queue_words import instruction_name
from kezek.web.words import mark

ROOMS = (
    region,
    kindergartens,
    kindergarten_page,
    shared_queues,
    bulletin,
    morning,
    check,
    paper_check,
    protocol,
    how_it_works,
    outages,
    rule_changes,
)
"""Each has put its pages on the one blueprint by being imported."""


def open_rooms(app: Flask) -> None:
    """Opens the public pages."""
    app.register_blueprint(home.blueprint)
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(instruction_name=instruction_name)
    for endpoint, text, icon in (
        ("public.kindergartens", mark("Kindergartens"), "kindergarten"),
        ("public.free_places", mark("Free places"), "place"),
        ("public.check", mark("Check the queue"), "search"),
        ("public.referrals", mark("Referrals"), "paper"),
        ("public.explanation", mark("Rules"), "question"),
    ):
        add_link(app, "public", endpoint, text, icon)
