"""Recorded outages of a region: when, what did not work, and that terms were moved (N8, R-11)."""

from flask import Response

from kezek.reads.recorded_outages import known_outages
from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.public.room import blueprint
from kezek.web.tenant import current_tenant


@blueprint.get("/outages/")
@public
def outages() -> Response:
    """The newest outages, each with the region's own words."""
    return respond(
        "public/outages.html", page=known_outages(current_tenant().id, current_language())
    )
