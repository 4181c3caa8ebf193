"""OPEN DATA: counts, registry and free places for everybody and every program (D-10).

One table of datasets makes the page, the files and their description. No personal data and no
categories: class letters alone, and no count that tells of few children.
"""

from flask import Flask

from kezek.web.open_data import pages


def open_rooms(app: Flask) -> None:
    """Opens the page, the files and their description."""
    app.register_blueprint(pages.blueprint)
