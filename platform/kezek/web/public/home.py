"""The deployment's front page: which regions it serves."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from kezek.web.guards import public
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.tenant import tenants

blueprint = Blueprint("front", __name__)


@dataclass(frozen=True, slots=True)
class RegionLink:
    """One region in the list."""

    name: str
    url: str


@blueprint.get("/")
@public
def home() -> Response:
    """All regions, each with the way to its own page."""
    language = current_language()
    regions = [
        RegionLink(tenant.name(language), url_for("public.region", slug=tenant.slug))
        for tenant in tenants().all()
    ]
    return respond("public/home.html", regions=regions)
