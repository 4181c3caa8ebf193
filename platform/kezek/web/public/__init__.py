"""PUBLIC: pages for everybody, without signing in and without personal data (D-10)."""

from flask import Flask

from kezek.web.public import home, region


def open_rooms(app: Flask) -> None:
    """Opens the public pages."""
    app.register_blueprint(home.blueprint)
    app.register_blueprint(region.blueprint)
