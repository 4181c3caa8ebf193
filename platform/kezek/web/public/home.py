"""The deployment's front page: which regions it serves."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for

from kezek.core.stops import Level
from kezek.usecases.switchboard import switchboard
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
        if not _is_closed(tenant.id)
    ]
    return respond("public/home.html", regions=regions)


def _is_closed(tenant_id: int) -> bool:
    """Whether two operators have ended the region here; its own page still says where to turn."""
    stop = switchboard().stop_of(tenant_id)
    return stop is not None and stop.level is Level.CLOSED
