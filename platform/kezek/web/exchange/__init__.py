"""EXCHANGE: the doors by which other systems of the state come in, each with its own key."""

from flask import Flask

from kezek.web.exchange import national_base, portal, tidings
from kezek.web.security import csrf

_ROOMS = (portal.blueprint, tidings.blueprint, national_base.blueprint)


def open_rooms(app: Flask) -> None:
    """Opens every door; a call is known by its signature, so no form's token is asked for."""
    for blueprint in _ROOMS:
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
