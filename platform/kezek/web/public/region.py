"""A region's first page: what can be done here, and how its queue stands now."""

from flask import Blueprint, Response

from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.navigation import find_url

blueprint = Blueprint("public", __name__, url_prefix="/<slug:slug>")


@blueprint.get("/")
@public
def region() -> Response:
    """The region's page; its figures keep themselves up to date."""
    return respond(
        "public/region.html",
        fragments={"region-totals"},
        totals=None,
        territories=(),
        join_url=find_url("family.sign_up"),
        check_url=find_url("public.check"),
    )
