"""FAMILY: the door and the cabinet of parents; a family sees its own and nobody else's.

Each room is a module with a blueprint; it knows use cases, reads and the kit of pages, and no
other audience. Every view names its permission.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.family import (
    account,
    apply,
    apply_papers,
    apply_sending,
    apply_steps,
    children,
    choices,
    documents,
    door,
    phone,
)
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.words import mark


def open_rooms(app: Flask) -> None:
    """Opens the door and the rooms of families."""
    app.register_blueprint(door.blueprint)
    app.register_blueprint(account.blueprint)
    app.register_blueprint(phone.blueprint)
    app.register_blueprint(children.blueprint)
    app.register_blueprint(apply.blueprint)
    app.register_blueprint(apply_steps.blueprint)
    app.register_blueprint(apply_papers.blueprint)
    app.register_blueprint(apply_sending.blueprint)
    app.register_blueprint(choices.blueprint)
    app.register_blueprint(documents.blueprint)
    add_home(app, Role.FAMILY, "family_children.index")
    add_link(app, "family", "family_children.index", mark("My children"), "child")
    add_link(app, "family", "family_account.index", mark("My account"), "home")
