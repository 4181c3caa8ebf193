"""The door of staff: one set of routes, on which its rooms put their pages."""

from flask import Blueprint

blueprint = Blueprint("staff", __name__, url_prefix="/<slug:slug>/staff")
