"""What the administrator's pages share: one set of routes, and the permission to change rules."""

from flask import Blueprint

from kezek.core.access import Permission
from kezek.web.guards import needs

blueprint = Blueprint("admin", __name__, url_prefix="/<slug:slug>/admin")

KEEPS = needs(Permission.RULES_KEEP)
