"""What the administrator's pages share: one set of routes, and the two permissions over rules."""

from flask import Blueprint

from kezek.core.access import Permission
from kezek.web.guards import needs

blueprint = Blueprint("admin", __name__, url_prefix="/<slug:slug>/admin")

KEEPS = needs(Permission.RULES_KEEP)

SIGNS = needs(Permission.RULES_SIGN)
"""For what changes the rules: whoever signs has proven not long ago who sits there."""

STAFF = needs(Permission.STAFF_KEEP)
"""For who may work here."""
