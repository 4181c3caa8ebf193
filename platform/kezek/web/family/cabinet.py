"""The family's first page: what waits for an answer, each application with its live numbers."""

from flask import Blueprint, Response

from kezek.core.access import Permission
from kezek.reads.family_home import family_home, home_version
from kezek.reads.offers_of_state import state_offers
from kezek.reads.recorded_outages import lately_moved
from kezek.web.family.cards import number_card, to_do
from kezek.web.guards import needs
from kezek.web.htmx import respond, unchanged, with_etag
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.navigation import find_url
from kezek.web.stages import stage_sentence
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family_cabinet", __name__, url_prefix="/<slug:slug>/family")


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def home() -> Response:
    """The whole page."""
    return _page()


@blueprint.get("/now")
@needs(Permission.FAMILY_ROOM)
def now() -> Response:
    """The live part alone; 304 while nothing that it shows has changed."""
    same = unchanged(*home_version(current_tenant().id, current_actor()))
    return same if same is not None else with_etag(_page())


def _page() -> Response:
    page = family_home(current_tenant().id, current_actor(), current_language())
    return respond(
        "family/home.html",
        fragments={"cabinet-live"},
        page=page,
        due=[to_do(card) for card in page.due],
        number_card=number_card,
        stage_sentence=stage_sentence,
        apply_url=find_url("family_apply.begin"),
        offers=state_offers(current_tenant().id, current_actor()),
        offer_url=lambda one: find_url("family_offers.show", message_id=one.id),
        outage=lately_moved(current_tenant().id, current_language()),
    )
